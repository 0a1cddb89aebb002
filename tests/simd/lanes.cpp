// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/lanes.hpp>

#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

#if TELLTALE_LANES

namespace {

using namespace telltale::simd;

TEST_CASE("simd/lanes loads and stores at any address, in order") {
  const std::array<double, 4> from{1, 2, 3, 4};
  const auto x = load<double2>(from.data() + 1);
  CHECK(x[0] == 2);
  CHECK(x[1] == 3);
  std::array<double, 4> to{};
  store(to.data() + 1, x);
  CHECK(to == std::array<double, 4>{0, 2, 3, 0});
}

TEST_CASE("simd/lanes takes the larger and the smaller in each lane") {
  const double2 a{1, -5}, b{2, -6};
  CHECK(larger(a, b)[0] == 2);
  CHECK(larger(a, b)[1] == -5);
  CHECK(smaller(a, b)[0] == 1);
  CHECK(smaller(a, b)[1] == -6);
}

TEST_CASE("simd/lanes widens bytes in order, without a sign") {
  std::array<std::uint8_t, 16> bytes;
  for (std::size_t i = 0; i < 16; ++i) bytes[i] = static_cast<std::uint8_t>(255 - 13 * i);
  const widened wide = widen(load<byte16>(bytes.data()));
  for (std::size_t i = 0; i < 16; ++i) {
    CAPTURE(i);
    CHECK(wide.of[i / 4][i % 4] == 255 - 13 * static_cast<int>(i));
  }
}

TEST_CASE("simd/lanes narrows integers in order, whatever their upper halves are") {
  const short8 x =
      narrow(uint4{0, 1, 0x7fff, 0x8000}, uint4{0xffff, 0x12345678, 65536, 0xffffffff});
  const int expected[]{0, 1, 0x7fff, 0x8000, 0xffff, 0x5678, 0, 0xffff};
  for (int i = 0; i < 8; ++i) {
    CAPTURE(i);
    CHECK(static_cast<std::uint16_t>(x[i]) == expected[i]);
  }
}

TEST_CASE("simd/lanes gathers the bits of both halves") {
  const word2 x{6, 3};
  CHECK(any_bits(x) == 7);
  CHECK(common_bits(x) == 2);
}

}  // namespace

#endif
