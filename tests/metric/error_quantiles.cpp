// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/error_quantiles.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace telltale;
using metric::absolute_error_quantile;
using metric::absolute_error_quantile_binned;
using metric::error_quantile;
using metric::error_quantile_binned;

using counted = state::bundle<state::error_histogram<>, state::log_errors>;
static_assert(state::count_of<metric::kept_errors, regression_batch<float>> == 1);
static_assert(state::count_of<metric::kept_errors, binary_batch<float>> == 0);
static_assert(state::count_of<metric::kept_errors, counted> == 0);
static_assert(metric::error_p50_binned.reads<counted>);
static_assert(!metric::error_p50.reads<counted>);
static_assert(!metric::error_p50_binned.reads<regression_batch<float>>);
static_assert(!noexcept(metric::error_p50(regression_batch<double>{})));
static_assert(noexcept(metric::error_p50_binned(state::error_histogram<>{})));

template <class Value>
struct columns {
  std::vector<Value> actual;
  std::vector<Value> predicted;

  void add(Value y, Value p) {
    actual.push_back(y);
    predicted.push_back(p);
  }
  regression_batch<Value> batch() const { return {actual, predicted}; }
};

template <class Value>
columns<Value> of(const nlohmann::json& c) {
  columns<Value> all;
  for (std::size_t i = 0; i < c["actual"].size(); ++i)
    all.add(static_cast<Value>(c["actual"][i].get<double>()),
            static_cast<Value>(c["predicted"][i].get<double>()));
  return all;
}

/// The bracket holds the exact quantile, to the last bit, and is no wider than a cell.
template <class Histogram, class Value>
void check_brackets(const columns<Value>& all, double width) {
  Histogram s;
  s.update(all.batch());
  for (int i = 0; i <= 40; ++i) {
    const double probability = i / 40.0;
    CAPTURE(probability);
    for (const bool magnitude : {false, true}) {
      const auto exact = magnitude ? absolute_error_quantile(all.batch(), probability)
                                   : error_quantile(all.batch(), probability);
      const auto binned = magnitude ? absolute_error_quantile_binned(s, probability)
                                    : error_quantile_binned(s, probability);
      REQUIRE(exact.has_value() == binned.has_value());
      if (!exact) continue;
      CHECK(binned->n == exact->n);
      REQUIRE(binned->bounds);
      CHECK(binned->bounds->promise == coverage::certified);
      CHECK(binned->bounds->lower <= exact->value);
      CHECK(binned->bounds->upper >= exact->value);
      CHECK(binned->bounds->lower <= binned->value);
      CHECK(binned->bounds->upper >= binned->value);
      if (magnitude && width > 0)
        CHECK(binned->bounds->upper - binned->bounds->lower <=
              width * binned->bounds->lower + 0x1p-20);
    }
  }
}

template <class Value>
void check_case(const nlohmann::json& c) {
  const auto all = of<Value>(c);
  const auto& want = c["expected"];
  const auto rows = all.batch();
  golden::check(metric::median_absolute_error(rows), want["median_absolute_error"]);
  golden::check(metric::absolute_error_p90(rows), want["absolute_error_p90"]);
  golden::check(metric::absolute_error_p99(rows), want["absolute_error_p99"]);
  golden::check(metric::error_p05(rows), want["error_p05"]);
  golden::check(metric::error_p50(rows), want["error_p50"]);
  golden::check(metric::error_p95(rows), want["error_p95"]);
  CHECK(metric::error_p50(rows)->n == all.actual.size());
  check_brackets<state::error_histogram<>>(all, 1.0 / 16);
  check_brackets<state::error_histogram<-20, 44, 6>>(all, 1.0 / 64);
  check_brackets<state::error_histogram<-2, 2, 1>>(all, 0);
}

}  // namespace

TEST_CASE("metric/error_quantiles equals scikit-learn and NumPy, and is within its brackets") {
  const auto file = golden::load("regression_errors.json");
  int bounds = 0;
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    if (c["type"] == "float")
      check_case<float>(c);
    else
      check_case<double>(c);
    bounds += !c["expected"]["absolute_error_p99"][1].is_null();
  }
  CHECK(bounds >= 1);
}

