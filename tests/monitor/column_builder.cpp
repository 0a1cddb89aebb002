// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/column_builder.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace {

namespace tt = telltale;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();
const tt::column number{"x", tt::column_kind::numeric};
const tt::column code{"c", tt::column_kind::categorical, {"red", "green"}};

TEST_CASE("monitor/column_builder freezes a number by its bins, sorted") {
  const tt::column_builder build{2, true};
  const auto b = build(number, {4, nan, 1, 3, inf, 2});
  REQUIRE(b);
  CHECK(b->what == number);
  CHECK(b->values == std::vector<double>{1, 2, 3, 4});
  CHECK(b->present == 4);
  CHECK(b->missing == 1);
  CHECK(*b->standard_deviation == doctest::Approx(std::sqrt(5.0 / 3)));
  CHECK(b->bins->lowest() == 1);
  CHECK(b->bins->highest() == 4);
  CHECK_FALSE(b->categories);
  CHECK_FALSE(build(number, {7.0})->standard_deviation);
}

TEST_CASE("monitor/column_builder freezes categories by their codes, and keeps their texts") {
  const tt::column_builder build{2, true};
  const auto b = build(code, {1, 0, 1, 0.5, nan, -inf});
  REQUIRE(b);
  CHECK(b->what.categories == std::vector<std::string>{"red", "green"});
  CHECK(b->cells == std::vector<std::uint64_t>{1, 2, 0, 1});
  CHECK(b->values == std::vector<double>{0, 1, 1});
  CHECK(b->missing == 1);
  CHECK_FALSE(b->bins);
  CHECK_FALSE(b->standard_deviation);
}

TEST_CASE("monitor/column_builder keeps the counts alone where it is told so") {
  const tt::column_builder lean{2, false};
  CHECK(lean(number, {1, 2})->values.empty());
  CHECK(lean(number, {1, 2})->present == 2);
  CHECK(lean(code, {1, 1})->values.empty());
}

TEST_CASE("monitor/column_builder names the column that it refuses") {
  const tt::column_builder build{2, true};
  CHECK(build(number, {nan, inf}).error().message ==
        "column 'x': not one usable value to take a reference from");
  CHECK(build(code, {0.5}).error().message ==
        "column 'c': not one usable value to take a reference from");
  const tt::column_builder wrong{1, true};
  CHECK(wrong(number, {1}).error().message.starts_with("column 'x': bins: 1 "));
}

}  // namespace
