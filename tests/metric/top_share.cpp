// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/top_share.hpp>

#include <doctest/doctest.h>

#include "curve_golden.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <tuple>
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

const std::vector<double> five{0.9, 0.8, 0.8, 0.8, 0.1};
const std::vector<std::uint8_t> of_five{1, 1, 0, 1, 0};

}  // namespace

TEST_CASE("metric/top_share is the definition, ties in proportion, weights included") {
  golden::for_each_curve(
      [](const auto& batch, const nlohmann::json& expected) {
        if (expected.is_null()) return;
        std::apply(
            [&](const auto&... m) {
              (golden::check_value(m(batch), expected, std::string{m.name()}.c_str()), ...);
            },
            metric::top_share_metrics);
        const auto table = metric::gain_table(batch);
        REQUIRE(table.size() == 10);
        for (std::size_t i = 0; i < 10; ++i) {
          CHECK(golden::close(table[i].recall, expected["gains"][i].template get<double>()));
          CHECK(table[i].share == static_cast<double>(i + 1) / 10);
          CHECK(*table[i].lift == table[i].recall / table[i].share);
        }
      },
      "score_areas.json");
}

TEST_CASE("metric/top_share knows the border, and shares those that straddle it") {
  const binary_batch<double> batch{five, of_five};
  const auto two = metric::top_share(batch, 0.4);  // 0.9, and one of the three at 0.8
  CHECK(two->threshold == 0.8);
  CHECK(two->recall == doctest::Approx((1 + 2.0 / 3) / 3));
  CHECK(*two->precision == doctest::Approx((1 + 2.0 / 3) / 2));
  CHECK(*two->lift == doctest::Approx((1 + 2.0 / 3) / 3 / 0.4));
  const auto one = metric::top_share(batch, 0.2);
  CHECK(one->threshold == 0.9);
  CHECK(one->recall == doctest::Approx(1.0 / 3));
  CHECK(*one->precision == 1);
  const auto four = metric::top_share(batch, 0.8);
  CHECK(four->threshold == 0.8);
  CHECK(four->recall == 1);
  const auto all = metric::top_share(batch, 1);
  CHECK(all->threshold == 0.1);
  CHECK(all->recall == 1);
  CHECK(*all->precision == doctest::Approx(0.6));
  CHECK(*all->lift == 1);
  const auto none = metric::top_share(batch, 0);
  CHECK(none->threshold == std::numeric_limits<double>::infinity());
  CHECK(none->recall == 0);
  CHECK_FALSE(none->precision);
  CHECK_FALSE(none->lift);
}

TEST_CASE("metric/top_share has no answer for a share that is none, or without a positive") {
  const binary_batch<double> batch{five, of_five};
  CHECK_FALSE(metric::top_share(batch, -0.1));
  CHECK_FALSE(metric::top_share(batch, std::nextafter(1.0, 2.0)));
  CHECK_FALSE(metric::top_share(batch, std::numeric_limits<double>::quiet_NaN()));
  const std::vector<std::uint8_t> zeros(5, 0), ones(5, 1);
  CHECK_FALSE(metric::top_share(binary_batch<double>{five, zeros}, 0.5));
  CHECK_FALSE(metric::lift_01(binary_batch<double>{five, zeros}));
  CHECK_FALSE(metric::recall_at_top_001(binary_batch<double>{}));
  CHECK(metric::gain_table(binary_batch<double>{}).empty());
  state::scored_rows<double> dropped{4};
  dropped.update(batch);
  CHECK_FALSE(metric::top_share(dropped, 0.5));
  CHECK_FALSE(metric::precision_at_top_001(dropped));
  CHECK(metric::gain_table(dropped).empty());
  // All positive: the score cannot be wrong.
  const binary_batch<double> positive{five, ones};
  CHECK(metric::lift_01(positive)->value == 1);
  CHECK(metric::precision_at_top_001(positive)->value == 1);
  CHECK(metric::recall_at_top_01(positive)->value == 0.1);
  CHECK_FALSE(metric::recall_at_top_01(positive)->bounds);
}

