// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/ranking_quality.hpp>
#include <telltale/metric/score_curve.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>
#include <vector>

namespace telltale::inline TELLTALE_ABI::metric {

/// What a group counts for in the mean over groups.
enum class group_weight : std::uint8_t {
  rows,       ///< its rows, or their weight: impressions
  positives,  ///< its positives, or their weight: clicks
  equal,      ///< the same as any other: each user once
};

/// The mean over groups, and the groups it is of.
struct grouped_area {
  estimate area;              ///< `n` is `used`
  std::uint64_t used = 0;     ///< groups with rows of both classes
  std::uint64_t dropped = 0;  ///< groups with rows of one: they cannot be ranked wrongly

  friend bool operator==(const grouped_area&, const grouped_area&) = default;
};

/// Mean of the area under the ROC curve within each group, a user or a query (GAUC): whether the
/// score ranks what one of them is shown, not whether it tells the groups apart. `groups` has the
/// group of each row, in any order; unusable rows are left out. Interval by Student from how the
/// groups differ, with their weights; none for fewer than two, or where all are alike. Empty while
/// no group has rows of both classes.
///
/// Requires: `groups.size() == rows.size()`. Cost: sorts the rows, O(n log n), and takes memory.
/// Source: Zhu et al. 2017, doi:10.1145/3097983.3098134, section 4; variance Cochran 1977, Sampling
/// Techniques, 3rd ed., section 2.11.
template <class Score, class Group>
[[nodiscard]] std::optional<grouped_area> grouped_auc(const binary_batch<Score>& rows,
                                                      std::span<const Group> groups,
                                                      group_weight how = group_weight::rows,
                                                      const confidence_level& level = {}) {
  TELLTALE_EXPECTS(groups.size() == rows.size());
  std::vector<std::size_t> order(rows.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return groups[a] < groups[b]; });

  struct part {
    double weight, area;
  };
  std::vector<part> parts;
  std::vector<Score> scores;
  std::vector<std::uint8_t> actual;
  std::vector<double> weights;
  grouped_area found;
  for (std::size_t i = 0; i < order.size();) {
    scores.clear(), actual.clear(), weights.clear();
    for (const Group& group = groups[order[i]]; i < order.size() && groups[order[i]] == group;
         ++i) {
      scores.push_back(rows.scores[order[i]]);
      actual.push_back(rows.actual[order[i]]);
      if (!rows.weights.empty()) weights.push_back(rows.weights[order[i]]);
    }
    const auto curve = score_curve::of(binary_batch<Score>{scores, actual, Score(0.5), weights});
    if (curve->cuts().empty()) continue;
    if (!curve->both()) {
      ++found.dropped;
      continue;
    }
    const double weight = how == group_weight::rows        ? curve->positives() + curve->negatives()
                          : how == group_weight::positives ? curve->positives()
                                                           : 1;
    parts.push_back({weight, detail::auc_formula{}(*curve, level)->value});
  }
  if (parts.empty()) return std::nullopt;

  found.used = parts.size();
  double whole = 0, sum = 0, squares = 0, spread = 0;
  for (const part& p : parts) {
    whole += p.weight;
    squares += p.weight * p.weight;
    sum += p.weight * p.area;
  }
  const double mean = std::clamp(sum / whole, 0.0, 1.0);
  for (const part& p : parts) {
    const double apart = p.weight / whole * (p.area - mean);
    spread += apart * apart;
  }
  found.area = estimate{mean, std::nullopt, found.used};
  const double n = static_cast<double>(found.used), effective = whole * (whole / squares);
  if (effective >= 2 && spread > 1e-28) {
    const double error = std::sqrt(spread * n / (n - 1));
    found.area.bounds = around(mean, student_quantile(effective - 1, level) * error, {0, 1});
  }
  return found;
}

}  // namespace telltale::inline TELLTALE_ABI::metric
