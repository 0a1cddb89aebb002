// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/equal_error_rate.hpp>

#include <doctest/doctest.h>

#include "curve_golden.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace {

using namespace telltale;

struct sample {
  std::vector<double> scores, weights;
  std::vector<std::uint8_t> actual;

  // Scores of two normal classes, so far apart.
  sample(std::mt19937_64& rng, std::size_t n, double rate, double apart) {
    std::normal_distribution<double> normal;
    std::uniform_real_distribution<double> uniform;
    for (std::size_t i = 0; i < n; ++i) {
      const bool positive = uniform(rng) < rate;
      scores.push_back(1 / (1 + std::exp(-normal(rng) - (positive ? apart : 0))));
      actual.push_back(static_cast<std::uint8_t>(positive));
    }
  }
  binary_batch<double> batch() const { return {scores, actual, 0.5, weights}; }
};

}  // namespace

TEST_CASE("metric/equal_error_rate is the definition, ties and weights included") {
  golden::for_each_curve(
      [](const auto& batch, const nlohmann::json& expected) {
        golden::check_value(metric::equal_error_rate(batch), expected, "equal_error_rate");
      },
      "score_areas.json");
}

TEST_CASE("metric/equal_error_rate takes the highest of the thresholds that are as close") {
  // At 0.8 the rates are 1/2 and 3/4, at 0.7 they are 1/2 and 1/4.
  const std::vector<double> scores{0.9, 0.8, 0.7, 0.7, 0.2, 0.1};
  const std::vector<std::uint8_t> actual{1, 0, 1, 1, 0, 1};
  CHECK(metric::equal_error_rate(binary_batch<double>{scores, actual})->value == 0.625);
  // Wholly wrong: rates 0 and 1 for nothing, 1 and 1 next, 1 and 0 for all.
  const std::vector<double> two{0.2, 0.7};
  const std::vector<std::uint8_t> wrong{1, 0}, right{0, 1};
  CHECK(metric::equal_error_rate(binary_batch<double>{two, wrong})->value == 1);
  CHECK(metric::equal_error_rate(binary_batch<double>{two, right})->value == 0);
  const interval none = *metric::equal_error_rate(binary_batch<double>{two, right})->bounds;
  CHECK(none == metric::wilson(0, 1, 1.959963984540054));
  // One cut, 1 and 0: no closer than nothing, 0 and 1.
  const std::vector<double> same{0.5, 0.5};
  CHECK(metric::equal_error_rate(binary_batch<double>{same, right})->value == 0.5);
}

TEST_CASE("metric/equal_error_rate varies as two equal classes do where the curve has slope 1") {
  // Each class 1 of 4 wrong, symmetrically: half of the error of either class comes through.
  const std::vector<double> scores{0.9, 0.8, 0.7, 0.3, 0.6, 0.4, 0.2, 0.1};
  const std::vector<std::uint8_t> actual{1, 1, 1, 1, 0, 0, 0, 0};
  const auto got = metric::equal_error_rate(binary_batch<double>{scores, actual});
  CHECK(got->value == 0.25);
  const interval want = metric::wilson(0.25, 8, 1.959963984540054);
  CHECK(got->bounds->lower == doctest::Approx(want.lower).epsilon(1e-12));
  CHECK(got->bounds->upper == doctest::Approx(want.upper).epsilon(1e-12));
  CHECK(got->n == 8);
}

TEST_CASE("metric/equal_error_rate is as sure of rows of one weight as of rows without") {
  std::mt19937_64 rng{21};
  const sample plain{rng, 200, 0.3, 1.5};
  sample heavy = plain;
  heavy.weights.assign(200, 3);
  const auto a = metric::equal_error_rate(plain.batch());
  const auto b = metric::equal_error_rate(heavy.batch());
  CHECK(a->value == doctest::Approx(b->value).epsilon(1e-13));
  CHECK(a->bounds->lower == doctest::Approx(b->bounds->lower).epsilon(1e-9));
  CHECK(a->bounds->upper == doctest::Approx(b->bounds->upper).epsilon(1e-9));
}

TEST_CASE("metric/equal_error_rate covers the true rate") {
  std::mt19937_64 rng{22};
  const sample population{rng, 400'000, 0.2, 1.5};
  const double truth = metric::equal_error_rate(population.batch())->value;
  constexpr int trials = 300;
  int covered = 0;
  for (int i = 0; i < trials; ++i) {
    const sample one{rng, 500, 0.2, 1.5};
    const auto got = metric::equal_error_rate(one.batch());
    covered += got->bounds->lower <= truth && truth <= got->bounds->upper;
  }
  CHECK(covered >= 0.91 * trials);
  CHECK(covered <= 0.99 * trials);
}

TEST_CASE("metric/equal_error_rate has no answer without both classes, or of dropped rows") {
  const std::vector<double> scores{0.9, 0.8};
  const std::vector<std::uint8_t> ones{1, 1}, mixed{0, 1};
  CHECK_FALSE(metric::equal_error_rate(binary_batch<double>{scores, ones}));
  CHECK_FALSE(metric::equal_error_rate(binary_batch<double>{}));
  state::scored_rows<double> dropped{1};
  dropped.update(binary_batch<double>{scores, mixed});
  CHECK_FALSE(metric::equal_error_rate(dropped));
}

TEST_CASE("metric/equal_error_rate of 100,000 rows, 0.3 % of them positives") {
  golden::for_large_curve([](const auto& batch, const nlohmann::json& expected) {
    golden::check_value(metric::equal_error_rate(batch), expected, "equal_error_rate");
  });
}
