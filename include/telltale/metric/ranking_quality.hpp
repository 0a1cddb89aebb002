// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/math/class_pairs.hpp>
#include <telltale/math/compensated.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/rank_pairs.hpp>
#include <telltale/metric/score_curve.hpp>
#include <telltale/simd/count_class_pairs.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <tuple>
#include <vector>

// How well the score ranks positives above negatives, at no particular threshold: exactly, from the
// rows themselves, or in bounded memory, from histograms.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

template <class Score>
[[nodiscard]] math::class_pairs class_pairs_of(const state::scored_rows<Score>& rows) {
  return simd::count_class_pairs(rows.scores(), rows.actual());
}
template <class Score>
[[nodiscard]] math::class_pairs class_pairs_of(const binary_batch<Score>& rows) {
  return simd::count_class_pairs(rows.scores, rows.actual);
}
/// Requires: an unweighted curve.
[[nodiscard]] inline math::class_pairs class_pairs_of(const score_curve& curve) noexcept {
  math::class_pairs pairs;
  const auto cuts = curve.cuts();
  for (std::size_t i = cuts.size(); i-- > 0;) {
    const score_cut above = i == 0 ? score_cut{} : cuts[i - 1];
    pairs.add_equal(static_cast<std::uint64_t>(cuts[i].tp - above.tp),
                    static_cast<std::uint64_t>(cuts[i].fp - above.fp));
  }
  return pairs;
}

template <class Score>
[[nodiscard]] bool complete(const state::scored_rows<Score>& rows) noexcept {
  return rows.complete();
}
template <class Score>
[[nodiscard]] bool complete(const binary_batch<Score>&) noexcept {
  return true;
}

/// The bins of a histogram, the scores of each as if equal.
template <class Histogram>
struct binned_ranking {
  const Histogram& s;

  template <class Visit>
  void operator()(const Visit& visit) const noexcept {
    for (std::size_t i = 0; i < Histogram::bins; ++i)
      if (s.positives(i) != 0 || s.negatives(i) != 0) visit(s.positives(i), s.negatives(i));
  }
};

template <class Histogram>
binned_ranking(const Histogram&) -> binned_ranking<Histogram>;

/// The pairs within the bins that hold one score only: ties, and not merely together.
template <class Histogram>
[[nodiscard]] uint128 known_ties(const Histogram& s) noexcept {
  uint128 all = 0;
  if constexpr (requires { s.single(std::size_t{}); })
    for (std::size_t i = 0; i < Histogram::bins; ++i)
      if (s.single(i)) all += uint128{s.positives(i)} * s.negatives(i);
  return all;
}

[[nodiscard]] inline std::optional<estimate> area(const math::class_pairs& pairs,
                                                  const confidence_level& level) noexcept {
  if (pairs.positives == 0 || pairs.negatives == 0) return std::nullopt;
  const double auc = pairs.auc();
  const auto disjoint = static_cast<double>((std::min)(pairs.positives, pairs.negatives));
  return estimate{auc, auc_interval(disjoint, delong_variance(pairs), auc, auc, level),
                  pairs.positives + pairs.negatives};
}

/// Calls `visit(positives, negatives, cut)` for each group of equal scores, from the highest down;
/// `cut` is that at its score, so the group is in it.
void for_each_group(const score_curve& curve, auto&& visit) noexcept {
  double tp = 0, fp = 0;
  for (const score_cut& cut : curve.cuts()) {
    visit(cut.tp - tp, cut.fp - fp, cut);
    tp = cut.tp, fp = cut.fp;
  }
}

/// The area of weighted rows: a pair weighs what its rows do, multiplied. DeLong's variance at the
/// effective sizes of the classes.
[[nodiscard]] inline std::optional<estimate> weighted_area(const score_curve& curve,
                                                           const confidence_level& level) noexcept {
  if (!curve.both()) return std::nullopt;
  const double p = curve.positives(), n = curve.negatives();
  math::compensated_sum won;
  for_each_group(curve, [&](double positives, double negatives, const score_cut& cut) {
    won.add(positives / p * ((n - cut.fp + negatives / 2) / n));
  });
  // All pairs won is 1, and not 1 but for a rounding: their interval is another one.
  const double auc = won.value() > 1 - 1e-15 ? 1 : won.value();
  double of_positives = 0, of_negatives = 0;
  for_each_group(curve, [&](double positives, double negatives, const score_cut& cut) {
    const double beaten = (n - cut.fp + negatives / 2) / n - auc;
    const double beating = (cut.tp - positives / 2) / p - auc;
    of_positives += positives / p * beaten * beaten;
    of_negatives += negatives / n * beating * beating;
  });
  const double sizes[] = {curve.effective_positives(), curve.effective_negatives()};
  area_variance variance;
  // The shares of weights leave a rounding where all pairs are alike.
  if (sizes[0] >= 2 && sizes[1] >= 2 && of_positives + of_negatives > 1e-24)
    variance = area_variance::of(of_positives / (sizes[0] - 1), of_negatives / (sizes[1] - 1),
                                 sizes[0], sizes[1]);
  return estimate{auc, auc_interval((std::min)(sizes[0], sizes[1]), variance, auc, auc, level),
                  curve.n()};
}

/// The weighted curve of rows that bring weights; empty for others.
template <class Rows>
[[nodiscard]] std::optional<score_curve> weighted_curve(const Rows& rows) {
  if constexpr (requires { rows.weights; })
    if (!rows.weights.empty()) return score_curve::of(rows);
  return std::nullopt;
}

