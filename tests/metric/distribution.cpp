// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/distribution.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace {

using namespace telltale;
using state::quantile_sketch;

/// NumPy's definition, of sorted values.
double exact(const std::vector<double>& sorted, double level) {
  const double place = level * static_cast<double>(sorted.size() - 1);
  const auto low = static_cast<std::size_t>(place);
  const std::size_t high = (std::min)(low + 1, sorted.size() - 1);
  return sorted[low] + (place - std::floor(place)) * (sorted[high] - sorted[low]);
}

std::vector<double> sorted(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values;
}

quantile_sketch sketch(const std::vector<double>& values) {
  quantile_sketch s;
  for (const double x : values) s.update(x);
  return s;
}

double draw(std::mt19937_64& rng, int kind) {
  std::normal_distribution<double> normal;
  const double x = normal(rng);
  switch (kind) {
    case 0: return x;
    case 1: return 1e6 + x;
    case 2: return std::exp(4 * x);
    case 3: return std::round(3 * x);
    default: return 1e-30 * x;
  }
}

}  // namespace

TEST_CASE("metric/distribution brackets every quantile, and is within 0.8 % of it") {
  std::mt19937_64 rng{101};
  for (int trial = 0; trial < 60; ++trial) {
    std::vector<double> values(1 + rng() % 2000);
    for (double& x : values) x = draw(rng, trial % 5);
    values = sorted(std::move(values));
    const quantile_sketch s = sketch(values);
    for (const double level : {0.0, 0.001, 0.05, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0}) {
      const auto got = metric::quantile(s, level);
      const double want = exact(values, level);
      REQUIRE(got);
      CHECK(got->bounds->lower <= want);
      CHECK(got->bounds->upper >= want);
      CHECK(got->bounds->promise == coverage::certified);
      CHECK(got->n == values.size());
      // A quantile between two values is as wrong as the larger of them.
      const auto at = static_cast<std::size_t>(level * static_cast<double>(values.size() - 1));
      const double larger = std::fmax(std::fabs(values[at]),
                                      std::fabs(values[(std::min)(at + 1, values.size() - 1)]));
      CHECK(std::fabs(got->value - want) <= 0.008 * larger + 1e-40);
    }
  }
}

TEST_CASE("metric/distribution has no quantile without values, nor outside [0, 1]") {
  CHECK_FALSE(metric::quantile(quantile_sketch{}, 0.5));
  CHECK_FALSE(metric::median(quantile_sketch{}));
  CHECK_FALSE(metric::interquartile_range(quantile_sketch{}));
  CHECK_FALSE(metric::median_absolute_deviation(quantile_sketch{}));
  const quantile_sketch one = sketch({3});
  CHECK_FALSE(metric::quantile(one, -0.01));
  CHECK_FALSE(metric::quantile(one, 1.01));
  CHECK_FALSE(metric::quantile(one, std::numeric_limits<double>::quiet_NaN()));
  CHECK(metric::median(one)->value == doctest::Approx(3).epsilon(0.008));
  CHECK_FALSE(metric::quantile(state::kll{}, 0.5));
}

TEST_CASE("metric/distribution keeps infinite values at the ends") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const quantile_sketch s = sketch({-infinity, 1, 2, 3, infinity});
  CHECK(metric::quantile(s, 0)->value == -infinity);
  CHECK(metric::quantile(s, 1)->value == infinity);
  CHECK(metric::median(s)->value == doctest::Approx(2).epsilon(0.008));
  CHECK(metric::interquartile_range(s)->value == doctest::Approx(2).epsilon(0.02));
  CHECK_FALSE(metric::interquartile_range(sketch({infinity, infinity, 1, 1, 1, infinity})));
}

