// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <optional>
#include <span>

namespace telltale::inline TELLTALE_ABI::drift {

/// Wasserstein-1 distance of two samples, the area between their distribution functions, in units
/// of the values, >= 0: how far the average value was carried. Empty while either sample is.
///
/// `reference`, `current`: ascending, finite. Cost: one pass.
/// Source: Vallender 1974, doi:10.1137/1118101; scipy.stats.wasserstein_distance.
template <class T>
[[nodiscard]] std::optional<double> wasserstein(std::span<const T> reference,
                                                std::span<const T> current) noexcept {
  const std::size_t n = reference.size(), m = current.size();
  if (n == 0 || m == 0) return std::nullopt;
  double area = 0;
  auto z = static_cast<double>(std::min(reference[0], current[0]));
  for (std::size_t i = 0, j = 0; i < n || j < m;) {
    const T value =
        i == n ? current[j] : (j == m ? reference[i] : std::min(reference[i], current[j]));
    const auto next = static_cast<double>(value);
    area += (next - z) * std::abs(static_cast<double>(i) / static_cast<double>(n) -
                                  static_cast<double>(j) / static_cast<double>(m));
    z = next;
    while (i < n && reference[i] == value) ++i;
    while (j < m && current[j] == value) ++j;
  }
  return area;
}

/// Bounds of the same from counts in the bins (-inf, e1), [e1, e2), ..., [ek, inf), given the
/// extremes of both samples together: the exact distance lies in [lower, upper]. Empty when either
/// side is empty, the bins do not match the edges, or the extremes do not contain the edges in use.
[[nodiscard]] inline std::optional<interval> wasserstein_bracket(
    std::span<const std::uint64_t> reference, std::span<const std::uint64_t> current,
    std::span<const double> edges, double lowest, double highest) noexcept {
  const auto sum = [](std::span<const std::uint64_t> counts) {
    return static_cast<double>(std::accumulate(counts.begin(), counts.end(), std::uint64_t{0}));
  };
  if (reference.size() != edges.size() + 1 || current.size() != reference.size())
    return std::nullopt;
  const double n = sum(reference), m = sum(current);
  if (!(n > 0 && m > 0) || !(lowest <= highest)) return std::nullopt;
  double lower = 0, upper = 0, gap = 0;
  for (std::size_t b = 0; b < reference.size(); ++b) {
    const double left = b == 0 ? lowest : std::clamp(edges[b - 1], lowest, highest);
    const double right = b == edges.size() ? highest : std::clamp(edges[b], lowest, highest);
    const double p = static_cast<double>(reference[b]) / n, q = static_cast<double>(current[b]) / m;
    const double next = gap + p - q;
    // Within the bin F - G starts at `gap`, ends at `next`, and rises by p and falls by q in all.
    // Its mean is free in between: p can come first or last, and so can q.
    const double most = std::max(std::abs(gap + p), std::abs(gap - q));
    const double above = gap - q, below = gap + p;
    const double least = above > 0 ? above : (below < 0 ? -below : 0);
    lower += (right - left) * least;
    upper += (right - left) * most;
    gap = next;
  }
  return interval{lower, std::max(lower, upper), coverage::certified};
}

/// A distance in standard deviations of the reference. Empty where the reference does not vary.
[[nodiscard]] inline std::optional<double> normalized(
    double distance, std::optional<double> standard_deviation) noexcept {
  if (!standard_deviation || !(*standard_deviation > 0)) return std::nullopt;
  return distance / *standard_deviation;
}

}  // namespace telltale::inline TELLTALE_ABI::drift
