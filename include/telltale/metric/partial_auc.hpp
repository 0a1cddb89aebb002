// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/math/compensated.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/rank_pairs.hpp>
#include <telltale/metric/score_curve.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>
#include <tuple>

// The part of the ROC curve that is used: where few negatives are called positive.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

/// A straight piece of the ROC curve: a group of equal scores.
struct roc_piece {
  double fpr = 0, tpr = 0;              ///< where it begins
  double to_fpr = 0, to_tpr = 0;        ///< where it ends
  double positives = 0, negatives = 0;  ///< weight of the group, as shares of the classes

  /// Requires: fpr <= at < to_fpr.
  [[nodiscard]] double height(double at) const noexcept {
    return tpr + (to_tpr - tpr) * ((at - fpr) / (to_fpr - fpr));
  }
};

/// From (0, 0) to (1, 1). Requires: `curve.both()`.
void for_each_piece(const score_curve& curve, auto&& visit) noexcept {
  const double p = curve.positives(), n = curve.negatives();
  double tp = 0, fp = 0;
  for (const score_cut& cut : curve.cuts()) {
    visit(roc_piece{fp / n, tp / p, cut.fp / n, cut.tp / p, (cut.tp - tp) / p, (cut.fp - fp) / n});
    tp = cut.tp, fp = cut.fp;
  }
}

struct partial_auc_formula {
  static constexpr bool is_noexcept = false;  // takes memory to sort the rows
  double limit;

  template <class Rows>
  [[nodiscard]] std::optional<estimate> operator()(const Rows& rows,
                                                   const confidence_level& level) const {
    const auto curve = curve_of(rows);
    if (!curve || !curve->both()) return std::nullopt;
    math::compensated_sum sum;
    double top = 0;  // the true positive rate at which the curve comes to the limit
    for_each_piece(*curve, [&](const roc_piece& piece) {
      if (piece.fpr >= limit || piece.negatives == 0) return;
      top = piece.to_fpr <= limit ? piece.to_tpr : piece.height(limit);
      sum.add(((std::min)(piece.to_fpr, limit) - piece.fpr) * (piece.tpr + top) / 2);
    });
    const double share = std::clamp(sum.value() / limit, 0.0, 1.0);
    return estimate{standardised(share), bounds(*curve, share, top, level), curve->n()};
  }

  /// 1/2 for a score that tells nothing, 1 for one that tells all, of the share of the area left of
  /// the limit that is under the curve.
  [[nodiscard]] constexpr double standardised(double share) const noexcept {
    return (1 + (share - limit / 2) / (1 - limit / 2)) / 2;
  }

private:
  // What each row adds to the share: a positive the part of the range in which it is called so, a
  // negative how far the curve at its own score is below its height at the limit, which gives way.
  [[nodiscard]] std::optional<interval> bounds(const score_curve& curve, double share, double top,
                                               const confidence_level& level) const noexcept {
    const double p = curve.effective_positives(), n = curve.effective_negatives();
    // Fewer than so many negatives left of the limit show too little of how they vary.
    if (!(p >= 2 && n * limit >= 10)) return std::nullopt;
    const double mean = share - top;
    double of_positives = 0, of_negatives = mean * mean;
    for_each_piece(curve, [&](const roc_piece& piece) {
      const double added = called(piece) / limit - share;
      of_positives += piece.positives * added * added;
      if (piece.fpr >= limit || piece.negatives == 0) return;
      const double part = (std::min)(1.0, (limit - piece.fpr) / piece.negatives);
      const double end = part < 1 ? top : piece.to_tpr;
      const double given = ((piece.tpr + end) / 2 - top) / limit;
      of_negatives += part * piece.negatives * given * (given - 2 * mean);
    });
    area_variance variance;
    // The negatives left of the limit are as many as tell how they vary.
    if (of_positives + of_negatives > 1e-24)
      variance = area_variance::of(of_positives / (p - 1), (std::max)(0.0, of_negatives) / (n - 1),
                                   p, n * limit);
    const interval shares =
        auc_interval(std::floor((std::min)(p, n * limit)), variance, share, share, level);
    return interval{standardised(shares.lower), standardised(shares.upper)};
  }

  // The part of [0, limit] in which a row of the group is called positive: it is so from half of
  // its group on, on average.
  [[nodiscard]] double called(const roc_piece& piece) const noexcept {
    if (piece.fpr >= limit) return 0;
    if (piece.to_fpr <= limit) return limit - (piece.fpr + piece.to_fpr) / 2;
    return (limit - piece.fpr) * (limit - piece.fpr) / (2 * (piece.to_fpr - piece.fpr));
  }
};

constexpr definition<ranked_scores, partial_auc_formula> partial_auc(std::string_view name,
                                                                     double limit) noexcept {
  const partial_auc_formula formula{limit};
  return {name,
          direction::higher_is_better,
          {formula.standardised(0), 1},
          "McClish 1989, doi:10.1177/0272989X8900900307",
          formula};
}

struct log_auc_formula {
  static constexpr bool is_noexcept = false;
  double from, to;

  template <class Rows>
  [[nodiscard]] std::optional<estimate> operator()(const Rows& rows,
                                                   const confidence_level&) const {
    const auto curve = curve_of(rows);
    if (!curve || !curve->both()) return std::nullopt;
    math::compensated_sum sum;
    for_each_piece(*curve, [&](const roc_piece& piece) {
      const double left = (std::max)(piece.fpr, from), right = (std::min)(piece.to_fpr, to);
      if (!(left < right)) return;
      const double low = left > piece.fpr ? piece.height(left) : piece.tpr;
      const double high = right < piece.to_fpr ? piece.height(right) : piece.to_tpr;
      sum.add(std::log(right / left) * (low + high) / 2);
    });
    const double value = std::clamp(sum.value() / std::log(to / from), 0.0, 1.0);
    return estimate{value, std::nullopt, curve->n()};
  }
};

}  // namespace detail

// All are empty until both classes have been seen, and when rows were dropped. They sort: O(n), and
// take memory.

/// Area under the ROC curve up to a false positive rate of 1 %, and 10 %, standardised: 1/2 is
/// chance, 1 is perfect (scikit-learn's `roc_auc_score(max_fpr=...)`). The interval is on the logit
/// scale, from what each row adds; none with fewer than 10 negatives left of the limit. It covers
/// 92 % at 95 % with ten of them, and 95 % with a hundred.
/// Source: McClish 1989, doi:10.1177/0272989X8900900307; variance Dodd & Pepe 2003,
/// doi:10.1111/1541-0420.00071, as placement values.
inline constexpr auto partial_auc_001 = detail::partial_auc("partial_auc_0.01", 0.01);
inline constexpr auto partial_auc_01 = detail::partial_auc("partial_auc_0.1", 0.1);

/// Mean true positive rate over false positive rates from 0.1 % to 10 %, each decade counting the
/// same: the area over log10 of the rate, straight lines between its points there as well. That of
/// chance is 0.0215. No interval.
/// Source: Mysinger & Shoichet 2010, doi:10.1021/ci100214a.
inline constexpr definition<ranked_scores, detail::log_auc_formula> log_auc{
    "log_auc",
    direction::higher_is_better,
    {0, 1},
    "Mysinger & Shoichet 2010, doi:10.1021/ci100214a",
    {0.001, 0.1}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple partial_auc_metrics{partial_auc_001, partial_auc_01, log_auc};

}  // namespace telltale::inline TELLTALE_ABI::metric
