// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/counters.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <tuple>

namespace {

using telltale::state::folded_counters;

static_assert(sizeof(folded_counters<4>) == 4 * 12 + 8);
static_assert(folded_counters<4>::fold_after == 4'294'967'295u);

TEST_CASE("state/counters counts by cell") {
  folded_counters<3> c;
  for (const std::size_t cell : {0u, 2u, 2u, 1u, 2u}) c.add(cell);
  CHECK(c.size() == 3);
  CHECK(c[0] == 1);
  CHECK(c[1] == 1);
  CHECK(c[2] == 3);
  CHECK(c.total() == 5);
  CHECK(c.sum(0, 0) == 0);
  CHECK(c.sum(0, 2) == 2);
  CHECK(c.sum(1, 3) == 4);
  c.clear();
  CHECK(c == folded_counters<3>{});
}

TEST_CASE("state/counters takes its size at run time, too") {
  folded_counters<> c{5};
  CHECK(c.size() == 5);
  c.add(4);
  CHECK(c[4] == 1);
  CHECK(c.total() == 1);
  CHECK_FALSE(c == folded_counters<>{5});
  CHECK_FALSE(folded_counters<>{5} == folded_counters<>{6});
}

TEST_CASE("state/counters works at compile time") {
  constexpr auto filled = [] {
    folded_counters<2, 3> c;
    for (int i = 0; i < 10; ++i) c.add(1);
    return c;
  }();
  static_assert(filled[0] == 0 && filled[1] == 10);
}

// The open cells and how many additions they hold, through the door that serialisation uses.
template <class C>
std::uint32_t pending(C& c) {
  return std::get<2>(C::fields(c));
}

TEST_CASE("state/counters folds before a u32 cell can overflow") {
  folded_counters<2, 3> c;
  for (std::uint32_t i = 1; i <= 3; ++i) {
    c.add(0);
    CHECK(pending(c) == i);
  }
  CHECK(std::get<0>(c.fields(c))[0] == 0);
  CHECK(std::get<1>(c.fields(c))[0] == 3);  // full, and not over
  c.add(0);
  CHECK(pending(c) == 1);
  CHECK(std::get<0>(c.fields(c))[0] == 3);
  CHECK(std::get<1>(c.fields(c))[0] == 1);
  CHECK(c[0] == 4);
}

TEST_CASE("state/counters keeps every count across its folds") {
  std::mt19937_64 rng{1};
  folded_counters<7, 13> folding;
  std::array<std::uint64_t, 7> expected{};
  for (int i = 0; i < 10'000; ++i) {
    const std::size_t cell = rng() % 7;
    folding.add(cell);
    ++expected[cell];
  }
  for (std::size_t i = 0; i < 7; ++i) CHECK(folding[i] == expected[i]);
}

TEST_CASE("state/counters lends its u32 cells to a kernel, and folds for that in time") {
  folded_counters<2, 5> c;
  const auto lend = [&](std::uint32_t additions) {
    const std::span<std::uint32_t> hot = c.hot(additions);
    CHECK(hot.size() == 2);
    CHECK(hot[1] <= 5 - additions);  // room for all of them
    hot[1] += additions;
  };
  lend(3);
  CHECK(pending(c) == 3);
  lend(2);  // just fits
  CHECK(pending(c) == 5);
  c.add(1);
  CHECK(pending(c) == 1);
  lend(5);
  CHECK(pending(c) == 5);
  lend(1);
  CHECK(pending(c) == 1);
  lend(0);
  CHECK(c[1] == 12);
  CHECK(c[0] == 0);
}

TEST_CASE("state/counters compares counts, not where they stand") {
  folded_counters<2, 2> folded;
  for (int i = 0; i < 3; ++i) folded.add(0);  // 2 folded, 1 hot
  folded_counters<2, 2> a, b;
  a.add(0);
  b.add(0), b.add(0);
  CHECK(a.merge(b) == folded);
  CHECK(a.total() == 3);
  CHECK(a.unmerge(b)[0] == 1);
  CHECK(a.unmerge(folded)[0] == std::uint64_t{0} - 2);  // wraps, and comes back:
  CHECK(a.merge(folded)[0] == 1);
  CHECK(folded.merge(folded)[0] == 6);
  CHECK(folded.unmerge(folded) == folded_counters<2, 2>{});
}

}  // namespace
