// SPDX-License-Identifier: Apache-2.0
#include <telltale/core/ratio.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <optional>

namespace {

using telltale::ratio;

static_assert(ratio(1, 4) == 0.25);

TEST_CASE("core/ratio divides counts and weights") {
  CHECK(ratio(std::uint64_t{3}, std::uint64_t{4}) == 0.75);
  CHECK(ratio(0, 5) == 0.0);
  CHECK(ratio(0.5, 2.0) == 0.25);
  CHECK(ratio(1.0f, 8.0f) == 0.125);
  CHECK(ratio(0.0, std::numeric_limits<double>::denorm_min()) == 0.0);
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  CHECK(ratio(most, most) == 1.0);
}

TEST_CASE("core/ratio is empty where there is no whole") {
  CHECK(ratio(std::uint64_t{0}, std::uint64_t{0}) == std::nullopt);
  CHECK(ratio(0.0, 0.0) == std::nullopt);
  CHECK(ratio(0.0, -0.0) == std::nullopt);
  CHECK(ratio(1.0, std::numeric_limits<double>::quiet_NaN()) == std::nullopt);
  CHECK(ratio(1, -1) == std::nullopt);
}

}  // namespace
