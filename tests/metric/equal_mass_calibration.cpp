// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/equal_mass_calibration.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <memory>
#include <random>
#include <span>
#include <vector>

namespace {

using namespace telltale;

binary_outcome<double> row(double score, int actual, double weight = 1) {
  return {score, static_cast<std::uint8_t>(actual), 0, weight};
}
bool near(double a, double b) { return std::fabs(a - b) < 1e-14; }

state::edged_calibration between(std::span<const double> edges) {
  return state::edged_calibration{
      std::make_shared<const state::binning>(*state::binning::from_edges(edges))};
}

}  // namespace

TEST_CASE("metric/equal_mass_calibration by hand, on three bins") {
  auto s = between(std::array{0.1, 0.3});
  CHECK(!metric::expected_calibration_error_equal_mass(s));
  CHECK(!metric::debiased_squared_calibration_error_equal_mass(s));
  for (const auto& r : {row(0.05, 0), row(0.05, 1), row(0.2, 0, 2), row(0.9, 1), row(0.7, 1)})
    s.update(r);
  // Bins: gap 0.45 of weight 2; 0.2 of 2; 0.2 of 2.
  CHECK(near(metric::expected_calibration_error_equal_mass(s)->value, (0.45 + 0.2 + 0.2) / 3));
  CHECK(metric::expected_calibration_error_equal_mass(s)->n == 5);  // 36 / 8 = 4.5
  CHECK(!metric::expected_calibration_error_equal_mass(s)->bounds);
  // The middle bin has one row; the last no noise.
  CHECK(near(metric::debiased_squared_calibration_error_equal_mass(s)->value,
             (0.45 * 0.45 - 0.25 + 0.04) / 2));
  const state::bundle<state::edged_calibration> all{s};
  const auto bins = metric::edged_reliability_bins(all);
  REQUIRE(bins.size() == 3);
  CHECK(bins[0].lower == 0);
  CHECK(bins[0].upper == 0.1);
  CHECK(bins[1].lower == 0.1);
  CHECK(bins[1].upper == 0.3);
  CHECK(bins[1].n == 1);
  CHECK(bins[1].weight == 2);
  CHECK(bins[2].lower == 0.3);
  CHECK(bins[2].upper == 1);
  CHECK(bins[2].actual->value == 1);
  CHECK(near(*bins[2].mean_score, 0.8));
}

TEST_CASE("metric/equal_mass_calibration between edges of equal width is the plain error") {
  auto s = between(std::array{0.25, 0.5, 0.75});
  state::calibration<4> plain;
  std::mt19937_64 rng{3};
  std::uniform_real_distribution<double> uniform;
  for (int i = 0; i < 500; ++i) {
    const double p = uniform(rng), come = uniform(rng);
    s.update(row(p, come < 0.4));
    plain.update(row(p, come < 0.4));
  }
  CHECK(near(metric::expected_calibration_error_equal_mass(s)->value,
             metric::expected_calibration_error(plain)->value));
  const auto a = metric::debiased_squared_calibration_error_equal_mass(s);
  const auto b = metric::debiased_squared_calibration_error(plain);
  CHECK(near(a->value, b->value));
  CHECK(near(a->bounds->lower, b->bounds->lower));
  CHECK(near(a->bounds->upper, b->bounds->upper));
}

TEST_CASE("metric/equal_mass_calibration sees what hides in one bin of equal width") {
  // Scores below 1/15: half of them twice what comes true, half of them half of it.
  std::vector<double> reference;
  for (int i = 0; i < 1000; ++i) reference.push_back(i % 2 == 0 ? 0.005 : 0.04);
  std::sort(reference.begin(), reference.end());
  state::edged_calibration s{
      std::make_shared<const state::binning>(*state::binning::equal_mass(reference, 10))};
  state::calibration<> plain;
  for (int i = 0; i < 4000; ++i) {
    const bool low = i % 2 == 0;
    const auto r = row(low ? 0.005 : 0.04, low ? i % 100 == 0 : i % 80 == 1);
    s.update(r);
    plain.update(r);
  }
  CHECK(near(metric::expected_calibration_error_equal_mass(s)->value, (0.015 + 0.015) / 2));
  CHECK(metric::expected_calibration_error(plain)->value < 1e-3);
  CHECK(metric::debiased_squared_calibration_error_equal_mass(s)->bounds->lower > 0);
}
