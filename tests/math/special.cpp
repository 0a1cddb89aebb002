// SPDX-License-Identifier: Apache-2.0
#include <telltale/math/special.hpp>

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <cmath>
#include <fstream>
#include <limits>
#include <optional>
#include <string>

namespace {

using namespace telltale::math;

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

nlohmann::json golden(const std::string& function) {
  std::ifstream in{std::string{TELLTALE_GOLDEN_DIR} + "/special.json"};
  REQUIRE(in.is_open());
  nlohmann::json cases = nlohmann::json::parse(in, nullptr, false)[function];
  REQUIRE(cases.size() > 0);
  return cases;
}

void check(const std::optional<double>& got, double want) {
  REQUIRE(got);
  CHECK_MESSAGE(std::fabs(*got - want) <= 1e-12 * std::fabs(want), *got, " is not ", want);
}

}  // namespace

TEST_CASE("math/special the normal quantile is right to 1e-12, far tails included") {
  for (const auto& c : golden("normal_quantile")) {
    CAPTURE(c.dump());
    check(normal_quantile(c[0].get<double>()), c[1].get<double>());
  }
  CHECK(normal_quantile(0.5) == 0);
  check(normal_quantile(0.975), 1.959963984540054);
  for (const double p : {0.0, 1.0, -0.1, 1.1, inf, -inf, not_a_number}) CHECK(!normal_quantile(p));
  CHECK(normal_quantile(std::numeric_limits<double>::denorm_min()));
}

TEST_CASE("math/special the normal tail is right to 1e-12") {
  for (const auto& c : golden("normal_sf")) {
    CAPTURE(c.dump());
    check(normal_sf(c[0].get<double>()), c[1].get<double>());
  }
  CHECK(normal_sf(0) == 0.5);
  CHECK(normal_sf(inf) == 0);
  CHECK(normal_sf(-inf) == 1);
  CHECK(!normal_sf(not_a_number));
}

TEST_CASE("math/special the chi-squared tail is right to 1e-12") {
  for (const auto& c : golden("chi_squared_sf")) {
    CAPTURE(c.dump());
    check(chi_squared_sf(c[0].get<double>(), c[1].get<double>()), c[2].get<double>());
  }
  check(chi_squared_sf(100, 2), std::exp(-50.0));
  CHECK(chi_squared_sf(0, 3) == 1);
  CHECK(chi_squared_sf(inf, 3) == 0);
  CHECK(chi_squared_sf(1e6, 3) == 0);
  check(chi_squared_sf(1416, 2), std::exp(-708.0));
  CHECK(chi_squared_sf(1418, 2) == 0);  // 1e-308: subnormal
  CHECK(!chi_squared_sf(-1, 3));
  CHECK(!chi_squared_sf(not_a_number, 3));
  for (const double degrees : {0.0, -1.0, inf, not_a_number}) {
    CHECK(!chi_squared_sf(1, degrees));
    CHECK(!chi_squared_sf(inf, degrees));
  }
}

TEST_CASE("math/special the beta quantile is right to 1e-12, far tails included") {
  for (const auto& c : golden("beta_quantile")) {
    CAPTURE(c.dump());
    check(beta_quantile(c[0].get<double>(), c[1].get<double>(), c[2].get<double>()),
          c[3].get<double>());
  }
  CHECK(beta_quantile(2, 3, 0) == 0);
  CHECK(beta_quantile(2, 3, 1) == 1);
  check(beta_quantile(1, 1, 0.3), 0.3);
  check(beta_quantile(7, 7, 0.5), 0.5);
  for (const double bad : {0.0, -1.0, inf, not_a_number}) {
    CHECK(!beta_quantile(bad, 1, 0.5));
    CHECK(!beta_quantile(1, bad, 0.5));
  }
  for (const double p : {-1e-9, 1 + 1e-9, inf, not_a_number}) CHECK(!beta_quantile(2, 3, p));
}

TEST_CASE("math/special the beta quantile turns its tails about, and undoes the integral") {
  for (const double a : {0.3, 1.0, 4.0, 250.0, 1e5, 1e8}) {
    for (const double b : {0.7, 2.0, 31.0, 1e4, 1e7}) {
      for (const double p : {1e-200, 1e-30, 1e-6, 0.02, 0.4, 0.5, 0.75, 0.999}) {
        CAPTURE(a);
        CAPTURE(b);
        CAPTURE(p);
        const auto x = beta_quantile(a, b, p);
        REQUIRE(x);
        CHECK(*x >= 0);
        CHECK(*x <= 1);
        // 1 - x has no digits where x is near 1.
        if (*x < 1e-300 || *x > 0.99) continue;
        CHECK(std::fabs(boost::math::ibeta(a, b, *x, detail::quiet{}) - p) <= 2e-8 * p);
        if (p > 0.001 && p < 1) {
          const auto y = beta_quantile(b, a, 1 - p);
          REQUIRE(y);
          CHECK(std::fabs(1 - *y - *x) <= 1e-13);
        }
      }
    }
  }
}

TEST_CASE("math/special Student's quantile is right to 1e-12, far tails included") {
  for (const auto& c : golden("student_t_quantile")) {
    CAPTURE(c.dump());
    check(student_t_quantile(c[0].get<double>(), c[1].get<double>()), c[2].get<double>());
  }
  // One degree: the tangent. Two: p^2 under a root.
  check(student_t_quantile(1e-300, 1), -3.183098861837907e299);
  check(student_t_quantile(0.75, 1), 1);
  check(student_t_quantile(1e-200, 2), -7.0710678118654752e99);
  CHECK(student_t_quantile(0.5, 7) == 0);
  CHECK(!student_t_quantile(1e-300, 0.5));  // beyond the largest double
  for (const double p : {0.0, 1.0, -0.1, 1.1, inf, not_a_number}) CHECK(!student_t_quantile(p, 5));
  for (const double degrees : {0.0, -1.0, inf, not_a_number})
    CHECK(!student_t_quantile(0.9, degrees));
}

TEST_CASE("math/special Student's quantile passes into the normal one without a step") {
  for (const double p : {1e-300, 1e-30, 0.001, 0.3, 0.9999}) {
    CAPTURE(p);
    const auto before = student_t_quantile(p, 1e7 * (1 - 1e-9));
    REQUIRE(before);
    check(student_t_quantile(p, 1e7), *before);
    check(student_t_quantile(p, 1e18), *normal_quantile(p));
  }
}

TEST_CASE("math/special the level of an interval") {
  const auto level = confidence(0.95);
  REQUIRE(level);
  CHECK(level->probability == 0.95);
  check(level->z, 1.959963984540054);
  // 0.95 is a little below 95 %: 1.95996398454005386, the next double below the default level's.
  CHECK(std::fabs(level->z - telltale::confidence_level{}.z) <= 2.3e-16);
  check(confidence(0.8)->z, 1.2815515655446004);
  check(confidence(1 - std::ldexp(1.0, -50))->z, 8.041399959096541);
  // (1 + p) / 2 would be 1, and the quantile nowhere.
  check(confidence(1 - std::ldexp(1.0, -53))->z, 8.2923610758135935);
  for (const double p : {0.0, 1.0, -1.0, not_a_number}) CHECK(!confidence(p));
}
