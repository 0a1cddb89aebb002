// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/rank_pairs.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace {

using namespace telltale;

/// Groups of equal scores as (positives, negatives), in ascending order.
struct groups {
  std::vector<std::pair<std::uint64_t, std::uint64_t>> all;
  template <class Visit>
  void operator()(const Visit& visit) const {
    for (const auto& [p, n] : all) visit(p, n);
  }
};

/// The sign of q - part / whole, in integers of 128 bits. Requires: part < whole < 2^70, q > 2^-4.
int compare(double q, telltale::uint128 part, telltale::uint128 whole) {
  int exponent = 0;
  const double mantissa = std::frexp(q, &exponent);  // q = m 2^(exponent - 53)
  const auto left = static_cast<telltale::uint128>(std::ldexp(mantissa, 53)) * whole;
  const auto right = part << (53 - exponent);
  return left < right ? -1 : left > right ? 1 : 0;
}

constexpr double bound = 1e-9;
bool near(double a, double b, double tolerance = 1e-12) { return std::fabs(a - b) <= tolerance; }

}  // namespace

TEST_CASE("metric/rank_pairs of four bins is the published case") {
  const groups bins{{{5, 40}, {10, 20}, {20, 10}, {40, 5}}};
  const auto all = metric::rank_pairs::of(bins);
  CHECK(all.any());
  CHECK(all.positives == 75);
  CHECK(all.negatives == 75);
  CHECK(near(all.auc(), 0.8533333333333334));
  CHECK(near(all.bracket().lower, 0.7822222222222223));
  CHECK(near(all.bracket().upper, 0.9244444444444444));
  CHECK(all.bracket().promise == coverage::certified);
  CHECK(near(metric::delong_variance(bins, all).value, 0.0009321321321, 1e-12));
}

TEST_CASE("metric/rank_pairs of four rows has the textbook's variance") {
  const groups rows{{{0, 1}, {1, 0}, {0, 1}, {1, 0}}};
  const auto all = metric::rank_pairs::of(rows);
  CHECK(all.auc() == 0.75);
  CHECK(near(metric::delong_variance(rows, all).value, 0.125));
  CHECK(near(metric::delong_variance(rows, all).degrees_of_freedom, 2));
}

TEST_CASE("metric/rank_pairs DeLong's variance of places is that of groups") {
  std::uint64_t seed = 1;
  const auto next = [&] {
    return (seed = seed * 6364136223846793005u + 1442695040888963407u) >> 33;
  };
  for (int round = 0; round < 100; ++round) {
    groups rows;
    telltale::math::class_pairs pairs;
    for (std::uint64_t left = next() % 30 + 1; left > 0; --left) {
      const std::uint64_t p = next() % 3, n = next() % (round % 2 == 0 ? 3 : 3000);
      rows.all.push_back({p, n});
      pairs.add_equal(p, n);
    }
    const auto by_group = metric::delong_variance(rows, metric::rank_pairs::of(rows));
    const auto by_place = metric::delong_variance(pairs);
    CHECK(near(by_place.value, by_group.value, 1e-14 + 1e-11 * by_group.value));
    CHECK(near(by_place.degrees_of_freedom, by_group.degrees_of_freedom,
               1e-9 * by_group.degrees_of_freedom));
  }
}

