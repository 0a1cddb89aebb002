// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/row_errors.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace telltale;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
static_assert(metric::log_cosh_error.reads<regression_batch<float>>);
static_assert(!metric::directional_accuracy.reads<state::residuals>);
static_assert(noexcept(metric::log_cosh_error(regression_batch<double>{})));

struct columns {
  std::vector<double> actual, predicted, naive, weights;
  regression_batch<double> batch() const { return {actual, predicted, naive, weights}; }
};

columns of(const nlohmann::json& c) {
  columns all{
      c["actual"].get<std::vector<double>>(), c["predicted"].get<std::vector<double>>(), {}, {}};
  if (c.contains("weights")) all.weights = c["weights"].get<std::vector<double>>();
  if (c.contains("naive"))
    for (const auto& x : c["naive"]) all.naive.push_back(x.is_null() ? unknown : x.get<double>());
  return all;
}

bool covers(const std::optional<estimate>& got, double want) {
  return got->bounds->lower <= want && want <= got->bounds->upper;
}

}  // namespace

TEST_CASE("metric/row_errors equal scikit-learn and NumPy, with weights") {
  const auto file = golden::load("correlation.json");
  int deviances = 0;
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto& want = c["expected"];
    const columns all = of(c);
    const auto rows = all.batch();
    golden::check(metric::huber_loss(rows, 0.5), want["huber_half"]);
    golden::check(metric::huber_loss(rows, 2), want["huber_2"]);
    golden::check(metric::log_cosh_error(rows), want["log_cosh_error"]);
    if (want.contains("directional_accuracy"))
      golden::check(metric::directional_accuracy(rows), want["directional_accuracy"]);
    else
      CHECK(!metric::directional_accuracy(rows));
    for (const double power : {-1.0, 0.0, 1.0, 1.5, 2.0, 3.0}) {
      std::string name = "tweedie_" + std::to_string(static_cast<int>(power));
      if (power == 1.5) name = "tweedie_1.5";
      CAPTURE(name);
      const auto got = metric::mean_tweedie_deviance(rows, power);
      REQUIRE(got.has_value() == want.contains(name));
      if (!got) continue;
      ++deviances;
      const double value = want[name][0].get<double>(), size = std::fabs(all.actual[0]);
      const double terms = size > 1e6 ? 10 * std::pow(size, 2 - power) : 0;  // which cancel there
      CHECK(std::fabs(got->value - value) <= 1e-12 * (1 + std::fabs(value) + terms));
    }
  }
  CHECK(deviances > 30);
}

TEST_CASE("metric/row_errors the edges of their pieces") {
  const auto one = [](double error) { return columns{{0}, {error}, {}, {}}; };
  const auto huber = [&](double error) { return metric::huber_loss(one(error).batch(), 2)->value; };
  CHECK(huber(2) == 2);
  CHECK(huber(-2) == 2);
  CHECK(huber(3) == 4);
  CHECK(huber(-1) == 0.5);
  const auto cosh = [&](double error) { return metric::log_cosh_error(one(error).batch())->value; };
  CHECK(cosh(0) == 0);
  CHECK(golden::close(cosh(1e-9), 5e-19, 1e-12));
  CHECK(cosh(1e-9) > 4.9e-19);
  CHECK(golden::close(cosh(1), 0.4337808304830271));
  CHECK(golden::close(cosh(20), 20 - std::log(2), 1e-15));
  CHECK(golden::close(cosh(-20.5), 20.5 - std::log(2), 1e-15));
  CHECK(golden::close(cosh(1e60), 1e60));
}

TEST_CASE("metric/row_errors the side of the naive forecast, on it included") {
  // Up and up, up and down, on it and on it, on it and up, no forecast.
  const columns all{{2, 2, 1, 1, 5}, {3, 0, 1, 2, 6}, {1, 1, 1, 1, unknown}, {}};
  const auto got = metric::directional_accuracy(all.batch());
  CHECK(got->value == 0.5);
  CHECK(got->n == 4);
  columns weighted = all;
  weighted.weights = {4, 1, 0, 1, 9};
  CHECK(golden::close(metric::directional_accuracy(weighted.batch())->value, 4.0 / 6));
}

