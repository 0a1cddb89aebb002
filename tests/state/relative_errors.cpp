// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/relative_errors.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <span>
#include <type_traits>
#include <vector>

namespace {

using namespace telltale;
using state::relative_errors;
using row = regression_outcome<double>;

static_assert(accepts<relative_errors, regression_outcome<float>>);
static_assert(accepts<relative_errors, regression_outcome<double>>);
static_assert(accepts<relative_errors, regression_batch<float>>);
static_assert(scalable<relative_errors>);
static_assert(!reversible<relative_errors>);
static_assert(std::is_trivially_copyable_v<relative_errors>);  // so that nothing allocates
static_assert(sizeof(relative_errors) == 392);

bool near(double a, double b) { return std::fabs(a - b) <= 1e-13 * std::fabs(b); }
bool near(const state::loss_tally& a, const state::loss_tally& b) {
  return near(a.weight(), b.weight()) && near(a.weight_squares(), b.weight_squares()) &&
         near(a.sum(), b.sum()) && near(a.squares(), b.squares());
}
bool alike(const relative_errors& a, const relative_errors& b) {
  return a.count() == b.count() && a.zeros() == b.zeros() && a.rejected() == b.rejected() &&
         near(a.of_actual(), b.of_actual()) && near(a.symmetric(), b.symmetric());
}

/// Also rows that are rejected, and truths that are zero.
template <class Value>
regression_outcome<Value> draw(std::mt19937_64& rng) {
  std::normal_distribution<double> normal;
  const double y = normal(rng), p = y + normal(rng);
  const auto fate = rng() % 16;
  if (fate == 0) return {std::numeric_limits<Value>::quiet_NaN(), 1};
  if (fate == 1) return {1, std::numeric_limits<Value>::infinity()};
  return {fate == 2 ? Value{} : static_cast<Value>(y), static_cast<Value>(p)};
}

}  // namespace

TEST_CASE("state/relative_errors keeps the shares of the truth, and of truth and prediction") {
  relative_errors s;
  s.update(row{-2, -3}), s.update(row{4, 0}), s.update(row{0, 3}), s.update(row{0, 0});
  CHECK(s.count() == 4);
  CHECK(s.zeros() == 2);
  CHECK(s.of_actual().weight() == 2);
  CHECK(s.of_actual().sum() == 1.5);
  CHECK(s.of_actual().squares() == 1.25);
  CHECK(s.symmetric().weight() == 4);
  CHECK(near(s.symmetric().sum(), 0.4 + 2 + 2));
  CHECK(near(s.symmetric().squares(), 0.16 + 4 + 4));
  CHECK(s.closed() == s);
  CHECK(s.closed().zeros() == 2);
}

TEST_CASE("state/relative_errors the host says what is zero, and clearing keeps it") {
  relative_errors s{0.5};
  CHECK(s.zero() == 0.5);
  s.update(row{0.5, 1}), s.update(row{-0.5, 1}), s.update(row{0.75, 1.5});
  CHECK(s.zeros() == 2);
  CHECK(s.of_actual().weight() == 1);
  CHECK(s.of_actual().sum() == 1);
  s.clear();
  CHECK(s == relative_errors{0.5});
  CHECK_FALSE(s == relative_errors{});
  s.update(row{0.5, 1});
  CHECK(s.zeros() == 1);
}

TEST_CASE("state/relative_errors rejects what is no number or too far out") {
  relative_errors s;
  const double beyond = std::nextafter(1e60, 1e61);
  for (const double bad : {std::numeric_limits<double>::quiet_NaN(), beyond, -beyond}) {
    s.update(row{bad, 1});
    s.update(row{1, bad});
  }
  CHECK(s.rejected() == 6);
  CHECK(s.count() == 0);
  CHECK(s.zeros() == 0);
  s.update(row{1e60, -1e60}), s.update(row{1e-300, 1e60});
  CHECK(s.rejected() == 6);
  CHECK(s.zeros() == 1);  // its share is beyond all sums
  CHECK(s.of_actual().sum() == 2);
  CHECK(s.symmetric().sum() == 4);
}

TEST_CASE("state/relative_errors a batch gives what its loop gives, to the last bit") {
  const auto feed = [](relative_errors& s, auto rows) {
    using value = typename decltype(rows)::value_type::value_type;
    std::vector<value> actual, predicted;
    for (const auto& r : rows) actual.push_back(r.actual), predicted.push_back(r.predicted);
    s.update(regression_batch<value>{actual, predicted});
  };
  laws::batch_equals_loop(relative_errors{0.01}, draw<double>, feed);
  laws::batch_equals_loop(relative_errors{}, draw<float>, feed);
}

TEST_CASE("state/relative_errors obeys the laws of a monoid that can forget") {
  laws::mergeable(relative_errors{0.01}, draw<double>, alike);
  laws::scalable(relative_errors{0.01}, draw<double>, alike);
  relative_errors whole, left, right;  // more than a block
  std::mt19937_64 rng{6};
  for (int i = 0; i < 3000; ++i) {
    const auto r = draw<double>(rng);
    whole.update(r);
    (rng() % 3 == 0 ? left : right).update(r);
  }
  CHECK(alike(left.merge(right), whole));
  CHECK(whole.zeros() > 100);
}

TEST_CASE("state/relative_errors forgets weight, but no counts") {
  relative_errors s;
  s.update(row{1, 3}), s.update(row{0, 3});
  s.scale(0.5);
  CHECK(s.count() == 2);
  CHECK(s.zeros() == 1);
  CHECK(s.of_actual().weight() == 0.5);
  CHECK(s.of_actual().sum() == 1);
  CHECK(s.symmetric().weight() == 1);
  CHECK(s.symmetric().weight_squares() == 0.5);
  s.scale(0);
  CHECK(s.of_actual().weight() == 0);
  CHECK(s.zeros() == 1);
}
