// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/math/special.hpp>
#include <telltale/state/pit_histogram.hpp>

#include <cstddef>
#include <optional>

namespace telltale::inline TELLTALE_ABI::metric {

/// Whether truths are spread evenly over forecast distributions: Pearson's chi-squared of a
/// `state::pit_histogram` against equal shares, with Bins - 1 degrees of freedom. For forecasts
/// that do not overlap in time; those that do give p-values that are too small. Empty below 5 rows
/// a bin, where chi-squared is not yet the statistic's distribution. Opens Boost.Math. Source:
/// Pearson 1900, doi:10.1080/14786440009463897; Cochran 1954, doi:10.2307/3001616 (5 a bin).
template <std::size_t Bins>
[[nodiscard]] std::optional<chi_squared_test> pit_uniformity(
    const state::pit_histogram<Bins>& s) noexcept {
  const double expected = static_cast<double>(s.total()) / double{Bins};
  if (!(expected >= 5)) return std::nullopt;
  double sum = 0;
  for (std::size_t i = 0; i < Bins; ++i) {
    const double gap = static_cast<double>(s.count(i)) - expected;
    sum += gap * gap / expected;
  }
  const auto p = math::chi_squared_sf(sum, double{Bins} - 1);
  if (!p) return std::nullopt;
  return chi_squared_test{sum, *p, Bins - 1};
}

}  // namespace telltale::inline TELLTALE_ABI::metric
