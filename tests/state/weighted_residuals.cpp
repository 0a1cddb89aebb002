// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/weighted_residuals.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <type_traits>
#include <vector>

namespace {

using namespace telltale;
using state::weighted_residuals;
using row = regression_outcome<double>;

static_assert(accepts<weighted_residuals, regression_outcome<float>>);
static_assert(accepts<weighted_residuals, regression_outcome<double>>);
static_assert(accepts<weighted_residuals, regression_batch<float>>);
static_assert(accepts<weighted_residuals, regression_batch<double>>);
static_assert(scalable<weighted_residuals>);
static_assert(!reversible<weighted_residuals>);
static_assert(std::is_trivially_copyable_v<weighted_residuals>);  // so that nothing allocates
static_assert(sizeof(weighted_residuals) == 408);

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double endless = std::numeric_limits<double>::infinity();

bool near(double a, double b, double scale, double tolerance = 1e-12) {
  return std::fabs(a - b) <= tolerance * std::fabs(scale);
}
bool near(double a, double b) { return near(a, b, b); }
bool near(const state::loss_tally& a, const state::loss_tally& b) {
  return near(a.weight(), b.weight()) && near(a.weight_squares(), b.weight_squares()) &&
         near(a.sum(), b.sum()) && near(a.squares(), b.squares());
}
bool near(const math::joint_moments& a, const math::joint_moments& b) {
  const double w = b.weight();
  const double x = std::sqrt(b.xx() / w), y = std::sqrt(b.yy() / w);
  return near(a.weight(), w) && near(a.mean_x(), b.mean_x(), x + std::fabs(b.mean_x())) &&
         near(a.mean_y(), b.mean_y(), y + std::fabs(b.mean_y())) && near(a.xx(), b.xx()) &&
         near(a.xy(), b.xy(), w * x * y) && near(a.yy(), b.yy()) &&
         near(a.xxx(), b.xxx(), w * x * x * x) && near(a.xxy(), b.xxy(), w * x * x * y) &&
         near(a.xyy(), b.xyy(), w * x * y * y) && near(a.yyy(), b.yyy(), w * y * y * y) &&
         near(a.xxxx(), b.xxxx()) && near(a.xxyy(), b.xxyy()) && near(a.yyyy(), b.yyyy());
}
bool close(const weighted_residuals& a, const weighted_residuals& b) {
  return a.count() == b.count() && a.rejected() == b.rejected() && near(a.weight(), b.weight()) &&
         near(a.weight_squares(), b.weight_squares()) && near(a.over(), b.over()) &&
         near(a.under(), b.under()) && near(a.moments(), b.moments()) &&
         near(a.absolute_actual(), b.absolute_actual()) &&
         near(a.absolute_product(), b.absolute_product()) &&
         near(a.naive().model, b.naive().model) && near(a.naive().naive, b.naive().naive) &&
         near(a.naive().product.value(), b.naive().product.value()) &&
         a.max_error() == b.max_error();
}

/// Also rows that are rejected, predictions that are right, naive forecasts that are missing, and
/// weights of 0.
row draw(std::mt19937_64& rng) {
  std::normal_distribution<double> normal;
  std::exponential_distribution<double> gap;
  const double y = 20 + 3 * normal(rng), p = y + normal(rng), f = y + 2 * normal(rng);
  row r{y, p};
  r.weight = gap(rng);
  const auto fate = rng() % 20;
  if (fate == 0) r.actual = not_a_number;
  if (fate == 1) r.predicted = endless;
  if (fate == 2) r.predicted = r.actual;
  if (fate == 3) r.weight = -1;
  if (fate == 4) r.weight = 0;
  if (fate > 6) r.naive = f;
  return r;
}

weighted_residuals of(std::vector<row> rows) {
  weighted_residuals s;
  for (const row& r : rows) s.update(r);
  return s;
}
row weighing(double weight, double actual, double predicted) {
  return {actual, predicted, not_a_number, weight};
}

}  // namespace

TEST_CASE(
    "state/weighted_residuals obeys the laws of a monoid that can forget, and a batch is its "
    "loop") {
  laws::mergeable(weighted_residuals{}, draw, close);
  laws::scalable(weighted_residuals{}, draw, close);
  laws::batch_equals_loop(weighted_residuals{}, draw, [](auto& s, std::span<const row> rows) {
    std::vector<double> actual, predicted, naive, weights;
    for (const auto& r : rows) {
      actual.push_back(r.actual), predicted.push_back(r.predicted);
      naive.push_back(r.naive), weights.push_back(r.weight);
    }
    s.update(regression_batch<double>{actual, predicted, naive, weights});
  });
}

TEST_CASE("state/weighted_residuals a weight of 3 is a row that comes three times") {
  std::mt19937_64 rng{1};
  weighted_residuals by_weight, by_rows;
  for (int i = 0; i < 300; ++i) {
    row r = draw(rng);
    if (!(r.weight > 0)) continue;
    const auto times = 1 + rng() % 4;
    r.weight = static_cast<double>(times);
    by_weight.update(r);
    r.weight = 1;
    for (std::uint64_t k = 0; k < times; ++k) by_rows.update(r);
  }
  CHECK(near(by_weight.moments(), by_rows.moments()));
  CHECK(near(by_weight.over().sum(), by_rows.over().sum()));
  CHECK(near(by_weight.under().squares(), by_rows.under().squares()));
  CHECK(near(by_weight.absolute_actual(), by_rows.absolute_actual()));
  CHECK(near(by_weight.absolute_product(), by_rows.absolute_product()));
  CHECK(near(by_weight.naive().product.value(), by_rows.naive().product.value()));
  CHECK(near(by_weight.naive().naive.sum(), by_rows.naive().naive.sum()));
  CHECK(by_weight.max_error() == by_rows.max_error());
  CHECK(by_weight.weight_squares() > by_rows.weight_squares());
}

