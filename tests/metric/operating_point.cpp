// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/operating_point.hpp>

#include <doctest/doctest.h>

#include "curve_golden.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <limits>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace {

using namespace telltale;

TEST_CASE("metric/operating_point is read from scikit-learn's curves") {
  golden::for_each_curve([](const auto& batch, const nlohmann::json& expected) {
    const auto check = [&](const auto& m) {
      golden::check_value(m(batch), expected, std::string{m.name()}.c_str());
    };
    check(metric::recall_at_fpr_0001);
    check(metric::recall_at_fpr_001);
    check(metric::recall_at_precision_09);
    check(metric::precision_at_recall_09);
    check(metric::specificity_at_sensitivity_09);
    const auto chosen = metric::recall_at_fpr(batch, 0.2);
    REQUIRE(chosen.has_value() == !expected.is_null());
    if (chosen)
      CHECK(golden::close(chosen->recall, expected["recall_at_fpr_0.2"].template get<double>()));
  });
}

TEST_CASE("metric/operating_point names the threshold that keeps the promise") {
  const std::vector<double> scores{0.9, 0.8, 0.7, 0.6, 0.5, 0.4};
  const std::vector<std::uint8_t> actual{1, 0, 1, 1, 0, 0};
  const binary_batch<double> batch{scores, actual};
  // A rate that is exactly at the limit keeps the promise.
  CHECK(metric::recall_at_fpr(batch, 1.0 / 3)->threshold == 0.6);
  CHECK(metric::recall_at_fpr(batch, 1.0 / 3)->recall == 1);
  CHECK(metric::recall_at_fpr(batch, 1.0 / 3)->precision == 0.75);
  CHECK(metric::recall_at_fpr(batch, 0.33)->threshold == 0.9);
  CHECK(metric::recall_at_fpr(batch, 0)->false_positive_rate == 0);
  CHECK(metric::recall_at_precision(batch, 0.75)->threshold == 0.6);
  CHECK(metric::recall_at_precision(batch, 0.76)->threshold == 0.9);
  CHECK(metric::precision_at_recall(batch, 1)->precision == 0.75);
  CHECK(metric::precision_at_recall(batch, 0.3)->precision == 1);
  CHECK(metric::specificity_at_sensitivity(batch, 1)->false_positive_rate == 1.0 / 3);
  // Of equal recalls the highest threshold: 0.9 and 0.8 both find one of three.
  CHECK(metric::recall_at_fpr(batch, 0.34)->threshold == 0.6);
  CHECK(metric::specificity_at_sensitivity(batch, 0)->false_positive_rate == 0);
}

TEST_CASE("metric/operating_point takes the highest of the thresholds that give as much") {
  const std::vector<double> scores{0.9, 0.8, 0.7, 0.6, 0.5};
  const std::vector<std::uint8_t> actual{1, 0, 0, 1, 0};
  const binary_batch<double> rows{scores, actual};
  CHECK(metric::recall_at_fpr(rows, 0.7)->threshold == 0.6);
  CHECK(metric::recall_at_fpr(rows, 1)->threshold == 0.6);  // and not 0.5
  CHECK(metric::recall_at_fpr(rows, 0.5)->threshold == 0.9);
  CHECK(metric::specificity_at_sensitivity(rows, 0.5)->threshold == 0.9);
}

TEST_CASE("metric/operating_point calls nothing positive where no threshold keeps the promise") {
  const std::vector<double> scores{0.9, 0.8, 0.7};
  const std::vector<std::uint8_t> actual{0, 1, 1};
  const binary_batch<double> batch{scores, actual};
  const auto none = metric::recall_at_fpr(batch, 0.5);
  CHECK(none->threshold == std::numeric_limits<double>::infinity());
  CHECK_FALSE(none->precision);
  CHECK(none->recall == 0);
  CHECK(metric::recall_at_precision(batch, 0.7)->recall == 0);
  CHECK(metric::recall_at_precision(batch, 2.0 / 3)->recall == 1);
  CHECK(metric::recall_at_fpr_0001(batch)->value == 0);
}

