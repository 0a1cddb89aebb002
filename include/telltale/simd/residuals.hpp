// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/simd/dispatch.hpp>
#include <telltale/simd/lane_sums.hpp>
#include <telltale/simd/usable.hpp>
#include <telltale/simd/vectors.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

namespace telltale::inline TELLTALE_ABI::simd {

/// Sums over one block of (actual y, predicted) rows in plain double, with the error
/// e = predicted - y; row i of the block is in lane i % 8. d and t are e and y less those of the
/// block's first row, so that no power loses digits to an offset.
struct residual_block {
  std::uint32_t n = 0;
  double pivot_error = 0, pivot_actual = 0;  ///< e and y of the first row
  lane_sums d, t, d2, t2, d3, t3, d4, t4;    ///< powers
  lane_sums dt, d2t2, d2t, t2d;              ///< and products of them
  lane_sums over, over2;                     ///< e and e^2 where e > 0
  lane_sums under, under2;                   ///< |e| and e^2 where e < 0
  lane_counts over_count, under_count;       ///< and the rows
  lane_sums actual, actual_error;            ///< |y|, |y e|
  double max_error = 0;

  friend bool operator==(const residual_block&, const residual_block&) = default;
};

/// Sums over the rows of a block which have a naive forecast, with what it is worth: y - naive.
struct naive_block {
  std::uint32_t rows = 0;                  ///< with a naive forecast or without
  std::uint32_t n = 0;                     ///< with one
  lane_sums errors, worths;                ///< |e|, |y - naive|
  lane_sums error_squares, worth_squares;  ///< and their squares
  lane_sums products;                      ///< and their product

  friend bool operator==(const naive_block&, const naive_block&) = default;
};

/// Makes a row the pivot of an empty block: before its first row is added.
inline void start(residual_block& block, double actual, double predicted) noexcept {
  block.pivot_error = predicted - actual;
  block.pivot_actual = actual;
}

/// One usable row into the block.
///
/// Shape: no branch on the data; sums that do not wait for those of the row before.
///
/// Requires: the block was started.
inline void add(residual_block& block, double actual, double predicted) noexcept {
  const std::size_t lane = block.n % sum_lanes;
  const double error = predicted - actual;
  const double d = error - block.pivot_error, t = actual - block.pivot_actual;
  const double dd = d * d, tt = t * t, both = d * t;
  block.d.of[lane] += d;
  block.t.of[lane] += t;
  block.d2.of[lane] += dd;
  block.t2.of[lane] += tt;
  block.d3.of[lane] += dd * d;
  block.t3.of[lane] += tt * t;
  block.d4.of[lane] += dd * dd;
  block.t4.of[lane] += tt * tt;
  block.dt.of[lane] += both;
  block.d2t2.of[lane] += both * both;
  block.d2t.of[lane] += dd * t;
  block.t2d.of[lane] += tt * d;

  const double above = (std::max)(error, 0.0), below = (std::max)(-error, 0.0);
  block.over.of[lane] += above;
  block.over2.of[lane] += above * above;
  block.under.of[lane] += below;
  block.under2.of[lane] += below * below;
  block.over_count.of[lane] += error > 0;
  block.under_count.of[lane] += error < 0;

  const double size = above + below, magnitude = std::fabs(actual);
  block.actual.of[lane] += magnitude;
  block.actual_error.of[lane] += magnitude * size;
  block.max_error = (std::max)(block.max_error, size);
  ++block.n;
}

/// One usable row with its naive forecast, which need not be usable: then nothing is added.
inline void add(naive_block& block, double actual, double predicted, double naive) noexcept {
  const std::size_t lane = block.rows++ % sum_lanes;
  const bool known = usable_value(naive);
  const double error = known ? std::fabs(predicted - actual) : 0;
  const double worth = known ? std::fabs(actual - naive) : 0;
  block.errors.of[lane] += error;
  block.worths.of[lane] += worth;
  block.error_squares.of[lane] += error * error;
  block.worth_squares.of[lane] += worth * worth;
  block.products.of[lane] += error * worth;
  block.n += known;
}

}  // namespace telltale::inline TELLTALE_ABI::simd

#if TELLTALE_LANES
#define TELLTALE_KERNEL <telltale/simd/residuals.inl>
#include <telltale/simd/each_path.inl>
#endif

namespace telltale::inline TELLTALE_ABI::simd {

#if TELLTALE_LANES
namespace detail {

// Requires: usable rows, of which the first goes to the first lane; a multiple of the lanes.
template <class Value>
void add_residuals(const Value* actual, const Value* predicted, std::size_t n,
                   residual_block& block) noexcept {
  switch (current_path()) {
#if TELLTALE_DISPATCH
    case path::avx512: return by_64::add_residuals(actual, predicted, n, block);
    case path::avx2: return by_32::add_residuals(actual, predicted, n, block);
#endif
    default: return by_16::add_residuals(actual, predicted, n, block);
  }
}
template <class Value>
void add_naive(const Value* actual, const Value* predicted, const Value* naive, std::size_t n,
               naive_block& block) noexcept {
  switch (current_path()) {
#if TELLTALE_DISPATCH
    case path::avx512: return by_64::add_naive(actual, predicted, naive, n, block);
    case path::avx2: return by_32::add_naive(actual, predicted, naive, n, block);
#endif
    default: return by_16::add_naive(actual, predicted, naive, n, block);
  }
}

}  // namespace detail
#endif

/// A whole batch: what the loop over `start` and `add` would give, to the last bit without FMA.
/// Rows with an unusable actual or predicted value are left out and counted: the returned value.
///
/// Requires: columns of equal length, and fewer than 2^32 rows in the block.
template <class Value>
std::uint64_t residuals(std::span<const Value> actual, std::span<const Value> predicted,
                        residual_block& block) noexcept {
  TELLTALE_EXPECTS(actual.size() == predicted.size());
  std::size_t first = 0;
  if (block.n == 0) {
    while (first < actual.size() &&
           !(usable_value(actual[first]) && usable_value(predicted[first])))
      ++first;
    if (first == actual.size()) return first;
    start(block, static_cast<double>(actual[first]), static_cast<double>(predicted[first]));
  }
  const Value* const y = actual.data() + first;
  const Value* const p = predicted.data() + first;
  return first + each_usable(
                     actual.subspan(first), predicted.subspan(first),
                     [&] { return block.n % sum_lanes; },
                     [&]([[maybe_unused]] std::size_t begin, [[maybe_unused]] std::size_t n) {
#if TELLTALE_LANES
                       detail::add_residuals(y + begin, p + begin, n, block);
#endif
                     },
                     [&](std::size_t i) {
                       add(block, static_cast<double>(y[i]), static_cast<double>(p[i]));
                     });
}

/// The same for the naive forecasts of those rows.
///
/// Requires: columns of equal length, and fewer than 2^32 rows in the block.
template <class Value>
void naive_errors(std::span<const Value> actual, std::span<const Value> predicted,
                  std::span<const Value> naive, naive_block& block) noexcept {
  TELLTALE_EXPECTS(actual.size() == naive.size());
  each_usable(
      actual, predicted, [&] { return block.rows % sum_lanes; },
      [&]([[maybe_unused]] std::size_t begin, [[maybe_unused]] std::size_t n) {
#if TELLTALE_LANES
        detail::add_naive(&actual[begin], &predicted[begin], &naive[begin], n, block);
#endif
      },
      [&](std::size_t i) {
        add(block, static_cast<double>(actual[i]), static_cast<double>(predicted[i]),
            static_cast<double>(naive[i]));
      });
}

}  // namespace telltale::inline TELLTALE_ABI::simd