TEST_CASE("metric/error_quantiles equal scikit-learn's weighted percentile") {
  const auto file = golden::load("regression_weighted.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto all = of<double>(c);
    const auto weights = c["weights"].get<std::vector<double>>();
    const regression_batch<double> rows{all.actual, all.predicted, {}, weights};
    const auto& want = c["expected"];
    CHECK(metric::median_absolute_error(rows)->value == want["median_absolute_error"][0]);
    CHECK(metric::absolute_error_p90(rows)->value == want["absolute_error_p90"][0]);
    CHECK(metric::error_p05(rows)->value == want["error_p05"][0]);
    CHECK(metric::error_p50(rows)->value == want["error_p50"][0]);
  }
}

TEST_CASE("metric/error_quantiles of weighted rows: whole weights are repeated rows") {
  std::mt19937_64 rng{8};
  std::normal_distribution<double> normal;
  columns<double> once, repeated;
  std::vector<double> ones, whole;
  for (int i = 0; i < 400; ++i) {
    const double y = normal(rng), p = normal(rng);
    const auto times = static_cast<int>(rng() % 4);
    once.add(y, p);
    whole.push_back(times);
    for (int k = 0; k < times; ++k) repeated.add(y, p), ones.push_back(1);
  }
  const regression_batch<double> a{once.actual, once.predicted, {}, whole};
  const regression_batch<double> b{repeated.actual, repeated.predicted, {}, ones};
  for (const double q : {0.0, 0.05, 0.3, 0.5, 0.77, 0.99, 1.0}) {
    CAPTURE(q);
    CHECK(error_quantile(a, q)->value == error_quantile(b, q)->value);
  }
  CHECK(error_quantile(b, 0.5)->n == ones.size());
  CHECK(error_quantile(a, 0.5)->n < 320);  // rows that come in pairs tell less
  // With weights of 1, the interval has the very ranks of rows without weights.
  const auto plain = error_quantile(repeated.batch(), 0.3), with = error_quantile(b, 0.3);
  CHECK(with->bounds == plain->bounds);
}

TEST_CASE("metric/error_quantiles of weighted rows leave out those that weigh nothing, or NaN") {
  const std::vector<double> actual(5, 0), predicted{9, 1, 2, 3, 7};
  const std::vector<double> weights{0, 1, 2, 1, std::numeric_limits<double>::quiet_NaN()};
  const regression_batch<double> rows{actual, predicted, {}, weights};
  CHECK(error_quantile(rows, 0)->value == 1);
  CHECK(error_quantile(rows, 0.25)->value == 1);
  CHECK(error_quantile(rows, 0.26)->value == 2);
  CHECK(error_quantile(rows, 0.75)->value == 2);
  CHECK(error_quantile(rows, 1)->value == 3);
  const std::vector<double> none(5, 0);
  CHECK(!error_quantile(regression_batch<double>{actual, predicted, {}, none}, 0.5));
}

TEST_CASE("metric/error_quantiles of weighted rows cover the quantile") {
  std::mt19937_64 rng{4};
  std::normal_distribution<double> normal;
  std::exponential_distribution<double> gap;
  int held = 0;
  constexpr int runs = 2000;
  for (int run = 0; run < runs; ++run) {
    std::vector<double> actual(100, 0), predicted(100), weights(100);
    for (std::size_t i = 0; i < 100; ++i) predicted[i] = normal(rng), weights[i] = gap(rng);
    const auto got = error_quantile(regression_batch<double>{actual, predicted, {}, weights}, 0.7);
    held += got->bounds->lower <= 0.52440051270804 && 0.52440051270804 <= got->bounds->upper;
  }
  const double share = static_cast<double>(held) / runs;
  CHECK_MESSAGE(share >= 0.935, share);
  CHECK_MESSAGE(share <= 0.99, share);
}

TEST_CASE("metric/error_quantiles binned are read by name as by probability") {
  state::error_histogram<> s;
  std::mt19937_64 rng{5};
  for (int i = 0; i < 1000; ++i) {
    const double y = std::normal_distribution<double>{0, 10}(rng);
    s.update(regression_outcome<double>{y, y + std::normal_distribution<double>{1, 2}(rng)});
  }
  CHECK(metric::median_absolute_error_binned(s) == absolute_error_quantile_binned(s, 0.5));
  CHECK(metric::absolute_error_p90_binned(s) == absolute_error_quantile_binned(s, 0.9));
  CHECK(metric::absolute_error_p99_binned(s) == absolute_error_quantile_binned(s, 0.99));
  CHECK(metric::error_p05_binned(s) == error_quantile_binned(s, 0.05));
  CHECK(metric::error_p50_binned(s) == error_quantile_binned(s, 0.5));
  CHECK(metric::error_p95_binned(s) == error_quantile_binned(s, 0.95));
  CHECK(metric::error_p05_binned(s)->value < 0);
  CHECK(metric::error_p95_binned(s)->value > 0);
  CHECK(metric::error_p50_binned(state::bundle{s}) == metric::error_p50_binned(s));
}