TEST_CASE("metric/operating_point has no answer without both classes, or of dropped rows") {
  const std::vector<double> scores{0.9, 0.8};
  const std::vector<std::uint8_t> ones{1, 1}, mixed{0, 1};
  CHECK_FALSE(metric::precision_at_recall(binary_batch<double>{scores, ones}, 0.5));
  CHECK_FALSE(metric::recall_at_fpr_001(binary_batch<double>{}));
  state::scored_rows<double> dropped{1};
  dropped.update(binary_batch<double>{scores, mixed});
  CHECK_FALSE(metric::recall_at_fpr(dropped, 0.5));
}

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

/// The rows called positive and found at a threshold.
struct called {
  double tp = 0, all = 0;
};
called called_at(const sample& rows, double threshold) {
  called c;
  for (std::size_t i = 0; i < rows.scores.size(); ++i)
    if (rows.scores[i] >= threshold) c.tp += rows.actual[i], ++c.all;
  return c;
}

TEST_CASE("metric/operating_point joins what the rows vary by with what the threshold does") {
  std::mt19937_64 rng{3};
  const sample all{rng, 400, 0.4, 1.5};
  const auto batch = all.batch();
  const auto positives =
      static_cast<double>(std::count(all.actual.begin(), all.actual.end(), std::uint8_t{1}));
  const double negatives = 400 - positives, z = 1.959963984540054;
  const auto spread = [&](double p, double n) { return z * std::sqrt(p * (1 - p) / n); };
  struct rate {
    double value, n;
  };
  // `at(lax)`: the rate, and the size it is a share of, of a promise so much laxer.
  const auto check = [&](const auto& m, auto at) {
    CAPTURE(m.name());
    double lower = 1, upper = 0;
    for (const double shift : {0.0, 0.5, std::sqrt(0.75), 1.0}) {
      const double rest = std::sqrt(1 - shift * shift);
      const rate strict = at(-shift), lax = at(shift);
      const interval of_strict = metric::wilson(strict.value, strict.n, z);
      const interval of_lax = metric::wilson(lax.value, lax.n, z);
      lower = std::min(lower, strict.value - rest * (strict.value - of_strict.lower));
      upper = std::max(upper, lax.value + rest * (of_lax.upper - lax.value));
    }
    const auto got = m(batch);
    CHECK(got->bounds->lower == doctest::Approx(lower).epsilon(1e-7));
    CHECK(got->bounds->upper == doctest::Approx(upper).epsilon(1e-7));
    CHECK(got->bounds->promise == coverage::fixed_n);
  };
  const auto of_fpr = [&](double fpr) {
    return [&, fpr](double lax) {
      const double limit = fpr + lax * spread(fpr, negatives);
      return rate{limit < 0 ? 0 : metric::recall_at_fpr(batch, limit)->recall, positives};
    };
  };
  check(metric::recall_at_fpr_0001, of_fpr(0.001));  // below 0: the threshold may be anywhere
  check(metric::recall_at_fpr_001, of_fpr(0.01));
  const double kept = spread(0.9, positives);
  check(metric::specificity_at_sensitivity_09, [&](double lax) {
    const auto h = metric::specificity_at_sensitivity(batch, 0.9 - lax * kept);
    return rate{1 - h->false_positive_rate, negatives};
  });
  check(metric::precision_at_recall_09, [&](double lax) {
    const auto h = metric::precision_at_recall(batch, 0.9 - lax * kept);
    return rate{*h->precision, called_at(all, h->threshold).all};
  });
  // Of a promised precision, each threshold has its own spread.
  check(metric::recall_at_precision_09, [&](double lax) {
    double most = 0;
    for (const double threshold : all.scores) {
      const called c = called_at(all, threshold);
      if (c.tp / c.all >= 0.9 - lax * spread(0.9, c.all)) most = std::max(most, c.tp / positives);
    }
    return rate{most, positives};
  });
}

