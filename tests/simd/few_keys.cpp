// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/few_keys.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>

namespace {

using telltale::simd::few_counts;
using telltale::simd::few_keys;
using telltale::simd::key_place;
namespace simd = telltale::simd;

// Distinct ones that differ in their low or their high half, or in both, in no order.
template <class Key, std::size_t N>
few_keys<Key, N> draw(std::uint64_t shape, std::mt19937_64& rng) {
  few_keys<Key, N> keys;
  const auto any = static_cast<Key>(rng());
  for (std::size_t i = 0; i < N; ++i) {
    const auto place = static_cast<Key>(2 * i);
    switch (shape) {
      case 0: keys[i] = static_cast<Key>(rng()); break;
      case 1: keys[i] = place; break;
      case 2: keys[i] = static_cast<Key>(any / 2 + place); break;
      case 3: keys[i] = static_cast<Key>(place - static_cast<Key>(N)); break;
      default: keys[i] = static_cast<Key>(place << (8 * sizeof(Key) - 9)); break;
    }
  }
  std::shuffle(keys.begin(), keys.end(), rng);
  return keys;
}

template <class Key, std::size_t N>
void check(std::uint64_t shape, std::mt19937_64& rng) {
  using limits = std::numeric_limits<Key>;
  CAPTURE(shape);
  const auto keys = draw<Key, N>(shape, rng);
  auto sorted = keys;
  std::sort(sorted.begin(), sorted.end());
  sorted[N - 1] = (limits::max)();
  few_counts<N> counts;
  for (auto& count : counts) count = static_cast<std::uint32_t>(rng());
  bool equal = true;
  const auto ask = [&](Key key) {
    key_place place{N, 0};
    std::size_t below = 0, at_most = 0;
    for (std::size_t i = 0; i < N; ++i) {
      if (keys[i] == key) place.at = i;
      if (keys[i] < key) place.below += counts[i];
      below += keys[i] < key;
      at_most += sorted[i] <= key;
    }
    equal = equal && simd::find(keys, counts, key) == place;
    equal = equal && simd::detail::find_scalar(keys, counts, key) == place;
    equal = equal && simd::count_below(keys, key) == below;
    equal = equal && simd::detail::count_below_scalar(keys, key) == below;
    if (key == (limits::max)()) return;
    equal = equal && simd::count_at_most(sorted, key) == at_most;
    equal = equal && simd::detail::count_at_most_scalar(sorted, key) == at_most;
  };
  for (const Key key : keys) {
    ask(key);
    if (key < (limits::max)()) ask(key + 1);
    if (key > (limits::min)()) ask(key - 1);
  }
  for (const Key key : {(limits::min)(), Key{-1}, Key{0}, Key{1}, (limits::max)()}) ask(key);
  CHECK(equal);
}

}  // namespace

TEST_CASE_TEMPLATE("simd/few_keys finds and counts as a loop does", Key, std::int32_t,
                   std::int64_t) {
  std::mt19937_64 rng{1};
  for (int trial = 0; trial < 50; ++trial)
    for (std::uint64_t shape = 0; shape < 5; ++shape) {
      check<Key, 8>(shape, rng);
      check<Key, 32>(shape, rng);
      check<Key, 64>(shape, rng);
    }
}

TEST_CASE("simd/few_keys counts up and down from a place on, and before it nothing") {
  std::mt19937_64 rng{2};
  few_counts<32> counts{}, scalar{}, wanted{};
  for (std::size_t first = 0; first <= 32; ++first)
    for (const bool up : {true, false, false}) {
      const auto at = static_cast<std::size_t>(rng() % 32);
      counts[at] = scalar[at] = wanted[at] = static_cast<std::uint32_t>(rng());
      up ? simd::count_up_from(counts, first) : simd::count_down_from(counts, first);
      simd::detail::add_from_scalar(scalar, first, up ? 1 : ~0u);
      for (std::size_t i = first; i < 32; ++i) wanted[i] += up ? 1u : ~0u;
      CHECK(counts == wanted);
      CHECK(scalar == wanted);
    }
}