TEST_CASE("metric/row_errors leave out what is unusable, and are empty without a row") {
  const columns all{{0, unknown, 1e61, 0, 0, 0}, {1, 1, 1, unknown, 7, 8}, {}, {2, 1, 1, 1, -1, 0}};
  CHECK(metric::huber_loss(all.batch(), 5)->value == 0.5);
  CHECK(metric::huber_loss(all.batch(), 5)->n == 1);
  const columns nothing;
  CHECK(!metric::huber_loss(nothing.batch(), 1));
  CHECK(!metric::log_cosh_error(nothing.batch()));
  CHECK(!metric::directional_accuracy(nothing.batch()));
  CHECK(!metric::mean_tweedie_deviance(nothing.batch(), 1));
}

TEST_CASE("metric/row_errors the powers and rows that a Tweedie deviance is of") {
  const columns fine{{1, 2}, {2, 1}, {}, {}};
  CHECK(!metric::mean_tweedie_deviance(fine.batch(), 0.5));
  CHECK(!metric::mean_tweedie_deviance(fine.batch(), std::nextafter(0, 1)));
  CHECK(!metric::mean_tweedie_deviance(fine.batch(), std::nextafter(1, 0)));
  CHECK(!metric::mean_tweedie_deviance(fine.batch(), unknown));
  CHECK(metric::mean_tweedie_deviance(fine.batch(), 0)->value == 1);
  const columns zero{{0, 2}, {2, 1}, {}, {}}, below{{-1, 2}, {2, 1}, {}, {}};
  CHECK(metric::mean_tweedie_deviance(zero.batch(), 1.99));
  CHECK(!metric::mean_tweedie_deviance(zero.batch(), 2));
  CHECK(!metric::mean_tweedie_deviance(zero.batch(), 2.5));
  CHECK(!metric::mean_tweedie_deviance(below.batch(), 1));
  CHECK(metric::mean_tweedie_deviance(below.batch(), -1));
  CHECK(metric::mean_tweedie_deviance(below.batch(), 0));
  const columns said{{1, 2}, {0, 1}, {}, {}};
  CHECK(!metric::mean_tweedie_deviance(said.batch(), -1));
  CHECK(metric::mean_tweedie_deviance(said.batch(), 0));
  columns masked = said;
  masked.weights = {0, 1};
  CHECK(metric::mean_tweedie_deviance(masked.batch(), 1.5));
  const columns equal{{3}, {3}, {}, {}};
  CHECK(metric::mean_tweedie_deviance(equal.batch(), 1.7)->value >= 0);
  const columns vast{{1e60}, {1e-60}, {}, {}};
  CHECK(!metric::mean_tweedie_deviance(vast.batch(), -5));  // beyond a double
}

TEST_CASE("metric/row_errors' intervals cover") {
  std::mt19937_64 rng{2};
  std::normal_distribution<double> normal;
  int huber = 0, cosh = 0, side = 0;
  constexpr int runs = 2000;
  for (int run = 0; run < runs; ++run) {
    columns all;
    for (int i = 0; i < 60; ++i) {
      const double y = normal(rng), e = normal(rng);
      all.actual.push_back(y), all.predicted.push_back(y + e), all.naive.push_back(0);
    }
    huber += covers(metric::huber_loss(all.batch(), 1), 0.42466021665622933);
    cosh += covers(metric::log_cosh_error(all.batch()), 0.374567207491438);
    side += covers(metric::directional_accuracy(all.batch()), 0.75);
  }
  for (const int held : {huber, cosh, side}) {
    CHECK_MESSAGE(held >= 0.925 * runs, held);
    CHECK_MESSAGE(held <= 0.97 * runs, held);
  }
}
