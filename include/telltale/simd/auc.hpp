// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI::simd {

/// A usable score and its label in one integer: the bits of a float in [0, 1] are in the order of
/// its values, and have two bits to spare. The label is the last bit.
template <std::floating_point Score>
requires(sizeof(Score) == 4 || sizeof(Score) == 8) using rank_key =
    std::conditional_t<sizeof(Score) == 4, std::uint32_t, std::uint64_t>;

/// Requires: a usable score and label.
template <class Score>
[[nodiscard]] constexpr rank_key<Score> make_rank_key(Score score, std::uint8_t actual) noexcept {
  const auto bits = std::bit_cast<rank_key<Score>>(score);
  // The shift drops the sign, which only -0 has.
  return static_cast<rank_key<Score>>(bits << 1 | actual);
}

/// Sorts the keys: by digits of 11 bits from the last, without a comparison, skipping the digits in
/// which all keys agree; few keys by comparisons.
///
/// Requires: `scratch.size() == keys.size()`, fewer than 2^32 keys.
template <std::unsigned_integral Key>
void sort_keys(std::vector<Key>& keys, std::vector<Key>& scratch) noexcept {
  TELLTALE_EXPECTS(scratch.size() == keys.size());
  constexpr std::size_t few = 512;
  if (keys.size() < few) {
    std::sort(keys.begin(), keys.end());
    return;
  }
  constexpr unsigned digit_bits = 11;
  constexpr std::size_t values = std::size_t{1} << digit_bits;
  constexpr std::size_t digits = (8 * sizeof(Key) + digit_bits - 1) / digit_bits;
  const auto digit_of = [](Key key, std::size_t digit) {
    return static_cast<std::size_t>(key >> (digit * digit_bits)) & (values - 1);
  };
  std::array<std::uint32_t, digits * values> counts{};
  for (const Key key : keys)
    for (std::size_t d = 0; d < digits; ++d) ++counts[d * values + digit_of(key, d)];
  for (std::size_t d = 0; d < digits; ++d) {
    const std::span places{counts.data() + d * values, values};
    if (places[digit_of(keys.front(), d)] == keys.size()) continue;
    std::uint32_t below = 0;
    for (std::uint32_t& place : places) below += std::exchange(place, below);
    for (const Key key : keys) scratch[places[digit_of(key, d)]++] = key;
    keys.swap(scratch);
  }
}

/// The keys of the usable rows in ascending order of score, negatives before positives among equal
/// ones. Takes memory for two keys a row.
///
/// Requires: `actual.size() == scores.size()`, fewer than 2^32 rows.
template <class Score>
[[nodiscard]] std::vector<rank_key<Score>> sorted_keys(std::span<const Score> scores,
                                                       std::span<const std::uint8_t> actual) {
  TELLTALE_EXPECTS(scores.size() == actual.size());
  std::vector<rank_key<Score>> keys, scratch;
  keys.reserve(scores.size());
  for (std::size_t i = 0; i < scores.size(); ++i)
    if (usable_score(scores[i]) && actual[i] <= 1)
      keys.push_back(make_rank_key(scores[i], actual[i]));
  scratch.resize(keys.size());
  sort_keys(keys, scratch);
  return keys;
}

}  // namespace telltale::inline TELLTALE_ABI::simd
