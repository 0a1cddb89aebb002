// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/row_quality.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/interval.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <span>

namespace {

using namespace telltale;

TEST_CASE("metric/row_quality the share of rows that came before") {
  state::duplicates s;
  CHECK(!metric::duplicate_rate(s));
  for (const std::uint64_t x : {1u, 2u, 1u, 3u, 1u}) s.update(x);
  CHECK(metric::duplicate_rate(s)->value == 0.4);
  CHECK(metric::duplicate_rate(s)->n == 5);
  CHECK(!metric::duplicate_rate(s)->bounds);
  CHECK(metric::duplicate_rate.name() == "duplicate_rate");
}

TEST_CASE("metric/row_quality the shares of empty rows and of incomplete ones") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  constexpr std::array<std::array<double, 2>, 4> rows{{{nan, nan}, {1, nan}, {1, 2}, {nan, 2}}};
  state::row_completeness s;
  CHECK(!metric::empty_row_rate(s));
  CHECK(!metric::incomplete_row_rate(s));
  for (const auto& row : rows) s.update(std::span{row});
  CHECK(metric::empty_row_rate(s)->value == 0.25);
  CHECK(metric::incomplete_row_rate(s)->value == 0.75);
  CHECK(metric::incomplete_row_rate(s)->n == 4);
  CHECK(metric::incomplete_row_rate(s)->bounds == metric::wilson(0.75, 4, confidence_level{}.z));
  CHECK(metric::empty_row_rate.name() == "empty_row_rate");
  CHECK(metric::incomplete_row_rate.name() == "incomplete_row_rate");
}

}  // namespace
