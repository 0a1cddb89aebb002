// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/quantile_loss.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <span>
#include <tuple>
#include <vector>

namespace {

using namespace telltale;
using state::quantile_loss;
using row = regression_outcome<double>;
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

static_assert(accepts<quantile_loss, regression_outcome<float>>);
static_assert(accepts<quantile_loss, regression_batch<double>>);
static_assert(mergeable<quantile_loss>);
static_assert(scalable<quantile_loss>);
static_assert(!reversible<quantile_loss>);
static_assert(sizeof(quantile_loss) == 80);

bool alike(const quantile_loss& a, const quantile_loss& b) {
  const auto near = [](double x, double y) { return std::fabs(x - y) <= 1e-13 * std::fabs(y); };
  return a.tau() == b.tau() && a.count() == b.count() && a.rejected() == b.rejected() &&
         near(a.losses().weight(), b.losses().weight()) &&
         near(a.losses().sum(), b.losses().sum()) &&
         near(a.losses().squares(), b.losses().squares()) && near(a.covered(), b.covered());
}

row draw(std::mt19937_64& rng) {
  std::normal_distribution<double> value;
  std::uniform_real_distribution<double> weights{-0.1, 5};
  const double actual = value(rng), predicted = value(rng), weight = weights(rng);
  const auto kind = rng() % 20;
  return {kind == 0 ? unknown : actual, kind == 1 ? unknown : predicted, unknown,
          kind == 2 ? 0 : weight};
}

}  // namespace

TEST_CASE("state/quantile_loss obeys the laws of a monoid that can forget") {
  const auto one = [](auto& rng) { return std::tuple{draw(rng)}; };
  laws::mergeable(quantile_loss{0.9}, one, alike);
  laws::scalable(quantile_loss{0.9}, one, alike);
}

TEST_CASE("state/quantile_loss a batch is its loop") {
  const auto feed = [](auto& s, std::span<const row> rows) {
    std::vector<double> actual, predicted, weights;
    for (const row& r : rows)
      actual.push_back(r.actual), predicted.push_back(r.predicted), weights.push_back(r.weight);
    s.update(regression_batch<double>{actual, predicted, {}, weights});
  };
  laws::batch_equals_loop(quantile_loss{0.25}, draw, feed);
}

TEST_CASE("state/quantile_loss by hand: a truth on the quantile is covered, and costs nothing") {
  quantile_loss s{0.75};
  s.update(row{3, 1, unknown, 2});
  CHECK(s.losses().sum() == 2 * 0.75 * 2);
  CHECK(s.covered() == 0);
  s.update(row{1, 3, unknown, 4});
  CHECK(s.losses().sum() == 3 + 4 * 0.25 * 2);
  CHECK(s.covered() == 4);
  s.update(row{1, 1, unknown, 8});
  CHECK(s.losses().sum() == 5);
  CHECK(s.losses().weight() == 14);
  CHECK(s.losses().weight_squares() == 84);
  CHECK(s.covered() == 12);
  s.update(row{std::nextafter(1.0, 2.0), 1});
  CHECK(s.covered() == 12);
  CHECK(s.count() == 4);
  s.clear();
  CHECK(s == quantile_loss{0.75});
  CHECK_FALSE(s == quantile_loss{0.5});
}

TEST_CASE("state/quantile_loss counts what it cannot use, and forgets at last") {
  quantile_loss s{0.5};
  for (const double bad :
       {unknown, std::nextafter(1e60, 1e61), -std::numeric_limits<double>::infinity()}) {
    s.update(row{bad, 1});
    s.update(row{1, bad});
  }
  for (const double weight : {-1e-300, std::nextafter(1e150, 1e151), unknown})
    s.update(row{1, 1, unknown, weight});
  CHECK(s.rejected() == 9);
  CHECK(s.count() == 0);
  s.update(row{1e60, -1e60, unknown, 1e150});
  s.update(row{1, 1, unknown, 0});
  CHECK(s.rejected() == 9);
  CHECK(s.count() == 2);
  CHECK(s.losses().weight() == 1e150);
  CHECK(s.covered() == 0);
  s.clear();
  s.update(row{1, 2});
  s.scale(1e-150);
  CHECK(s.covered() == 1e-150);
  s.scale(0.9);
  CHECK(s.covered() == 0);
  CHECK(s.losses().weight() == 0);
}
