// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/calibration_error.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <random>

namespace {

using namespace telltale;

binary_outcome<double> row(double score, int actual) {
  return {score, static_cast<std::uint8_t>(actual)};
}
bool near(double a, double b) { return std::fabs(a - b) < 1e-14; }

}  // namespace

TEST_CASE("metric/calibration_error by hand, on four bins") {
  state::calibration<4> s;
  for (const auto& r : {row(0.1, 0), row(0.2, 1), row(0.5, 0), row(0.9, 1), row(1.0, 1)})
    s.update(r);
  // Bins: {0.1, 0.2} gap 0.35; {0.5} gap 0.5; {0.9, 1} gap 0.05.
  CHECK(near(metric::expected_calibration_error(s)->value, (2 * 0.35 + 0.5 + 2 * 0.05) / 5));
  CHECK(near(metric::root_mean_squared_calibration_error(s)->value,
             std::sqrt((2 * 0.35 * 0.35 + 0.25 + 2 * 0.0025) / 5)));
  CHECK(near(metric::maximum_calibration_error(s)->value, 0.5));
  CHECK(metric::expected_calibration_error(s)->n == 5);
  CHECK(!metric::expected_calibration_error(s)->bounds);
}

TEST_CASE("metric/calibration_error is empty before a row, and orders its three forms") {
  state::calibration<> s;
  CHECK(!metric::expected_calibration_error(s));
  CHECK(!metric::root_mean_squared_calibration_error(s));
  CHECK(!metric::maximum_calibration_error(s));
  std::mt19937_64 rng{8};
  std::uniform_real_distribution<double> uniform;
  for (int i = 0; i < 500; ++i) {
    s.update(row(uniform(rng), uniform(rng) < 0.3));
    const double mean = metric::expected_calibration_error(s)->value;
    const double root = metric::root_mean_squared_calibration_error(s)->value;
    const double most = metric::maximum_calibration_error(s)->value;
    CHECK(mean <= root + 1e-12);
    CHECK(root <= most + 1e-12);
    CHECK(most <= 1);
  }
}

TEST_CASE("metric/calibration_error a perfect model of 1000 rows in 15 bins has about 0.04") {
  std::mt19937_64 rng{9};
  std::uniform_real_distribution<double> uniform;
  double sum = 0;
  constexpr int runs = 200;
  for (int run = 0; run < runs; ++run) {
    state::calibration<> s;
    for (int i = 0; i < 1000; ++i) {
      const double p = uniform(rng);
      s.update(row(p, uniform(rng) < p));
    }
    sum += metric::expected_calibration_error(s)->value;
  }
  // sqrt(2 / pi) E sqrt(p (1 - p)) / sqrt(1000 / 15), in which the mean root is pi / 8.
  CHECK(std::fabs(sum / runs - 0.0384) < 0.001);
}

TEST_CASE("metric/calibration_error gives the reliability diagram as data") {
  state::bundle<state::calibration<5>> s;
  s.update(row(0.1, 1)), s.update(row(0.19, 0)), s.update(row(0.2, 1)), s.update(row(1.0, 1));
  const auto bins = metric::reliability_bins(s);
  static_assert(bins.size() == 5);
  CHECK(bins[0].lower == 0);
  CHECK(bins[0].upper == 0.2);
  CHECK(bins[0].n == 2);
  CHECK(bins[0].positives == 1);
  CHECK(near(*bins[0].mean_score, 0.145));
  CHECK(bins[0].actual->value == 0.5);
  CHECK(bins[0].actual->bounds->lower < 0.2);
  CHECK(bins[1].n == 1);
  CHECK(bins[1].actual->value == 1);
  CHECK(bins[2].n == 0);
  CHECK(!bins[2].mean_score);
  CHECK(!bins[2].actual);
  CHECK(bins[4].upper == 1);
  CHECK(bins[4].n == 1);
  CHECK(*bins[4].mean_score == 1);
}
