// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/score_curve.hpp>
#include <telltale/metric/top_share.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/scored_rows.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

// Selective classification: the rows whose scores are closest to the threshold are left to somebody
// else, and the rest is judged. Where rows of equal confidence straddle the border, each of them is
// accepted with the same probability.

namespace telltale::inline TELLTALE_ABI::metric {

/// What a share of the rows rejected leaves.
struct accepted_rows {
  double rejected = 0;    ///< share of all rows, or of their weight
  double confidence = 0;  ///< the least abs(score - threshold) among the accepted
  double accuracy = 0;    ///< of the accepted

  friend bool operator==(const accepted_rows&, const accepted_rows&) = default;
};

namespace detail {

/// The rows by their confidence, their truth whether the prediction is right.
template <class Score>
[[nodiscard]] score_curve curve_of_confidence(const binary_batch<Score>& rows, double threshold) {
  std::vector<double> confidence, weights;
  std::vector<std::uint8_t> right;
  confidence.reserve(rows.size());
  right.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!usable_score(rows.scores[i]) || rows.actual[i] > 1) continue;
    const auto score = static_cast<double>(rows.scores[i]);
    confidence.push_back(std::fabs(score - threshold));
    right.push_back((score >= threshold) == (rows.actual[i] == 1));
    if (!rows.weights.empty()) weights.push_back(rows.weights[i]);
  }
  return *score_curve::of(binary_batch<double>{confidence, right, 0.5, weights});
}
template <class Score>
[[nodiscard]] std::optional<score_curve> confidence_of(const binary_batch<Score>& rows,
                                                       double threshold) {
  return curve_of_confidence(rows, threshold);
}
template <class Score>
[[nodiscard]] std::optional<score_curve> confidence_of(const state::scored_rows<Score>& rows,
                                                       double threshold) {
  if (!rows.complete()) return std::nullopt;
  return curve_of_confidence(binary_batch<Score>{rows.scores(), rows.actual()}, threshold);
}

}  // namespace detail

// Of `state::scored_rows`, a `binary_batch` with its weights, or a bundle. The class 1 is predicted
// where score >= threshold, and a row's confidence is abs(score - threshold). Empty until a row has
// come, when rows were dropped, and for a threshold that is not in [0, 1]. They sort: O(n), and
// take memory.

/// Accuracy on the rows that remain when a share of all rows is rejected, those of the least
/// confidence first. In [0, 1]; at a share of 0 the accuracy. Empty for a share not in [0, 1).
/// Wilson's interval at the size that goes with its variance, to which the border adds that it
/// moves with the rows.
/// Source: Chow 1970, IEEE Transactions on Information Theory 16(1), 41-46.
template <class S>
[[nodiscard]] std::optional<estimate> accuracy_at_rejection(const S& summary, double rejected,
                                                            double threshold = 0.5,
                                                            const confidence_level& level = {}) {
  kept_scores::check<S>();
  if (!(rejected >= 0 && rejected < 1 && threshold >= 0 && threshold <= 1)) return std::nullopt;
  const auto curve = detail::confidence_of(state::pick<kept_scores>(summary), threshold);
  if (!curve || curve->cuts().empty()) return std::nullopt;
  const double accepted = 1 - rejected;
  if (curve->both()) return detail::top_formula{detail::of_top::precision, accepted}(*curve, level);
  const double value = curve->positives() > 0 ? 1 : 0;
  const double rows = (std::max)(1.0, accepted * static_cast<double>(curve->n()));
  return estimate{value, wilson(value, rows, level.z), curve->n()};
}

/// The accuracy at shares of 0, 1 / parts, 2 / parts, and so on to all but one part: the
/// accuracy-rejection curve. Empty where there is no accuracy.
template <class S>
[[nodiscard]] std::vector<accepted_rows> rejection_table(const S& summary, std::size_t parts = 10,
                                                         double threshold = 0.5) {
  kept_scores::check<S>();
  std::vector<accepted_rows> table;
  if (!(threshold >= 0 && threshold <= 1)) return table;
  const auto curve = detail::confidence_of(state::pick<kept_scores>(summary), threshold);
  if (!curve || curve->cuts().empty()) return table;
  table.reserve(parts);
  for (std::size_t i = 0; i < parts; ++i) {
    const double rejected = static_cast<double>(i) / static_cast<double>(parts);
    const top_rows top = detail::top_of(*curve, 1 - rejected);
    table.push_back({rejected, top.threshold, curve->positives() > 0 ? *top.precision : 0});
  }
  return table;
}

}  // namespace telltale::inline TELLTALE_ABI::metric
