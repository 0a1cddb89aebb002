// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/score_cells.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>

namespace {

using telltale::state::score_cells;

static_assert(sizeof(score_cells<2048, std::uint32_t>) == 16 * 1024 + 8);

TEST_CASE("state/score_cells keeps the classes and the bins apart") {
  score_cells<3, std::uint32_t> s;
  s.add(0, 2);
  s.add(1, 0);
  s.add(1, 2);
  s.add(1, 2);
  CHECK(s.negatives(2) == 1);
  CHECK(s.negatives(0) == 0);
  CHECK(s.positives(0) == 1);
  CHECK(s.positives(2) == 2);
  CHECK(s.rows() == 4);
  s.hot(2)[5] += 2;
  CHECK(s.positives(2) == 4);
  CHECK(s.rows() == 6);
  CHECK_FALSE(s == score_cells<3, std::uint32_t>{});
  CHECK(s.unmerge(s) == score_cells<3, std::uint32_t>{});
}

// u8 counters end where a test can go: u32 ones by merging themselves.
TEST_CASE("state/score_cells has no answer beyond its counters, and has it again below") {
  score_cells<2, std::uint8_t> s, pane;
  for (int i = 0; i < 250; ++i) s.add(0, 1);
  for (int i = 0; i < 5; ++i) pane.add(1, 0);
  s.merge(pane);
  CHECK(s.rows() == 255);
  CHECK(s.exact());
  CHECK(s.negatives(1) == 250);
  CHECK(s.positives(0) == 5);
  const auto full = s;
  s.add(0, 1);
  CHECK(s.rows() == 256);
  CHECK_FALSE(s.exact());
  CHECK(s.negatives(1) == 0);
  CHECK(s.positives(0) == 0);
  // A cell wraps, and comes back.
  score_cells<2, std::uint8_t> more;
  for (int i = 0; i < 200; ++i) more.add(0, 1);
  s.merge(more).merge(more);
  CHECK(s.rows() == 656);
  s.unmerge(more).unmerge(more);
  score_cells<2, std::uint8_t> one;
  one.add(0, 1);
  CHECK(s.unmerge(one) == full);
  CHECK(s.negatives(1) == 250);
}

TEST_CASE("state/score_cells counts 2^32 - 1 rows in 32 bits, and all rows in 64") {
  score_cells<2, std::uint32_t> s, one;
  score_cells<2, std::uint64_t> wide;
  one.add(1, 1);
  s.add(1, 1);
  wide.add(1, 1);
  for (int i = 0; i < 32; ++i) {
    if (i == 31) s.unmerge(one).merge(s).merge(one);  // 2 (2^31 - 1) + 1
    if (i < 31) s.merge(s);
    wide.merge(wide);
  }
  CHECK(s.rows() == 4'294'967'295u);
  CHECK(s.positives(1) == 4'294'967'295u);
  s.merge(one);
  CHECK(s.rows() == 4'294'967'296u);
  CHECK_FALSE(s.exact());
  CHECK(s.positives(1) == 0);
  CHECK(wide.positives(1) == 4'294'967'296u);
}

}  // namespace
