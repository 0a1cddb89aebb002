// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/simd/dispatch.hpp>
#include <telltale/simd/lane_sums.hpp>
#include <telltale/simd/usable.hpp>
#include <telltale/simd/vectors.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace telltale::inline TELLTALE_ABI::simd {

/// Sums over one block of (actual y, predicted p) rows in plain double; row i of the block is in
/// lane i % 8.
struct relative_block {
  std::uint32_t n = 0;
  std::uint32_t zeros = 0;                         ///< rows whose y counts as zero
  lane_sums of_actual;                             ///< |p - y| / |y| of the others
  lane_sums symmetric;                             ///< 2 |p - y| / (|y| + |p|) of all
  lane_sums of_actual_squares, symmetric_squares;  ///< and their squares

  friend bool operator==(const relative_block&, const relative_block&) = default;
};

/// One usable row into the block. y counts as zero where |y| <= `zero`, and where the error is more
/// than 1e60 times y.
///
/// Shape: no branch on the data.
inline void add(relative_block& block, double actual, double predicted, double zero) noexcept {
  constexpr double most = 1e60;
  const std::size_t lane = block.n % sum_lanes;
  const double error = std::fabs(predicted - actual), size = std::fabs(actual);
  const double total = size + std::fabs(predicted);
  const bool counts = size > zero && error <= size * most;
  const double share = (counts ? error : 0) / (counts ? size : 1);
  const double both = 2 * error / (total > 0 ? total : 1);
  block.of_actual.of[lane] += share;
  block.symmetric.of[lane] += both;
  block.of_actual_squares.of[lane] += share * share;
  block.symmetric_squares.of[lane] += both * both;
  block.zeros += !counts;
  ++block.n;
}

}  // namespace telltale::inline TELLTALE_ABI::simd

#if TELLTALE_LANES
#define TELLTALE_KERNEL <telltale/simd/relative_errors.inl>
#include <telltale/simd/each_path.inl>
#endif

namespace telltale::inline TELLTALE_ABI::simd {

#if TELLTALE_LANES
namespace detail {
// Requires: usable rows, of which the first goes to the first lane; a multiple of the lanes.
template <class Value>
void add_relative(const Value* actual, const Value* predicted, std::size_t n, double zero,
                  relative_block& block) noexcept {
  switch (current_path()) {
#if TELLTALE_DISPATCH
    case path::avx512: return by_64::add_relative(actual, predicted, n, zero, block);
    case path::avx2: return by_32::add_relative(actual, predicted, n, zero, block);
#endif
    default: return by_16::add_relative(actual, predicted, n, zero, block);
  }
}
}  // namespace detail
#endif

/// A whole batch: what the loop over `add` would give, to the last bit without FMA. Rows with an
/// unusable actual or predicted value are left out and counted: the returned value.
///
/// Requires: columns of equal length, and fewer than 2^32 rows in the block.
template <class Value>
std::uint64_t relative_errors(std::span<const Value> actual, std::span<const Value> predicted,
                              double zero, relative_block& block) noexcept {
  return each_usable(
      actual, predicted, [&] { return block.n % sum_lanes; },
      [&]([[maybe_unused]] std::size_t begin, [[maybe_unused]] std::size_t n) {
#if TELLTALE_LANES
        detail::add_relative(&actual[begin], &predicted[begin], n, zero, block);
#endif
      },
      [&](std::size_t i) {
        add(block, static_cast<double>(actual[i]), static_cast<double>(predicted[i]), zero);
      });
}

}  // namespace telltale::inline TELLTALE_ABI::simd
