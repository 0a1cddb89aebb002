// SPDX-License-Identifier: Apache-2.0
#include <telltale/drift/chi_squared.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "golden.hpp"

namespace {

using namespace telltale::drift;
using telltale::chi_squared_test;
using counts = std::vector<std::uint64_t>;

/// Pooled by hand, then tested.
bool pools_to(const counts& reference, const counts& current, pooling how, const counts& then,
              const counts& now) {
  const auto got = chi_squared_pooled(reference, current, how), want = chi_squared(then, now);
  return got.has_value() == want.has_value() &&
         (!got || (got->degrees_of_freedom == want->degrees_of_freedom &&
                   golden::near(got->statistic, want->statistic, 1e-13) &&
                   golden::near(got->p_value, want->p_value, 1e-12)));
}

}  // namespace

TEST_CASE("drift/chi_squared equals SciPy's chi2_contingency and association") {
  for (const auto& c : golden::load("chi_squared.json", "cases")) {
    CAPTURE(c["name"].get<std::string>());
    const auto reference = c["reference"].get<counts>(), current = c["current"].get<counts>();
    const auto got = chi_squared(reference, current);
    REQUIRE(got);
    CHECK_MESSAGE(golden::near(got->statistic, c["expected"][0].get<double>(), 1e-12),
                  got->statistic);
    CHECK_MESSAGE(golden::near(got->p_value, c["expected"][1].get<double>(), 1e-11), got->p_value);
    CHECK(got->degrees_of_freedom == c["expected"][2].get<std::uint64_t>());
    golden::check(cramers_v(reference, current), c["cramers_v"], 1e-12);
    golden::check(cramers_v_corrected(reference, current), c["cramers_v_corrected"], 1e-9);
  }
}

TEST_CASE("drift/chi_squared published values") {
  const auto got = chi_squared(counts{10, 20, 30}, counts{6, 9, 17});
  CHECK(golden::near(got->statistic, 0.27157465150403504, 1e-13));
  CHECK(golden::near(got->p_value, 0.873028283380073, 1e-13));
  CHECK(golden::near(*cramers_v(counts{10, 20, 30}, counts{6, 9, 17}), 0.05433137570422292, 1e-13));
  CHECK(golden::near(chi_squared(counts{12, 5}, counts{3, 9})->statistic, 5.85483193277311, 1e-13));
}

TEST_CASE("drift/chi_squared has no answer without two samples over the same cells") {
  const auto none = [](const counts& a, const counts& b) {
    return !chi_squared(a, b) && !chi_squared_pooled(a, b, pooling::ordinal) &&
           !chi_squared_pooled(a, b, pooling::nominal) && !cramers_v(a, b) &&
           !cramers_v_corrected(a, b);
  };
  CHECK(none({}, {}));
  CHECK(none({0, 0}, {7, 1}));
  CHECK(none({5, 3}, {0, 0}));
  CHECK(none({5, 3, 1}, {4, 4}));
  CHECK(chi_squared(counts{1, 0}, counts{0, 1})->statistic == 2);
  CHECK(*cramers_v(counts{1, 0}, counts{0, 1}) == 1);
  CHECK(!cramers_v_corrected(counts{1, 0}, counts{0, 1}));  // two observations in two cells
  CHECK(cramers_v_corrected(counts{1, 0}, counts{0, 2}));
}

TEST_CASE("drift/chi_squared finds no difference in one cell, and no strength either") {
  for (const auto& [a, b] : {std::pair{counts{5}, counts{7}}, {counts{0, 5}, counts{0, 7}}}) {
    CHECK(chi_squared(a, b) == telltale::chi_squared_test{0, 1, 0});  // as SciPy has it
    CHECK(!chi_squared_pooled(a, b, pooling::ordinal));
    CHECK(!chi_squared_pooled(a, b, pooling::nominal));
    CHECK(!cramers_v(a, b));
    CHECK(!cramers_v_corrected(a, b));
  }
}

TEST_CASE("drift/chi_squared is 0 for equal shares at any sizes, and symmetric") {
  const auto same = chi_squared(counts{1, 2, 4}, counts{1'000'000, 2'000'000, 4'000'000});
  CHECK(same->statistic == 0);
  CHECK(same->p_value == 1);
  CHECK(*cramers_v(counts{1, 2}, counts{10, 20}) == 0);
  CHECK(*cramers_v_corrected(counts{1, 2}, counts{10, 20}) == 0);
  CHECK(golden::near(chi_squared(counts{9, 2, 4}, counts{5, 5, 5})->statistic,
                     chi_squared(counts{5, 5, 5}, counts{9, 2, 4})->statistic, 1e-14));
}

