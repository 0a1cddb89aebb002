// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/recalibration.hpp>

#include <doctest/doctest.h>

#include <telltale/state/edged_calibration.hpp>

#include "golden.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace {

using namespace telltale;

struct columns {
  std::vector<double> scores, weights;
  std::vector<std::uint8_t> actual;

  explicit columns(const nlohmann::json& c)
      : scores(c["score"].get<std::vector<double>>()),
        weights(c["weight"].get<std::vector<double>>()),
        actual(c["actual"].get<std::vector<std::uint8_t>>()) {}
  [[nodiscard]] binary_batch<double> rows() const { return {scores, actual, 0.5, weights}; }
};

/// To what is left of the steps, whose size is that of the numbers.
void check(const std::optional<estimate>& got, const nlohmann::json& want) {
  REQUIRE(got.has_value() == !want.is_null());
  if (!got) return;
  const double scale = 1 + std::fabs(want[0].get<double>());
  CHECK(std::fabs(got->value - want[0].get<double>()) < 1e-10 * scale);
  CHECK(std::fabs(got->bounds->lower - want[1].get<double>()) < 1e-8 * scale);
  CHECK(std::fabs(got->bounds->upper - want[2].get<double>()) < 1e-8 * scale);
}

double expit(double x) { return 1 / (1 + std::exp(-x)); }

}  // namespace

TEST_CASE("metric/recalibration equals statsmodels, of rows and of bins") {
  const auto file = golden::load("calibration.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    const columns data{c};
    const auto &rows = c["expected"]["rows"], &binned = c["expected"]["binned"];
    check(metric::calibration_slope(data.rows()), rows["slope"]);
    check(metric::calibration_intercept(data.rows()), rows["intercept"]);
    state::weighted_calibration<> bins;
    bins.update(data.rows());
    check(metric::calibration_slope_binned(bins), binned["slope"]);
    check(metric::calibration_intercept_binned(bins), binned["intercept"]);
    auto heavy = data;
    for (double& w : heavy.weights) w *= 1e140;
    check(metric::calibration_slope(heavy.rows()), rows["slope"]);
    check(metric::calibration_intercept(heavy.rows()), rows["intercept"]);
    if (rows["slope"].is_null()) continue;
    const auto fit = metric::recalibration(data.rows());
    CHECK(std::fabs(fit->intercept - rows["joint"][0].get<double>()) < 1e-9);
    CHECK(std::fabs(fit->intercept_error - rows["joint"][1].get<double>()) < 1e-8);
  }
}

TEST_CASE("metric/recalibration kept rows are a batch without weights") {
  const auto file = golden::load("calibration.json");
  const columns data{file["cases"][0]};
  state::scored_rows<double> kept{400};
  kept.update(data.rows());
  check(metric::calibration_slope(kept), file["cases"][0]["expected"]["rows"]["slope"]);
  check(metric::calibration_intercept(kept), file["cases"][0]["expected"]["rows"]["intercept"]);
  CHECK(metric::calibration_slope(kept)->n == 400);
  state::calibration<> bins;
  bins.update(data.rows());
  check(metric::calibration_slope_binned(bins), file["cases"][0]["expected"]["binned"]["slope"]);
  kept.update(binary_outcome<double>{0.5, 1});  // one too many
  CHECK(!metric::calibration_slope(kept));
  CHECK(!metric::calibration_intercept(kept));
  CHECK(!metric::recalibration(kept));
}

TEST_CASE("metric/recalibration leaves out rows that it cannot use") {
  const auto file = golden::load("calibration.json");
  columns data{file["cases"][1]};
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  for (const auto& [score, actual, weight] :
       {std::tuple{nan, 1, 1.0}, {1.5, 1, 1.0}, {0.5, 2, 1.0}, {0.5, 1, -1.0}, {0.5, 1, nan}}) {
    data.scores.push_back(score);
    data.actual.push_back(static_cast<std::uint8_t>(actual));
    data.weights.push_back(weight);
  }
  check(metric::calibration_slope(data.rows()), file["cases"][1]["expected"]["rows"]["slope"]);
}

TEST_CASE("metric/recalibration undoes what was done to the logits") {
  // Scores s with logit s = (logit p - 0.5) / 1.6 of outcomes that come with p.
  std::mt19937_64 rng{5};
  std::uniform_real_distribution<double> uniform;
  constexpr int runs = 400, n = 1000;
  int slope = 0, intercept = 0;
  double mean = 0, off = 0;
  for (int run = 0; run < runs; ++run) {
    std::vector<double> scores;
    std::vector<std::uint8_t> actual;
    state::calibration<> bins;
    for (int i = 0; i < n; ++i) {
      const double logit = 6 * uniform(rng) - 3, come = uniform(rng);
      scores.push_back(expit((logit - 0.5) / 1.6));
      actual.push_back(come < expit(logit));
    }
    const binary_batch<double> rows{scores, actual};
    bins.update(rows);
    const auto exact = metric::calibration_slope(rows);
    REQUIRE(exact);
    slope += exact->bounds->lower <= 1.6 && 1.6 <= exact->bounds->upper;
    mean += exact->value / runs;
    off += (metric::calibration_slope_binned(bins)->value / exact->value - 1) / runs;
    const auto fit = metric::recalibration(rows);
    intercept += std::fabs(fit->intercept - 0.5) <= 1.96 * fit->intercept_error;
  }
  MESSAGE("covered: slope ", double(slope) / runs, ", intercept ", double(intercept) / runs,
          "; mean slope ", mean, ", bins off by ", off);
  CHECK(slope >= 0.92 * runs);
  CHECK(slope <= 0.98 * runs);
  CHECK(intercept >= 0.92 * runs);
  CHECK(std::fabs(mean - 1.6) < 0.02);
  CHECK(std::fabs(off) < 0.01);  // what the header says of 15 bins
}

TEST_CASE("metric/recalibration of rare events: bins of equal mass come near the rows") {
  std::mt19937_64 rng{6};
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> uniform;
  constexpr int n = 200'000;
  std::vector<double> scores;
  std::vector<std::uint8_t> actual;
  for (int i = 0; i < n; ++i) {
    const double logit = -6 + 1.5 * normal(rng), come = uniform(rng);
    scores.push_back(expit(logit));
    actual.push_back(come < expit(0.8 * logit - 1));
  }
  const binary_batch<double> rows{scores, actual};
  auto sorted = scores;
  std::sort(sorted.begin(), sorted.end());
  state::edged_calibration edged{
      std::make_shared<const state::binning>(*state::binning::equal_mass(sorted, 30))};
  state::calibration<> plain;
  edged.update(rows), plain.update(rows);
  const auto exact = metric::recalibration(rows), binned = metric::recalibration(edged);
  CHECK(std::fabs(exact->slope - 0.8) < 4 * exact->slope_error);
  CHECK(std::fabs(exact->intercept + 1) < 4 * exact->intercept_error);
  MESSAGE("slope of rows ", exact->slope, " +- ", exact->slope_error, ", of equal mass ",
          binned->slope, ", of equal width ", metric::calibration_slope_binned(plain)->value);
  CHECK(std::fabs(binned->slope / exact->slope - 1) < 0.015);
  CHECK(exact->rows.whole == n);
}
