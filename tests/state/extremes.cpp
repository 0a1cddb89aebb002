// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/extremes.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <random>
#include <span>

namespace {

using telltale::state::extremes;

static_assert(telltale::accepts<extremes, double>);
static_assert(telltale::accepts<extremes, float>);
static_assert(telltale::accepts<extremes, std::span<const float>>);
static_assert(telltale::mergeable<extremes>);
static_assert(!telltale::reversible<extremes>);
static_assert(sizeof(extremes) == 32);

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double largest = std::numeric_limits<double>::max();

TEST_CASE("state/extremes obeys the laws of a monoid") {
  const auto draw = [](auto& rng) {
    const auto x = rng() % 500;
    return x == 0 ? nan : x == 1 ? infinity : static_cast<double>(x) - 250;
  };
  laws::mergeable(extremes{}, draw);
  laws::batch_equals_loop(extremes{}, draw,
                          [](auto& s, std::span<const double> rows) { s.update(rows); });
}

TEST_CASE("state/extremes is empty until a usable value has come, and one is both") {
  extremes s;
  for (const double x : {nan, infinity, -infinity}) s.update(x);
  CHECK(s.rejected() == 3);
  CHECK(s.count() == 0);
  CHECK(!s.lowest());
  CHECK(!s.highest());
  s.update(-3);
  CHECK(s.lowest() == -3.0);
  CHECK(s.highest() == -3.0);
  s.update(nan);
  s.update(2.5f);
  CHECK(s.lowest() == -3.0);
  CHECK(s.highest() == 2.5);
  CHECK(s.count() == 2);
}

TEST_CASE("state/extremes reaches both ends of the doubles") {
  extremes s;
  s.update(largest);
  CHECK(s.lowest() == largest);
  s.update(-largest);
  CHECK(s.lowest() == -largest);
  CHECK(s.highest() == largest);
}

TEST_CASE("state/extremes works at compile time") {
  constexpr auto s = [] {
    extremes e;
    for (const int x : {3, -4, 2}) e.update(x);
    return e;
  }();
  static_assert(s.lowest() == -4.0 && s.highest() == 3.0 && s.count() == 3);
}

}  // namespace