struct auc_formula {
  static constexpr bool is_noexcept = false;  // takes memory to sort the rows

  template <class Rows>
  [[nodiscard]] std::optional<estimate> operator()(const Rows& rows,
                                                   const confidence_level& level) const {
    if (!complete(rows)) return std::nullopt;
    if (const auto curve = weighted_curve(rows)) return weighted_area(*curve, level);
    return area(class_pairs_of(rows), level);
  }

  [[nodiscard]] std::optional<estimate> operator()(const score_curve& curve,
                                                   const confidence_level& level) const noexcept {
    return curve.weighted() ? weighted_area(curve, level) : area(class_pairs_of(curve), level);
  }
};

struct gini_formula {
  static constexpr bool is_noexcept = false;

  template <class Rows>
  [[nodiscard]] std::optional<estimate> operator()(const Rows& rows,
                                                   const confidence_level& level) const {
    std::optional<estimate> auc = auc_formula{}(rows, level);
    if (!auc) return std::nullopt;
    return estimate{2 * auc->value - 1,
                    interval{2 * auc->bounds->lower - 1, 2 * auc->bounds->upper - 1}, auc->n};
  }
};

struct class_ks_formula {
  static constexpr bool is_noexcept = false;

  template <class Rows>
  [[nodiscard]] std::optional<estimate> operator()(const Rows& rows,
                                                   const confidence_level& level) const {
    const auto curve = curve_of(rows);
    if (!curve || !curve->both()) return std::nullopt;
    double largest = 0;
    for (const score_cut& cut : curve->cuts())
      largest = (std::max)(largest, cut.tp / curve->positives() - cut.fp / curve->negatives());
    // Each of the two distribution functions is within its band with half of the error.
    const double log_tail = std::log(4 / (1 - level.probability));
    const double band = std::sqrt(log_tail / (2 * curve->effective_positives())) +
                        std::sqrt(log_tail / (2 * curve->effective_negatives()));
    return estimate{largest, around(largest, band, {0, 1}), curve->n()};
  }
};

struct binned_auc_formula {
  static constexpr bool is_noexcept = true;

  template <class Histogram>
  [[nodiscard]] std::optional<estimate> operator()(const Histogram& s,
                                                   const confidence_level&) const noexcept {
    const rank_pairs all = rank_pairs::of(binned_ranking{s});
    if (!all.any()) return std::nullopt;
    return estimate{all.auc(), all.bracket(known_ties(s)), all.positives + all.negatives};
  }
};

}  // namespace detail

/// Area under the ROC curve: the probability that a positive scores higher than a negative, a tie
/// counting half. Exact, of the rows: `state::scored_rows`, or a `binary_batch`, whose unusable
/// rows are left out and whose weights count, a pair's by the product of its two. Empty until both
/// classes have been seen, and when rows were dropped. DeLong's interval on the logit scale. Cost:
/// O(n), without sorting; takes memory for two scores a row. Source: Mann & Whitney 1947,
/// doi:10.1214/aoms/1177730491; Bamber 1975, doi:10.1016/0022-2496(75)90001-2.
inline constexpr definition<ranked_scores, detail::auc_formula> roc_auc{
    "roc_auc",
    direction::higher_is_better,
    {0, 1},
    "Bamber 1975, doi:10.1016/0022-2496(75)90001-2",
    {}};

/// 2 AUC - 1: 0 is chance. As `roc_auc` otherwise.
inline constexpr definition<ranked_scores, detail::gini_formula> gini{
    "gini", direction::higher_is_better, {-1, 1}, "Somers 1962, doi:10.2307/2090408", {}};

/// Largest gap between the two classes' distribution functions, max (TPR - FPR) over the
/// thresholds. Empty as `roc_auc`. Its interval is conservative, from a Dvoretzky-Kiefer-Wolfowitz
/// band around each class.
inline constexpr definition<ranked_scores, detail::class_ks_formula> class_ks{
    "class_ks",
    direction::higher_is_better,
    {0, 1},
    "Massart 1990, doi:10.1214/aop/1176990746",
    {}};

/// Area under the ROC curve from score histograms, in bounded memory. The exact area of the rows is
/// between the bounds, whatever they were: `coverage::certified`. The value counts the pairs within
/// a bin as ties. Empty until both classes have been seen. Exact up to 2^63 rows a class.
inline constexpr definition<score_counts, detail::binned_auc_formula> roc_auc_binned{
    "roc_auc_binned",
    direction::higher_is_better,
    {0, 1},
    "Bamber 1975, doi:10.1016/0022-2496(75)90001-2",
    {}};

/// Where the true area lies, from the same histograms: DeLong's interval of the binned score, its
/// ends taken from the certified ones, so that binning makes it wider and never wrong.
template <class S>
[[nodiscard]] std::optional<interval> roc_auc_binned_interval(
    const S& summary, const confidence_level& level = {}) noexcept {
  score_counts::check<S>();
  const detail::binned_ranking ranking{state::pick<score_counts>(summary)};
  const rank_pairs all = rank_pairs::of(ranking);
  if (!all.any()) return std::nullopt;
  const interval certified = all.bracket(detail::known_ties(state::pick<score_counts>(summary)));
  return auc_interval(all.disjoint(), delong_variance(ranking, all), certified.lower,
                      certified.upper, level);
}

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple ranking_quality_metrics{roc_auc, roc_auc_binned, gini, class_ks};

}  // namespace telltale::inline TELLTALE_ABI::metric
