// SPDX-License-Identifier: Apache-2.0
#include <telltale/drift/kolmogorov_distribution.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>

#include "golden.hpp"

using telltale::drift::kolmogorov_limit_sf;
using telltale::drift::kolmogorov_sf;
using telltale::drift::stephens;

TEST_CASE("drift/kolmogorov_distribution equals SciPy's kstwo") {
  for (const auto& c : golden::load("kolmogorov_smirnov.json", "law")) {
    const auto n = c[0].get<std::uint64_t>();
    const double d = c[1].get<double>(), want = c[2].get<double>();
    CAPTURE(n);
    CAPTURE(d);
    CHECK_MESSAGE(golden::near(kolmogorov_sf(n, d), want, 1e-10), kolmogorov_sf(n, d), " is not ",
                  want);
  }
}

TEST_CASE("drift/kolmogorov_distribution closed forms") {
  // One observation: P(max(u, 1 - u) >= d) = 2 (1 - d).
  for (const double d : {0.5, 0.6, 0.75, 0.99})
    CHECK(golden::near(kolmogorov_sf(1, d), 2 - 2 * d, 1e-14));
  // n! (2 d - 1/n)^n for d <= 1/n, 2 (1 - d)^n for d >= 1 - 1/n.
  CHECK(golden::near(kolmogorov_sf(3, 0.3), 1 - 6 * std::pow(0.6 - 1.0 / 3, 3), 1e-14));
  CHECK(golden::near(kolmogorov_sf(10, 0.92), 2 * std::pow(0.08, 10), 1e-12));
}

TEST_CASE("drift/kolmogorov_distribution the upper tail to its last digits, and far out") {
  // Birnbaum and Tingey's sum in exact fractions
  CHECK(golden::near(kolmogorov_sf(10, 0.6), 0.0005681672, 1e-13));
  // SciPy's kstwo
  CHECK(golden::near(kolmogorov_sf(1'000'000, 0.018), 7.125088222421033e-282, 1e-9));
}

TEST_CASE("drift/kolmogorov_distribution ends") {
  CHECK(kolmogorov_sf(0, 0.5) == 1);
  CHECK(kolmogorov_sf(10, 0) == 1);
  CHECK(kolmogorov_sf(10, -1) == 1);
  CHECK(kolmogorov_sf(10, 0.05) == 1);  // no sample comes closer than 1 / 2n
  CHECK(golden::near(1 - kolmogorov_sf(10, 0.06), 3628800 * std::pow(0.02, 10), 1e-5));
  CHECK(kolmogorov_sf(10, 1) == 0);
  CHECK(kolmogorov_sf(10, 2) == 0);
  CHECK(kolmogorov_sf(1'000'000, 0.05) == 0);
  CHECK(kolmogorov_sf(1'000'000'000, 1e-12) == 1);
}

TEST_CASE("drift/kolmogorov_distribution its methods agree where they change hands") {
  // The slope of -ln p is about 4 n d: a relative step of 1e-9 in d may not show more than that.
  for (const std::uint64_t n : {140U, 141U, 2000U, 100'000U, 100'001U}) {
    const auto size = static_cast<double>(n);
    for (const double border :
         {std::sqrt(2.2 / size), std::sqrt(4 / size), std::pow(1.4 / size, 2.0 / 3)}) {
      const double below = kolmogorov_sf(n, border * (1 - 1e-9));
      const double above = kolmogorov_sf(n, border * (1 + 1e-9));
      CAPTURE(n);
      CAPTURE(border);
      CHECK_MESSAGE(std::fabs(above - below) <= 3e-5 * below, below, " to ", above);
    }
  }
}

TEST_CASE("drift/kolmogorov_distribution tends to its limit") {
  for (const double z : {0.5, 0.8, 1.0, 1.3, 2.0, 3.0}) {
    CHECK(golden::near(kolmogorov_sf(100'000'000, z / 1e4), kolmogorov_limit_sf(z), 1e-3));
    CHECK(std::fabs(kolmogorov_sf(100, z / 10) - kolmogorov_limit_sf(stephens(100, z / 10))) <=
          1e-2);
  }
}

TEST_CASE("drift/kolmogorov_distribution the limit equals SciPy's kolmogorov") {
  for (const auto& c : golden::load("kolmogorov_smirnov.json", "limit")) {
    CAPTURE(c[0].get<double>());
    CHECK(golden::near(kolmogorov_limit_sf(c[0].get<double>()), c[1].get<double>(), 1e-13));
  }
  CHECK(golden::near(kolmogorov_limit_sf(1), 0.26999967167735456, 1e-14));
  CHECK(golden::near(kolmogorov_limit_sf(0.3 * std::sqrt(5.0)), 0.7590978384203948, 1e-14));
  CHECK(golden::near(kolmogorov_limit_sf(stephens(5, 0.3)), 0.6750781537165953, 1e-14));
  CHECK(kolmogorov_limit_sf(0) == 1);
  CHECK(kolmogorov_limit_sf(-1) == 1);
  CHECK(kolmogorov_limit_sf(0.04) == 1);
  CHECK(kolmogorov_limit_sf(std::numeric_limits<double>::infinity()) == 0);
}
