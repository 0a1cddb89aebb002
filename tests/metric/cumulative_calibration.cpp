// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/cumulative_calibration.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace telltale;

void check(const std::optional<metric::calibration_test>& got, const nlohmann::json& want) {
  REQUIRE(got);
  CHECK(golden::close(got->statistic, want[0].get<double>(), 1e-12));
  CHECK(golden::close(got->p_value, want[1].get<double>(), 1e-10));
}

}  // namespace

TEST_CASE("metric/cumulative_calibration the tails of a Brownian motion, across both series") {
  for (const auto& at : golden::load("calibration.json")["brownian"]) {
    const double x = at[0].get<double>();
    CAPTURE(x);
    CHECK(golden::close(metric::detail::largest_exceeds(x), at[1].get<double>()));
    CHECK(golden::close(metric::detail::range_exceeds(x), at[2].get<double>()));
  }
  CHECK(metric::detail::largest_exceeds(0) == 1);
  CHECK(metric::detail::range_exceeds(0) == 1);
  CHECK(metric::detail::largest_exceeds(1e-3) == 1);
  CHECK(metric::detail::range_exceeds(50) == 0);
}

TEST_CASE("metric/cumulative_calibration equals NumPy, whatever the order of the rows") {
  const auto file = golden::load("calibration.json");
  std::mt19937_64 rng{14};
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    auto scores = c["score"].get<std::vector<double>>();
    auto weights = c["weight"].get<std::vector<double>>();
    auto actual = c["actual"].get<std::vector<std::uint8_t>>();
    const auto& want = c["expected"]["walk"];
    for (int turn = 0; turn < 2; ++turn) {
      const binary_batch<double> rows{scores, actual, 0.5, weights};
      const auto ks = metric::calibration_kolmogorov_smirnov(rows);
      REQUIRE(ks.has_value() == !want.is_null());
      if (!ks) break;
      check(ks, want["kolmogorov_smirnov"]);
      check(metric::calibration_kuiper(rows), want["kuiper"]);
      for (std::size_t i = scores.size(); i-- > 1;) {
        const std::size_t j = rng() % (i + 1);
        std::swap(scores[i], scores[j]), std::swap(actual[i], actual[j]);
        std::swap(weights[i], weights[j]);
      }
    }
  }
}

TEST_CASE("metric/cumulative_calibration of kept rows, of dropped ones, and of none") {
  state::scored_rows<double> kept{2};
  CHECK(!metric::calibration_kuiper(kept));
  kept.update(binary_outcome<double>{0, 1});
  CHECK(!metric::calibration_kuiper(kept));
  kept.update(binary_outcome<double>{0.5, 0});
  // 1 at the score of 0, then half back: in deviations of 1/2.
  CHECK(metric::calibration_kuiper(kept)->statistic == 2);
  CHECK(metric::calibration_kolmogorov_smirnov(kept)->statistic == 2);
  kept.update(binary_outcome<double>{0.5, 0});
  CHECK(!metric::calibration_kuiper(kept));
  CHECK(!metric::calibration_kolmogorov_smirnov(kept));
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> scores{0.5, unknown, 2, 0.5};
  const std::vector<std::uint8_t> actual{0, 1, 1, 2};
  CHECK(metric::calibration_kuiper(binary_batch<double>{scores, actual})->statistic == 1);
}

TEST_CASE("metric/cumulative_calibration rejects a calibrated model in at most 5 % of draws" *
          doctest::test_suite("simulation")) {
  std::mt19937_64 rng{15};
  std::uniform_real_distribution<double> uniform;
  constexpr int runs = 1000, n = 500;
  int largest = 0, range = 0, found = 0;
  std::vector<double> scores(n);
  std::vector<std::uint8_t> right(n), wrong(n);
  for (int run = 0; run < runs; ++run) {
    for (std::size_t i = 0; i < n; ++i) {
      scores[i] = uniform(rng);
      const double come = uniform(rng);
      right[i] = come < scores[i];
      // Off where it could hide: too low in the middle, too high at the ends.
      wrong[i] = come < scores[i] + (scores[i] > 0.3 && scores[i] < 0.7 ? 0.15 : -0.1);
    }
    const binary_batch<double> rows{scores, right};
    largest += metric::calibration_kolmogorov_smirnov(rows)->p_value < 0.05;
    range += metric::calibration_kuiper(rows)->p_value < 0.05;
    found += metric::calibration_kuiper(binary_batch<double>{scores, wrong})->p_value < 0.05;
  }
  MESSAGE("rejected: ", double(largest) / runs, ", ", double(range) / runs,
          "; wrong found: ", double(found) / runs);
  for (const int rejected : {largest, range}) {
    CHECK(rejected <= 0.06 * runs);
    CHECK(rejected >= 0.02 * runs);
  }
  CHECK(found >= 0.8 * runs);
}
