// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/simd/lanes.hpp>

#include <array>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>

// Searches among so few keys that looking at all of them is faster than any order: no step waits
// for another, and no branch depends on the data. Keys of four bytes four at a time.

namespace telltale::inline TELLTALE_ABI::simd {

/// Requires: `N` is a multiple of 4.
template <std::signed_integral Key, std::size_t N>
using few_keys = std::array<Key, N>;
template <std::size_t N>
using few_counts = std::array<std::uint32_t, N>;

/// Where a key is among others, and what is below it.
struct key_place {
  std::size_t at;       ///< how many there are where it is not among them
  std::uint32_t below;  ///< sum of the counts of smaller keys

  friend constexpr bool operator==(const key_place&, const key_place&) = default;
};

namespace detail {

// Plain C++: what defines the answers.

template <class Key, std::size_t N>
[[nodiscard]] constexpr key_place find_scalar(const few_keys<Key, N>& keys,
                                              const few_counts<N>& counts, Key key) noexcept {
  key_place found{N, 0};
  for (std::size_t i = 0; i < N; ++i) {
    found.at = keys[i] == key ? i : found.at;
    found.below += counts[i] & (0u - static_cast<std::uint32_t>(keys[i] < key));
  }
  return found;
}

template <class Key, std::size_t N>
[[nodiscard]] constexpr std::size_t count_below_scalar(const few_keys<Key, N>& keys,
                                                       Key key) noexcept {
  Key below = 0;  // as wide as what is compared
  for (const Key each : keys) below += static_cast<Key>(each < key);
  return static_cast<std::size_t>(below);
}

template <std::size_t N>
constexpr void add_from_scalar(few_counts<N>& counts, std::size_t first,
                               std::uint32_t step) noexcept {
  for (std::size_t i = 0; i < N; ++i)
    counts[i] += step & (0u - static_cast<std::uint32_t>(i >= first));
}

// By eighths first, where comparisons are one at a time.
template <class Key, std::size_t N>
[[nodiscard]] constexpr std::size_t count_at_most_scalar(const few_keys<Key, N>& keys,
                                                         Key key) noexcept {
  constexpr std::size_t part = N / 8;
  std::size_t begin = 0;
  Key more = 0;  // as wide as what is compared
  for (std::size_t i = part; i < N; i += part)
    begin += part * static_cast<std::size_t>(keys[i - 1] <= key);
  for (std::size_t i = 0; i < part; ++i) more += static_cast<Key>(keys[begin + i] <= key);
  return begin + static_cast<std::size_t>(more);
}

#if TELLTALE_LANES
// No bits, N times, and then all of them: read from the middle on, or from before it, the masks of
// what comes from some place on.
template <std::size_t N>
inline constexpr auto edge = [] {
  std::array<std::uint32_t, 2 * N> masks{};
  for (std::size_t i = N; i < 2 * N; ++i) masks[i] = ~0u;
  return masks;
}();

using count4 [[gnu::vector_size(16)]] = std::uint32_t;

[[nodiscard]] inline std::uint32_t sum_of(count4 x) noexcept {
  x += __builtin_shufflevector(x, x, 2, 3, 0, 1);
  x += __builtin_shufflevector(x, x, 1, 0, 3, 2);
  return x[0];
}

// A key as four keys are compared with it: all bits of a lane are set where that holds.
template <class Key>
class wanted_key;

template <>
class wanted_key<std::int32_t> {
public:
  explicit wanted_key(std::int32_t key) noexcept : key_(int4{} + key) {}
  struct answer {
    count4 less, equal;
  };
  [[nodiscard]] answer compare(const std::int32_t* four) const noexcept {
    const auto keys = load<int4>(four);
    return {std::bit_cast<count4>(keys < key_), std::bit_cast<count4>(keys == key_)};
  }

private:
  int4 key_;
};

// By its halves: not every register compares eight bytes.
template <>
class wanted_key<std::int64_t> {
public:
  explicit wanted_key(std::int64_t key) noexcept
      : high_(int4{} + static_cast<std::int32_t>(key >> 32)),
        low_((int4{} + static_cast<std::int32_t>(key)) ^ lowest) {}
  struct answer {
    count4 less, equal;
  };
  [[nodiscard]] answer compare(const std::int64_t* four) const noexcept {
    const auto a = load<int4>(four), b = load<int4>(four + 2);
    constexpr bool little = std::endian::native == std::endian::little;
    const int4 odd = __builtin_shufflevector(a, b, 1, 3, 5, 7);
    const int4 even = __builtin_shufflevector(a, b, 0, 2, 4, 6);
    const int4 high = little ? odd : even, low = (little ? even : odd) ^ lowest;
    const int4 tie = high == high_;
    return {std::bit_cast<count4>((high < high_) | (tie & (low < low_))),
            std::bit_cast<count4>(tie & (low == low_))};
  }

private:
  // What makes the order of signed integers that of unsigned ones.
  static constexpr std::int32_t lowest = (std::numeric_limits<std::int32_t>::min)();

