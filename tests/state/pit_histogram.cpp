// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/pit_histogram.hpp>

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
using state::pit_histogram;

static_assert(accepts<pit_histogram<>, double>);
static_assert(reversible<pit_histogram<>>);
static_assert(pit_histogram<>::bins == 20);
static_assert(sizeof(pit_histogram<>) == 12 * 20 + 16);

}  // namespace

TEST_CASE("state/pit_histogram obeys the group laws, what it rejects included") {
  laws::reversible(pit_histogram<>{}, [](auto& rng) {
    std::uniform_real_distribution<double> u{-0.05, 1.05};
    return std::tuple{u(rng)};
  });
}

TEST_CASE("state/pit_histogram puts a border into the bin above, and 1 into the last") {
  const auto bin_of = [](double u) {
    pit_histogram<4> s;
    s.update(u);
    for (std::size_t i = 0; i < 4; ++i)
      if (s.count(i) == 1 && s.total() == 1) return i;
    return std::size_t{99};
  };
  CHECK(bin_of(0) == 0);
  CHECK(bin_of(std::nextafter(0.25, 0)) == 0);
  CHECK(bin_of(0.25) == 1);
  CHECK(bin_of(0.75) == 3);
  CHECK(bin_of(1) == 3);
  CHECK(bin_of(std::nextafter(1.0, 2)) == 99);
  CHECK(bin_of(-1e-300) == 99);
  CHECK(bin_of(std::numeric_limits<double>::quiet_NaN()) == 99);
}

TEST_CASE("state/pit_histogram the place in a normal forecast") {
  CHECK(state::normal_pit(3, 3, 2) == 0.5);
  CHECK(std::fabs(state::normal_pit(1.959963984540054, 0, 1) - 0.975) < 1e-15);
  CHECK(std::fabs(state::normal_pit(-4, 0, 2) - 0.022750131948179195) < 1e-16);
  CHECK(std::fabs(state::normal_pit(-10, 0, 1) / 7.619853024160495e-24 - 1) < 1e-12);
  CHECK(std::isnan(state::normal_pit(1, 1, 0)));
  CHECK(std::isnan(state::normal_pit(1, 1, -1)));
}