TEST_CASE("metric/rank_pairs DeLong's variance keeps its digits beside any mean") {
  // A million positives above as many negatives but for one that is below them all: the places of
  // the positives differ by nothing, those of the negatives by one among a million.
  telltale::math::class_pairs pairs;
  pairs.add_equal(1, 0);
  pairs.add_equal(0, 1'000'000);
  pairs.add_equal(999'999, 0);
  const double n = 1e6;
  // One of n shares is 0, the others 1: a sample variance of 1 / n, over n of them.
  CHECK(near(metric::delong_variance(pairs).value * n * n, 1, 1e-12));
}

TEST_CASE("metric/rank_pairs a bracket is as tight as doubles are, and exact where they can be") {
  const auto ninths = metric::rank_pairs::of(groups{{{0, 1}, {1, 1}, {2, 1}}});
  CHECK(ninths.bracket().lower <= 5.0 / 9);
  CHECK(ninths.bracket().lower >= std::nextafter(5.0 / 9, 0));
  CHECK(ninths.bracket().upper >= 8.0 / 9);
  CHECK(ninths.bracket().upper <= std::nextafter(8.0 / 9, 1));
  const auto half = metric::rank_pairs::of(groups{{{0, 1}, {1, 0}, {0, 1}}});
  CHECK(half.bracket().lower == 0.5);  // a dyadic share needs no rounding
  CHECK(half.bracket().upper == 0.5);
  const auto won = metric::rank_pairs::of(groups{{{0, 3}, {3, 0}}});
  CHECK(won.bracket().lower == 1);
  CHECK(won.bracket().upper == 1);
  const auto lost = metric::rank_pairs::of(groups{{{3, 0}, {0, 3}}});
  CHECK(lost.bracket().lower == 0);
  CHECK(lost.bracket().upper == 0);
}

TEST_CASE("metric/rank_pairs rounds a bracket outwards, never inwards") {
  int inexact = 0;
  for (std::uint64_t whole = 3; whole < 60; ++whole) {
    for (std::uint64_t part = 1; part < whole; ++part) {
      // `part` of `whole` negatives are below the one positive.
      const auto all = metric::rank_pairs::of(groups{{{0, part}, {1, 0}, {0, whole - part}}});
      const interval got = all.bracket();
      CHECK(compare(got.lower, part, whole) <= 0);
      CHECK(compare(got.upper, part, whole) >= 0);
      CHECK((got.upper == got.lower) == (compare(got.lower, part, whole) == 0));
      CHECK(got.upper <= std::nextafter(got.lower, 1));  // and as close as can be
      inexact += got.upper != got.lower;
    }
  }
  CHECK(inexact > 100);
}

TEST_CASE("metric/rank_pairs rounds outwards where the counts themselves are rounded") {
  std::mt19937_64 rng{1};
  for (int trial = 0; trial < 500; ++trial) {
    // Whole numbers of pairs between 2^54 and 2^66.
    const std::uint64_t p = (1u << 30) + rng() % (1u << 30);
    const std::uint64_t a = (std::uint64_t{1} << 34) + rng() % (std::uint64_t{1} << 35);
    const std::uint64_t c = (1u << 24) + rng() % (std::uint64_t{1} << 35);
    const interval got = metric::rank_pairs::of(groups{{{0, a}, {p, 0}, {0, c}}}).bracket();
    const auto part = telltale::uint128{p} * a, whole = telltale::uint128{p} * (a + c);
    CHECK(compare(got.lower, part, whole) <= 0);
    CHECK(compare(got.upper, part, whole) >= 0);
    CHECK(got.upper - got.lower < 1e-15);
  }
}

TEST_CASE("metric/rank_pairs holds counts whose pairs do not fit in 64 bits") {
  constexpr std::uint64_t million_millions = 1'000'000'000'000;
  const groups bins{
      {{million_millions, 3 * million_millions}, {million_millions, million_millions}}};
  const auto all = metric::rank_pairs::of(bins);
  // Won: 1 x 3 of 2 x 4; tied: 3 + 1.
  CHECK(near(all.auc(), 5.0 / 8, 1e-15));
  CHECK(all.bracket().lower <= 3.0 / 8);
  CHECK(all.bracket().lower > 3.0 / 8 - 1e-15);
  CHECK(all.bracket().upper >= 7.0 / 8);
  CHECK(all.bracket().upper < 7.0 / 8 + 1e-15);
  CHECK(metric::delong_variance(bins, all).value > 0);
  CHECK(metric::delong_variance(bins, all).value < 1e-12);
}

TEST_CASE("metric/rank_pairs where the variance says nothing, the interval is an exact one") {
  const confidence_level level;
  const auto interval_of = [&](const groups& rows) {
    const auto all = metric::rank_pairs::of(rows);
    return metric::auc_interval(all.disjoint(), metric::delong_variance(rows, all), all.auc(),
                                all.auc(), level);
  };
  // Clopper and Pearson of 3 of 3, and of 0 of 3.
  const interval won = interval_of({{{0, 3}, {5, 0}}}), lost = interval_of({{{5, 0}, {0, 3}}});
  CHECK(near(won.lower, 0.2924017738212866, bound));
  CHECK(won.upper == 1);
  CHECK(lost.lower == 0);
  CHECK(near(lost.upper, 1 - 0.2924017738212866, bound));
  // All tied: Hoeffding.
  const interval tied = interval_of({{{50, 60}}});
  CHECK(near(tied.lower, 0.5 - std::sqrt(std::log(40) / 100), bound));
  CHECK(near(tied.upper, 0.5 + std::sqrt(std::log(40) / 100), bound));
  // One positive: nothing is known of how positives vary.
  const interval one = interval_of({{{0, 5}, {1, 0}, {0, 5}}});
  CHECK(one.lower == 0);
  CHECK(one.upper == 1);
  CHECK(near(interval_of({{{0, 5}, {1, 0}}}).lower, 0.025, bound));
}

TEST_CASE("metric/rank_pairs an interval holds what it is drawn around, however wide") {
  for (const std::uint64_t few : {2u, 3u, 10u}) {
    for (std::uint64_t i = 0; i < 20; ++i) {
      const groups rows{{{0, 20 - i}, {few - 1, 0}, {0, i}, {1, 0}}};
      const auto all = metric::rank_pairs::of(rows);
      const auto variance = metric::delong_variance(rows, all);
      const interval got = metric::auc_interval(all.disjoint(), variance, all.auc(), all.auc(), {});
      CHECK(got.lower >= 0);
      CHECK(got.lower <= all.auc());
      CHECK(got.upper >= all.auc());
      CHECK(got.upper <= 1);
      const interval wide = metric::auc_interval(all.disjoint(), variance, 0, 1, {});
      CHECK(wide.lower == 0);
      CHECK(wide.upper == 1);
    }
  }
}
