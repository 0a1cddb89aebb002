// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/simd/dispatch.hpp>
#include <telltale/simd/lane_sums.hpp>
#include <telltale/simd/lanes.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::simd {

namespace detail {

template <class Score>
[[nodiscard]] constexpr bool all_usable_scalar(std::span<const Score> scores,
                                               std::span<const std::uint8_t> actual) noexcept {
  for (std::size_t i = 0; i < scores.size(); ++i)
    if (!usable_score(scores[i]) || actual[i] > 1) return false;
  return true;
}

#if TELLTALE_LANES

template <class Score>
[[nodiscard]] bool all_usable_lanes(std::span<const Score> scores,
                                    std::span<const std::uint8_t> actual) noexcept {
  using vector = std::conditional_t<std::is_same_v<Score, float>, float4, double2>;
  constexpr std::size_t lanes = sizeof(vector) / sizeof(Score), step = 16;
  const vector zero = vector{}, one = zero + Score(1);
  auto good = zero >= zero;
  byte16 labels = byte16{};
  std::size_t i = 0;
  for (; i + step <= scores.size(); i += step) {
    labels |= load<byte16>(actual.data() + i);
#pragma GCC unroll 8
    for (std::size_t k = 0; k < step; k += lanes) {
      const auto x = load<vector>(scores.data() + i + k);
      good &= (x >= zero) & (x <= one);
    }
  }
  return common_bits(good) == ~std::uint64_t{0} && any_bits(labels & 0xfe) == 0 &&
         all_usable_scalar(scores.subspan(i), actual.subspan(i));
}

#endif

}  // namespace detail

/// Every score is in [0, 1] and every label is 0 or 1: a kernel that knows it needs no branch a
/// row.
///
/// Requires: `actual.size() == scores.size()`.
template <class Score>
[[nodiscard]] constexpr bool all_usable(std::span<const Score> scores,
                                        std::span<const std::uint8_t> actual) noexcept {
  TELLTALE_EXPECTS(scores.size() == actual.size());
#if TELLTALE_LANES
  if constexpr (std::is_same_v<Score, float> || std::is_same_v<Score, double>)
    if (!std::is_constant_evaluated()) return detail::all_usable_lanes(scores, actual);
#endif
  return detail::all_usable_scalar(scores, actual);
}

/// A batch that is `all_usable`, as whoever made it knows: a state that takes it need not look
/// again.
template <class Score = float>
struct usable_batch : binary_batch<Score> {
  /// Requires: `all_usable(rows.scores, rows.actual)`.
  explicit constexpr usable_batch(const binary_batch<Score>& rows) noexcept
      : binary_batch<Score>(rows) {
    TELLTALE_EXPECTS(all_usable(rows.scores, rows.actual));
  }

  /// Rows [begin, begin + n). Requires: `begin + n <= size()`.
  [[nodiscard]] constexpr usable_batch part(std::size_t begin, std::size_t n) const noexcept {
    usable_batch rows = *this;
    rows.scores = this->scores.subspan(begin, n);
    rows.actual = this->actual.subspan(begin, n);
    return rows;
  }
};

/// Hands a batch to `update`: blocks of it as a `usable_batch` where they are one, and row by row
/// where they are not.
template <class Score>
constexpr void update_usable(const binary_batch<Score>& rows, auto&& update) noexcept {
  constexpr std::size_t block = 1024;
  for (std::size_t begin = 0; begin < rows.size(); begin += block) {
    const std::size_t n = (std::min)(block, rows.size() - begin);
    const binary_batch<Score> some{rows.scores.subspan(begin, n), rows.actual.subspan(begin, n),
                                   rows.threshold};
    if (all_usable(some.scores, some.actual))
      update(usable_batch<Score>{some});
    else
      for (std::size_t i = 0; i < n; ++i) update(some[i]);
  }
}

/// Every value is `usable_value`.
template <class Value>
[[nodiscard]] bool all_usable_values(std::span<const Value> values) noexcept {
  std::size_t i = 0;
#if TELLTALE_LANES
  if constexpr (std::is_same_v<Value, float> || std::is_same_v<Value, double>) {
    using vector = std::conditional_t<std::is_same_v<Value, float>, float4, double2>;
    constexpr std::size_t lanes = sizeof(vector) / sizeof(Value);
    // All that is finite, of floats.
    constexpr Value most = sizeof(Value) == 4 ? (std::numeric_limits<Value>::max)() : Value(1e60);
    const vector high = vector{} + most;
    using word = std::conditional_t<sizeof(Value) == 4, uint4, word2>;
    const word magnitude = ~word{} >> 1;
    auto good = high == high;
    for (; i + lanes <= values.size(); i += lanes) {
      const auto bits = load<word>(values.data() + i);
      good &= std::bit_cast<vector>(bits & magnitude) <= high;
    }
    if (common_bits(good) != ~std::uint64_t{0}) return false;
  }
#endif
  for (; i < values.size(); ++i)
    if (!usable_value(values[i])) return false;
  return true;
}

/// Goes over the rows of a regression in order: `batch(begin, size)` takes some that are all
/// usable, a multiple of the lanes of which the first goes to lane 0, and `row(i)` takes one.
/// `lane()` is that of the next row. Gives how many rows are unusable: they are left out.
///
/// Requires: columns of equal length.
template <class Value>
std::uint64_t each_usable(std::span<const Value> actual, std::span<const Value> predicted,
                          const auto& lane, const auto& batch, const auto& row) noexcept {
  TELLTALE_EXPECTS(actual.size() == predicted.size());
  constexpr std::size_t most = 256;
  const bool kernels = TELLTALE_LANES != 0 && current_path() != path::scalar;
  std::uint64_t rejected = 0;
  for (std::size_t i = 0; i < actual.size();) {
    std::size_t end = (std::min)(i + most, actual.size());
    const std::size_t whole = (end - i) / sum_lanes * sum_lanes;
    if (kernels && lane() != 0) {
      end = (std::min)(i + sum_lanes - lane(), actual.size());
    } else if (kernels && whole != 0 && all_usable_values(actual.subspan(i, whole)) &&
               all_usable_values(predicted.subspan(i, whole))) {
      batch(i, whole);
      i += whole;
      continue;
    }
    for (; i < end; ++i) {
      if (usable_value(actual[i]) && usable_value(predicted[i]))
        row(i);
      else
        ++rejected;
    }
  }
  return rejected;
}

}  // namespace telltale::inline TELLTALE_ABI::simd
