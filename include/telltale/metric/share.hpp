// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/interval.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

namespace telltale::inline TELLTALE_ABI::metric {

/// A share of counts or of weights: `part` of `whole`.
struct counts {
  double part = 0;
  double whole = 0;
  /// Sum of the squared weights of the whole; equal to `whole` when every row weighs 1.
  double squares = 0;

  /// Whether there is a whole, and one that a double holds.
  [[nodiscard]] constexpr bool usable() const noexcept {
    return whole > 0 && whole <= (std::numeric_limits<double>::max)();
  }
  /// Rows of weight 1 that would tell as much: (sum w)^2 / sum w^2, at least 1. Weights so large or
  /// so small that a double cannot hold their squares tell as much as one row.
  /// Source: Kish 1965, Survey Sampling, section 11.7.
  [[nodiscard]] constexpr double effective() const noexcept {
    constexpr double most = 9e18;  // fits in 63 bits
    const double size = whole * (whole / squares);
    return size >= 1 && size <= most ? size : 1;
  }
};

/// An effective size as the `n` of an estimate. Requires: 0 <= effective < 2^63.
[[nodiscard]] inline std::uint64_t rounded(double effective) noexcept {
  return static_cast<std::uint64_t>(std::llround(effective));
}

/// The share with Wilson's interval; with weights, at the effective sample size. Empty when there
/// is no whole.
[[nodiscard]] inline std::optional<estimate> share_of(const counts& c,
                                                      const confidence_level& level) noexcept {
  if (!c.usable()) return std::nullopt;
  const double value = (std::min)(c.part / c.whole, 1.0);  // a weighted part may round past 1
  return estimate{value, wilson(value, c.effective(), level.z), rounded(c.effective())};
}

/// F1 of a share of overlap J (Jaccard's), of which it is a monotone function, 2 J / (1 + J), and
/// so is each end of its interval.
[[nodiscard]] inline std::optional<estimate> f1_of(const counts& overlap,
                                                   const confidence_level& level) noexcept {
  const auto f1 = [](double j) { return 2 * j / (1 + j); };
  const auto j = share_of(overlap, level);
  if (!j) return std::nullopt;
  return estimate{f1(j->value), interval{f1(j->bounds->lower), f1(j->bounds->upper)}, j->n};
}

}  // namespace telltale::inline TELLTALE_ABI::metric
