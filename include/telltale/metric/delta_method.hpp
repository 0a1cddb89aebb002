// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/class_cells.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/share.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>

// Intervals of what is more than one share of the cells of a confusion.

namespace telltale::inline TELLTALE_ABI::metric::detail {

/// A confusion with the weight of two average rows spread evenly over its cells. Intervals are read
/// from it: they cover better, and a short run without a mistake is not reported as certain.
/// Source: Agresti & Coull 1998, doi:10.1080/00031305.1998.10480550, whose two are these.
template <class S>
class smoothed {
public:
  static constexpr std::size_t classes = S::classes;

  /// Requires: `m.total > 0`, and `m` are the margins of `s`.
  smoothed(const S& s, const class_margins<classes>& m) noexcept
      : s_(s), weight_(m.total / counts{0, m.total, m.squares}.effective()) {}

  [[nodiscard]] double count(std::size_t i, std::size_t j) const noexcept {
    return static_cast<double>(s_.count(i, j)) + extra * weight_;
  }
  [[nodiscard]] double squares(std::size_t i, std::size_t j) const noexcept {
    if constexpr (requires { s_.squares(i, j); })
      return s_.squares(i, j) + extra * weight_ * weight_;
    else
      return count(i, j);
  }

private:
  static constexpr double extra = 2.0 / static_cast<double>(classes * classes);

  const S& s_;
  double weight_;  // of an average row
};

/// Standard error by the delta method of a function of the cells' shares, whose derivative by the
/// share of cell (i, j) is `slope(i, j)`.
/// Source: Agresti 2013, Categorical Data Analysis, 3rd ed., section 16.1.
template <class S, class Slope>
[[nodiscard]] double delta_error(const S& s, double total, const Slope& slope) noexcept {
  double mean = 0;
  for (std::size_t i = 0; i < S::classes; ++i)
    for (std::size_t j = 0; j < S::classes; ++j)
      mean += slope(i, j) * (static_cast<double>(s.count(i, j)) / total);
  double variance = 0;
  for (std::size_t i = 0; i < S::classes; ++i) {
    for (std::size_t j = 0; j < S::classes; ++j) {
      const double gap = (slope(i, j) - mean) / total;
      variance += s.squares(i, j) * gap * gap;
    }
  }
  return std::sqrt(variance);
}

/// `value` with the interval centre - z error ... centre + z error, widened to hold it and cut to
/// the metric's range. Empty where weights near the ends of double's range have overflowed; the
/// interval alone is, where its error has.
template <std::size_t K>
[[nodiscard]] std::optional<estimate> delta_estimate(const class_margins<K>& m, double value,
                                                     double centre, double error,
                                                     const interval& range,
                                                     const confidence_level& level) noexcept {
  constexpr double most = (std::numeric_limits<double>::max)();
  const double slack = (range.upper - range.lower) / 4;  // more than rounding, less than nonsense
  if (!(std::fabs(value) <= most && value >= range.lower - slack && value <= range.upper + slack))
    return std::nullopt;
  value = std::clamp(value, range.lower, range.upper);
  std::optional<interval> bounds;
  if (error >= 0 && error <= most && std::fabs(centre) <= most) {
    const interval near = around(centre, level.z * error, range);
    bounds = interval{(std::min)(near.lower, value), (std::max)(near.upper, value)};
  }
  return estimate{value, bounds, rounded(counts{0, m.total, m.squares}.effective())};
}

/// The rows of which a share `value` would vary as much: 1 where that is not a number, as for
/// weights whose squares a double cannot hold.
[[nodiscard]] inline double rows_of_share(double value, double error) noexcept {
  const double n = value * (1 - value) / error / error;
  return n > 0 && n <= (std::numeric_limits<double>::max)() ? n : 1;
}

}  // namespace telltale::inline TELLTALE_ABI::metric::detail
