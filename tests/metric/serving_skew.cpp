// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/serving_skew.hpp>

#include <doctest/doctest.h>

#include <limits>

namespace {

using namespace telltale;

TEST_CASE("metric/serving_skew is the share of rows that do not agree, with Wilson's interval") {
  state::serving_skew s{0.25};
  CHECK_FALSE(metric::serving_skew_rate(s));
  for (int i = 0; i < 10; ++i) s.update(1.0, i < 3 ? 2.0 : 1.25);
  const auto rate = metric::serving_skew_rate(s);
  REQUIRE(rate);
  CHECK(rate->value == 0.3);
  CHECK(rate->n == 10);
  // statsmodels' proportion_confint(3, 10, method="wilson").
  CHECK(rate->bounds->lower == doctest::Approx(0.10779126740630104).epsilon(1e-12));
  CHECK(rate->bounds->upper == doctest::Approx(0.6032218525388546).epsilon(1e-12));
  state::serving_skew none{0.25};
  none.update(std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN());
  CHECK(metric::serving_skew_rate(none)->value == 0);
  CHECK(metric::serving_skew_rate(s.merge(none))->value == doctest::Approx(3.0 / 11));
}

}  // namespace
