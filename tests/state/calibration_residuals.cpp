// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/calibration_residuals.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <tuple>
#include <vector>

namespace {

using namespace telltale;
using state::calibration_residuals;
using row = binary_outcome<double>;

static_assert(accepts<calibration_residuals, binary_outcome<float>>);
static_assert(accepts<calibration_residuals, binary_batch<double>>);
static_assert(mergeable<calibration_residuals>);
static_assert(scalable<calibration_residuals>);
static_assert(!reversible<calibration_residuals>);
static_assert(sizeof(calibration_residuals) == 64);

bool alike(const calibration_residuals& a, const calibration_residuals& b) {
  const auto near = [](double x, double y) { return std::fabs(x - y) <= 1e-12 * std::fabs(y); };
  return a.count() == b.count() && a.rejected() == b.rejected() && near(a.weight(), b.weight()) &&
         near(a.weight_squares(), b.weight_squares()) &&
         std::fabs(a.residual() - b.residual()) <= 1e-13 * b.weight() &&
         near(a.variance(), b.variance());
}

row draw(std::mt19937_64& rng) {
  std::uniform_real_distribution<double> score{-0.05, 1.05}, weight{-0.1, 5};
  const double p = score(rng), w = weight(rng);
  return {p, static_cast<std::uint8_t>(rng() % 5 / 2), 0, rng() % 9 == 0 ? 0 : w};
}

}  // namespace

TEST_CASE("state/calibration_residuals obeys the laws of a monoid that can forget") {
  const auto one = [](auto& rng) { return std::tuple{draw(rng)}; };
  laws::mergeable(calibration_residuals{}, one, alike);
  laws::scalable(calibration_residuals{}, one, alike);
}

TEST_CASE("state/calibration_residuals a batch is its loop") {
  const auto feed = [](auto& s, std::span<const row> rows) {
    std::vector<double> scores, weights;
    std::vector<std::uint8_t> actual;
    for (const row& r : rows) {
      scores.push_back(r.score), actual.push_back(r.actual), weights.push_back(r.weight);
    }
    s.update(binary_batch<double>{scores, actual, 0.5, weights});
  };
  laws::batch_equals_loop(calibration_residuals{}, draw, feed);
}

TEST_CASE("state/calibration_residuals by hand: a score of 1/2 tells nothing") {
  calibration_residuals s;
  s.update(row{0.25, 1, 0, 2});
  CHECK(s.residual() == 2 * 0.75 * 0.5);
  CHECK(s.variance() == 4 * 0.25 * 0.1875);
  s.update(row{0.75, 1});
  CHECK(s.residual() == 0.75 - 0.125);
  s.update(row{0.5, 1});
  CHECK(s.residual() == 0.625);
  CHECK(s.weight() == 4);
  CHECK(s.weight_squares() == 6);
}

TEST_CASE("state/calibration_residuals counts what it cannot use, and forgets at last") {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  calibration_residuals s;
  for (const double score : {-1e-300, std::nextafter(1.0, 2.0), unknown}) s.update(row{score, 0});
  s.update(row{0.5, 2});
  for (const double weight : {-1e-300, std::nextafter(1e150, 1e151), unknown})
    s.update(row{0.5, 1, 0, weight});
  CHECK(s.rejected() == 7);
  CHECK(s.count() == 0);
  s.update(row{0.25, 0, 0, 1});
  s.scale(1e-150);
  CHECK(s.weight() == 1e-150);
  s.scale(0.9);
  CHECK(s.weight() == 0);
  CHECK(s.residual() == 0);
  CHECK(s.count() == 1);
}
