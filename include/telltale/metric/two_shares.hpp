// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/share.hpp>

#include <algorithm>
#include <cmath>
#include <limits>

// Intervals at a fixed n of how far two independent shares are apart; by weights, at their
// effective sizes.

namespace telltale::inline TELLTALE_ABI::metric {

/// Of the difference a - b, in [-1, 1]. Requires: both are usable.
/// Source: Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I,
/// method 10 (Wilson's intervals, joined).
[[nodiscard]] inline interval share_difference(const counts& a, const counts& b,
                                               double z) noexcept {
  const double first = (std::min)(a.part / a.whole, 1.0);
  const double second = (std::min)(b.part / b.whole, 1.0);
  const interval of_a = wilson(first, a.effective(), z), of_b = wilson(second, b.effective(), z);
  const double value = first - second;
  return {value - std::hypot(first - of_a.lower, of_b.upper - second),
          value + std::hypot(of_a.upper - first, second - of_b.lower)};
}

/// Of the ratio a / b, in [0, inf). Where either part is 0, half a row is added to all four counts,
/// and the bound on the side of the 0 is the end of the range. Requires: both are usable.
/// Source: Katz et al. 1978, doi:10.2307/2530610; the half is Walter's 1975,
/// doi:10.1093/biomet/62.2.371.
[[nodiscard]] inline interval share_ratio(const counts& a, const counts& b, double z) noexcept {
  const double m = a.effective(), n = b.effective();
  double x = a.part / a.whole * m, y = b.part / b.whole * n;
  const bool low = !(x > 0), high = !(y > 0);
  const double more = low || high ? 0.5 : 0;
  x += more, y += more;
  const double first = x / (m + more), second = y / (n + more);
  const double error = std::sqrt((std::max)(0.0, 1 - first) / x + (std::max)(0.0, 1 - second) / y);
  const double factor = std::exp(z * error), value = first / second;
  return {low ? 0 : value / factor,
          high ? std::numeric_limits<double>::infinity() : value * factor};
}

}  // namespace telltale::inline TELLTALE_ABI::metric
