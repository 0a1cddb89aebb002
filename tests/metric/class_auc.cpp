// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/class_auc.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace {

using namespace telltale;

struct columns {
  std::vector<double> scores;
  std::vector<std::uint16_t> actual;
  std::vector<double> weights;
  std::size_t classes = 0;

  [[nodiscard]] scored_class_batch<double> batch() const {
    return {actual, actual, scores, classes, weights};
  }
};

}  // namespace

TEST_CASE("metric/class_auc is scikit-learn's") {
  for (const auto& c : golden::load("score_curve.json")["classes"]) {
    columns all{c["scores"], c["actual"], {}, c["classes"]};
    if (!c["weights"].is_null()) all.weights = c["weights"].get<std::vector<double>>();
    const auto check = [&](const auto& m) {
      const std::string name{m.name()};
      CAPTURE(name);
      if (!c["expected"].contains(name)) return;
      const auto got = m(all.batch());
      REQUIRE(got);
      CHECK(golden::close(got->value, c["expected"][name].get<double>()));
      CHECK(got->bounds.has_value() == (name.substr(0, 7) == "roc_auc"));
    };
    check(metric::roc_auc_ovr_macro);
    check(metric::roc_auc_ovr_weighted);
    check(metric::roc_auc_ovo_macro);
    check(metric::roc_auc_ovo_weighted);
    check(metric::average_precision_macro);
    check(metric::average_precision_weighted);
  }
}

TEST_CASE("metric/class_auc leaves out a class that does not occur") {
  // The third class has no rows: what remains are the two others.
  const columns all{
      {0.6, 0.3, 0.1, 0.5, 0.4, 0.1, 0.2, 0.7, 0.1, 0.55, 0.35, 0.1}, {0, 1, 1, 0}, {}, 3};
  const std::vector<double> first{0.6, 0.5, 0.2, 0.55}, second{0.3, 0.4, 0.7, 0.35};
  const std::vector<std::uint8_t> of_first{1, 0, 0, 1}, of_second{0, 1, 1, 0};
  const double a = metric::roc_auc(binary_batch<double>{first, of_first})->value;
  const double b = metric::roc_auc(binary_batch<double>{second, of_second})->value;
  CHECK(metric::roc_auc_ovr_macro(all.batch())->value == doctest::Approx((a + b) / 2));
  CHECK(metric::roc_auc_ovo_macro(all.batch())->value == doctest::Approx((a + b) / 2));
}

TEST_CASE("metric/class_auc has no answer for no rows, and for one class") {
  CHECK_FALSE(metric::roc_auc_ovr_macro(scored_class_batch<float>{}));
  CHECK_FALSE(metric::roc_auc_ovo_weighted(scored_class_batch<float>{}));
  const columns one{{0.6, 0.4, 0.5, 0.5}, {1, 1}, {}, 2};
  CHECK_FALSE(metric::roc_auc_ovr_macro(one.batch()));
  CHECK_FALSE(metric::roc_auc_ovo_macro(one.batch()));
  CHECK_FALSE(metric::average_precision_weighted(one.batch()));
}

TEST_CASE("metric/class_auc leaves out a row that cannot be used, for every class alike") {
  const columns want{
      {0.6, 0.3, 0.1, 0.5, 0.4, 0.1, 0.2, 0.7, 0.1, 0.3, 0.3, 0.4}, {0, 1, 1, 2}, {1, 2, 3, 4}, 3};
  columns all = want;
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const auto add = [&](std::vector<double> scores, std::uint16_t label, double weight) {
    all.scores.insert(all.scores.end(), scores.begin(), scores.end());
    all.actual.push_back(label);
    all.weights.push_back(weight);
  };
  add({0.2, nan, 0.8}, 1, 1);      // a score of one class
  add({0.2, 0.9, 1.5}, 1, 1);      // out of range
  add({0.9, 0.05, 0.05}, 1, nan);  // a weight
  add({0.9, 0.05, 0.05}, 1, -1);
  add({0.9, 0.05, 0.05}, 3, 1);  // a label
  const auto check = [&](const auto& m) {
    CAPTURE(m.name());
    REQUIRE(m(want.batch()));
    CHECK(m(all.batch()) == m(want.batch()));
    CHECK(m(want.batch())->n == 3);  // 10^2 / 30
  };
  std::apply([&](const auto&... m) { (check(m), ...); }, metric::class_auc_metrics);
}

