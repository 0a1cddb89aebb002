// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/pit_uniformity.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <random>

namespace {

using namespace telltale;

}  // namespace

TEST_CASE("metric/pit_uniformity equals scipy.stats.chisquare([16, 18, 16, 14, 12, 12])") {
  state::pit_histogram<6> s;
  const int counts[] = {16, 18, 16, 14, 12, 12};
  for (int bin = 0; bin < 6; ++bin)
    for (int i = 0; i < counts[bin]; ++i) s.update((bin + 0.5) / 6);
  const auto test = metric::pit_uniformity(s);
  REQUIRE(test);
  CHECK(std::fabs(test->statistic - 2.0) < 1e-14);
  CHECK(std::fabs(test->p_value - 0.84914503608460956) < 1e-14);
  CHECK(test->degrees_of_freedom == 5);
}

TEST_CASE("metric/pit_uniformity is empty below five rows a bin") {
  state::pit_histogram<2> s;
  for (int i = 0; i < 9; ++i) s.update(0.3);
  CHECK(!metric::pit_uniformity(s));
  s.update(0.7);
  CHECK(metric::pit_uniformity(s)->statistic == (4 * 4 + 4 * 4) / 5.0);
}

TEST_CASE("metric/pit_uniformity rejects right forecasts in 5 % of draws, and wrong ones") {
  std::mt19937_64 rng{11};
  std::normal_distribution<double> truth;
  int rejected = 0, found = 0;
  constexpr int runs = 1000;
  for (int run = 0; run < runs; ++run) {
    state::pit_histogram<> right, wrong;
    for (int i = 0; i < 200; ++i) {
      const double y = truth(rng);
      right.update(state::normal_pit(y, 0, 1));
      wrong.update(state::normal_pit(y, 0, 2));
    }
    rejected += metric::pit_uniformity(right)->p_value < 0.05;
    found += metric::pit_uniformity(wrong)->p_value < 0.05;
  }
  MESSAGE("rejected: ", double(rejected) / runs,
          "; too wide by half found: ", double(found) / runs);
  CHECK(rejected <= 0.07 * runs);
  CHECK(rejected >= 0.03 * runs);
  CHECK(found >= 0.99 * runs);
}
