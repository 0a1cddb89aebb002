// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/rank_correlation.hpp>

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

std::optional<estimate> of(const std::vector<double>& actual, const std::vector<double>& predicted,
                           const std::vector<double>& weights = {}) {
  return metric::spearman_correlation(regression_batch<double>{actual, predicted, {}, weights});
}

}  // namespace

TEST_CASE("metric/rank_correlation equals SciPy, ties included") {
  const auto file = golden::load("correlation.json");
  int answers = 0;
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    if (c.contains("weights")) continue;
    const auto got =
        of(c["actual"].get<std::vector<double>>(), c["predicted"].get<std::vector<double>>());
    REQUIRE(got.has_value() == c["expected"].contains("spearman_correlation"));
    if (!got) continue;
    ++answers;
    golden::check(got, c["expected"]["spearman_correlation"]);
  }
  CHECK(answers > 8);
}

TEST_CASE("metric/rank_correlation is of the order alone") {
  std::mt19937_64 rng{3};
  std::normal_distribution<double> normal;
  std::vector<double> y(100), p(100), bent(100), turned(100);
  for (std::size_t i = 0; i < 100; ++i) {
    y[i] = normal(rng), p[i] = y[i] + normal(rng);
    bent[i] = std::exp(3 * p[i]), turned[i] = -p[i];
  }
  CHECK(of(y, p) == of(y, bent));
  CHECK(of(y, turned)->value == -of(y, p)->value);
  CHECK(of(y, p)->value == of(p, y)->value);
  CHECK(of({1, 2, 3}, {10, 11, 1e9})->value == 1);
  CHECK(of({1, 2, 3}, {3, 2, 1})->value == -1);
  CHECK(of({1, std::nextafter(1, 2)}, {1, 2})->value == 1);
}

TEST_CASE("metric/rank_correlation is empty while it has no answer") {
  CHECK(!of({}, {}));
  CHECK(!of({1}, {2}));
  CHECK(!of({1, 1}, {1, 2}));
  CHECK(!of({1, 2}, {1, 1}));
  CHECK(!of({1, 2}, {1, 2}, {1, 1}));
  CHECK(!of({1, 2, 3}, {1, 3, 2})->bounds);
  CHECK(of({1, 2, 3, 4}, {1, 3, 2, 4})->bounds);
  CHECK(!of({1, 2, 3, 4}, {1, 2, 3, 4})->bounds);
  const double unknown = std::numeric_limits<double>::quiet_NaN();
  CHECK(of({1, 2, unknown, 3}, {1, 2, 5, 3})->value == 1);
  CHECK(of({1, 2, unknown, 3}, {1, 2, 5, 3})->n == 3);
}

TEST_CASE("metric/rank_correlation's interval covers") {
  std::mt19937_64 rng{21};
  std::normal_distribution<double> normal;
  constexpr double pi = 3.14159265358979323846;
  constexpr int runs = 2000;
  for (const double noise : {0.7, 2.0}) {
    // Of normal rows of Pearson's r: Spearman's is 6 / pi asin(r / 2).
    const double want = 6 / pi * std::asin(1 / std::sqrt(1 + noise * noise) / 2);
    int held = 0;
    for (int run = 0; run < runs; ++run) {
      std::vector<double> y, p;
      for (int i = 0; i < 50; ++i) {
        const double truth = normal(rng), error = noise * normal(rng);
        y.push_back(truth), p.push_back(truth + error);
      }
      const auto got = of(y, p);
      held += got->bounds->lower <= want && want <= got->bounds->upper;
    }
    CHECK_MESSAGE(held >= 0.93 * runs, noise, ": ", held);
    CHECK_MESSAGE(held <= 0.97 * runs, noise, ": ", held);
  }
}