TEST_CASE("metric/error_quantiles binned give the middle of the cell, and its ends") {
  state::error_histogram<-3, 3, 2> s;
  for (int i = 0; i < 3; ++i) s.update(regression_outcome<double>{1, 0});  // -1, in [-1.25, -1]
  CHECK(metric::error_p50_binned(s) ==
        estimate{-1.125, interval{-1.25, -1, coverage::certified}, 3});
  CHECK(metric::median_absolute_error_binned(s) ==
        estimate{1.125, interval{1, 1.25, coverage::certified}, 3});
  s.update(regression_outcome<double>{0, 2});
  CHECK(metric::median_absolute_error_binned(s)->value == 1.125);
  CHECK(error_quantile_binned(s, 1)->value == 2.25);
  // Half way from the third to the fourth.
  CHECK(error_quantile_binned(s, 2.5 / 3)->value == doctest::Approx((2.25 - 1.125) / 2));
}

TEST_CASE("metric/error_quantiles beyond the range of a histogram are that far at least") {
  state::error_histogram<-3, 3, 2> s;
  s.update(regression_outcome<double>{0, 1e9});
  CHECK(metric::absolute_error_p99_binned(s) ==
        estimate{8, interval{8, 2e60, coverage::certified}, 1});
  s.clear();
  s.update(regression_outcome<double>{1e9, 0});
  CHECK(metric::error_p50_binned(s) == estimate{-8, interval{-2e60, -8, coverage::certified}, 1});
  s.clear();
  s.update(regression_outcome<double>{0, 0.1});
  CHECK(metric::error_p50_binned(s) ==
        estimate{0, interval{-0.125, 0.125, coverage::certified}, 1});
  CHECK(metric::median_absolute_error_binned(s) ==
        estimate{0, interval{0, 0.125, coverage::certified}, 1});
}

TEST_CASE("metric/error_quantiles leave out what is unusable, and are empty without a row") {
  const double unknown = std::numeric_limits<double>::quiet_NaN();
  columns<double> all;
  CHECK(!metric::error_p50(all.batch()));
  CHECK(!metric::median_absolute_error(all.batch()));
  all.add(unknown, 1);
  all.add(1, unknown);
  all.add(1, std::numeric_limits<double>::infinity());
  all.add(-2e60, 1);
  CHECK(!metric::error_p50(all.batch()));
  CHECK(!metric::error_p50_binned(state::error_histogram<>{}));
  CHECK(!metric::median_absolute_error_binned(state::error_histogram<>{}));
  all.add(5, 3);
  CHECK(metric::error_p50(all.batch()) == estimate{-2, std::nullopt, 1});
  CHECK(metric::median_absolute_error(all.batch()) == estimate{2, std::nullopt, 1});
  check_brackets<state::error_histogram<>>(all, 1.0 / 16);
}

TEST_CASE("metric/error_quantiles of every size and with ties are within their brackets") {
  std::mt19937_64 rng{6};
  for (const std::size_t n : {1u, 2u, 3u, 10u, 101u, 500u}) {
    for (const int levels : {1, 3, 1000}) {
      columns<double> all;
      for (std::size_t i = 0; i < n; ++i) {
        const double y = static_cast<double>(rng() % 100);
        const auto step = static_cast<int>(rng() % static_cast<unsigned>(2 * levels + 1)) - levels;
        all.add(y, y + 0.37 * step);
      }
      check_brackets<state::error_histogram<>>(all, 1.0 / 16);
      check_brackets<state::error_histogram<-3, 3, 0>>(all, 0);
    }
  }
}

TEST_CASE("metric/error_quantiles hold their value in their interval at any confidence") {
  columns<double> all;
  for (int i = 0; i < 100; ++i) all.add(0, i * i);
  for (const double z : {1e-3, 0.1, 1.0, 1.96, 2.5}) {
    for (const double probability : {0.3, 0.5, 0.905, 0.95}) {
      const auto got = error_quantile(all.batch(), probability, confidence_level{0.5, z});
      if (!got->bounds) continue;
      CHECK(got->bounds->lower <= got->value);
      CHECK(got->bounds->upper >= got->value);
    }
  }
}