TEST_CASE("state/weighted_residuals by hand: weights 1 and 3") {
  const auto s = of({weighing(1, 2, 5), {4, 2, 5, 3}});
  CHECK(s.count() == 2);
  CHECK(s.weight() == 4);
  CHECK(s.weight_squares() == 10);
  CHECK(s.moments().mean_x() == -0.75);
  CHECK(s.moments().mean_y() == 3.5);
  CHECK(near(s.moments().xx(), 18.75));
  CHECK(near(s.moments().yy(), 3));
  CHECK(near(s.moments().xy(), -7.5));
  CHECK(s.over().sum() == 3);
  CHECK(s.over().squares() == 9);
  CHECK(s.under().sum() == 6);
  CHECK(s.under().squares() == 12);
  CHECK(s.under().weight() == 3);
  CHECK(s.under().weight_squares() == 9);
  CHECK(s.absolute_actual() == 14);
  CHECK(s.absolute_product() == 6 + 24);
  CHECK(s.naive().model.sum() == 6);
  CHECK(s.naive().naive.sum() == 3);
  CHECK(s.naive().product.value() == 6);
  CHECK(s.max_error() == 3);
}

TEST_CASE("state/weighted_residuals a row of weight 0 is counted and changes nothing else") {
  const auto with = of({weighing(0, 1e9, -1e9), weighing(2, 1, 2), weighing(0, 5, 9)});
  const auto without = of({weighing(2, 1, 2)});
  CHECK(with.count() == 3);
  CHECK(with.rejected() == 0);
  CHECK(with.moments() == without.moments());
  CHECK(with.max_error() == 1);
  CHECK(!of({weighing(0, 1, 2)}).max_error());
  CHECK(of({weighing(1, 1, 1)}).max_error() == 0);
  CHECK(of({weighing(0, 1, 2)}).weight() == 0);
}

TEST_CASE("state/weighted_residuals counts what it cannot use") {
  weighted_residuals s;
  for (const double x : {not_a_number, endless, -endless, 1.1e60, -1.1e60}) {
    s.update(weighing(1, x, 0));
    s.update(weighing(1, 0, x));
  }
  CHECK(s.rejected() == 10);
  for (const double w : {-1e-300, not_a_number, endless, 1.1e150}) s.update(weighing(w, 1, 2));
  CHECK(s.rejected() == 14);
  s.update(weighing(1e150, 1e36, 1e36));  // its fourth power is beyond a double
  CHECK(s.rejected() == 15);
  CHECK(s == [] {
    weighted_residuals nothing;
    for (int i = 0; i < 15; ++i) nothing.update(weighing(-1, 0, 0));
    return nothing;
  }());
  s.update(weighing(1, 1e60, -1e60)), s.update(weighing(1e150, 1, 2));
  s.update(weighing(1e150, 1e34, -1e34));
  CHECK(s.rejected() == 15);
  CHECK(s.count() == 3);
  CHECK(std::isfinite(s.moments().xxxx()));
  CHECK(std::isfinite(s.moments().yyyy()));
  CHECK(std::isfinite(s.moments().xxyy()));
  CHECK(std::isfinite(s.weight_squares()));
  s.update(row{1, 2, endless, 1});
  CHECK(s.rejected() == 15);
  CHECK(s.naive().naive.weight() == 0);
}

TEST_CASE("state/weighted_residuals keeps its digits at an offset of 1e9, whatever the weights") {
  std::mt19937_64 rng{9};
  // Steps of 1/64 about 1e9: exact in a double, and so are their deviations from a grid mean.
  weighted_residuals far, near_by;
  for (int i = 0; i < 5000; ++i) {
    const double d = static_cast<double>(rng() % 257) / 64 - 2;
    const double e = static_cast<double>(rng() % 129) / 64 - 1;
    const double w = std::exp2(static_cast<double>(rng() % 41) - 20);
    near_by.update(weighing(w, d, d + e));
    far.update(weighing(w, 1e9 + d, 1e9 + d + e));
  }
  CHECK(near(far.moments().yy(), near_by.moments().yy()));
  CHECK(near(far.moments().xx(), near_by.moments().xx()));
  CHECK(near(far.moments().xy(), near_by.moments().xy(), near_by.moments().yy()));
  CHECK(near(far.moments().yyyy(), near_by.moments().yyyy()));
  // A light row first, far from all others: no pivot to lose digits to.
  const auto light = of({weighing(0x1p-100, 1e9, 1e9), weighing(1, 1, 1), weighing(1, 2, 2)});
  CHECK(near(light.moments().yy(), 0.5 + 0x1p-100 * 1e18));
}

TEST_CASE("state/weighted_residuals forgets what weighs next to nothing") {
  auto s = of({weighing(1e-100, 1, 2)});
  CHECK(s.scale(1e-49).weight() > 0);
  CHECK(s.scale(0.01).weight() == 0);
  CHECK(s.count() == 1);
  CHECK(s.max_error() == 1);
}

TEST_CASE("state/weighted_residuals a light row far away first costs no digit of those after it") {
  // In fractions: the mean is 7 / 3 and 1.4e-13, the sum of squares 10 / 3 and 8.7e-7.
  const auto s =
      of({weighing(0x1p-60, 1e6, 0), weighing(1, 1, 1.5), weighing(2, 2, 2), weighing(3, 3, 2)});
  CHECK(near(s.moments().mean_y(), 2.333333333333478, 1, 1e-15));
  CHECK(near(s.moments().yy(), 3.3333342006910236, 1, 1e-14));
}
