// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/score_curve.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

struct equal_error_rate_formula {
  static constexpr bool is_noexcept = false;  // takes memory to sort the rows

  template <class Rows>
  [[nodiscard]] std::optional<estimate> operator()(const Rows& rows,
                                                   const confidence_level& level) const {
    const auto curve = curve_of(rows);
    if (!curve || !curve->both()) return std::nullopt;
    double value = 0.5, least = 1;  // calling nothing positive: rates 0 and 1
    for (const score_cut& cut : curve->cuts()) {
      const double fpr = cut.fp / curve->negatives(), fnr = 1 - cut.tp / curve->positives();
      if (!(std::fabs(fpr - fnr) < least)) continue;
      least = std::fabs(fpr - fnr);
      value = (fpr + fnr) / 2;
    }
    return estimate{value, wilson(value, size(*curve, value, level), level.z), curve->n()};
  }

private:
  // The two rates vary on their own, and the threshold gives way to both: what comes through of
  // each is the share of the slope of the other there. The slope is that of the curve between
  // thresholds whose rates differ, either way, by as much as they do by chance.
  [[nodiscard]] static double size(const score_curve& curve, double rate,
                                   const confidence_level& level) noexcept {
    const double p = curve.effective_positives(), n = curve.effective_negatives();
    const double spread = level.z * std::sqrt(rate * (1 - rate) * (1 / p + 1 / n));
    double fpr[] = {0, 1}, tpr[] = {0, 1};  // the last point before the range, the first beyond
    for (const score_cut& cut : curve.cuts()) {
      const double at = cut.fp / curve.negatives(), found = cut.tp / curve.positives();
      const double more = at - (1 - found);
      if (more <= -spread) fpr[0] = at, tpr[0] = found;
      if (more >= spread) {
        fpr[1] = at, tpr[1] = found;
        break;
      }
    }
    const double rise = tpr[1] - tpr[0], run = fpr[1] - fpr[0];
    if (!(rise + run > 0)) return (std::min)(p, n);  // no error, and so no slope to be seen
    const double of_positives = run / (rise + run), of_negatives = rise / (rise + run);
    return 1 / (of_positives * of_positives / p + of_negatives * of_negatives / n);
  }
};

}  // namespace detail

/// The error rate of either class at the threshold where the two are closest: the mean of the false
/// positive and the false negative rate there, the highest such threshold; nothing is interpolated.
/// Empty until both classes have been seen, and when rows were dropped. Interval by Wilson at the
/// size that goes with its variance, of the two classes and of the slope there: it covers 91 to
/// 96 % at 95 %, and 90 % where one class has fewer than five errors.
/// Sorts: O(n), and takes memory. Source: Martin et al. 1997, Proc. Eurospeech, 1895-1898.
inline constexpr definition<ranked_scores, detail::equal_error_rate_formula> equal_error_rate{
    "equal_error_rate",
    direction::lower_is_better,
    {0, 1},
    "Martin et al. 1997, Proc. Eurospeech, 1895-1898",
    {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple equal_error_rate_metrics{equal_error_rate};

}  // namespace telltale::inline TELLTALE_ABI::metric
