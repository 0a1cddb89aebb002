// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/calibration_bins.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>

namespace {

using namespace telltale;

binary_outcome<double> row(double score, int actual, double weight = 1) {
  return {score, static_cast<std::uint8_t>(actual), 0, weight};
}
bool near(double a, double b) { return std::fabs(a - b) < 1e-14; }

}  // namespace

TEST_CASE("metric/calibration_bins gives the reliability diagram as data") {
  state::bundle<state::calibration<5>> s;
  s.update(row(0.1, 1)), s.update(row(0.19, 0)), s.update(row(0.2, 1)), s.update(row(1.0, 1));
  const auto bins = metric::reliability_bins(s);
  static_assert(bins.size() == 5);
  CHECK(bins[0].lower == 0);
  CHECK(bins[0].upper == 0.2);
  CHECK(bins[0].n == 2);
  CHECK(bins[0].positives == 1);
  CHECK(near(*bins[0].mean_score, 0.145));
  CHECK(bins[0].actual->value == 0.5);
  CHECK(bins[0].actual->bounds->lower < 0.2);
  CHECK(bins[1].n == 1);
  CHECK(bins[1].actual->value == 1);
  CHECK(bins[2].n == 0);
  CHECK(!bins[2].mean_score);
  CHECK(!bins[2].actual);
  CHECK(bins[4].upper == 1);
  CHECK(bins[4].n == 1);
  CHECK(*bins[4].mean_score == 1);
}

TEST_CASE("metric/calibration_bins of weighted rows: the effective size, and the share by weight") {
  state::weighted_calibration<2> s;
  s.update(row(0.25, 1, 3)), s.update(row(0.125, 0, 1)), s.update(row(0.75, 0, 0));
  const auto bins = metric::reliability_bins(s);
  CHECK(bins[0].weight == 4);
  CHECK(bins[0].positives == 3);
  CHECK(bins[0].n == 2);  // 16 / 10
  CHECK(near(*bins[0].mean_score, 0.875 / 4));
  CHECK(bins[0].actual->value == 0.75);
  CHECK(bins[0].actual->bounds == metric::wilson(0.75, 1.6, confidence_level{}.z));
  CHECK(bins[1].weight == 0);
  CHECK(bins[1].n == 0);
  CHECK(!bins[1].mean_score);
  CHECK(!bins[1].actual);
}
