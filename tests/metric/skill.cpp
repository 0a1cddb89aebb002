// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/skill.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <limits>

namespace {

using namespace telltale;
using row = regression_outcome<double>;

}  // namespace

TEST_CASE("metric/skill is of the rows with a naive forecast alone") {
  state::residuals s;
  s.update(row{1, 2}), s.update(row{3, 9});
  CHECK(!metric::skill(s));
  CHECK(!metric::naive_mean_absolute_error(s));
  s.update(row{1, 2, 4}), s.update(row{1, 3, -3});
  s.update(row{1, 100}), s.update(row{1, 50, std::numeric_limits<double>::infinity()});
  CHECK(metric::naive_mean_absolute_error(s)->value == 3.5);
  CHECK(golden::close(metric::skill(s)->value, 1 - 3.0 / 7));
  CHECK(metric::skill(s)->n == 2);
  REQUIRE(metric::skill(s)->bounds);
  CHECK(metric::skill(s)->bounds->lower < metric::skill(s)->value);
  CHECK(metric::skill(s)->bounds->upper > metric::skill(s)->value);
  CHECK(metric::skill(s)->bounds->upper < 1);
}

TEST_CASE("metric/skill is empty where there is nothing to win, and 1 where all is won") {
  state::residuals s;
  s.update(row{1, 2, 1});
  CHECK(metric::naive_mean_absolute_error(s)->value == 0);
  CHECK(!metric::skill(s));
  state::residuals perfect;
  perfect.update(row{1, 1, 2}), perfect.update(row{3, 3, 1});
  CHECK(metric::skill(perfect)->value == 1);
  CHECK(!metric::skill(perfect)->bounds);
}

TEST_CASE("metric/skill below 0 is worse than the naive forecast") {
  state::residuals s;
  s.update(row{1, 4, 2}), s.update(row{3, 4, 2});
  CHECK(metric::skill(s)->value == -1);
}