TEST_CASE("drift/chi_squared pools neighbours or the sparsest, until Cochran's rule holds") {
  // Dense: nothing is pooled, though one cell in five is below 5 (and none below 1).
  const counts dense{20, 20, 20, 20, 4};
  CHECK(pools_to(dense, dense, pooling::ordinal, dense, dense));
  CHECK(pools_to(dense, {20, 25, 15, 20, 4}, pooling::nominal, dense, {20, 25, 15, 20, 4}));
  // One in four is too many.
  CHECK(pools_to({20, 30, 20, 4}, {20, 20, 30, 4}, pooling::ordinal, {20, 30, 24}, {20, 20, 34}));
  // The last cell is the sparsest: to the left (ordinal), to the next sparsest (nominal).
  const counts then{8, 30, 40, 1}, now{12, 40, 26, 1};
  CHECK(pools_to(then, now, pooling::ordinal, {8, 30, 41}, {12, 40, 27}));
  CHECK(pools_to(then, now, pooling::nominal, {9, 30, 40}, {13, 40, 26}));
  // The first one has only one neighbour.
  CHECK(pools_to({1, 30, 40, 8}, {1, 40, 26, 12}, pooling::ordinal, {31, 40, 8}, {41, 26, 12}));
  // In between, the sparser neighbour; the left one if they are equal.
  CHECK(pools_to({30, 1, 40}, {30, 1, 48}, pooling::ordinal, {31, 40}, {31, 48}));
  CHECK(pools_to({40, 1, 30}, {48, 1, 30}, pooling::ordinal, {40, 31}, {48, 31}));
  CHECK(pools_to({40, 1, 36}, {38, 1, 42}, pooling::ordinal, {41, 36}, {39, 42}));
  // Several in turn: 1 + 1, and that with 2.
  CHECK(pools_to({50, 1, 1, 60, 2}, {60, 1, 1, 50, 2}, pooling::nominal, {50, 4, 60},
                 {60, 4, 50}) == false);  // 4 is below 5 and one in three
  CHECK(pools_to({50, 1, 1, 60, 2}, {60, 1, 1, 50, 2}, pooling::nominal, {54, 60}, {64, 50}));
  CHECK(pools_to({50, 2, 1, 60, 2}, {60, 2, 1, 50, 2}, pooling::nominal, {50, 5, 60}, {60, 5, 50}));
  // Too little for two cells
  CHECK(!chi_squared_pooled(counts{1, 1}, counts{1, 2}, pooling::ordinal));
  CHECK(!chi_squared_pooled(counts{1, 1, 2}, counts{1, 2, 1}, pooling::nominal));
}

TEST_CASE("drift/chi_squared pooling keeps the totals, and Cochran's rule holds afterwards") {
  std::mt19937_64 rng{12};
  for (int trial = 0; trial < 300; ++trial) {
    const std::size_t cells = 2 + rng() % 15;
    counts then(cells), now(cells);
    for (std::size_t i = 0; i < cells; ++i) then[i] = rng() % 30 / 3, now[i] = rng() % 90 / 7;
    ++then[0], ++now[1];  // neither is empty
    const auto before = *cell_pair::of(then, now);
    auto neighbours = before, any = before;
    detail::pool_neighbours(neighbours);
    detail::pool_any(any);
    for (const cell_pair& c : {neighbours, any}) {
      CAPTURE(trial);
      CHECK(std::accumulate(c.reference.begin(), c.reference.end(), 0.0) == before.n);
      CHECK(std::accumulate(c.current.begin(), c.current.end(), 0.0) == before.m);
      REQUIRE(c.reference.size() == c.current.size());
      CHECK(c.n == before.n);
      CHECK(c.m == before.m);
      std::size_t below_five = 0;
      for (std::size_t i = 0; i < c.size() && c.size() > 1; ++i) {
        const double expected = (c.reference[i] + c.current[i]) * std::min(c.n, c.m) / (c.n + c.m);
        CHECK(expected >= 1);
        below_five += expected < 5;
      }
      CHECK((c.size() == 1 || below_five * 5 <= c.size()));
    }
    // Each cell that is left is a run of neighbours: the sums up to it were sums before.
    double pooled = 0, sum = 0;
    std::size_t at = 0;
    for (const double x : neighbours.current) {
      for (pooled += x; sum < pooled && at < before.size(); ++at) sum += before.current[at];
      CHECK(sum == pooled);
    }
  }
}