TEST_CASE("metric/operating_point counts what the rows vary by where tied scores make it jump") {
  std::mt19937_64 rng{6};
  sample population{rng, 400'000, 0.3, 1.5};
  const auto tie = [](sample& rows) {
    for (double& score : rows.scores) score = std::round(score * 20) / 20;
  };
  tie(population);
  const double truth = metric::recall_at_fpr_001(population.batch())->value;
  constexpr int trials = 300;
  int covered = 0;
  for (int i = 0; i < trials; ++i) {
    sample one{rng, 500, 0.3, 1.5};
    tie(one);
    const auto got = metric::recall_at_fpr_001(one.batch());
    covered += got->bounds->lower <= truth && truth <= got->bounds->upper;
  }
  CHECK(covered >= 0.95 * trials);
}

TEST_CASE("metric/operating_point is as sure of rows of one weight as of rows without") {
  std::mt19937_64 rng{4};
  const sample plain{rng, 300, 0.3, 1.5};
  sample heavy = plain;
  heavy.weights.assign(300, 2.5);
  std::apply(
      [&](const auto&... m) {
        const auto check = [&](const auto& one) {
          const auto a = one(plain.batch()), b = one(heavy.batch());
          CHECK(a->value == doctest::Approx(b->value));
          CHECK(a->n == b->n);
          CHECK(a->bounds->lower == doctest::Approx(b->bounds->lower).epsilon(1e-9));
          CHECK(a->bounds->upper == doctest::Approx(b->bounds->upper).epsilon(1e-9));
        };
        (check(m), ...);
      },
      metric::operating_point_metrics);
}

TEST_CASE("metric/operating_point says little where there is little to say it from") {
  const std::vector<double> scores{0.9, 0.1};
  const std::vector<std::uint8_t> actual{1, 0};
  const binary_batch<double> batch{scores, actual};
  CHECK(metric::recall_at_fpr_001(batch)->value == 1);
  CHECK(metric::recall_at_fpr_001(batch)->bounds->lower == 0);
  CHECK(metric::recall_at_fpr_001(batch)->bounds->upper == 1);
  // Calling everything positive has the base rate as its precision: never less.
  const auto precision = metric::precision_at_recall_09(batch);
  CHECK(precision->value == 1);
  CHECK(precision->bounds->lower < 0.5);
  CHECK(precision->bounds->lower > 0);
  CHECK(metric::specificity_at_sensitivity_09(batch)->bounds->lower == 0);
  CHECK(metric::recall_at_precision_09(batch)->bounds->lower == 0);
}

TEST_CASE("metric/operating_point covers the rate at the true threshold" *
          doctest::test_suite("simulation")) {
  std::mt19937_64 rng{5};
  const sample population{rng, 400'000, 0.2, 2};
  constexpr int trials = 200;
  std::vector<sample> samples;
  for (int i = 0; i < trials; ++i) samples.emplace_back(rng, 500, 0.2, 2);
  const auto check = [&](const auto& m) {
    CAPTURE(m.name());
    const double truth = m(population.batch())->value;
    int covered = 0;
    for (const sample& one : samples) {
      const auto got = m(one.batch());
      CHECK(got->bounds->lower <= got->value);
      CHECK(got->value <= got->bounds->upper);
      covered += got->bounds->lower <= truth && truth <= got->bounds->upper;
    }
    CHECK(covered >= 0.91 * trials);
  };
  std::apply([&](const auto&... m) { (check(m), ...); }, metric::operating_point_metrics);
}

TEST_CASE("metric/operating_point of a curve that is there already is that of its rows") {
  golden::for_each_curve([](const auto& batch, const nlohmann::json&) {
    CHECK(metric::recall_at_precision_09(*metric::score_curve::of(batch)) ==
          metric::recall_at_precision_09(batch));
  });
}

TEST_CASE("metric/operating_point of 100,000 rows, 0.3 % of them positives") {
  golden::for_large_curve([](const auto& batch, const nlohmann::json& expected) {
    golden::check_value(metric::recall_at_fpr_0001(batch), expected, "recall_at_fpr_0.001");
    golden::check_value(metric::recall_at_fpr_001(batch), expected, "recall_at_fpr_0.01");
    golden::check_value(metric::recall_at_precision_09(batch), expected, "recall_at_precision_0.9");
    golden::check_value(metric::precision_at_recall_09(batch), expected, "precision_at_recall_0.9");
    golden::check_value(metric::specificity_at_sensitivity_09(batch), expected,
                        "specificity_at_sensitivity_0.9");
  });
}

}  // namespace
