// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/rank_pairs.hpp>
#include <telltale/simd/auc.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

// How well the score ranks positives above negatives, at no particular threshold: exactly, from the
// rows themselves, or in bounded memory, from histograms.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

/// The rows in groups of equal scores.
template <class Score>
class exact_ranking {
public:
  explicit exact_ranking(const state::scored_rows<Score>& rows)
      : keys_(simd::sorted_keys(rows.scores(), rows.actual())) {}
  explicit exact_ranking(const binary_batch<Score>& rows)
      : keys_(simd::sorted_keys(rows.scores, rows.actual)) {}

  template <class Visit>
  void operator()(const Visit& visit) const noexcept {
    for (std::size_t i = 0; i < keys_.size();) {
      const auto score = keys_[i] >> 1;
      std::uint64_t positives = 0, all = 0;
      for (; i < keys_.size() && keys_[i] >> 1 == score; ++i, ++all) positives += keys_[i] & 1;
      visit(positives, all - positives);
    }
  }

private:
  std::vector<simd::rank_key<Score>> keys_;
};
template <class Rows>
exact_ranking(const Rows&) -> exact_ranking<typename Rows::score_type>;

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

template <class Ranking>
[[nodiscard]] std::optional<estimate> area(const Ranking& ranking,
                                           const confidence_level& level) noexcept {
  const rank_pairs all = rank_pairs::of(ranking);
  if (!all.any()) return std::nullopt;
  const double auc = all.auc();
  return estimate{auc, auc_interval(all, delong_variance(ranking, all), auc, auc, level),
                  all.positives + all.negatives};
}

struct auc_formula {
  static constexpr bool is_noexcept = false;  // takes memory to sort the rows

  template <class Rows>
  [[nodiscard]] std::optional<estimate> operator()(const Rows& rows,
                                                   const confidence_level& level) const {
    if (!complete(rows)) return std::nullopt;
    return area(exact_ranking{rows}, level);
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
    if (!complete(rows)) return std::nullopt;
    const exact_ranking ranking{rows};
    const rank_pairs all = rank_pairs::of(ranking);
    if (!all.any()) return std::nullopt;
    const auto p = static_cast<double>(all.positives), n = static_cast<double>(all.negatives);
    std::uint64_t positives_below = 0, negatives_below = 0;
    double largest = 0;
    ranking([&](std::uint64_t positives, std::uint64_t negatives) {
      positives_below += positives;
      negatives_below += negatives;
      largest = (std::max)(largest, static_cast<double>(negatives_below) / n -
                                        static_cast<double>(positives_below) / p);
    });
    // Each of the two distribution functions is within its band with half of the error.
    const double log_tail = std::log(4 / (1 - level.probability));
    const double band = std::sqrt(log_tail / (2 * p)) + std::sqrt(log_tail / (2 * n));
    return estimate{largest, around(largest, band, {0, 1}), all.positives + all.negatives};
  }
};

struct binned_auc_formula {
  static constexpr bool is_noexcept = true;

  template <class Histogram>
  [[nodiscard]] std::optional<estimate> operator()(const Histogram& s,
                                                   const confidence_level&) const noexcept {
    const rank_pairs all = rank_pairs::of(binned_ranking{s});
    if (!all.any()) return std::nullopt;
    return estimate{all.auc(), all.bracket(), all.positives + all.negatives};
  }
};

}  // namespace detail

/// Area under the ROC curve: the probability that a positive scores higher than a negative, a tie
/// counting half. Exact, of the rows: `state::scored_rows`, or a `binary_batch`, whose unusable
/// rows are left out. Empty until both classes have been seen, and when rows were dropped.
/// DeLong's interval on the logit scale. Sorts: O(n), and takes memory for two keys a row.
/// Source: Mann & Whitney 1947, doi:10.1214/aoms/1177730491; Bamber 1975,
/// doi:10.1016/0022-2496(75)90001-2.
inline constexpr definition<kept_scores, detail::auc_formula> roc_auc{
    "roc_auc",
    direction::higher_is_better,
    {0, 1},
    "Bamber 1975, doi:10.1016/0022-2496(75)90001-2",
    {}};

/// 2 AUC - 1: 0 is chance. As `roc_auc` otherwise.
inline constexpr definition<kept_scores, detail::gini_formula> gini{
    "gini", direction::higher_is_better, {-1, 1}, "Somers 1962, doi:10.2307/2090408", {}};

/// Largest gap between the two classes' distribution functions, max (TPR - FPR) over the
/// thresholds. Empty as `roc_auc`. Its interval is conservative, from a Dvoretzky-Kiefer-Wolfowitz
/// band around each class.
inline constexpr definition<kept_scores, detail::class_ks_formula> class_ks{
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
  const interval certified = all.bracket();
  return auc_interval(all, delong_variance(ranking, all), certified.lower, certified.upper, level);
}

}  // namespace telltale::inline TELLTALE_ABI::metric
