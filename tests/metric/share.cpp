// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/share.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

using namespace telltale;

TEST_CASE("metric/share an effective size is that of equal weights, and never below one row") {
  CHECK(metric::counts{0, 10, 10}.effective() == 10);
  CHECK(metric::counts{0, 20, 40}.effective() == 10);            // ten rows of weight 2
  CHECK(metric::counts{0, 11, 101}.effective() == 121.0 / 101);  // weights 1 and 10
  CHECK(metric::counts{0, 1e200, std::numeric_limits<double>::infinity()}.effective() == 1);
  CHECK(metric::counts{0, 1, 1 + 1e-15}.effective() == 1);  // one row, but for rounding
  CHECK(metric::counts{0, 1e-200, 0}.effective() == 1);
  CHECK(metric::counts{0, 1e-9, 1e-30}.effective() == doctest::Approx(1e12));
}

TEST_CASE("metric/share is empty without a whole, or with one that is no number") {
  CHECK(!metric::share_of({0, 0, 0}, {}));
  CHECK(!metric::share_of({1, std::numeric_limits<double>::infinity(), 1}, {}));
  CHECK(!metric::share_of({1, std::numeric_limits<double>::quiet_NaN(), 1}, {}));
  CHECK(metric::share_of({0, 5e-324, 1}, {}));
}

TEST_CASE("metric/share of a part that rounding made larger than the whole is 1") {
  const auto got = metric::share_of({1 + 1e-15, 1, 0.1}, {});
  CHECK(got->value == 1);
  CHECK(got->bounds->upper == 1);
  CHECK(got->n == 10);
}

TEST_CASE("metric/share F1 is twice the overlap over one more") {
  const auto got = metric::f1_of({1, 3, 3}, {}), share = metric::share_of({1, 3, 3}, {});
  CHECK(got->value == doctest::Approx(0.5));
  CHECK(got->bounds->lower ==
        doctest::Approx(2 * share->bounds->lower / (1 + share->bounds->lower)));
  CHECK(got->n == 3);
  CHECK(!metric::f1_of({0, 0, 0}, {}));
}
