// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/loss_tally.hpp>

#include <doctest/doctest.h>

namespace {
using telltale::state::loss_tally;
static_assert(sizeof(loss_tally) == 48);

loss_tally of(auto... losses) {
  loss_tally s;
  (s.add(losses), ...);
  return s;
}
}  // namespace

TEST_CASE("state/loss_tally sums losses and their squares") {
  const loss_tally s = of(1.0, 3.0, 0.5);
  CHECK(s.weight() == 3);
  CHECK(s.weight_squares() == 3);
  CHECK(s.sum() == 4.5);
  CHECK(s.squares() == 10.25);
  CHECK(of(1e100, 1.0, -1e100).sum() == 1);  // compensated
  CHECK(of(0x1p200, 1.0, 2.0).squares() == 0x1p400 + 5);
  CHECK(of(0.5, 0x1p30).squares() == 0x1p60 + 0.25);
}

TEST_CASE("state/loss_tally sums losses by weights") {
  loss_tally s;
  s.add(3, 2), s.add(0.5, 4), s.add(7, 0);
  CHECK(s.weight() == 6);
  CHECK(s.weight_squares() == 20);
  CHECK(s.sum() == 8);
  CHECK(s.squares() == 19);
}

TEST_CASE("state/loss_tally joins, also with itself") {
  loss_tally s = of(1.0, 3.0);
  CHECK(&s.merge(of(0.5)) == &s);
  CHECK(s == of(1.0, 3.0, 0.5));
  s.merge(s);
  CHECK(s.weight() == 6);
  CHECK(s.weight_squares() == 6);
  CHECK(s.sum() == 9);
  CHECK(s.squares() == 20.5);
}

TEST_CASE("state/loss_tally forgets in proportion, and in the end all") {
  loss_tally s = of(1.0, 3.0);
  s.scale(0.5);
  CHECK(s.weight() == 1);
  CHECK(s.weight_squares() == 0.5);
  CHECK(s.sum() == 2);
  CHECK(s.squares() == 5);
  s.merge(of(8.0));
  CHECK(s.weight() == 2);
  CHECK(s.weight_squares() == 1.5);
  s.scale(1e-150);
  CHECK(s.weight() == 2e-150);
  CHECK(s.weight_squares() > 0);
  s.scale(0.51);
  CHECK(s.weight() > 0);
  s.scale(0.9);
  CHECK(s == loss_tally{});
  CHECK(of(1.0).scale(0) == loss_tally{});
}
