// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/weighted_relative_errors.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <cmath>
#include <limits>
#include <random>
#include <span>
#include <type_traits>
#include <vector>

namespace {

using namespace telltale;
using state::weighted_relative_errors;
using row = regression_outcome<double>;

static_assert(accepts<weighted_relative_errors, regression_outcome<float>>);
static_assert(accepts<weighted_relative_errors, regression_outcome<double>>);
static_assert(accepts<weighted_relative_errors, regression_batch<double>>);
static_assert(scalable<weighted_relative_errors>);
static_assert(!reversible<weighted_relative_errors>);
static_assert(std::is_trivially_copyable_v<weighted_relative_errors>);
static_assert(sizeof(weighted_relative_errors) == 128);

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double endless = std::numeric_limits<double>::infinity();

bool near(double a, double b) { return std::fabs(a - b) <= 1e-13 * std::fabs(b); }
bool near(const state::loss_tally& a, const state::loss_tally& b) {
  return near(a.weight(), b.weight()) && near(a.weight_squares(), b.weight_squares()) &&
         near(a.sum(), b.sum()) && near(a.squares(), b.squares());
}
bool close(const weighted_relative_errors& a, const weighted_relative_errors& b) {
  return a.count() == b.count() && a.zeros() == b.zeros() && a.rejected() == b.rejected() &&
         near(a.of_actual(), b.of_actual()) && near(a.symmetric(), b.symmetric());
}

row draw(std::mt19937_64& rng) {
  std::normal_distribution<double> normal;
  std::exponential_distribution<double> gap;
  const double y = 5 * normal(rng), p = y + normal(rng);
  row r{y, p};
  r.weight = gap(rng);
  const auto fate = rng() % 16;
  if (fate == 0) r.actual = not_a_number;
  if (fate == 1) r.actual = 0;
  if (fate == 2) r.weight = -1;
  if (fate == 3) r.weight = 0;
  return r;
}
row weighing(double weight, double actual, double predicted) {
  return {actual, predicted, not_a_number, weight};
}

}  // namespace

TEST_CASE("state/weighted_relative_errors obeys the laws, and a batch is its loop") {
  laws::mergeable(weighted_relative_errors{0.5}, draw, close);
  laws::scalable(weighted_relative_errors{0.5}, draw, close);
  laws::batch_equals_loop(weighted_relative_errors{}, draw, [](auto& s, std::span<const row> rows) {
    std::vector<double> actual, predicted, weights;
    for (const auto& r : rows)
      actual.push_back(r.actual), predicted.push_back(r.predicted), weights.push_back(r.weight);
    s.update(regression_batch<double>{actual, predicted, {}, weights});
  });
}

TEST_CASE("state/weighted_relative_errors by hand") {
  weighted_relative_errors s;
  s.update(weighing(2, 4, 3)), s.update(weighing(3, 0, 5)), s.update(weighing(1, 0, 0));
  s.update(weighing(0.5, -2, 2));
  CHECK(s.count() == 4);
  CHECK(s.zeros() == 2);
  CHECK(s.of_actual().weight() == 2.5);
  CHECK(s.of_actual().sum() == 0.5 + 1);
  CHECK(s.of_actual().squares() == 2 * 0.0625 + 0.5 * 4);
  CHECK(s.symmetric().weight() == 6.5);
  CHECK(near(s.symmetric().sum(), 4.0 / 7 + 6 + 1));
  CHECK(s.symmetric().weight_squares() == 4 + 9 + 1 + 0.25);
}

TEST_CASE("state/weighted_relative_errors what counts as zero, closed at the end") {
  weighted_relative_errors s{0.5};
  s.update(weighing(1, 0.5, 1)), s.update(weighing(1, -0.5, 1));
  CHECK(s.zeros() == 2);
  s.update(weighing(1, std::nextafter(0.5, 1), 1));
  CHECK(s.zeros() == 2);
  CHECK(s.zero() == 0.5);
  s.clear();
  CHECK(s.zero() == 0.5);
  weighted_relative_errors tiny;
  tiny.update(weighing(1, 1e-10, 1e51));  // 1e61 times the truth
  CHECK(tiny.zeros() == 1);
  tiny.update(weighing(1, 1e-10, 0.9e50));
  CHECK(tiny.zeros() == 1);
  tiny.update(weighing(1e150, 1e-10, 0.9e50));
  CHECK(std::isfinite(tiny.of_actual().squares()));
}

TEST_CASE("state/weighted_relative_errors counts what it cannot use") {
  weighted_relative_errors s;
  for (const double x : {not_a_number, endless, -endless, 1.1e60}) {
    s.update(weighing(1, x, 0));
    s.update(weighing(1, 0, x));
  }
  for (const double w : {-1e-300, not_a_number, endless, 1.1e150}) s.update(weighing(w, 1, 2));
  CHECK(s.rejected() == 12);
  CHECK(s.count() == 0);
  s.update(weighing(0, 1, 2)), s.update(weighing(1e150, 1, 2));
  CHECK(s.rejected() == 12);
  CHECK(s.count() == 2);
  CHECK(s.of_actual().weight() == 1e150);
}
