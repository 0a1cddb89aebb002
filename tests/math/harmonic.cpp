// SPDX-License-Identifier: Apache-2.0
#include <telltale/math/harmonic.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <limits>

namespace {

double summed(double a, double b) {
  long double sum = 0;
  for (double k = b; k > a; --k) sum += 1 / static_cast<long double>(k);
  return static_cast<double>(sum);
}

}  // namespace

TEST_CASE("math/harmonic is the sum of the terms, either side of each way to have it") {
  constexpr double ulp = std::numeric_limits<double>::epsilon();
  for (const double a : {0.0, 1.0, 30.0, 31.0, 32.0, 33.0, 40.0, 64.0, 1e3, 1e6, 1e9}) {
    for (const double more : {0.0, 1.0, 2.0, 31.0, 32.0, 33.0, 34.0, 65.0, 1e3, 1e6}) {
      CAPTURE(a);
      CAPTURE(more);
      const double want = summed(a, a + more);
      CHECK(std::fabs(telltale::math::harmonic_difference(a, a + more) - want) <= 8 * ulp * want);
    }
  }
}

TEST_CASE("math/harmonic adds up over adjacent ranges, as far as counts go") {
  for (const double a : {0.0, 5.0, 1e12}) {
    const double b = a + 1e14, c = 9e15;
    const double whole = telltale::math::harmonic_difference(a, c);
    const double parts =
        telltale::math::harmonic_difference(a, b) + telltale::math::harmonic_difference(b, c);
    CHECK(whole == doctest::Approx(parts).epsilon(1e-14));
  }
  // H(n) = ln n + Euler's constant + 1 / (2 n) - ...
  CHECK(telltale::math::harmonic_difference(0, 1e15) ==
        doctest::Approx(std::log(1e15) + 0.57721566490153286).epsilon(1e-15));
}
