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

TEST_CASE("metric/calibration_error debiased by hand, on two bins") {
  state::calibration<2> s;
  for (const auto& r : {row(0.125, 0), row(0.25, 0), row(0.375, 1), row(0.25, 0)}) s.update(r);
  const auto alone = metric::debiased_squared_calibration_error(s);
  // Gap 0.25 - 0.25, less 0.1875 / 3.
  CHECK(near(alone->value, -0.0625));
  CHECK(alone->n == 4);
  // No gap, so the variance is that of 0 alone.
  CHECK(near(alone->bounds->upper, -0.0625 + 1.959963984540054 * std::sqrt(2.0) * 0.0625));
  CHECK(alone->bounds->lower == alone->value);
  s.update(row(0.75, 0));  // alone in its bin: left out
  CHECK(metric::debiased_squared_calibration_error(s)->value == alone->value);
  CHECK(metric::debiased_squared_calibration_error(s)->n == 4);
  s.update(row(0.75, 0));  // two that agree: no noise to take away
  CHECK(near(metric::debiased_squared_calibration_error(s)->value, (4 * -0.0625 + 2 * 0.5625) / 6));
  CHECK(metric::debiased_squared_calibration_error(s)->n == 6);
}

TEST_CASE("metric/calibration_error debiased has no interval without noise, and reaches -1/4") {
  state::calibration<2> s;
  s.update(row(0.5, 1));
  CHECK(!metric::debiased_squared_calibration_error(s));
  s.update(row(0.5, 1));
  CHECK(near(metric::debiased_squared_calibration_error(s)->value, 0.25));
  CHECK(!metric::debiased_squared_calibration_error(s)->bounds);
  s.clear();
  s.update(row(0.5, 1)), s.update(row(0.5, 0));
  CHECK(near(metric::debiased_squared_calibration_error(s)->value, -0.25));
  CHECK(metric::debiased_squared_calibration_error(s)->bounds->lower == -0.25);
}

TEST_CASE("metric/calibration_error debiased of bins better than chance allows: at most 0") {
  state::calibration<16> s;
  for (int b = 0; b < 16; ++b)
    for (int i = 0; i < 32; ++i) s.update(row((2 * b + 1) / 32.0, i < 2 * b + 1));
  const auto e = metric::debiased_squared_calibration_error(s);
  CHECK(e->value < 0);
  CHECK(e->bounds->lower == e->value);
  CHECK(e->bounds->upper == 0);
}

TEST_CASE("metric/calibration_error debiased is right on average, and its interval covers") {
  // Outcomes come with p + tilt (p - p^2): the gap of each bin is known.
  std::mt19937_64 rng{10};
  std::uniform_real_distribution<double> uniform;
  constexpr int runs = 1000, n = 1000;
  for (const double tilt : {0.0, 0.3, -0.8}) {
    CAPTURE(tilt);
    double sum = 0, squares = 0;
    int covered = 0;
    const auto share = [&](double p) { return p + tilt * (p - p * p); };
    double truth = 0;
    for (int i = 0; i < 15; ++i) {
      double gap = 0;
      for (int k = 0; k < 1000; ++k) {
        const double p = (i + (k + 0.5) / 1000) / 15;
        gap += (p - share(p)) / 1000;
      }
      truth += gap * gap / 15;
    }
    for (int run = 0; run < runs; ++run) {
      state::calibration<> s;
      for (int i = 0; i < n; ++i) {
        const double p = uniform(rng), come = uniform(rng);
        s.update(row(p, come < share(p)));
      }
      const auto e = metric::debiased_squared_calibration_error(s);
      sum += e->value;
      squares += e->value * e->value;
      covered += e->bounds->lower <= truth && truth <= e->bounds->upper;
    }
    MESSAGE("tilt ", tilt, ": covered ", double(covered) / runs, ", mean ", sum / runs, " of ",
            truth);
    const double error = std::sqrt((squares / runs - sum / runs * sum / runs) / runs);
    CHECK(std::fabs(sum / runs - truth) < 4 * error);
    CHECK(covered >= 0.93 * runs);
    CHECK(covered <= 0.97 * runs);
  }
}
