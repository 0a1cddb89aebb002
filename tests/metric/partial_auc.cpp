// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/partial_auc.hpp>

#include <doctest/doctest.h>

#include "curve_golden.hpp"

#include <telltale/metric/ranking_quality.hpp>

#include <algorithm>
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

TEST_CASE("metric/partial_auc is scikit-learn's, and log AUC the definition, ties and weights") {
  golden::for_each_curve(
      [](const auto& batch, const nlohmann::json& expected) {
        golden::check_value(metric::partial_auc_001(batch), expected, "partial_auc_0.01");
        golden::check_value(metric::partial_auc_01(batch), expected, "partial_auc_0.1");
        golden::check_value(metric::log_auc(batch), expected, "log_auc");
      },
      "score_areas.json");
}

TEST_CASE("metric/partial_auc is 1 for a perfect score, and its least for the opposite") {
  std::vector<double> scores;
  std::vector<std::uint8_t> right, wrong;
  for (int i = 0; i < 1000; ++i) {
    scores.push_back(i / 1000.0);
    right.push_back(i >= 700);
    wrong.push_back(i < 700);
  }
  const binary_batch<double> perfect{scores, right}, opposite{scores, wrong};
  CHECK(metric::partial_auc_01(perfect)->value == doctest::Approx(1).epsilon(1e-14));
  CHECK(metric::partial_auc_01(perfect)->bounds->upper == doctest::Approx(1).epsilon(1e-14));
  CHECK(metric::partial_auc_01(perfect)->bounds->lower < 0.99);
  CHECK(metric::log_auc(perfect)->value == doctest::Approx(1).epsilon(1e-14));
  CHECK(metric::partial_auc_01(opposite)->value == metric::partial_auc_01.range().lower);
  CHECK(metric::partial_auc_01.range().lower == doctest::Approx(0.9 / 1.9));
  CHECK(metric::partial_auc_01(opposite)->bounds->lower == metric::partial_auc_01.range().lower);
  CHECK(metric::log_auc(opposite)->value == 0);
}

TEST_CASE("metric/partial_auc up to a rate of 1 is the area, and its interval nearly DeLong's") {
  std::mt19937_64 rng{11};
  for (int trial = 0; trial < 20; ++trial) {
    sample all{rng, 400, 0.4, 1};
    if (trial % 2 == 0)
      for (double& score : all.scores) score = std::round(score * 16) / 16;
    const auto whole = metric::roc_auc(all.batch());
    const auto part = metric::detail::partial_auc("partial_auc_1", 1)(all.batch());
    CHECK(part->value == doctest::Approx(whole->value).epsilon(1e-13));
    CHECK(part->bounds->lower == doctest::Approx(whole->bounds->lower).epsilon(1e-9));
    CHECK(part->bounds->upper == doctest::Approx(whole->bounds->upper).epsilon(1e-9));
  }
}

TEST_CASE(
    "metric/partial_auc varies as what each row adds, up to where the curve comes to the limit") {
  // 100 negatives, of which ten come between the first ten of 20 positives; then the others, at a
  // rate of exactly 10 %.
  std::vector<double> scores, of_positives, of_negatives;
  std::vector<std::uint8_t> actual;
  double above = 0, found = 0;
  for (int i = 0; i < 120; ++i) {
    const bool positive = i < 20 ? i % 2 == 1 : i < 30;
    scores.push_back((120 - i) / 128.0);
    actual.push_back(positive);
    if (positive)
      of_positives.push_back(std::max(0.0, 0.1 - above / 100) / 0.1), ++found;
    else
      of_negatives.push_back(above < 10 ? (found / 20 - 9.0 / 20) / 0.1 : 0), ++above;
  }
  const auto mean = [](const std::vector<double>& x) {
    double sum = 0;
    for (const double one : x) sum += one;
    return sum / static_cast<double>(x.size());
  };
  const auto variance = [&](const std::vector<double>& x) {
    double sum = 0;
    for (const double one : x) sum += (one - mean(x)) * (one - mean(x));
    return sum / static_cast<double>(x.size() - 1);
  };
  const double share = mean(of_positives);
  const auto of_both =
      metric::area_variance::of(variance(of_positives) / 20, variance(of_negatives) / 100, 20, 10);
  const interval want = metric::auc_interval(10, of_both, share, share, {});
  const auto got = metric::partial_auc_01(binary_batch<double>{scores, actual});
  const auto standardised = [](double x) { return (1 + (x - 0.05) / 0.95) / 2; };
  CHECK(got->value == doctest::Approx(standardised(share)).epsilon(1e-12));
  CHECK(got->bounds->lower == doctest::Approx(standardised(want.lower)).epsilon(1e-10));
  CHECK(got->bounds->upper == doctest::Approx(standardised(want.upper)).epsilon(1e-10));
}

