// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/slot_gap_tree.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace {

using telltale::state::gap_run;
using telltale::state::slot_gap_tree;

std::uint64_t widest(const std::vector<gap_run>& runs) {
  std::int64_t sum = 0, most = 0;
  for (const gap_run& run : runs) {
    most = (std::max)({most, sum + run.highest, -(sum + run.lowest)});
    sum += run.sum;
  }
  return static_cast<std::uint64_t>(most);
}

gap_run around(std::int64_t sum, std::mt19937_64& rng) {
  const auto above = static_cast<std::int64_t>(rng() % 4);
  const auto below = static_cast<std::int64_t>(rng() % 4);
  return {sum, (std::max)(sum, std::int64_t{0}) + above, (std::min)(sum, std::int64_t{0}) - below};
}

}  // namespace

TEST_CASE("state/slot_gap_tree equals the walk over the runs") {
  std::mt19937_64 rng{1};
  for (std::size_t n = 1; n < 40; ++n) {
    slot_gap_tree tree{n};
    CHECK(tree.widest() == 0);
    std::vector<gap_run> runs(n);
    for (gap_run& run : runs) {
      const auto sum = static_cast<std::int64_t>(rng() % 21) - 10;
      run = around(sum, rng);
    }
    tree.build(n, [&](std::size_t i) { return runs[i]; });
    CHECK(tree.widest() == widest(runs));
    bool equal = true;
    for (int i = 0; i < 300; ++i) {
      const std::size_t gives = rng() % n, takes = rng() % n;
      const auto step = static_cast<std::int64_t>(rng() % 9);
      runs[gives] = around(runs[gives].sum - step, rng);
      runs[takes] = around(runs[takes].sum + step, rng);
      tree.replace(gives, runs[gives], takes, runs[takes], step);
      equal = equal && tree.widest() == widest(runs);
    }
    CHECK(equal);
    tree.build(n - n / 2, [&](std::size_t i) { return runs[i]; });  // fewer, and nothing after
    runs.resize(n - n / 2);
    CHECK(tree.widest() == widest(runs));
  }
}

TEST_CASE("state/slot_gap_tree holds the largest gaps") {
  constexpr std::int64_t most = std::int64_t{0x7fffffff} * 0x7fffffff;
  slot_gap_tree tree{3};
  const std::vector<gap_run> runs{{most, most, 0}, {0, 0, -most}, {-most, 0, -most}};
  tree.build(3, [&](std::size_t i) { return runs[i]; });
  CHECK(tree.widest() == static_cast<std::uint64_t>(most));
  tree.replace(0, {0, 0, 0}, 2, {0, 0, -most}, most);
  CHECK(tree.widest() == static_cast<std::uint64_t>(most));
}