TEST_CASE("metric/class_auc of two classes is the area, with DeLong's interval") {
  std::mt19937_64 rng{51};
  for (int trial = 0; trial < 30; ++trial) {
    const std::size_t n = 6 + rng() % 60;
    columns all{{}, {}, {}, 2};
    std::vector<double> scores;
    std::vector<std::uint8_t> actual;
    for (std::size_t i = 0; i < n; ++i) {
      const std::uint64_t label = i < 4 ? i % 2 : rng() % 2, draw = rng() % 24;
      const double score = static_cast<double>(draw + 8 * label) / 32;
      all.scores.insert(all.scores.end(), {1 - score, score});
      all.actual.push_back(static_cast<std::uint16_t>(label));
      scores.push_back(score);
      actual.push_back(static_cast<std::uint8_t>(label));
    }
    const auto want = metric::roc_auc(binary_batch<double>{scores, actual});
    const auto check = [&](const auto& m) {
      CAPTURE(m.name());
      const auto got = m(all.batch());
      CHECK(got->value == doctest::Approx(want->value).epsilon(1e-13));
      CHECK(got->n == want->n);
      CHECK(got->bounds->lower == doctest::Approx(want->bounds->lower).epsilon(1e-9));
      CHECK(got->bounds->upper == doctest::Approx(want->bounds->upper).epsilon(1e-9));
    };
    check(metric::roc_auc_ovr_macro);
    check(metric::roc_auc_ovr_weighted);
    check(metric::roc_auc_ovo_macro);
    check(metric::roc_auc_ovo_weighted);
    // Rows of one weight tell as much as rows without.
    all.weights.assign(n, 0.25);
    check(metric::roc_auc_ovr_weighted);
    check(metric::roc_auc_ovo_macro);
  }
}

TEST_CASE("metric/class_auc covers the true mean of areas" * doctest::test_suite("simulation")) {
  std::mt19937_64 rng{52};
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  const auto draw = [&](std::size_t n) {
    columns all{{}, {}, {}, 3};
    for (std::size_t i = 0; i < n; ++i) {
      const double u = uniform(rng);
      const std::uint16_t label = u < 0.6 ? 0 : u < 0.9 ? 1 : 2;
      double raw[3], sum = 0;
      for (std::size_t k = 0; k < 3; ++k) {
        const double apart = k == label ? 0.7 + 0.5 * label : 0;
        raw[k] = std::exp(normal(rng) + apart);
        sum += raw[k];
      }
      for (const double each : raw) all.scores.push_back(each / sum);
      all.actual.push_back(label);
    }
    return all;
  };
  const columns population = draw(200'000);
  constexpr int trials = 200;
  std::vector<columns> samples;
  for (int i = 0; i < trials; ++i) samples.push_back(draw(200));
  const auto check = [&](const auto& m) {
    CAPTURE(m.name());
    const double truth = m(population.batch())->value;
    int covered = 0;
    for (const columns& one : samples) {
      const auto got = m(one.batch());
      covered += got->bounds->lower <= truth && truth <= got->bounds->upper;
    }
    CHECK(covered >= 0.92 * trials);
    CHECK(covered <= 0.99 * trials);
  };
  check(metric::roc_auc_ovr_macro);
  check(metric::roc_auc_ovr_weighted);
  check(metric::roc_auc_ovo_macro);
  check(metric::roc_auc_ovo_weighted);
}

TEST_CASE("metric/class_auc of a perfect score is as sure as the smallest class is large") {
  const columns all{{0.8, 0.1, 0.1, 0.7, 0.2, 0.1, 0.1, 0.8, 0.1, 0.2, 0.6,
                     0.2, 0.1, 0.1, 0.8, 0.2, 0.2, 0.6, 0.2, 0.1, 0.7},
                    {0, 0, 1, 1, 2, 2, 2},
                    {},
                    3};
  const auto got = metric::roc_auc_ovr_macro(all.batch());
  CHECK(got->value == 1);
  CHECK(got->bounds->upper == 1);
  CHECK(got->bounds->lower == doctest::Approx(std::sqrt(0.025)));
}
