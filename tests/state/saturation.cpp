// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/saturation.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <span>

namespace {

using telltale::state::saturation;

static_assert(telltale::accepts<saturation, double>);
static_assert(telltale::accepts<saturation, float>);
static_assert(telltale::accepts<saturation, std::span<const float>>);
static_assert(telltale::reversible<saturation>);
static_assert(sizeof(saturation) == 64);

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

double draw(std::mt19937_64& rng) {
  constexpr std::array values{nan, infinity, -infinity, 0.0, 1.0, 0.5, -0.5, 1.5};
  return values[rng() % values.size()];
}

TEST_CASE("state/saturation obeys the group laws") {
  laws::reversible(saturation{}, draw);
  laws::reversible(saturation{-0.5, 1.5}, draw);
  laws::batch_equals_loop(saturation{}, draw,
                          [](auto& s, std::span<const double> rows) { s.update(rows); });
}

TEST_CASE("state/saturation tells the exact ends from their neighbours") {
  saturation s;
  for (const double x : {0.0, -0.0, std::nextafter(0.0, 1.0), std::nextafter(1.0, 0.0), 1.0,
                         std::nextafter(0.0, -1.0), std::nextafter(1.0, 2.0), 0.5})
    s.update(x);
  CHECK(s.count() == 8);
  CHECK(s.finite() == 8);
  CHECK(s.at_lower() == 2);
  CHECK(s.at_upper() == 1);
  CHECK(s.outside() == 2);
  CHECK(s.missing() == 0);
  CHECK(s.infinite() == 0);
}

TEST_CASE("state/saturation counts NaN and infinities apart, and neither as outside") {
  saturation s;
  for (const double x : {nan, -nan, infinity, -infinity, infinity, 0.25}) s.update(x);
  CHECK(s.count() == 6);
  CHECK(s.finite() == 1);
  CHECK(s.missing() == 2);
  CHECK(s.infinite() == 3);
  CHECK(s.outside() == 0);
  CHECK(s.at_lower() == 0);
  CHECK(s.at_upper() == 0);
  CHECK(s.rejected() == 0);
}

TEST_CASE("state/saturation watches the bounds of a clip, as floats where those are floats") {
  constexpr float low = 1e-7f, high = 1 - 1e-7f;
  saturation s{low, high};
  CHECK(s.lower() == low);
  CHECK(s.upper() == high);
  for (const float x : {low, high, high, 0.0f, 1.0f, 0.5f}) s.update(x);
  CHECK(s.at_lower() == 1);
  CHECK(s.at_upper() == 2);
  CHECK(s.outside() == 2);
  s.update(1e-7);  // the double is not the float
  CHECK(s.at_lower() == 1);
  s.clear();
  CHECK(s == saturation{low, high});
  CHECK_FALSE(s == saturation{});
}

TEST_CASE("state/saturation takes integers, and works at compile time") {
  constexpr auto s = [] {
    saturation c;
    for (const int x : {0, 1, 1, 2}) c.update(x);
    return c;
  }();
  static_assert(s.at_lower() == 1 && s.at_upper() == 2 && s.outside() == 1);
}

}  // namespace