  int4 high_, low_;
};
#endif

}  // namespace detail

/// Distinct keys, in any order.
template <std::signed_integral Key, std::size_t N>
[[nodiscard]] inline key_place find(const few_keys<Key, N>& keys, const few_counts<N>& counts,
                                    Key key) noexcept {
#if TELLTALE_LANES
  const detail::wanted_key<Key> wanted{key};
  detail::count4 back{N, N - 1, N - 2, N - 3}, from_end{}, below{};
#pragma GCC unroll 16
  for (std::size_t i = 0; i < N; i += 4, back -= 4) {
    const auto [less, equal] = wanted.compare(keys.data() + i);
    from_end += back & equal;
    below += load<detail::count4>(counts.data() + i) & less;
  }
  return {N - detail::sum_of(from_end), detail::sum_of(below)};
#else
  return detail::find_scalar(keys, counts, key);
#endif
}

/// How many keys, in any order, are smaller.
template <std::signed_integral Key, std::size_t N>
[[nodiscard]] inline std::size_t count_below(const few_keys<Key, N>& keys, Key key) noexcept {
#if TELLTALE_LANES
  const detail::wanted_key<Key> wanted{key};
  detail::count4 below{};
#pragma GCC unroll 16
  for (std::size_t i = 0; i < N; i += 4) below -= wanted.compare(keys.data() + i).less;
  return detail::sum_of(below);
#else
  return detail::count_below_scalar(keys, key);
#endif
}

/// How many keys in ascending order are as small or smaller. Requires: `N` is a multiple of 8; the
/// last key is larger.
template <std::signed_integral Key, std::size_t N>
[[nodiscard]] inline std::size_t count_at_most(const few_keys<Key, N>& keys, Key key) noexcept {
  TELLTALE_EXPECTS(keys[N - 1] > key);
#if TELLTALE_LANES
  if constexpr (sizeof(Key) == 4) return count_below(keys, key + 1);
#endif
  return detail::count_at_most_scalar(keys, key);
}

/// Adds 1 to the counts from the `first` on.
template <std::size_t N>
inline void count_up_from(few_counts<N>& counts, std::size_t first) noexcept {
  TELLTALE_EXPECTS(first <= N);
#if TELLTALE_LANES
  const std::uint32_t* const masks = detail::edge<N>.data() + N - first;
#pragma GCC unroll 16
  for (std::size_t i = 0; i < N; i += 4)
    store(counts.data() + i,
          load<detail::count4>(counts.data() + i) - load<detail::count4>(masks + i));
#else
  detail::add_from_scalar(counts, first, 1);
#endif
}

/// Takes 1 from the counts from the `first` on.
template <std::size_t N>
inline void count_down_from(few_counts<N>& counts, std::size_t first) noexcept {
  TELLTALE_EXPECTS(first <= N);
#if TELLTALE_LANES
  const std::uint32_t* const masks = detail::edge<N>.data() + N - first;
#pragma GCC unroll 16
  for (std::size_t i = 0; i < N; i += 4)
    store(counts.data() + i,
          load<detail::count4>(counts.data() + i) + load<detail::count4>(masks + i));
#else
  detail::add_from_scalar(counts, first, ~0u);
#endif
}

}  // namespace telltale::inline TELLTALE_ABI::simd
