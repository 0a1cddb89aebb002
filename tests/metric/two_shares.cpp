// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/two_shares.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>
#include <limits>

namespace {

using namespace telltale;
using metric::counts;
constexpr double z = 1.959963984540054;

counts share(const nlohmann::json& part, const nlohmann::json& whole) {
  return {part.get<double>(), whole.get<double>(), whole.get<double>()};
}

TEST_CASE("metric/two_shares are statsmodels' intervals") {
  for (const auto& c : golden::load("fairness.json")["pairs"]) {
    CAPTURE(c.dump());
    const counts a = share(c[0], c[1]), b = share(c[2], c[3]);
    const interval difference = metric::share_difference(a, b, z);
    CHECK(golden::close(difference.lower, c[4][0].get<double>(), 1e-9));
    CHECK(golden::close(difference.upper, c[4][1].get<double>(), 1e-9));
    if (c[5].is_null()) continue;
    const interval ratio = metric::share_ratio(a, b, z);
    CHECK(golden::close(ratio.lower, c[5][0].get<double>(), 1e-9));
    CHECK(golden::close(ratio.upper, c[5][1].get<double>(), 1e-9));
  }
}

TEST_CASE("metric/two_shares turn round with the shares") {
  const counts a{7, 30, 30}, b{20, 41, 41};
  const interval ab = metric::share_difference(a, b, z), ba = metric::share_difference(b, a, z);
  CHECK(ab.lower == doctest::Approx(-ba.upper));
  CHECK(ab.upper == doctest::Approx(-ba.lower));
  const interval up = metric::share_ratio(a, b, z), down = metric::share_ratio(b, a, z);
  CHECK(up.lower == doctest::Approx(1 / down.upper));
}

TEST_CASE("metric/two_shares have a ratio also where a share is 0") {
  const counts none{0, 40, 40}, some{3, 50, 50};
  const interval low = metric::share_ratio(none, some, z);
  CHECK(low.lower == 0);
  // ln of 0.5/40.5 over 3.5/50.5, with the half in all four counts.
  const double centre = std::log(0.5 / 40.5) - std::log(3.5 / 50.5);
  const double error = std::sqrt(1 / 0.5 - 1 / 40.5 + 1 / 3.5 - 1 / 50.5);
  CHECK(low.upper == doctest::Approx(std::exp(centre + z * error)).epsilon(1e-12));
  const interval high = metric::share_ratio(some, none, z);
  CHECK(high.upper == std::numeric_limits<double>::infinity());
  CHECK(high.lower == doctest::Approx(1 / low.upper).epsilon(1e-12));
  const interval both = metric::share_ratio(none, none, z);
  CHECK(both.lower == 0);
  CHECK(both.upper == std::numeric_limits<double>::infinity());
}

TEST_CASE("metric/two_shares of weights are as sure as their effective sizes") {
  const counts plain{7, 30, 30}, heavy{21, 90, 270}, b{20, 41, 41};  // 30 rows of weight 3
  CHECK(metric::share_difference(heavy, b, z).lower ==
        doctest::Approx(metric::share_difference(plain, b, z).lower).epsilon(1e-12));
  CHECK(metric::share_ratio(heavy, b, z).upper ==
        doctest::Approx(metric::share_ratio(plain, b, z).upper).epsilon(1e-12));
}

}  // namespace
