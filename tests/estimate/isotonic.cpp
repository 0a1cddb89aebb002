// SPDX-License-Identifier: Apache-2.0
#include <telltale/estimate/isotonic.hpp>

#include <doctest/doctest.h>

#include "../metric/golden.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace telltale;
using knot = isotonic_map::knot;
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("estimate/isotonic equals scikit-learn, with weights and ties") {
  const auto file = golden::load("isotonic.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto scores = c["score"].get<std::vector<double>>();
    const auto actual = c["actual"].get<std::vector<std::uint8_t>>();
    const auto weights = c["weight"].get<std::vector<double>>();
    const auto map = isotonic_map::fit(binary_batch<double>{scores, actual, 0.5, weights});
    REQUIRE(map);
    const auto& knots = c["knots"];
    REQUIRE(map->knots().size() == knots[0].size());
    for (std::size_t i = 0; i < knots[0].size(); ++i) {
      CHECK(map->knots()[i].score == knots[0][i].get<double>());
      CHECK(golden::close(map->knots()[i].probability, knots[1][i].get<double>()));
    }
    for (std::size_t i = 0; i < file["at"].size(); ++i)
      CHECK(golden::close((*map)(file["at"][i].get<double>()), c["mapped"][i].get<double>()));
    const auto saved = isotonic_map::restore(map->knots());
    REQUIRE(saved);
    CHECK(*saved == *map);
  }
}

TEST_CASE("estimate/isotonic leaves out what it cannot use, and is empty without rows") {
  CHECK(!isotonic_map::fit(binary_batch<double>{}));
  const std::vector<double> scores{0.5, unknown, 1.5, 0.2, 0.4, 0.9};
  const std::vector<std::uint8_t> actual{1, 1, 1, 2, 0, 0};
  const std::vector<double> weights{1, 1, 1, 1, -1, 0};
  const auto map = isotonic_map::fit(binary_batch<double>{scores, actual, 0.5, weights});
  REQUIRE(map);
  REQUIRE(map->knots().size() == 1);
  CHECK(map->knots()[0] == knot{0.5, 1});
  CHECK((*map)(0.0) == 1);
  CHECK((*map)(0.75f) == 1);
  CHECK(std::isnan((*map)(unknown)));
  CHECK((*map)(1.5) == 1.5);
  CHECK((*map)(-0.5) == -0.5);
}

TEST_CASE("estimate/isotonic of bins, of equal width and between frozen edges") {
  state::bundle<state::calibration<4>> s;
  CHECK(!isotonic_map::fit_bins(s));
  const std::array edges{0.25, 0.5, 0.75};
  state::edged_calibration edged{
      std::make_shared<const state::binning>(*state::binning::from_edges(edges))};
  const auto add = [&](double score, int positives, int rows) {
    for (int i = 0; i < rows; ++i) {
      const binary_outcome<double> row{score, static_cast<std::uint8_t>(i < positives)};
      s.update(row), edged.update(row);
    }
  };
  add(0.125, 1, 4), add(0.375, 0, 4), add(0.875, 3, 4);
  const auto map = isotonic_map::fit_bins(s);
  REQUIRE(map);
  REQUIRE(map->knots().size() == 3);
  CHECK(map->knots()[0] == knot{0.125, 0.125});
  CHECK(map->knots()[1] == knot{0.375, 0.125});
  CHECK(map->knots()[2] == knot{0.875, 0.75});
  CHECK((*map)(0.625) == 0.4375);
  CHECK((*map)(0.375) == 0.125);
  CHECK(*isotonic_map::fit_bins(edged) == *map);
}

TEST_CASE("estimate/isotonic refuses knots that are none") {
  const auto refused = [](const std::vector<knot>& knots) {
    const auto map = isotonic_map::restore(knots);
    return map ? std::string{} : map.error().message;
  };
  CHECK(refused({}) == "knots: there is none");
  CHECK(refused({{1.5, 0}}) == "score of a knot: 1.500000 is not in [0, 1]");
  CHECK(refused({{0.5, unknown}}).find("probability of a knot: ") == 0);
  CHECK(refused({{0.5, -0.5}}).find("probability of a knot: -0.5") == 0);
  CHECK(refused({{0.5, 0.5}, {0.5, 0.5}}) == "knots: that at 0.500000 falls behind the one before");
  CHECK(!refused({{0.5, 0.5}, {0.6, 0.4}}).empty());
  CHECK(refused({{0, 0}, {0.5, 0}, {1, 1}}).empty());
}

TEST_CASE("estimate/isotonic the gain of recalibration is above 0 only where there is one") {
  std::mt19937_64 rng{18};
  std::uniform_real_distribution<double> uniform;
  constexpr int runs = 300, n = 500;
  int needless = 0, needed = 0;
  double truth = 0;
  std::vector<double> scores(n), weights(n);
  std::vector<std::uint8_t> right(n), wrong(n);
  for (int run = 0; run < runs; ++run) {
    for (std::size_t i = 0; i < n; ++i) {
      scores[i] = uniform(rng);
      weights[i] = 0.5 + uniform(rng);
      const double come = uniform(rng);
      right[i] = come < scores[i];
      wrong[i] = come < scores[i] * scores[i];
    }
    const auto calibrated = recalibration_gain(binary_batch<double>{scores, right, 0.5, weights});
    const auto off = recalibration_gain(binary_batch<double>{scores, wrong, 0.5, weights});
    needless += calibrated->bounds->lower > 0;
    needed += off->bounds->lower > 0;
    truth += off->value / runs;
  }
  MESSAGE("needless: ", double(needless) / runs, "; needed: ", double(needed) / runs,
          "; mean gain ", truth, " of 1 / 30");
  CHECK(needless <= 0.025 * runs);
  CHECK(needed >= 0.9 * runs);
  CHECK(truth > 0.025);
  CHECK(truth < 1.0 / 30);  // the mean of (p - p^2)^2, less what fitting costs
}

TEST_CASE("estimate/isotonic the gain is empty without a row in each half") {
  const std::vector<double> scores{0.25, 0.75, unknown};
  const std::vector<std::uint8_t> actual{0, 1, 1};
  CHECK(!recalibration_gain(binary_batch<double>{}));
  const auto first = [&](std::size_t n) {
    return binary_batch<double>{std::span{scores}.first(n), std::span{actual}.first(n)};
  };
  CHECK(!recalibration_gain(first(1)));
  // Each half learns the other's label: 1 / 16 lost is 15 / 16.
  CHECK(recalibration_gain(first(2))->value == -15.0 / 16);
  CHECK(recalibration_gain(first(3))->n == 2);
  CHECK(!recalibration_gain(first(2))->bounds);
}
