// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/click_through.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <tuple>

namespace {

using namespace telltale;
using clicks = state::click_through<3>;

static_assert(accepts<clicks, std::size_t, bool>);
static_assert(accepts<clicks, std::size_t, bool, double>);
static_assert(scalable<clicks>);
static_assert(!reversible<clicks>);
static_assert(sizeof(clicks) == 24 * 4 + 8);

bool near(double a, double b) { return std::fabs(a - b) <= 1e-13 * b; }
bool alike(const clicks& a, const clicks& b) {
  bool same = a.rejected() == b.rejected();
  for (std::size_t i = 0; i < clicks::cells; ++i)
    same = same && near(a.at(i).shown, b.at(i).shown) && near(a.at(i).squares, b.at(i).squares) &&
           near(a.at(i).clicked, b.at(i).clicked);
  return same;
}

}  // namespace

TEST_CASE("state/click_through obeys the laws of a monoid that can forget") {
  const auto draw = [](auto& rng) {
    const auto position = static_cast<std::size_t>(rng() % 5);
    const bool clicked = rng() % 3 == 0;
    return std::tuple{position, clicked, static_cast<double>(rng() % 10) - 1};
  };
  laws::mergeable(clicks{}, draw, alike);
  laws::scalable(clicks{}, draw, alike);
}

TEST_CASE("state/click_through counts by position, those further down together") {
  clicks s;
  s.update(0, true), s.update(0, false, 2), s.update(2, true, 3);
  s.update(3, false), s.update(4, true, 0.5),
      s.update(std::numeric_limits<std::size_t>::max(), true);
  CHECK(s.at(0) == clicks::cell{3, 5, 1});
  CHECK(s.at(1) == clicks::cell{});
  CHECK(s.at(2) == clicks::cell{3, 9, 3});
  CHECK(s.at(3) == clicks::cell{2.5, 2.25, 1.5});
  CHECK(s.all() == clicks::cell{8.5, 16.25, 5.5});
}

TEST_CASE("state/click_through counts weights that it cannot use") {
  clicks s;
  for (const double w : {-1e-300, std::numeric_limits<double>::quiet_NaN(), 1.1e150})
    s.update(0, true, w);
  CHECK(s.rejected() == 3);
  CHECK(s.all() == clicks::cell{});
  s.update(0, true, 0), s.update(0, true, 1e150);
  CHECK(s.rejected() == 3);
  CHECK(s.all().clicked == 1e150);
}
