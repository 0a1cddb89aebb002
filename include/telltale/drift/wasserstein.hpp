// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/drift/pooled.hpp>
#include <telltale/math/compensated.hpp>

#include <algorithm>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <span>

namespace telltale::inline TELLTALE_ABI::drift {

/// Wasserstein-1 distance of two samples, the area between their distribution functions, in units
/// of the values, >= 0: how far the average value was carried. Empty while either sample is, where
/// one is not ascending or holds NaN or an infinity, and where the area would overflow.
///
/// Cost: two passes.
/// Source: Vallender 1974, doi:10.1137/1118101; scipy.stats.wasserstein_distance.
template <std::floating_point T>
[[nodiscard]] std::optional<double> wasserstein(std::span<const T> reference,
                                                std::span<const T> current) noexcept {
  const auto samples = pooled_samples<T>::of(reference, current);
  if (!samples) return std::nullopt;
  const auto n = static_cast<double>(samples->n()), m = static_cast<double>(samples->m());
  math::compensated_sum area;
  auto left = static_cast<double>(samples->lowest());
  double gap = 0;  // between the functions, from `left` on
  samples->each_value([&](T z, std::size_t i, std::size_t j) {
    const auto right = static_cast<double>(z);
    area.add((right - left) * gap);
    left = right;
    gap = std::abs(static_cast<double>(i) / n - static_cast<double>(j) / m);
  });
  if (!std::isfinite(area.value())) return std::nullopt;
  return area.value();
}

/// Bounds of the same from counts in the bins (-inf, e1), [e1, e2), ..., [ek, inf), given the
/// extremes of both samples together: the exact distance lies in [lower, upper], however the values
/// lie within their bins. Empty when either side is empty, the bins do not match the edges, the
/// edges are not ascending, or the extremes are not finite or exclude a bin that has values.
///
/// Cost: O(bins).
[[nodiscard]] inline std::optional<interval> wasserstein_bracket(
    std::span<const std::uint64_t> reference, std::span<const std::uint64_t> current,
    std::span<const double> edges, double lowest, double highest) noexcept {
  const auto total = [](std::span<const std::uint64_t> counts) {
    return static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
  };
  const std::size_t bins = edges.size() + 1;
  if (reference.size() != bins || current.size() != bins) return std::nullopt;
  const double n = total(reference), m = total(current);
  if (!(n > 0 && m > 0) || !(lowest <= highest) || !std::isfinite(highest - lowest))
    return std::nullopt;
  double lower = 0, upper = 0, f = 0, g = 0;  // the functions at the bin's left border
  std::uint64_t i = 0, j = 0;
  for (std::size_t b = 0; b < bins; ++b) {
    const bool used = reference[b] > 0 || current[b] > 0;
    if (b + 1 < bins && !(b == 0 || edges[b - 1] <= edges[b])) return std::nullopt;
    if (used && b > 0 && !(edges[b - 1] <= highest)) return std::nullopt;
    if (used && b + 1 < bins && !(edges[b] > lowest)) return std::nullopt;
    const double left = b == 0 ? lowest : std::clamp(edges[b - 1], lowest, highest);
    const double right = b + 1 == bins ? highest : std::clamp(edges[b], lowest, highest);
    i += reference[b], j += current[b];
    const double next_f = static_cast<double>(i) / n, next_g = static_cast<double>(j) / m;
    // Within the bin F rises from f to next_f and G from g to next_g, each when it likes.
    const double most = (std::max)(next_f - g, next_g - f);
    const double least = (std::max)({f - next_g, g - next_f, 0.0});
    lower += (right - left) * least;
    upper += (right - left) * most;
    f = next_f, g = next_g;
  }
  // Outwards by what rounding may have cost.
  constexpr double epsilon = std::numeric_limits<double>::epsilon();
  const double slack = epsilon * (4 * (highest - lowest) + static_cast<double>(bins) * upper);
  return interval{(std::max)(lower - slack, 0.0), upper + slack, coverage::certified};
}

/// A distance in standard deviations of the reference. Empty where the reference does not vary, or
/// by so little that the quotient overflows.
[[nodiscard]] inline std::optional<double> normalized(
    double distance, std::optional<double> standard_deviation) noexcept {
  if (!standard_deviation || !(*standard_deviation > 0)) return std::nullopt;
  const double quotient = distance / *standard_deviation;
  if (!std::isfinite(quotient)) return std::nullopt;
  return quotient;
}

}  // namespace telltale::inline TELLTALE_ABI::drift