TEST_CASE("drift/chi_squared pools by the expectation in the smaller sample") {
  // 1000 rows against 10: a share of 0.5 is 5 expected, of 0.1 is 1.
  CHECK(pools_to({500, 500}, {5, 5}, pooling::nominal, {500, 500}, {5, 5}));
  CHECK(!chi_squared_pooled(counts{501, 499}, counts{5, 5}, pooling::nominal).has_value() == true);
  CHECK(pools_to({5, 5}, {500, 500}, pooling::nominal, {5, 5}, {500, 500}));
  // Exactly 1 expected in one cell of five, the others at 5 and more.
  const counts then{100, 600, 600, 600, 600}, now{1, 6, 6, 6, 6};
  CHECK(pools_to(then, now, pooling::nominal, then, now));
  CHECK(chi_squared_pooled(counts{99, 600, 600, 600, 600}, now, pooling::nominal)
            ->degrees_of_freedom == 3);
}

TEST_CASE("drift/chi_squared pooled is quick and honest over many sparse categories") {
  std::mt19937_64 rng{3};
  int alarms = 0;
  constexpr int runs = 400;
  for (int run = 0; run < runs; ++run) {
    counts then(3000, 0), now(3000, 0);
    for (int i = 0; i < 3000; ++i) ++then[rng() % 60 * (rng() % 50)];
    for (int i = 0; i < 1000; ++i) ++now[rng() % 60 * (rng() % 50)];
    const auto got = chi_squared_pooled(then, now, pooling::nominal);
    REQUIRE(got);
    alarms += got->p_value <= 0.05;
  }
  // Four standard errors around 0.05
  CHECK(alarms >= runs * 0.05 - 4 * std::sqrt(runs * 0.05 * 0.95));
  CHECK(alarms <= runs * 0.05 + 4 * std::sqrt(runs * 0.05 * 0.95));
}

TEST_CASE("drift/chi_squared Cramer's V is free of n, and its correction of its bias") {
  CHECK(golden::near(*cramers_v(counts{30, 70}, counts{60, 40}),
                     *cramers_v(counts{3000, 7000}, counts{6000, 4000}), 1e-14));
  CHECK(*cramers_v(counts{9, 0, 4}, counts{0, 7, 0}) == 1);
  std::mt19937_64 rng{2};
  double plain = 0, corrected = 0;
  for (int run = 0; run < 200; ++run) {
    counts a(10, 0), b(10, 0);
    for (int i = 0; i < 100; ++i) ++a[rng() % 10], ++b[rng() % 10];
    plain += *cramers_v(a, b) / 200;
    corrected += *cramers_v_corrected(a, b) / 200;
  }
  for (int run = 0; run < 200; ++run) {
    counts a(2 + rng() % 9), b(a.size());
    for (std::size_t i = 0; i < a.size(); ++i) a[i] = rng() % 20, b[i] = rng() % 9;
    ++a[0], ++b[0];
    const auto v = cramers_v(a, b), better = cramers_v_corrected(a, b);
    if (better) CHECK((*better >= 0 && *better <= 1));
    if (v) CHECK((*v >= 0 && *v <= 1));
  }
  CHECK(plain > 0.18);
  CHECK(corrected < 0.06);
}

TEST_CASE("drift/chi_squared pools the first of equally sparse cells") {
  // Two of six below 5 are too many, one of five is not.
  CHECK(pools_to({4, 30, 40, 50, 60, 4}, {4, 40, 50, 30, 60, 4}, pooling::ordinal,
                 {34, 40, 50, 60, 4}, {44, 50, 30, 60, 4}));
  CHECK(pools_to({5, 4, 3, 40, 50, 60}, {3, 4, 5, 50, 60, 40}, pooling::nominal, {9, 3, 40, 50, 60},
                 {7, 5, 50, 60, 40}));
}
