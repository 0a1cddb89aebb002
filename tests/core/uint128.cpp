// SPDX-License-Identifier: Apache-2.0
#include <telltale/core/uint128.hpp>

#include <doctest/doctest.h>

#include <cstdint>

TEST_CASE("core/uint128 holds the pairs of as many rows as a count can be") {
  constexpr std::uint64_t most = ~std::uint64_t{0};
  constexpr telltale::uint128 pairs = telltale::uint128{most} * most;
  CHECK(static_cast<std::uint64_t>(pairs >> 64) == most - 1);
  CHECK(static_cast<std::uint64_t>(pairs) == 1);
}