TEST_CASE("metric/partial_auc is as sure of rows of one weight as of rows without") {
  std::mt19937_64 rng{12};
  const sample plain{rng, 500, 0.3, 1.5};
  sample heavy = plain;
  heavy.weights.assign(500, 0.25);
  const auto a = metric::partial_auc_01(plain.batch()), b = metric::partial_auc_01(heavy.batch());
  CHECK(a->value == doctest::Approx(b->value).epsilon(1e-13));
  CHECK(a->n == b->n);
  CHECK(a->bounds->lower == doctest::Approx(b->bounds->lower).epsilon(1e-9));
  CHECK(a->bounds->upper == doctest::Approx(b->bounds->upper).epsilon(1e-9));
}

TEST_CASE("metric/partial_auc has an interval from ten negatives left of the limit on") {
  for (const std::size_t negatives : {99u, 100u}) {
    std::vector<double> scores;
    std::vector<std::uint8_t> actual;
    for (std::size_t i = 0; i < negatives + 20; ++i) {
      scores.push_back(static_cast<double>(i * 37 % 100) / 100);
      actual.push_back(i < 20);
    }
    const auto got = metric::partial_auc_01(binary_batch<double>{scores, actual});
    CHECK(got->bounds.has_value() == (negatives == 100));
    CHECK_FALSE(metric::log_auc(binary_batch<double>{scores, actual})->bounds);
  }
}

TEST_CASE("metric/partial_auc has an interval from two positives on") {
  for (const std::size_t positives : {1u, 2u}) {
    std::vector<double> scores;
    std::vector<std::uint8_t> actual;
    for (std::size_t i = 0; i < 200 + positives; ++i) {
      scores.push_back(static_cast<double>(i * 37 % 211) / 211);
      actual.push_back(i < positives);
    }
    const auto got = metric::partial_auc_01(binary_batch<double>{scores, actual});
    REQUIRE(got);
    CHECK(got->bounds.has_value() == (positives == 2));
  }
}

TEST_CASE("metric/partial_auc covers the true area") {
  std::mt19937_64 rng{13};
  const sample population{rng, 400'000, 0.3, 1.5};
  const double truth = metric::partial_auc_01(population.batch())->value;
  constexpr int trials = 300;
  int covered = 0;
  for (int i = 0; i < trials; ++i) {
    const sample one{rng, 400, 0.3, 1.5};
    const auto got = metric::partial_auc_01(one.batch());
    covered += got->bounds->lower <= truth && truth <= got->bounds->upper;
  }
  CHECK(covered >= 0.91 * trials);
}

TEST_CASE("metric/partial_auc has no answer without both classes, or of dropped rows") {
  const std::vector<double> scores{0.9, 0.8};
  const std::vector<std::uint8_t> ones{1, 1}, mixed{0, 1};
  CHECK_FALSE(metric::partial_auc_01(binary_batch<double>{scores, ones}));
  CHECK_FALSE(metric::log_auc(binary_batch<double>{}));
  state::scored_rows<double> dropped{1};
  dropped.update(binary_batch<double>{scores, mixed});
  CHECK_FALSE(metric::partial_auc_001(dropped));
  CHECK_FALSE(metric::log_auc(dropped));
}

TEST_CASE("metric/partial_auc of 100,000 rows, 0.3 % of them positives") {
  golden::for_large_curve([](const auto& batch, const nlohmann::json& expected) {
    golden::check_value(metric::partial_auc_001(batch), expected, "partial_auc_0.01");
    golden::check_value(metric::partial_auc_01(batch), expected, "partial_auc_0.1");
    golden::check_value(metric::log_auc(batch), expected, "log_auc");
  });
}
