// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/math/log_product.hpp>
#include <telltale/simd/dispatch.hpp>
#include <telltale/simd/lane_sums.hpp>
#include <telltale/simd/usable.hpp>
#include <telltale/simd/vectors.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::simd {

/// Sums over one block of (score, actual) rows, in plain double; row i of the block is in lane
/// i % 8.
struct loss_block {
  std::uint32_t n = 0;
  std::uint32_t positives = 0;
  /// The product of the probabilities that were given to the truth, as mantissa and exponent.
  double mantissa[sum_lanes] = {1, 1, 1, 1, 1, 1, 1, 1};
  std::int64_t exponent[sum_lanes] = {};
  lane_sums squared_error;          ///< sum (p - y)^2
  lane_sums squared_error_squares;  ///< sum (p - y)^4
  lane_sums bits;                   ///< sum of -log2 of the truth's probability (`rough_log2`)
  lane_sums bits_squares;           ///< and of its squares
  lane_sums scores;                 ///< sum p
  lane_sums score_variance;         ///< sum p (1 - p)

  /// The product of all lanes.
  [[nodiscard]] constexpr math::log_product given() const noexcept {
    math::log_product all;
    for (std::size_t k = 0; k < sum_lanes; ++k) all.merge({mantissa[k], exponent[k]});
    return all;
  }

  friend constexpr bool operator==(const loss_block& a, const loss_block& b) noexcept {
    for (std::size_t k = 0; k < sum_lanes; ++k)
      if (!(math::log_product{a.mantissa[k], a.exponent[k]} ==
            math::log_product{b.mantissa[k], b.exponent[k]}))
        return false;
    return a.n == b.n && a.positives == b.positives && a.squared_error == b.squared_error &&
           a.squared_error_squares == b.squared_error_squares && a.bits == b.bits &&
           a.bits_squares == b.bits_squares && a.scores == b.scores &&
           a.score_variance == b.score_variance;
  }
};

inline constexpr std::uint64_t mantissa_bits = 0x000fffffffffffffu, one_bits = 0x3ff0000000000000u;

namespace detail {
// log2(x) from the exponent and the mantissa less 1, of one number or of two. The two halves of the
// cubic do not wait for each other.
template <class Number>
[[nodiscard]] constexpr Number rough_log2_parts(Number exponent, Number m) noexcept {
  const Number square = m * m;
  return (exponent + 1.4274 * m) + square * (0.1564 * m - 0.5838);
}
// By label: all bits where it is 1.
inline constexpr std::array<std::uint64_t, 2> label_mask{0, ~std::uint64_t{0}};
}  // namespace detail

/// log2(x) by exponent and a cubic in the mantissa that is exact at its ends: the value within
/// 0.0025, the slope within 1.1 %. Good for the variance of a loss, whose square root only sets the
/// width of an interval.
/// Requires: x > 0 and normal.
[[nodiscard]] constexpr double rough_log2(double x) noexcept {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  return detail::rough_log2_parts(static_cast<double>(static_cast<std::int32_t>(bits >> 52) - 1023),
                                  std::bit_cast<double>((bits & mantissa_bits) | one_bits) - 1);
}

/// One usable row into the block. The probability that was given to its truth is clipped to
/// [eps, 1 - eps] of the score's type as scikit-learn's log loss does (in double from then on, also
/// for a float score).
///
/// Shape: no branch on the data.
template <class Score>
constexpr void add(loss_block& block, Score score, std::uint8_t actual) noexcept {
  constexpr auto least = static_cast<double>(std::numeric_limits<Score>::epsilon());
  const std::size_t lane = block.n % sum_lanes;
  const auto p = static_cast<double>(score);
  // Of p and 1 - p the truth got one and the error is the other, chosen by their bits: a choice by
  // the label would be a branch that no predictor learns.
  const double rest = 1 - p;
  const auto p_bits = std::bit_cast<std::uint64_t>(p),
             rest_bits = std::bit_cast<std::uint64_t>(rest);
  const std::uint64_t swap = (p_bits ^ rest_bits) & detail::label_mask[actual];
  const auto error = std::bit_cast<double>(p_bits ^ swap);
  const double given =
      (std::min)((std::max)(std::bit_cast<double>(rest_bits ^ swap), least), 1 - least);
  math::log_product product{block.mantissa[lane], block.exponent[lane]};
  product.multiply(given);
  block.mantissa[lane] = product.mantissa();
  block.exponent[lane] = product.exponent();
  const double bits = rough_log2(given);
  const double square = error * error;
  ++block.n;
  block.positives += actual;
  block.squared_error.of[lane] += square;
  block.squared_error_squares.of[lane] += square * square;
  block.bits.of[lane] -= bits;
  block.bits_squares.of[lane] += bits * bits;
  block.scores.of[lane] += p;
  block.score_variance.of[lane] += p * rest;
}

}  // namespace telltale::inline TELLTALE_ABI::simd

#if TELLTALE_LANES
#define TELLTALE_KERNEL <telltale/simd/proper_loss.inl>
#include <telltale/simd/each_path.inl>
#endif

namespace telltale::inline TELLTALE_ABI::simd {

#if TELLTALE_LANES
namespace detail {
template <class Score>
void add_rows(const Score* scores, const std::uint8_t* actual, std::size_t n,
              loss_block& block) noexcept {
  constexpr auto eps = static_cast<double>(std::numeric_limits<Score>::epsilon());
  switch (current_path()) {
#if TELLTALE_DISPATCH
    case path::avx512: return by_64::add_rows(scores, actual, n, eps, block);
    case path::avx2: return by_32::add_rows(scores, actual, n, eps, block);
#endif
    case path::lanes: return by_16::add_rows(scores, actual, n, eps, block);
    default:
      for (std::size_t i = 0; i < n; ++i) add(block, scores[i], actual[i]);
  }
}
}  // namespace detail
#endif

/// A whole batch of usable rows: what the loop over `add` would give, to the last bit without FMA.
///
/// Requires: fewer than 2^32 rows in the block.
template <class Score>
constexpr void add(loss_block& block, const usable_batch<Score>& rows) noexcept {
  std::size_t i = 0;
#if TELLTALE_LANES
  if (!std::is_constant_evaluated()) {
    for (; block.n % sum_lanes != 0 && i < rows.size(); ++i)
      add(block, rows.scores[i], rows.actual[i]);
    while (rows.size() - i >= sum_lanes) {
      const std::size_t take =
          (std::min)(std::size_t{256}, (rows.size() - i) / sum_lanes * sum_lanes);
      detail::add_rows(&rows.scores[i], &rows.actual[i], take, block);
      i += take;
    }
  }
#endif
  for (; i < rows.size(); ++i) add(block, rows.scores[i], rows.actual[i]);
}

}  // namespace telltale::inline TELLTALE_ABI::simd