TEST_CASE("metric/distribution brackets the quartiles' distance and the median's deviation") {
  std::mt19937_64 rng{102};
  for (int trial = 0; trial < 40; ++trial) {
    std::vector<double> values(2 + rng() % 500);
    for (double& x : values) x = draw(rng, trial % 4);
    values = sorted(std::move(values));
    const quantile_sketch s = sketch(values);
    const double range = exact(values, 0.75) - exact(values, 0.25), middle = exact(values, 0.5);
    std::vector<double> distances;
    for (const double x : values) distances.push_back(std::fabs(x - middle));
    const double deviation = exact(sorted(std::move(distances)), 0.5);
    const auto iqr = metric::interquartile_range(s), mad = metric::median_absolute_deviation(s);
    CHECK(iqr->bounds->lower <= range);
    CHECK(iqr->bounds->upper >= range);
    CHECK(mad->bounds->lower <= deviation);
    CHECK(mad->bounds->upper >= deviation);
    CHECK(mad->value >= mad->bounds->lower);
    CHECK(mad->value <= mad->bounds->upper);
  }
}

TEST_CASE("metric/distribution: the quantile of a KLL sketch is exact while it keeps all") {
  state::kll s;
  for (int i = 1; i <= 100; ++i) s.update(i);
  CHECK(metric::quantile(s, 0.5)->value == 50);
  CHECK(metric::quantile(s, 0)->value == 1);
  CHECK(metric::quantile(s, 1)->value == 100);
  CHECK(metric::quantile(s, 0.5)->bounds->lower == 50);
  for (int i = 101; i <= 10'000; ++i) s.update(i);
  const auto median = metric::quantile(s, 0.5);
  CHECK(median->value == doctest::Approx(5'000).epsilon(0.03));
  CHECK(median->bounds->lower <= 5'000);
  CHECK(median->bounds->upper >= 5'000);
  CHECK(median->bounds->lower < median->value);
}

TEST_CASE("metric/distribution: the quantile of a REQ sketch is sharp at its end") {
  state::req s;
  CHECK_FALSE(metric::quantile(s, 0.5));
  for (int i = 1; i <= 72; ++i) s.update(i);
  CHECK(metric::quantile(s, 0.5)->value == 36);
  CHECK(metric::quantile(s, 0.5)->bounds->upper == 36);
  CHECK_FALSE(metric::quantile(s, 1.01));
  for (int i = 73; i <= 10'000; ++i) s.update(i);
  for (const double level : {0.5, 0.9, 0.99, 0.999}) {
    const auto got = metric::quantile(s, level);
    CHECK(std::fabs(got->value - 10'000 * level) <= 500 * (1 - level) + 1);
    CHECK(got->bounds->lower <= 10'000 * level);
    CHECK(got->bounds->upper >= 10'000 * level);
    CHECK(got->bounds->upper - got->bounds->lower <= 1'500 * (1 - level) + 2);
  }
  state::req low{12, state::sharp_end::low};
  for (int i = 1; i <= 10'000; ++i) low.update(i);
  CHECK(metric::quantile(low, 0.001)->value == 10);
  CHECK(metric::quantile(low, 0.5)->bounds->lower < metric::quantile(low, 0.5)->value);
}

TEST_CASE("metric/distribution counts different values") {
  state::distinct<> s;
  CHECK(metric::distinct_count(s)->value == 0);
  for (int i = 0; i < 20'000; ++i) s.update(i % 5'000);
  const auto got = metric::distinct_count(s);
  CHECK(got->value == doctest::Approx(5'000).epsilon(0.05));
  CHECK(got->bounds->lower < 5'000);
  CHECK(got->bounds->upper > 5'000);
}

TEST_CASE("metric/distribution keeps ranks and values in 1,000 runs, merged from 64 shards too" *
          doctest::test_suite("simulation")) {
  double rank = 0, value = 0;
  for (std::uint64_t run = 0; run < 1'000; ++run) {
    std::mt19937_64 rng{run};
    std::vector<quantile_sketch> shards(4);
    std::vector<double> values(2'000);
    for (std::size_t i = 0; i < values.size(); ++i) {
      values[i] = draw(rng, static_cast<int>(run % 3) == 1 ? 2 : 0);
      shards[i % 4].update(values[i]);
    }
    for (std::size_t k = 1; k < 4; ++k) shards[0].merge(shards[k]);
    values = sorted(std::move(values));
    for (int q = 1; q < 20; ++q) {
      const double level = q / 20.0, want = exact(values, level);
      const double got = metric::quantile(shards[0], level)->value;
      const auto place = std::lower_bound(values.begin(), values.end(), got) - values.begin();
      rank = std::fmax(rank, std::fabs(static_cast<double>(place) / 2'000 - level));
      if (std::fabs(want) > 0.1) value = std::fmax(value, std::fabs(got / want - 1));
    }
  }
  MESSAGE("worst value error ", value, ", worst rank error ", rank);
  CHECK(value < 0.008);
  CHECK(rank < 0.01);
}

TEST_CASE("metric/distribution brackets the quantiles of amounts, within 0.8 % as well") {
  std::mt19937_64 rng{102};
  for (int trial = 0; trial < 60; ++trial) {
    std::vector<double> values(1 + rng() % 2000);
    for (double& x : values) x = std::fabs(draw(rng, trial % 4));
    values = sorted(std::move(values));
    state::log_histogram<> s;
    for (const double x : values) s.update(x);
    for (const double level : {0.0, 0.001, 0.05, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0}) {
      const auto got = metric::quantile(s, level);
      const double want = exact(values, level);
      REQUIRE(got);
      CHECK(got->bounds->lower <= want);
      CHECK(got->bounds->upper >= want);
      CHECK(got->bounds->promise == coverage::certified);
      CHECK(got->n == values.size());
      const auto at = static_cast<std::size_t>(level * static_cast<double>(values.size() - 1));
      const double larger = values[(std::min)(at + 1, values.size() - 1)];
      CHECK(std::fabs(got->value - want) <= 0.008 * larger + 1e-9);
    }
    CHECK(metric::median(s)->value == metric::quantile(s, 0.5)->value);
    const auto spread = metric::interquartile_range(s),
               around = metric::median_absolute_deviation(s);
    const double quartiles = exact(values, 0.75) - exact(values, 0.25);
    CHECK(spread->bounds->lower <= quartiles);
    CHECK(spread->bounds->upper >= quartiles);
    std::vector<double> distances;
    for (const double x : values) distances.push_back(std::fabs(x - exact(values, 0.5)));
    const double deviation = exact(sorted(std::move(distances)), 0.5);
    CHECK(around->bounds->lower <= deviation);
    CHECK(around->bounds->upper >= deviation);
    // And the share above a limit, among the values and beside them.
    for (const double limit :
         {0.0, values.front(), values[values.size() / 2], values.back(), 1e20}) {
      const auto share = metric::share_above(s, limit);
      const auto above =
          static_cast<double>(values.end() - std::upper_bound(values.begin(), values.end(), limit));
      const double part = above / static_cast<double>(values.size());
      REQUIRE(share);
      CHECK(share->bounds->lower <= part);
      CHECK(share->bounds->upper >= part);
      CHECK(share->bounds->lower <= share->value);
      CHECK(share->bounds->upper >= share->value);
    }
  }
}

TEST_CASE("metric/distribution of amounts knows no more than where its range ends") {
  state::log_histogram<-4, 4, 2> s;
  CHECK_FALSE(metric::quantile(s, 0.5));
  CHECK_FALSE(metric::median(s));
  CHECK_FALSE(metric::share_above(s, 1));
  for (const double x : {1.0, 100.0, 1e6}) s.update(x);
  CHECK(metric::median(s)->value == 16);
  CHECK(std::isinf(metric::median(s)->bounds->upper));
  CHECK_FALSE(metric::interquartile_range(s));
  CHECK_FALSE(metric::median_absolute_deviation(s));
  CHECK(metric::share_above(s, 15)->value == doctest::Approx(2.0 / 3));
  CHECK(metric::share_above(s, 1000)->bounds->lower == 0);
  CHECK(metric::share_above(s, 1000)->bounds->upper == doctest::Approx(2.0 / 3));
  CHECK_FALSE(metric::share_above(s, -1));
  CHECK_FALSE(metric::share_above(s, std::numeric_limits<double>::quiet_NaN()));
  CHECK_FALSE(metric::quantile(s, 1.1));
}
