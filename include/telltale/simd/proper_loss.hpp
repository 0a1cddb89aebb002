// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/math/log_product.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace telltale::inline TELLTALE_ABI::simd {

/// Sums over one block of (score, actual) rows, in plain double.
struct loss_block {
  std::uint32_t n = 0;
  std::uint32_t positives = 0;
  double squared_error = 0;          ///< sum (p - y)^2
  double squared_error_squares = 0;  ///< sum (p - y)^4
  double bits = 0;                   ///< sum of -log2 of the truth's probability (`rough_log2`)
  double bits_squares = 0;           ///< and of its squares
  double scores = 0;                 ///< sum p
  double score_variance = 0;         ///< sum p (1 - p)

  friend constexpr bool operator==(const loss_block&, const loss_block&) = default;
};

/// log2(x) by exponent and a cubic in the mantissa that is exact at its ends: the value within
/// 0.0025, the slope within 1.1 %. Good for the variance of a loss, whose square root only sets the
/// width of an interval.
/// Requires: x > 0 and normal.
[[nodiscard]] constexpr double rough_log2(double x) noexcept {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  const auto biased = static_cast<std::int32_t>(bits >> 52);
  const double m = std::bit_cast<double>((bits & 0x000fffffffffffffu) | 0x3ff0000000000000u);
  constexpr double at_one = 3.0642 - 1.053 + 0.1564;
  return static_cast<double>(biased) + (m * (3.0642 + m * (0.1564 * m - 1.053)) - (1023 + at_one));
}

namespace detail {
// By label: what selects between p and 1 - p by arithmetic that is exact.
inline constexpr std::array<double, 2> one_minus_label{1, 0};
inline constexpr std::array<double, 2> label_sign{-1, 1};
inline constexpr std::array<double, 2> label_value{0, 1};
}  // namespace detail

/// One usable row into the block, and the probability that was given to its truth into the
/// product, clipped to [eps, 1 - eps] of the score's type as scikit-learn's log loss does (in
/// double from then on, also for a float score).
///
/// Shape: no branch on the data.
template <class Score>
constexpr void add(loss_block& block, math::log_product& product, Score score,
                   std::uint8_t actual) noexcept {
  constexpr auto least = static_cast<double>(std::numeric_limits<Score>::epsilon());
  const auto p = static_cast<double>(score);
  const double clipped = (std::min)((std::max)(p, least), 1 - least);
  // For the error below never 1 - (1 - p), which would lose digits.
  const double given = detail::one_minus_label[actual] + detail::label_sign[actual] * clipped;
  product.multiply(given);
  const double bits = rough_log2(given);
  const double error = p - detail::label_value[actual];
  const double square = error * error;
  ++block.n;
  block.positives += actual;
  block.squared_error += square;
  block.squared_error_squares += square * square;
  block.bits -= bits;
  block.bits_squares += bits * bits;
  block.scores += p;
  block.score_variance += p * (1 - p);
}

/// A whole batch: what the loop over `add` would give, to the last bit. Rows with an unusable score
/// or label are left out and counted: the returned value.
///
/// Requires: `actual.size() == scores.size()`, and fewer than 2^32 rows in the block.
template <class Score>
constexpr std::uint64_t proper_loss(std::span<const Score> scores,
                                    std::span<const std::uint8_t> actual, loss_block& block,
                                    math::log_product& product) noexcept {
  TELLTALE_EXPECTS(scores.size() == actual.size());
  // Copies, which live in registers: through the references each sum would go to memory and back.
  // The sums do not wait for each other, so more lanes than one would not be faster.
  loss_block sums = block;
  math::log_product factors = product;
  std::uint64_t rejected = 0;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (usable_score(scores[i]) && actual[i] <= 1)
      add(sums, factors, scores[i], actual[i]);
    else
      ++rejected;
  }
  block = sums;
  product = factors;
  return rejected;
}

}  // namespace telltale::inline TELLTALE_ABI::simd
