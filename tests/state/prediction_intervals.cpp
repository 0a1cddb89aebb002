// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/prediction_intervals.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <cmath>
#include <limits>
#include <random>
#include <tuple>
#include <utility>

namespace {

using namespace telltale;
using state::prediction_intervals;
using row = state::interval_outcome<double>;
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

static_assert(accepts<prediction_intervals, state::interval_outcome<float>>);
static_assert(accepts<prediction_intervals, row>);
static_assert(mergeable<prediction_intervals>);
static_assert(scalable<prediction_intervals>);
static_assert(!reversible<prediction_intervals>);
static_assert(sizeof(prediction_intervals) == 160);

bool alike(const prediction_intervals& a, const prediction_intervals& b) {
  const auto near = [](double x, double y) { return std::fabs(x - y) <= 1e-13 * std::fabs(y); };
  const auto same = [&](const state::loss_tally& x, const state::loss_tally& y) {
    return near(x.weight(), y.weight()) && near(x.weight_squares(), y.weight_squares()) &&
           near(x.sum(), y.sum()) && near(x.squares(), y.squares());
  };
  return a.count() == b.count() && a.rejected() == b.rejected() && same(a.widths(), b.widths()) &&
         same(a.scores(), b.scores()) && near(a.inside(), b.inside()) &&
         near(a.below(), b.below()) && near(a.above(), b.above()) && a.range() == b.range();
}

row draw(std::mt19937_64& rng) {
  std::normal_distribution<double> value;
  std::uniform_real_distribution<double> weights{-0.1, 5};
  const double actual = value(rng), weight = weights(rng);
  double lower = value(rng), upper = value(rng);
  if (lower > upper && rng() % 10 != 0) std::swap(lower, upper);
  const auto kind = rng() % 20;
  return {kind == 0 ? unknown : actual, lower, kind == 1 ? unknown : upper, kind == 2 ? 0 : weight};
}

}  // namespace

TEST_CASE("state/prediction_intervals obeys the laws of a monoid that can forget") {
  const auto one = [](auto& rng) { return std::tuple{draw(rng)}; };
  laws::mergeable(prediction_intervals{0.8}, one, alike);
  laws::scalable(prediction_intervals{0.8}, one, alike);
}

TEST_CASE("state/prediction_intervals by hand: the ends are inside") {
  prediction_intervals s{0.75};
  CHECK(!s.range());
  s.update(row{1, 1, 3, 2});
  CHECK(s.inside() == 2);
  CHECK(*s.range() == 0);
  s.update(row{3, 1, 3, 2});
  CHECK(s.inside() == 4);
  CHECK(s.widths().sum() == 8);
  CHECK(s.scores().sum() == 8);
  s.update(row{0.5, 1, 3});
  CHECK(s.below() == 1);
  CHECK(s.scores().sum() == 8 + 2 + 8 * 0.5);
  s.update(row{4, 2, 2});
  CHECK(s.above() == 1);
  CHECK(s.scores().sum() == 14 + 8 * 2);
  CHECK(s.widths().sum() == 10);
  CHECK(s.widths().weight() == 6);
  CHECK(*s.range() == 3.5);
  CHECK(s.inside() == 4);
  s.clear();
  CHECK(s == prediction_intervals{0.75});
  CHECK_FALSE(s == prediction_intervals{0.5});
}

TEST_CASE("state/prediction_intervals counts what it cannot use, and forgets at last") {
  prediction_intervals s{0.9};
  for (const double bad :
       {unknown, std::nextafter(1e60, 1e61), -std::numeric_limits<double>::infinity()}) {
    s.update(row{bad, 0, 1});
    s.update(row{0, bad, 1});
    s.update(row{0, 0, bad});
  }
  s.update(row{0, std::nextafter(1.0, 2.0), 1});
  for (const double weight : {-1e-300, std::nextafter(1e150, 1e151), unknown})
    s.update(row{0, 0, 1, weight});
  CHECK(s.rejected() == 13);
  CHECK(s.count() == 0);
  s.update(row{9, 0, 1, 0});
  CHECK(!s.range());
  s.update(row{0, 1, 1});
  CHECK(s.rejected() == 13);
  CHECK(s.count() == 2);
  s.scale(1e-150);
  CHECK(s.below() == 1e-150);
  s.scale(0.9);
  CHECK(s.below() == 0);
  CHECK(s.scores().sum() == 0);
  CHECK(*s.range() == 0);
}
