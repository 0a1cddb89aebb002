// SPDX-License-Identifier: Apache-2.0
#include <telltale/math/log1p_minus.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>

using telltale::math::log1p_minus;

TEST_CASE("math/log1p_minus is exact to the digits that a double has") {
  // mpmath 1.2.1 at 40 digits
  struct point {
    double v, want;
  };
  for (const point& p : {point{-0.999, -5.908755278982136},
                         point{-0.5, -0.19314718055994531},
                         point{-0.11, -0.0065338162559515295},
                         point{-0.1, -0.005360515657826302},
                         point{-0.0999, -0.005349410719097487},
                         point{-0.01, -5.0335853501441186e-05},
                         point{-1e-05, -5.0000333335833364e-11},
                         point{-1e-10, -5.000000000333334e-21},
                         point{-1e-150, -5e-301},
                         point{1e-150, -5e-301},
                         point{1e-12, -4.999999999996667e-25},
                         point{1e-06, -4.999996666669166e-13},
                         point{0.003, -4.4910202015211885e-06},
                         point{0.05, -0.001209835830567997},
                         point{0.0999, -0.004680733419066091},
                         point{0.1, -0.00468982019567514},
                         point{0.1001, -0.004698915236747032},
                         point{0.7, -0.16937174893782958},
                         point{3.0, -1.6137056388801094},
                         point{1000000.0, -999986.184488442}}) {
    CAPTURE(p.v);
    CHECK(std::fabs(log1p_minus(p.v) - p.want) <= 3e-15 * std::fabs(p.want));
  }
  CHECK(log1p_minus(0) == 0);
}

TEST_CASE("math/log1p_minus is never positive, and smooth where its forms change hands") {
  for (double v = -0.99; v < 3; v += 0.01) CHECK(log1p_minus(v) <= 0);
  for (const double v : {0.1, -0.1}) {
    const double inside = log1p_minus(v * (1 - 1e-15)), outside = log1p_minus(v * (1 + 1e-15));
    CHECK(std::fabs(inside - outside) <= 1e-14 * std::fabs(inside));
  }
}
