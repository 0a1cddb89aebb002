// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/metric/correlation.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <tuple>
#include <vector>

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

/// Twice the rank of each value, less n + 1, so that they sum to 0; equal ones share the middle of
/// theirs. Whole numbers.
[[nodiscard]] inline std::vector<double> centred_ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> ranks(values.size());
  for (std::size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && values[order[end]] == values[order[begin]]) ++end;
    const double middle = static_cast<double>(begin + end) - static_cast<double>(values.size());
    for (std::size_t i = begin; i < end; ++i) ranks[order[i]] = middle;
  }
  return ranks;
}

struct spearman_formula {
  static constexpr bool is_noexcept = false;  // takes memory to rank

  template <class Value>
  [[nodiscard]] std::optional<estimate> operator()(const regression_batch<Value>& rows,
                                                   const confidence_level& level) const {
    if (!rows.weights.empty()) return std::nullopt;
    std::vector<double> actual, predicted;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (!usable_value(rows.actual[i]) || !usable_value(rows.predicted[i])) continue;
      actual.push_back(static_cast<double>(rows.actual[i]));
      predicted.push_back(static_cast<double>(rows.predicted[i]));
    }
    const auto y = centred_ranks(actual), p = centred_ranks(predicted);
    double yy = 0, py = 0, pp = 0;
    for (std::size_t i = 0; i < y.size(); ++i)
      yy += y[i] * y[i], py += p[i] * y[i], pp += p[i] * p[i];
    if (!(yy > 0) || !(pp > 0)) return std::nullopt;
    const double r = std::clamp(py / std::sqrt(pp * yy), -1.0, 1.0);
    const auto n = static_cast<double>(y.size());
    std::optional<interval> bounds;
    if (n > 3 && std::fabs(r) < 1)
      bounds = fisher_interval(r, std::sqrt((1 + r * r / 2) / (n - 3)), level.z);
    return estimate{r, bounds, std::uint64_t{y.size()}};
  }
};

}  // namespace detail

/// Spearman's correlation of predictions and truths, in [-1, 1]: that of their ranks, equal ones
/// sharing the middle of theirs. O(n log n), and takes memory for the ranks. Empty for fewer than
/// two rows, where either does not vary, and for rows with weights, for which there is no one
/// definition. Interval: Bonett's and Wright's; empty for fewer than four rows, and at 1 and -1.
inline constexpr definition<kept_errors, detail::spearman_formula> spearman_correlation{
    "spearman_correlation",
    direction::higher_is_better,
    {-1, 1},
    "Spearman 1904, doi:10.2307/1412159; interval: Bonett & Wright 2000, doi:10.1007/BF02294183",
    {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple rank_correlation_metrics{spearman_correlation};

}  // namespace telltale::inline TELLTALE_ABI::metric
