// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/class_cells.hpp>

#include <doctest/doctest.h>

#include <telltale/state/confusion.hpp>
#include <telltale/state/weighted_confusion.hpp>

using namespace telltale;

namespace {
bool is(const metric::counts& got, double part, double whole, double squares) {
  return got.part == part && got.whole == whole && got.squares == squares;
}
}  // namespace

TEST_CASE("metric/class_cells are the margins of each class, and their squared weights") {
  state::weighted_confusion<3> s;
  s.update(0, 0, 2), s.update(0, 1, 3), s.update(1, 1, 5), s.update(2, 1, 7);
  const auto m = metric::class_margins<3>::of(s);
  CHECK(m.total == 17);
  CHECK(m.squares == 87);
  CHECK(is(m.correct(), 7, 17, 87));
  CHECK(is(m.wrong(), 10, 17, 87));
  CHECK(is(m.of_class[0].recall(), 2, 5, 13));
  CHECK(is(m.of_class[0].precision(), 2, 2, 4));
  CHECK(is(m.of_class[0].overlap(), 2, 5, 13));
  CHECK(is(m.of_class[1].recall(), 5, 5, 25));
  CHECK(is(m.of_class[1].precision(), 5, 15, 83));
  CHECK(is(m.of_class[1].overlap(), 5, 15, 83));
  CHECK(is(m.of_class[2].recall(), 0, 7, 49));
  CHECK(is(m.of_class[2].precision(), 0, 0, 0));
}

TEST_CASE("metric/class_cells turned round are those of all other classes as one") {
  constexpr metric::class_cells c{6, 10, 15, 7, 12, 20};
  constexpr metric::class_cells rest = metric::rest_of(c, 100, 130);
  CHECK(is(rest.recall(), 81, 90, 118));     // 100 - 10 - 9
  CHECK(is(rest.precision(), 81, 85, 110));  // 130 - 20
  CHECK(is(rest.overlap(), 81, 94, 123));    // 130 - 12 - 13 = 105 in both
}

TEST_CASE("metric/class_cells of counts have each count for its squares") {
  state::confusion<2> s;
  s.update(1, 1), s.update(1, 1), s.update(1, 0);
  const auto m = metric::class_margins<2>::of(s);
  CHECK(is(m.of_class[1].recall(), 2, 3, 3));
  CHECK(is(m.of_class[0].overlap(), 0, 1, 1));
}
