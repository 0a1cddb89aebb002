// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/counters.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <type_traits>
#include <vector>

using telltale::state::folded_counters;

static_assert(sizeof(folded_counters<100>) <= 12 * 100 + 8);  // and the countdown
static_assert(std::is_trivially_copyable_v<folded_counters<3>>);
static_assert(std::is_same_v<decltype(std::declval<const folded_counters<3>&>()[0]),
                             std::uint64_t>);
static_assert(!std::is_constructible_v<folded_counters<3>, std::size_t>);

// Counts at compile time too, across a fold.
static_assert([] {
  folded_counters<2, 2> cells;
  for (int i = 0; i < 5; ++i) cells.add(1);
  return cells[0] == 0 && cells[1] == 5 && cells.sum(0, 2) == 5;
}());

namespace {

// Counts of a random stream, and the same in a plain vector after every single addition.
template <class Counters>
void check_stream(Counters cells) {
  std::mt19937_64 rng{11};
  std::vector<std::uint64_t> plain(cells.size());
  for (int i = 0; i < 500; ++i) {
    const auto cell = static_cast<std::size_t>(rng() % plain.size());
    cells.add(cell);
    ++plain[cell];
    for (std::size_t c = 0; c < plain.size(); ++c) REQUIRE(cells[c] == plain[c]);
  }
  std::uint64_t inner = 0;
  for (std::size_t c = 1; c + 1 < plain.size(); ++c) inner += plain[c];
  CHECK(cells.sum(0, plain.size()) == 500);
  CHECK(cells.sum(1, plain.size() - 1) == inner);
  CHECK(cells.sum(1, 1) == 0);
}

template <class Counters>
Counters counted(Counters cells, std::vector<std::size_t> stream) {
  for (const std::size_t cell : stream) cells.add(cell);
  return cells;
}

}  // namespace

TEST_CASE("state/counters never lose a count at a fold") {
  check_stream(folded_counters<7>{});
  check_stream(folded_counters<7, 1>{});
  check_stream(folded_counters<7, 5>{});
  check_stream(folded_counters<std::dynamic_extent, 5>{7});
  check_stream(folded_counters<>{7});
}

TEST_CASE("state/counters fold at the last addition that the small cells take") {
  // 255 additions to one cell, if the small cells held a byte, would be the most that fits; here
  // the same is seen by merging at each side of the fold: no state of the split shows.
  for (std::size_t n = 3; n <= 7; ++n) {
    CAPTURE(n);
    const folded_counters<2, 5> part = counted(folded_counters<2, 5>{}, std::vector(n, size_t{1}));
    const folded_counters<2> same = counted(folded_counters<2>{}, std::vector(n, size_t{1}));
    CHECK(part[1] == n);
    CHECK(same[1] == n);
    auto sum = part;
    CHECK(sum.merge(part)[1] == 2 * n);
    sum.add(1);
    CHECK(sum[1] == 2 * n + 1);
    CHECK(sum.unmerge(part)[1] == n + 1);
    CHECK(sum.unmerge(part)[1] == 1);
    sum.clear();
    CHECK(sum == folded_counters<2, 5>{});
  }
}

TEST_CASE("state/counters: unmerge takes out what stands in either table") {
  using counters = folded_counters<3, 5>;
  const counters folded = counted(counters{}, {0, 0, 0, 0, 0});  // folded: nothing small left
  const counters small = counted(counters{}, {0, 0, 0, 0});      // nothing folded
  counters all = counted(counters{}, {0, 2, 2});                 // smaller than what is taken out
  all.merge(folded).merge(small);
  CHECK(all[0] == 10);
  all.unmerge(small);
  CHECK(all[0] == 6);
  all.unmerge(folded);
  CHECK(all == counted(counters{}, {0, 2, 2}));
  CHECK(folded[0] == 5);
  CHECK(small[0] == 4);
}

TEST_CASE("state/counters: with themselves") {
  using counters = folded_counters<2, 5>;
  counters cells = counted(counters{}, {0, 0, 0, 0, 0, 0, 1});
  cells.merge(cells);
  CHECK(cells[0] == 12);
  CHECK(cells[1] == 2);
  cells.unmerge(cells);
  CHECK(cells == counters{});
}

TEST_CASE("state/counters: equal by counts, not by how they are split") {
  using counters = folded_counters<2, 5>;
  counters in_two = counted(counters{}, {0, 0, 0});
  in_two.merge(counted(counters{}, {0, 1, 0}));
  const counters at_once = counted(counters{}, {0, 0, 0, 0, 0, 1});
  CHECK(in_two == at_once);
  CHECK(in_two != counted(counters{}, {0, 0, 0, 0, 0, 1, 1}));
  CHECK(in_two != counted(counters{}, {0, 0, 0, 0, 1}));
  CHECK(folded_counters<>{2} == folded_counters<>{2});
  CHECK(folded_counters<>{2} != folded_counters<>{3});
  CHECK(folded_counters<>{} == folded_counters<>{0});
}

TEST_CASE("state/counters: clear keeps the shape and starts the countdown anew") {
  folded_counters<std::dynamic_extent, 5> cells{3};
  for (int i = 0; i < 8; ++i) cells.add(2);
  cells.clear();
  CHECK(cells.size() == 3);
  CHECK(cells.sum(0, 3) == 0);
  for (int i = 0; i < 8; ++i) cells.add(1);
  CHECK(cells[1] == 8);
}
