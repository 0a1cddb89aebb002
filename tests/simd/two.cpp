// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/two.hpp>

#include <doctest/doctest.h>

#include <limits>

using telltale::simd::two;

static_assert(sizeof(two) == 16);

TEST_CASE("simd/two computes number by number") {
  const two x{3, -4}, y{2, 0.5};
  CHECK(two{} == two{0, 0});
  CHECK(x.first() == 3);
  CHECK(x.second() == -4);
  CHECK(x + y == two{5, -3.5});
  CHECK(x - y == two{1, -4.5});
  CHECK(x * y == two{6, -2});
  CHECK(x / y == two{1.5, -8});
  CHECK(x.swapped() == two{-4, 3});
  two sum = x;
  sum += y;
  CHECK(sum == two{5, -3.5});
  CHECK_FALSE(x == two{3, 4});
  CHECK_FALSE(x == two{-3, -4});
}

TEST_CASE("simd/two chooses where a number is above 0") {
  const two chosen{7, 8};
  CHECK(where_positive({1, -1}, chosen) == two{7, 0});
  CHECK(where_positive({0, 1e-300}, chosen) == two{0, 8});
  CHECK(where_positive({-0.0, std::numeric_limits<double>::quiet_NaN()}, chosen) == two{0, 0});
}
