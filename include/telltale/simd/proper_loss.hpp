// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/math/log_product.hpp>
#include <telltale/simd/lanes.hpp>
#include <telltale/simd/usable.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::simd {

/// A sum in two lanes, of which the rows take turns: half the additions wait for half as many.
struct two_sums {
  std::array<double, 2> of{};

  [[nodiscard]] constexpr double value() const noexcept { return of[0] + of[1]; }
  friend constexpr bool operator==(const two_sums&, const two_sums&) = default;
};

/// Sums over one block of (score, actual) rows, in plain double; row i of the block is in lane
/// i % 2.
struct loss_block {
  std::uint32_t n = 0;
  std::uint32_t positives = 0;
  std::array<math::log_product, 2> given{};  ///< the probability that was given to the truth
  two_sums squared_error;                    ///< sum (p - y)^2
  two_sums squared_error_squares;            ///< sum (p - y)^4
  two_sums bits;            ///< sum of -log2 of the truth's probability (`rough_log2`)
  two_sums bits_squares;    ///< and of its squares
  two_sums scores;          ///< sum p
  two_sums score_variance;  ///< sum p (1 - p)

  friend constexpr bool operator==(const loss_block&, const loss_block&) = default;
};

namespace detail {
// log2(x) from the exponent and the mantissa less 1, of one number or of two. The two halves of the
// cubic do not wait for each other.
template <class Number>
[[nodiscard]] constexpr Number rough_log2_parts(Number exponent, Number m) noexcept {
  const Number square = m * m;
  return (exponent + 1.4274 * m) + square * (0.1564 * m - 0.5838);
}
inline constexpr std::uint64_t mantissa_bits = 0x000fffffffffffffu, one_bits = 0x3ff0000000000000u;
// By label: all bits where it is 1.
inline constexpr std::array<std::uint64_t, 2> label_mask{0, ~std::uint64_t{0}};
}  // namespace detail

/// log2(x) by exponent and a cubic in the mantissa that is exact at its ends: the value within
/// 0.0025, the slope within 1.1 %. Good for the variance of a loss, whose square root only sets the
/// width of an interval.
/// Requires: x > 0 and normal.
[[nodiscard]] constexpr double rough_log2(double x) noexcept {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  return detail::rough_log2_parts(
      static_cast<double>(static_cast<std::int32_t>(bits >> 52) - 1023),
      std::bit_cast<double>((bits & detail::mantissa_bits) | detail::one_bits) - 1);
}

/// One usable row into the block. The probability that was given to its truth is clipped to
/// [eps, 1 - eps] of the score's type as scikit-learn's log loss does (in double from then on, also
/// for a float score).
///
/// Shape: no branch on the data.
template <class Score>
constexpr void add(loss_block& block, Score score, std::uint8_t actual) noexcept {
  constexpr auto least = static_cast<double>(std::numeric_limits<Score>::epsilon());
  const std::size_t lane = block.n % 2;
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
  block.given[lane].multiply(given);
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

#if TELLTALE_LANES

namespace detail {

[[nodiscard]] inline double2 rough_log2_lanes(double2 x) noexcept {
  // An integer below 2^52 becomes a double as the mantissa of 2^52.
  constexpr std::uint64_t shifter = 0x4330000000000000u;
  const auto bits = std::bit_cast<word2>(x);
  return rough_log2_parts(std::bit_cast<double2>((bits >> 52) | shifter) - (0x1p52 + 1023),
                          std::bit_cast<double2>((bits & mantissa_bits) | one_bits) - 1);
}

// What the loop over `add` does to usable rows, two at a time.
// Requires: `block.n` is even; `n` is even, and at most 256.
template <class Score>
void add_pairs(const Score* scores, const std::uint8_t* actual, std::size_t n,
               loss_block& block) noexcept {
  constexpr auto eps = static_cast<double>(std::numeric_limits<Score>::epsilon());
  constexpr double2 least{eps, eps}, most{1 - eps, 1 - eps};
  // So many factors, eps of double each, on top of a mantissa in [1, 2) leave a normal number.
  constexpr std::size_t chunk = 2 * 16;
  const auto from = [](const two_sums& s) { return load<double2>(s.of.data()); };
  const auto into = [](two_sums& s, double2 v) { store(s.of.data(), v); };
  // Copies, which live in registers: through the references each sum would go to memory and back.
  double2 product{block.given[0].mantissa(), block.given[1].mantissa()};
  word2 exponent{};
  double2 squared = from(block.squared_error), fourth = from(block.squared_error_squares);
  double2 sum = from(block.scores), variance = from(block.score_variance);
  std::uint32_t positives = 0;
  double2 truths[128];
  for (std::size_t begin = 0; begin < n; begin += chunk) {
    const auto parts = std::bit_cast<word2>(product);
    exponent += (parts >> 52) - 1023;
    product = std::bit_cast<double2>((parts & mantissa_bits) | one_bits);
    const std::size_t end = begin + (std::min)(chunk, n - begin);
    for (std::size_t i = begin; i < end; i += 2) {
      const double2 p{static_cast<double>(scores[i]), static_cast<double>(scores[i + 1])};
      const word2 mask{label_mask[actual[i]], label_mask[actual[i + 1]]};
      const double2 rest = 1 - p;
      const auto p_bits = std::bit_cast<word2>(p), rest_bits = std::bit_cast<word2>(rest);
      const word2 swap = (p_bits ^ rest_bits) & mask;
      const auto error = std::bit_cast<double2>(p_bits ^ swap);
      const double2 given = smaller(larger(std::bit_cast<double2>(rest_bits ^ swap), least), most);
      const double2 square = error * error;
      product *= given;
      squared += square;
      fourth += square * square;
      sum += p;
      variance += p * rest;
      truths[i / 2] = given;
      positives += std::uint32_t{actual[i]} + actual[i + 1];
    }
  }
  into(block.squared_error, squared);
  into(block.squared_error_squares, fourth);
  into(block.scores, sum);
  into(block.score_variance, variance);
  for (std::size_t k = 0; k < 2; ++k)
    block.given[k] = {product[k],
                      block.given[k].exponent() + static_cast<std::int64_t>(exponent[k])};
  block.n += static_cast<std::uint32_t>(n);
  block.positives += positives;

  // In a loop of its own: one with both would be too long for the processor to overlap its rounds.
  double2 bits = from(block.bits), bits_squares = from(block.bits_squares);
  for (std::size_t i = 0; i < n / 2; ++i) {
    const double2 rough = rough_log2_lanes(truths[i]);
    bits -= rough;
    bits_squares += rough * rough;
  }
  into(block.bits, bits);
  into(block.bits_squares, bits_squares);
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
    if (block.n % 2 != 0 && i < rows.size()) add(block, rows.scores[i], rows.actual[i]), ++i;
    while (rows.size() - i >= 2) {
      const std::size_t take = (std::min)(std::size_t{256}, (rows.size() - i) / 2 * 2);
      detail::add_pairs(&rows.scores[i], &rows.actual[i], take, block);
      i += take;
    }
  }
#endif
  for (; i < rows.size(); ++i) add(block, rows.scores[i], rows.actual[i]);
}

}  // namespace telltale::inline TELLTALE_ABI::simd
