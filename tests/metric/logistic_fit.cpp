// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/logistic_fit.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <optional>
#include <vector>

namespace {

using namespace telltale;
using metric::detail::logit_group;

std::optional<metric::logistic_fit> slope(const std::vector<logit_group>& groups) {
  return metric::detail::fit_slope([&](const auto& visit) {
    for (const auto& g : groups) visit(g);
  });
}
std::optional<metric::logistic_fit> intercept(const std::vector<logit_group>& groups) {
  return metric::detail::fit_intercept([&](const auto& visit) {
    for (const auto& g : groups) visit(g);
  });
}
bool near(double a, double b) { return std::fabs(a - b) <= 1e-12 * (1 + std::fabs(b)); }
double logit(double p) { return std::log(p / (1 - p)); }

}  // namespace

TEST_CASE("metric/logistic_fit of two points goes through both") {
  const auto fit = slope({{-1, 10, 10, 2}, {2, 10, 10, 7}});
  REQUIRE(fit);
  CHECK(near(fit->slope, (logit(0.7) - logit(0.2)) / 3));
  CHECK(near(fit->intercept, logit(0.2) + fit->slope));
  // Variances of the two logits: 1 / (n p q).
  const double a = 1 / (10 * 0.16), b = 1 / (10 * 0.21);
  CHECK(near(fit->slope_error, std::sqrt(a + b) / 3));
  CHECK(near(fit->intercept_error, std::sqrt(4 * a + b) / 3));  // at 0: (2 first + second) / 3
  CHECK(fit->rows.whole == 20);
  CHECK(fit->rows.part == 9);
}

TEST_CASE("metric/logistic_fit an intercept alone moves one share to the truth") {
  const auto fit = intercept({{0.5, 10, 10, 2}});
  REQUIRE(fit);
  CHECK(near(fit->intercept, logit(0.2) - 0.5));
  CHECK(fit->slope == 1);
  CHECK(near(fit->intercept_error, 1 / std::sqrt(10 * 0.16)));
  CHECK(fit->slope_error == 0);
  // Twice the weight on each row: the same rows, no more sure.
  CHECK(near(intercept({{0.5, 20, 40, 4}})->intercept_error, fit->intercept_error));
}

TEST_CASE("metric/logistic_fit is empty where the likelihood has no maximum") {
  CHECK(!slope({}));
  CHECK(!intercept({}));
  CHECK(!intercept({{0, 5, 5, 0}}));
  CHECK(!intercept({{0, 5, 5, 5}}));
  CHECK(!slope({{0, 5, 5, 2}}));                              // one x
  CHECK(!slope({{0, 5, 5, 0}, {1, 5, 5, 5}}));                // apart
  CHECK(!slope({{0, 5, 5, 2}, {1, 5, 5, 5}}));                // apart but for a tie
  CHECK(!slope({{0, 5, 5, 5}, {1, 5, 5, 0}, {2, 5, 5, 0}}));  // the other way around
  CHECK(slope({{0, 5, 5, 0}, {1, 5, 5, 5}, {2, 5, 5, 4}}));   // not apart
  CHECK(intercept({{0, 5, 5, 0}, {1, 5, 5, 5}}));
}

TEST_CASE("metric/logistic_fit finds far answers, and those of narrow logits") {
  // Scores that are certain and wrong, and a shift of 27.
  CHECK(near(intercept({{-27, 1000, 1000, 500}})->intercept, 27));
  CHECK(near(intercept({{27, 1e6, 1e6, 1}})->intercept, logit(1e-6) - 27));
  const auto fit = slope({{1e-7, 100, 100, 40}, {3e-7, 100, 100, 60}});
  REQUIRE(fit);
  CHECK(std::fabs(fit->slope / ((logit(0.6) - logit(0.4)) / 2e-7) - 1) < 1e-9);
  const auto wrong = slope({{27, 100, 100, 1}, {-27, 100, 100, 99}});
  REQUIRE(wrong);
  CHECK(near(wrong->slope, logit(0.01) / 27));
}
