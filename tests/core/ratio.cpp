// SPDX-License-Identifier: Apache-2.0
#include <telltale/core/ratio.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>

using telltale::ratio;

static_assert(std::is_same_v<decltype(ratio(1, 2)), std::optional<double>>);
static_assert(std::is_same_v<decltype(ratio(1.0f, 2.0f)), std::optional<double>>);
static_assert(ratio(1, 4) == 0.25);

TEST_CASE("core/ratio divides counts and weights alike, without integer division") {
  CHECK(ratio(std::uint64_t{1}, std::uint64_t{3}) == 1.0 / 3.0);
  CHECK(ratio(3, 2) == 1.5);
  CHECK(ratio(0.5, 0.25) == 2.0);
  CHECK(ratio(std::uint64_t{0}, std::uint64_t{1}) == 0.0);
  CHECK(ratio(1.0f, 3.0f) == 1.0 / 3.0);
}

TEST_CASE("core/ratio has no answer without a whole") {
  CHECK_FALSE(ratio(std::uint64_t{0}, std::uint64_t{0}).has_value());
  CHECK_FALSE(ratio(5, 0).has_value());
  CHECK_FALSE(ratio(0.0, 0.0).has_value());
  CHECK_FALSE(ratio(1.0, -0.0).has_value());
  CHECK_FALSE(ratio(1.0, std::numeric_limits<double>::quiet_NaN()).has_value());
  CHECK(ratio(0.0, std::numeric_limits<double>::denorm_min()) == 0.0);
}

TEST_CASE("core/ratio takes the largest counts") {
  constexpr auto most = std::numeric_limits<std::uint64_t>::max();
  CHECK(ratio(most, most) == 1.0);
  CHECK(ratio(most / 2, most) == 0.5);
}
