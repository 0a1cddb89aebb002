// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/time.hpp>
#include <telltale/state/throughput.hpp>

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace telltale::inline TELLTALE_ABI::metric {

/// The rate of a Poisson process from the events in a stretch of time, with its score interval:
/// events a second, >= 0. Coverage at 95 % confidence is between 0.915 and 0.980 from an
/// expectation of one event on, from 0.934 from five on, and 0.951 on average.
/// Requires: `seconds > 0`.
/// Source: Rao 1948, doi:10.1017/S0305004100023987; compared by Patil & Kulkarni 2012,
/// REVSTAT 10(2), 211-227.
[[nodiscard]] inline estimate poisson_rate(std::uint64_t events, double seconds,
                                           const confidence_level& level = {}) noexcept {
  TELLTALE_EXPECTS(seconds > 0);
  const double n = static_cast<double>(events), z = level.z;
  const double centre = n + z * z / 2, half = z * std::sqrt(n + z * z / 4);
  // At no event the two cancel.
  const double lower = events == 0 ? 0 : centre - half;
  return {n / seconds, interval{lower / seconds, (centre + half) / seconds}, events};
}

/// Events a second in the window that ends now, as if they came independently of each other. Empty
/// until a whole window has passed since the first event, and where `now` lies before the latest.
template <std::size_t Panes>
[[nodiscard]] std::optional<estimate> event_rate(const state::throughput<Panes>& s, timestamp now,
                                                 const confidence_level& level = {}) noexcept {
  const auto volume = s.current(now);
  if (!volume) return std::nullopt;
  return poisson_rate(volume->events, std::chrono::duration<double>{volume->covered}.count(),
                      level);
}

}  // namespace telltale::inline TELLTALE_ABI::metric
