// SPDX-License-Identifier: Apache-2.0
#include <telltale/core/evidence.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

namespace {

using telltale::confidence_level;
using telltale::coverage;
using telltale::estimate;
using telltale::interval;

TEST_CASE("core/evidence is sure to 95 % unless told otherwise") {
  constexpr confidence_level level;
  CHECK(level.probability == 0.95);
  // A standard normal lies within z with that probability.
  CHECK(std::fabs(std::erf(level.z / std::numbers::sqrt2) - 0.95) < 1e-15);
}

TEST_CASE("core/evidence promises nothing that was not said") {
  CHECK(interval{}.promise == coverage::fixed_n);
  CHECK_FALSE(estimate{}.bounds);
  CHECK(telltale::ks_test{}.p_value == 1);
  CHECK(telltale::chi_squared_test{}.p_value == 1);
  CHECK_FALSE(telltale::transport_distance{}.normalized);
}

TEST_CASE("core/evidence compares all that it says") {
  const estimate a{0.5, interval{0.4, 0.6, coverage::fixed_n}, 100};
  estimate b = a;
  CHECK(a == b);
  b.bounds->promise = coverage::certified;
  CHECK_FALSE(a == b);
  b = a;
  b.n = 101;
  CHECK_FALSE(a == b);
  b = a;
  b.bounds.reset();
  CHECK_FALSE(a == b);
}

}  // namespace