TEST_CASE("metric/top_share varies as the rows and the border do") {
  // 40 of 100 rows are positives, in the top half 30 of 50, everywhere alike: local is the slope.
  std::vector<double> scores;
  std::vector<std::uint8_t> actual;
  for (int i = 0; i < 100; ++i) {
    scores.push_back((100 - i) / 128.0);
    actual.push_back(i < 50 ? i % 5 < 3 : i % 5 == 0);
  }
  const binary_batch<double> batch{scores, actual};
  const double z = 1.959963984540054, share = 0.5, spread = z * std::sqrt(0.25 / 100);
  const auto recall = metric::detail::top("recall", metric::detail::of_top::recall, share, 1);
  const double local = 0.4 *
                       (metric::top_share(batch, share + spread)->recall -
                        metric::top_share(batch, share - spread)->recall) /
                       (2 * spread);
  const auto precision = metric::detail::top("p", metric::detail::of_top::precision, share, 1);
  CHECK(recall(batch)->value == 0.75);
  CHECK(precision(batch)->value == 0.6);
  // The influence of each kind of row on the share, squared and averaged.
  const auto squares = [&](auto influence) {
    double sum = 0;
    for (int i = 0; i < 100; ++i) {
      const double x = influence(i < 50, actual[static_cast<std::size_t>(i)] == 1);
      sum += x * x;
    }
    return sum / 100;
  };
  const double of_recall = squares([&](bool in, bool positive) {
    return ((in - 0.75) * positive + (share - in) * local) / 0.4;
  });
  const double of_precision = squares([&](bool in, bool positive) {
    return (in * (positive - local) - share * (0.6 - local)) / share;
  });
  const auto check = [&](const auto& m, double value, double variance) {
    const interval want = metric::wilson(value, value * (1 - value) / (variance / 100), z);
    CHECK(m(batch)->bounds->lower == doctest::Approx(want.lower).epsilon(1e-10));
    CHECK(m(batch)->bounds->upper == doctest::Approx(want.upper).epsilon(1e-10));
  };
  check(recall, 0.75, of_recall);
  check(precision, 0.6, of_precision);
}

TEST_CASE("metric/top_share is as sure of rows of one weight as of rows without") {
  std::mt19937_64 rng{31};
  const sample plain{rng, 400, 0.3, 1.5};
  sample heavy = plain;
  heavy.weights.assign(400, 0.5);
  const auto check = [&](const auto& m) {
    const auto a = m(plain.batch()), b = m(heavy.batch());
    CHECK(a->value == doctest::Approx(b->value).epsilon(1e-12));
    CHECK(a->n == b->n);
    CHECK(a->bounds->lower == doctest::Approx(b->bounds->lower).epsilon(1e-9));
    CHECK(a->bounds->upper == doctest::Approx(b->bounds->upper).epsilon(1e-9));
  };
  std::apply([&](const auto&... m) { (check(m), ...); }, metric::top_share_metrics);
}

TEST_CASE("metric/top_share covers the true share" * doctest::test_suite("simulation")) {
  std::mt19937_64 rng{32};
  const sample population{rng, 400'000, 0.1, 1.5};
  constexpr int trials = 300;
  std::vector<sample> samples;
  for (int i = 0; i < trials; ++i) samples.emplace_back(rng, 1000, 0.1, 1.5);
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
    CHECK(covered >= 0.9 * trials);
  };
  std::apply([&](const auto&... m) { (check(m), ...); }, metric::top_share_metrics);
}

TEST_CASE("metric/top_share of 100,000 rows, 0.3 % of them positives") {
  golden::for_large_curve([](const auto& batch, const nlohmann::json& expected) {
    golden::check_value(metric::recall_at_top_01(batch), expected, "recall_at_top_0.1");
    golden::check_value(metric::lift_01(batch), expected, "lift_0.1");
  });
}
