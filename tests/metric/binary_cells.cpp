// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/binary_cells.hpp>

#include <doctest/doctest.h>

#include <telltale/state/confusion.hpp>
#include <telltale/state/weighted_confusion.hpp>

using namespace telltale;

TEST_CASE("metric/binary_cells names the cells of a confusion, and squares each weight") {
  state::weighted_confusion<2> s;
  s.update(0, 0, 2), s.update(0, 1, 3), s.update(1, 0, 5), s.update(1, 1, 7);
  const auto c = metric::binary_cells::of(s);
  CHECK(c.tn == 2);
  CHECK(c.fp == 3);
  CHECK(c.fn == 5);
  CHECK(c.tp == 7);
  CHECK(c.tn_squares == 4);
  CHECK(c.fp_squares == 9);
  CHECK(c.fn_squares == 25);
  CHECK(c.tp_squares == 49);
  CHECK(c.total() == 17);
  CHECK(c.squares() == 87);
  const auto is = [](const metric::counts& got, double part, double whole, double squares) {
    return got.part == part && got.whole == whole && got.squares == squares;
  };
  CHECK(is(c.found(), 7, 12, 74));
  CHECK(is(c.missed(), 5, 12, 74));
  CHECK(is(c.passed(), 2, 5, 13));
  CHECK(is(c.false_alarms(), 3, 5, 13));
  CHECK(is(c.right_alarms(), 7, 10, 58));
  CHECK(is(c.right_passes(), 2, 7, 29));
  CHECK(is(c.wrong_alarms(), 3, 10, 58));
  CHECK(is(c.wrong_passes(), 5, 7, 29));
  CHECK(is(c.positives(), 12, 17, 87));
  CHECK(is(c.called(), 10, 17, 87));
  CHECK(is(c.overlap(), 7, 15, 83));
}

TEST_CASE("metric/binary_cells of counts has each count for its squares") {
  state::confusion<2> s;
  for (int i = 0; i < 3; ++i) s.update(1, 0);
  const auto c = metric::binary_cells::of(s);
  CHECK(c.fn == 3);
  CHECK(c.fn_squares == 3);
  CHECK(c.squares() == c.total());
}
