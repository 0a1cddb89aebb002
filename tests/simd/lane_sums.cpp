// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/lane_sums.hpp>

#include <doctest/doctest.h>

namespace simd = telltale::simd;

TEST_CASE("simd/lane_sums adds all lanes, by halves") {
  CHECK(simd::lane_sums{}.value() == 0);
  CHECK(simd::lane_sums{{1, 2, 4, 8, 16, 32, 64, 128}}.value() == 255);
  // In this order nothing is lost.
  CHECK(simd::lane_sums{{1e16, 1, 0, 0, -1e16, 1, 0, 0}}.value() == 2);
  CHECK(simd::lane_counts{{1, 2, 4, 8, 16, 32, 64, 128}}.value() == 255);
}
