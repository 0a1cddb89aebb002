// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/condition.hpp>
#include <telltale/core/signal.hpp>
#include <telltale/monitor/reference.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

namespace detail {

// The largest q >= p at which n trials are no less likely than e^-nats to show a share of p, by
// Chernoff's bound; and as well the largest share that n trials of probability p are so likely to
// show: the divergence is what both have in common.
[[nodiscard]] inline double farthest_above(double p, double n, double nats, bool share) noexcept {
  const auto term = [](double a, double b) { return a > 0 ? a * std::log(a / b) : 0.0; };
  const auto divergence = [&](double of, double from) {
    return term(of, from) + term(1 - of, 1 - from);
  };
  double low = p, high = 1;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    const double d = share ? divergence(middle, p) : divergence(p, middle);
    (n * d <= nats ? low : high) = middle;
  }
  return high;
}

// Categories that came once; behind them stand the cells of unseen and of missing values.
[[nodiscard]] inline std::uint64_t seen_once(const column_baseline& column) noexcept {
  TELLTALE_EXPECTS(column.cells.size() >= 2);
  return static_cast<std::uint64_t>(
      std::count(column.cells.begin(), column.cells.end() - 2, std::uint64_t{1}));
}

}  // namespace detail

/// Limits on the quality of the inputs, as the reference suggests them: to print, to think about
/// and to put into a policy. Of each feature `missing_rate`, of a number `out_of_range_rate`, of a
/// category `unseen_rate`, rounded up to a ten-thousandth.
///
/// A window of so many rows from where the reference came from breaks any of the limits on missing
/// values and ranges with a probability of at most `alpha`, whatever the distribution, as long as
/// rows are independent: Chernoff's bound twice, for what the reference may be off and for what the
/// window may. That on unseen categories rests on how many the reference saw once (Good and
/// Turing's estimate), and is no such promise.
///
/// Requires: `window_rows > 0` and 0 < alpha < 1.
/// Source  Chernoff 1952, doi:10.1214/aoms/1177729330; Good 1953, doi:10.1093/biomet/40.3-4.237
[[nodiscard]] inline std::vector<condition> suggested_limits(const reference& baseline,
                                                             std::size_t window_rows,
                                                             double alpha = 0.01) {
  TELLTALE_EXPECTS(window_rows > 0 && alpha > 0 && alpha < 1);
  const auto n = static_cast<double>(window_rows);
  // Two limits a feature, and two bounds a limit.
  const double nats = std::log(
      4 * static_cast<double>((std::max)(std::size_t{1}, baseline.features().size())) / alpha);
  std::vector<condition> all;
  const auto limit = [&](std::string_view what, const column_baseline& column, std::uint64_t seen,
                         std::uint64_t of) {
    if (of == 0) return;  // nothing is known of it
    const auto rows = static_cast<double>(of);
    const double share = (std::min)(1.0, static_cast<double>(seen) / rows);
    const double at_most = detail::farthest_above(share, rows, nats, false);
    const double in_window = detail::farthest_above(at_most, n, nats, true);
    const double rounded = std::ceil(in_window * 1e4) / 1e4;
    if (rounded < 1) all.push_back({signal{what, column.what.name}, comparison::greater, rounded});
  };
  for (const column_baseline& column : baseline.features()) {
    limit("missing_rate", column, column.missing, column.present + column.missing);
    // What lies outside the extremes of N values has the law of the second smallest of N shares: at
    // most one trial of N may have shown it.
    if (column.what.kind == column_kind::numeric)
      limit("out_of_range_rate", column, 1, column.present);
    else
      limit("unseen_rate", column, detail::seen_once(column), column.present);
  }
  return all;
}

}  // namespace telltale::inline TELLTALE_ABI
