// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/sample_quantile.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace {

using namespace telltale;
using metric::quantile_ranks;
using metric::sample_quantile;

/// P(B < k) of a binomial count.
double binomial_below(std::uint64_t k, std::uint64_t n, double p) {
  double log_term = static_cast<double>(n) * std::log1p(-p), sum = 0;
  for (std::uint64_t i = 0; i < k; ++i) {
    sum += std::exp(log_term);
    log_term += std::log(static_cast<double>(n - i) / static_cast<double>(i + 1) * (p / (1 - p)));
  }
  return sum;
}

}  // namespace

TEST_CASE("metric/sample_quantile lies between the two values next to it") {
  const sample_quantile median_of_4{4, 0.5};
  CHECK(median_of_4.below == 1);
  CHECK(median_of_4.above == 2);
  CHECK(median_of_4.between(3, 7) == 5);
  const sample_quantile median_of_5{5, 0.5};
  CHECK(median_of_5.below == 2);
  CHECK(median_of_5.between(3, 7) == 3);
  const sample_quantile lowest{5, 0}, highest{5, 1};
  CHECK(lowest.below == 0);
  CHECK(lowest.between(3, 7) == 3);
  CHECK(highest.below == 4);
  CHECK(highest.above == 4);
  CHECK(highest.between(7, 7) == 7);
  const sample_quantile quarter{2, 0.25};
  CHECK(quarter.between(-8, 8) == -4);
  const sample_quantile of_one{1, 0.3};
  CHECK(of_one.below == 0);
  CHECK(of_one.above == 0);
}

TEST_CASE("metric/sample_quantile never falls as a value grows, and is exact between equal ones") {
  std::mt19937_64 rng{4};
  std::uniform_real_distribution<double> uniform{-1, 1}, share{0, 1};
  for (int i = 0; i < 20'000; ++i) {
    const double probability = share(rng), at = uniform(rng);
    const double other = i % 2 == 0 ? std::nextafter(at, 2.0) : uniform(rng);
    const double low = std::min(at, other), high = std::max(at, other);
    const double lower = std::nextafter(low, -2.0), higher = std::nextafter(high, 2.0);
    const sample_quantile place{1 + rng() % 1000, probability};
    const double value = place.between(low, high);
    REQUIRE(place.between(low, low) == low);
    REQUIRE(value >= low);
    REQUIRE(value <= high);
    REQUIRE(place.between(lower, high) <= value);
    REQUIRE(place.between(low, higher) >= value);
  }
}

TEST_CASE("metric/sample_quantile two ranks cover the quantile with the stated confidence") {
  for (const double probability : {0.01, 0.05, 0.5, 0.9, 0.95, 0.99}) {
    for (const std::uint64_t n : {6u, 7u, 20u, 37u, 50u, 77u, 100u, 200u, 399u, 500u, 601u, 700u}) {
      const auto ranks = quantile_ranks(n, probability, {});
      if (!ranks) continue;
      CAPTURE(probability);
      CAPTURE(n);
      CHECK(ranks->upper < n);
      const double covered = binomial_below(ranks->upper + 1, n, probability) -
                             binomial_below(ranks->lower + 1, n, probability);
      CHECK(covered >= 0.95);
      CHECK(covered <= 0.9875);
    }
  }
}

TEST_CASE("metric/sample_quantile has no two ranks while there are too few values") {
  CHECK(!quantile_ranks(5, 0.5, {}));
  REQUIRE(quantile_ranks(6, 0.5, {}));
  CHECK(quantile_ranks(6, 0.5, {})->lower == 0);
  CHECK(quantile_ranks(6, 0.5, {})->upper == 5);
  for (const double probability : {0.9, 0.1}) {
    CHECK(!quantile_ranks(36, probability, {}));
    CHECK(quantile_ranks(37, probability, {}));
  }
  for (const double probability : {0.99, 0.01}) {
    CHECK(!quantile_ranks(387, probability, {}));
    CHECK(quantile_ranks(388, probability, {}));
  }
  CHECK(!quantile_ranks(1000, 0, {}));
  CHECK(!quantile_ranks(1000, 1, {}));
  // The mirror image of a quantile has the mirror image of its ranks.
  const auto low = quantile_ranks(500, 0.05, {}), high = quantile_ranks(500, 0.95, {});
  CHECK(low->lower == 499 - high->upper);
  CHECK(low->upper == 499 - high->lower);
}

TEST_CASE(
    "metric/sample_quantile of weighted values is the least that enough of the weight is up to") {
  const std::vector<metric::weighted_value> values{{1, 1}, {2, 2}, {2, 1}, {5, 4}};
  CHECK(metric::weighted_quantile(values, 0) == 1);
  CHECK(metric::weighted_quantile(values, 0.125) == 1);
  CHECK(metric::weighted_quantile(values, std::nextafter(0.125, 1)) == 2);
  CHECK(metric::weighted_quantile(values, 0.5) == 2);
  CHECK(metric::weighted_quantile(values, std::nextafter(0.5, 1)) == 5);
  CHECK(metric::weighted_quantile(values, 1) == 5);
}
