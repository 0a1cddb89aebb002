// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/fairness.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/all.hpp>

#include "golden.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace telltale;
using metric::binary_cells;

binary_cells cells(double tn, double fp, double fn, double tp) {
  return {tn, fp, fn, tp, tn, fp, fn, tp};
}

TEST_CASE("metric/fairness is fairlearn's, with simultaneous intervals") {
  for (const auto& c : golden::load("fairness.json")["groups"]) {
    std::vector<binary_cells> groups;
    for (const auto& g : c["groups"]) groups.push_back(cells(g[0], g[1], g[2], g[3]));
    const auto level = math::confidence(c["confidence"].get<double>());
    std::size_t compared = 0;
    metric::for_each(metric::fairness, [&](const metric::fairness_measure& m) {
      CAPTURE(std::string{m.name()});
      const auto& want = c["expected"][std::string{m.name()}];
      const auto got = m(groups, *level);
      REQUIRE(got);
      golden::check(got->value, want);
      CHECK(got->highest == want[3].get<std::size_t>());
      CHECK(got->lowest == want[4].get<std::size_t>());
      CHECK(signal{m} == signal{m.name()});
      CHECK(m.source().size() > 10);
      ++compared;
    });
    CHECK(compared == c["expected"].size());
  }
}

TEST_CASE("metric/fairness: a ratio below four fifths is not yet a broken rule") {
  // 30 of 100 called positive, and 18 of 90: the interval reaches past 1.
  const std::array groups{cells(40, 10, 30, 20), cells(40, 8, 32, 10)};
  const auto ratio = metric::demographic_parity_ratio(groups);
  REQUIRE(ratio);
  CHECK(ratio->value.value == doctest::Approx(2.0 / 3));
  CHECK(ratio->value.bounds->lower == doctest::Approx(0.4002262).epsilon(1e-6));
  CHECK(ratio->value.bounds->upper == 1);
  CHECK(ratio->highest == 0);
  CHECK(ratio->lowest == 1);
  CHECK(metric::four_fifths(ratio->value) == metric::ruling::undetermined);
  CHECK(metric::four_fifths({0.5, interval{0.3, 0.79}, 9}) == metric::ruling::broken);
  CHECK(metric::four_fifths({0.5, interval{0.3, 0.8}, 9}) == metric::ruling::undetermined);
  CHECK(metric::four_fifths({0.9, interval{0.8, 1}, 9}) == metric::ruling::kept);
  CHECK(metric::four_fifths({0.9, interval{0.79, 1}, 9}) == metric::ruling::undetermined);
  CHECK(metric::four_fifths({0.5, std::nullopt, 9}) == metric::ruling::undetermined);
}

TEST_CASE("metric/fairness leaves out groups too small to compare") {
  const binary_cells big = cells(50, 10, 10, 30), other = cells(50, 10, 20, 20);
  const binary_cells few = cells(10, 10, 1, 8), thin = cells(80, 10, 5, 4);
  const auto recall = [](std::vector<binary_cells> groups) {
    return metric::equal_opportunity_difference(groups);
  };
  CHECK_FALSE(recall({}));
  CHECK_FALSE(recall({big}));
  CHECK_FALSE(recall({big, few}));   // 29 rows
  CHECK_FALSE(recall({big, thin}));  // 9 positives
  CHECK(recall({big, cells(10, 10, 2, 8)}));
  CHECK(recall({big, cells(80, 10, 5, 5)}));
  CHECK(recall({few, big, thin, other})->value.value == 0.25);
  CHECK(recall({few, big, thin, other})->highest == 1);
  CHECK(recall({few, big, thin, other})->lowest == 3);
  // Left out of one rate, compared in another.
  CHECK(metric::demographic_parity_difference(std::array{big, thin}));
  const metric::group_minimum all{1, 1};
  CHECK(metric::equal_opportunity_difference(std::array{big, few}, {}, all));
}

TEST_CASE("metric/fairness of rates that are all 0 has a difference, and no ratio") {
  const std::array none{cells(60, 0, 20, 0), cells(60, 0, 30, 0)};
  CHECK(metric::demographic_parity_difference(none)->value.value == 0);
  CHECK_FALSE(metric::demographic_parity_ratio(none));
  CHECK_FALSE(metric::predictive_parity_difference(none));  // nothing was called positive
  const std::array one{cells(60, 0, 20, 0), cells(60, 30, 30, 30)};
  const auto ratio = metric::demographic_parity_ratio(one);
  CHECK(ratio->value.value == 0);
  CHECK(ratio->value.bounds->lower == 0);
  CHECK(ratio->value.bounds->upper < 0.25);
}

TEST_CASE(
    "metric/fairness does not depend on the order of the groups, nor on the scale of weights") {
  std::mt19937_64 rng{54};
  for (int trial = 0; trial < 20; ++trial) {
    std::vector<binary_cells> groups;
    for (int g = 0; g < 4; ++g) {
      const auto n = [&] { return static_cast<double>(10 + rng() % 100); };
      const double a = n(), b = n(), c = n(), d = n();
      groups.push_back(cells(a, b, c, d));
    }
    auto turned = groups;
    std::reverse(turned.begin(), turned.end());
    auto heavy = groups;
    for (binary_cells& g : heavy)
      g = {4 * g.tn, 4 * g.fp, 4 * g.fn, 4 * g.tp, 16 * g.tn, 16 * g.fp, 16 * g.fn, 16 * g.tp};
    metric::for_each(metric::fairness, [&](const metric::fairness_measure& m) {
      const auto a = m(groups), b = m(turned), c = m(heavy);
      REQUIRE(a);
      CHECK(a->value.value == b->value.value);
      CHECK(a->value.bounds->lower == doctest::Approx(b->value.bounds->lower));
      CHECK(a->highest == 3 - b->highest);
      CHECK(c->value.value == doctest::Approx(a->value.value));
      CHECK(c->value.bounds->upper == doctest::Approx(a->value.bounds->upper));
      CHECK(a->value.value >= a->value.bounds->lower);
      CHECK(a->value.value <= a->value.bounds->upper);
    });
  }
}

// Of the gap over all groups, not of one pair: conservative, the more groups the more.
TEST_CASE("metric/fairness has intervals that hold, for two groups and for five") {
  std::mt19937_64 rng{55};
  std::uniform_real_distribution<double> uniform;
  for (const std::size_t size : {std::size_t{2}, std::size_t{5}}) {
    CAPTURE(size);
    std::vector<double> rates;
    for (std::size_t g = 0; g < size; ++g)
      rates.push_back(0.3 + 0.3 * static_cast<double>(g) / static_cast<double>(size - 1));
    int difference = 0, ratio = 0;
    constexpr int trials = 1000;
    for (int trial = 0; trial < trials; ++trial) {
      std::vector<binary_cells> groups;
      for (const double rate : rates) {
        double called = 0;
        for (int i = 0; i < 150; ++i) called += uniform(rng) < rate;
        groups.push_back(cells(150 - called, called, 0, 0));
      }
      const auto d = metric::demographic_parity_difference(groups);
      const auto r = metric::demographic_parity_ratio(groups);
      difference += d->value.bounds->lower <= 0.3 && 0.3 <= d->value.bounds->upper;
      ratio += r->value.bounds->lower <= 0.5 && 0.5 <= r->value.bounds->upper;
    }
    MESSAGE(size, " groups: difference covered ", difference, ", ratio ", ratio, " of ", trials);
    CHECK(difference >= 930);
    CHECK(ratio >= 930);
  }
}

}  // namespace
