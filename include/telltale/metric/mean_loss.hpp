// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/state/loss_tally.hpp>

#include <limits>
#include <optional>

namespace telltale::inline TELLTALE_ABI::metric {

/// Of a loss that is not negative and has no largest value.
inline constexpr interval loss_range{0, std::numeric_limits<double>::infinity()};

/// Mean of a loss with Student's interval; where rows were forgotten, at the effective sample size.
/// Empty while nothing weighs anything.
[[nodiscard]] inline std::optional<estimate> mean_loss(const state::loss_tally& s,
                                                       const confidence_level& level) noexcept {
  if (!(s.weight() > 0)) return std::nullopt;
  const double mean = s.sum() / s.weight();
  const double n = counts{0, s.weight(), s.weight_squares()}.effective();
  const auto variance = sample_variance(n, mean * n, s.squares() / s.weight() * n);
  return estimate{mean, mean_interval(mean, variance, n, level, loss_range), rounded(n)};
}

/// Whether a state, whose metric has no answer for some rows, holds none of them, or has forgotten
/// them to less than half a row.
template <class S>
[[nodiscard]] constexpr bool in_domain(const S& s) noexcept {
  return s.out_of_domain() < 0.5;
}

}  // namespace telltale::inline TELLTALE_ABI::metric
