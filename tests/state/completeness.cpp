// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/completeness.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <random>
#include <span>

namespace {

using telltale::state::completeness;

static_assert(telltale::accepts<completeness, double>);
static_assert(telltale::accepts<completeness, float>);
static_assert(telltale::accepts<completeness, std::span<const float>>);
static_assert(telltale::reversible<completeness>);
static_assert(sizeof(completeness) == 24);

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

double draw(std::mt19937_64& rng) {
  constexpr std::array values{nan, infinity, -infinity, 0.0, 1e308};
  return values[rng() % values.size()];
}

TEST_CASE("state/completeness obeys the group laws") {
  laws::reversible(completeness{}, draw);
  laws::batch_equals_loop(completeness{}, draw,
                          [](auto& s, std::span<const double> rows) { s.update(rows); });
}

TEST_CASE("state/completeness tells present, missing and infinite apart") {
  completeness s;
  CHECK_FALSE(s.missing_rate());
  CHECK_FALSE(s.infinite_rate());
  for (const double x : {nan, 0.0, -0.0, infinity, -infinity, nan, nan}) s.update(x);
  s.update(std::numeric_limits<double>::max());
  s.update(std::numeric_limits<double>::lowest());
  s.update(std::numeric_limits<double>::denorm_min());
  CHECK(s.finite() == 5);
  CHECK(s.missing() == 3);
  CHECK(s.infinite() == 2);
  CHECK(s.total() == 10);
  CHECK(s.rejected() == 0);
  CHECK(s.missing_rate() == 0.3);
  CHECK(s.infinite_rate() == 0.2);
}

TEST_CASE("state/completeness takes float and integers, and works at compile time") {
  constexpr auto s = [] {
    completeness c;
    c.update(std::numeric_limits<float>::quiet_NaN());
    c.update(std::numeric_limits<float>::max());
    c.update(3);
    return c;
  }();
  static_assert(s.finite() == 2 && s.missing() == 1);
}

}  // namespace
