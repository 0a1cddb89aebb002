// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <cstddef>
#include <cstdint>

namespace telltale::inline TELLTALE_ABI::simd {

/// Lanes that the rows of a block take turns in, on every machine: additions in different ones do
/// not wait for each other, and however many of them fit into a register, the sums are the same.
inline constexpr std::size_t sum_lanes = 8;

/// A sum in lanes.
struct lane_sums {
  double of[sum_lanes] = {};

  [[nodiscard]] constexpr double value() const noexcept {
    return ((of[0] + of[4]) + (of[2] + of[6])) + ((of[1] + of[5]) + (of[3] + of[7]));
  }
  friend constexpr bool operator==(const lane_sums&, const lane_sums&) = default;
};

/// A count in lanes.
struct lane_counts {
  std::int64_t of[sum_lanes] = {};

  [[nodiscard]] constexpr std::int64_t value() const noexcept {
    std::int64_t all = 0;
    for (const std::int64_t n : of) all += n;
    return all;
  }
  friend constexpr bool operator==(const lane_counts&, const lane_counts&) = default;
};

}  // namespace telltale::inline TELLTALE_ABI::simd
