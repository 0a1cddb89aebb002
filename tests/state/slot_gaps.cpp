// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/slot_gaps.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace {

using telltale::state::gap_run;
using telltale::state::slot_gaps;

// By the definition, over the slots from `begin`.
gap_run by_hand(const std::vector<std::uint32_t>& repeats, const std::vector<int>& window,
                std::size_t begin, std::size_t end, std::int64_t m, std::int64_t w) {
  gap_run all;
  for (std::size_t s = begin; s < end; ++s) {
    if (s < window.size()) all.sum += window[s] * m;
    if (s % 2 == 1 && s / 2 < repeats.size()) all.sum -= repeats[s / 2] * w;
    all.highest = (std::max)(all.highest, all.sum);
    all.lowest = (std::min)(all.lowest, all.sum);
  }
  return all;
}

}  // namespace

TEST_CASE("state/slot_gaps equals the definition, block by block and in all") {
  std::mt19937_64 rng{1};
  for (std::size_t values = 0; values < 30; ++values) {
    std::vector<std::uint32_t> repeats(values);
    std::int64_t m = 0;
    for (auto& each : repeats) {
      each = static_cast<std::uint32_t>(1 + rng() % 4);
      m += each;
    }
    slot_gaps gaps{repeats};
    CHECK(gaps.m() == m);
    CHECK(gaps.blocks() * slot_gaps::block >= 2 * values + 1);
    CHECK((gaps.blocks() - 1) * slot_gaps::block < 2 * values + 1);
    const slot_gaps empty = gaps;
    std::vector<int> window(2 * values + 1);
    for (std::int64_t w = 0; w < 60; ++w) {
      const std::size_t end = gaps.blocks() * slot_gaps::block;
      CHECK(gaps.run(w) == by_hand(repeats, window, 0, end, m, w));
      CHECK(gaps.run(w).sum == 0);
      for (std::size_t b = 0; b < gaps.blocks(); ++b)
        CHECK(gaps.run(b, w) ==
              by_hand(repeats, window, b * slot_gaps::block, (b + 1) * slot_gaps::block, m, w));
      const std::size_t slot = rng() % window.size();
      ++window[slot];
      gaps.add(slot);
    }
    CHECK_FALSE(gaps == empty);
    slot_gaps cleared = gaps;
    cleared.clear();
    CHECK(cleared == empty);
    for (std::size_t s = 0; s < window.size(); ++s)
      for (; window[s] > 0; --window[s]) gaps.remove(s);
    CHECK(gaps == empty);
  }
}

TEST_CASE("state/slot_gaps holds the largest counts") {
  constexpr std::uint32_t most = 0x7fffffff;
  constexpr std::int64_t w = most, all = w * w;
  slot_gaps one{std::vector<std::uint32_t>{most}};
  CHECK(one.m() == w);
  CHECK(one.run(w) == gap_run{-all, 0, -all});
  slot_gaps two{std::vector<std::uint32_t>{1, most - 1}};
  CHECK(two.run(w) == gap_run{-all, 0, -all});
  CHECK(two.run(w).widest() == static_cast<std::uint64_t>(all));
  two.add(0);
  CHECK(two.run(w) == gap_run{w - all, w, w - all});
  CHECK(gap_run{0, 3, -2}.widest() == 3);
  CHECK(gap_run{0, 2, -3}.widest() == 3);
}
