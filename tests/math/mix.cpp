// SPDX-License-Identifier: Apache-2.0
#include <telltale/math/mix.hpp>

#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <set>
#include <span>

namespace {

using namespace telltale::math;

TEST_CASE("math/mix random numbers are SplitMix64's, as published") {
  static_assert(random_bits(0, 0) == 0xe220a8397b1dcdafu);
  constexpr std::array<std::uint64_t, 5> want{6457827717110365317u, 3203168211198807973u,
                                              9817491932198370423u, 4593380528125082431u,
                                              16408922859458223821u};
  for (std::size_t i = 0; i < want.size(); ++i) CHECK(random_bits(1234567, i) == want[i]);
}

TEST_CASE("math/mix each bit of the argument turns each of the result half of the time") {
  for (int in = 0; in < 64; ++in) {
    std::array<int, 64> turned{};
    for (std::uint64_t i = 0; i < 1000; ++i) {
      const std::uint64_t x = random_bits(5, i);
      const std::uint64_t change = mix(x) ^ mix(x ^ (std::uint64_t{1} << in));
      for (std::size_t out = 0; out < 64; ++out) turned[out] += static_cast<int>(change >> out & 1);
    }
    for (const int n : turned) {  // 500 and five standard deviations
      CHECK(n > 420);
      CHECK(n < 580);
    }
  }
}

TEST_CASE("math/mix equal values have equal bits") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(value_bits(0.0) == value_bits(-0.0));
  CHECK(value_bits(nan) == value_bits(-nan));
  CHECK(value_bits(nan) == value_bits(std::numeric_limits<float>::quiet_NaN()));
  CHECK(value_bits(1) == value_bits(1.0f));
  CHECK(value_bits(1.0) != value_bits(std::nextafter(1.0, 2.0)));
}

TEST_CASE("math/mix a row's hash knows its values, their order and their number") {
  const auto of = [](auto... x) {
    const std::array row{static_cast<double>(x)...};
    return row_hash(std::span<const double>{row});
  };
  CHECK(of(1, 2, 3) == of(1, 2, 3));
  CHECK(of(1, 2, 3) != of(3, 2, 1));
  CHECK(of(1, 2) != of(1, 2, 0));
  CHECK(of(0) != of(0, 0));
  CHECK(of(0, 1) != of(-0.0, 2));
  CHECK(of(0, 1) == of(-0.0, 1));
  const std::array same{1.0f, 2.0f, 3.0f};
  CHECK(row_hash(std::span{same}) == of(1, 2, 3));
  CHECK(row_hash(std::span{same}, 7) != of(1, 2, 3));
  std::set<std::uint64_t> seen;
  for (int a = 0; a < 50; ++a)
    for (int b = 0; b < 50; ++b) seen.insert(of(a, b));
  CHECK(seen.size() == 2500);
}

}  // namespace
