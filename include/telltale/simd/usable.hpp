// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/simd/lanes.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
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

}  // namespace telltale::inline TELLTALE_ABI::simd
