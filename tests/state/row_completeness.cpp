// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/row_completeness.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <limits>
#include <random>
#include <span>
#include <vector>

namespace {

using telltale::state::row_completeness;

static_assert(telltale::accepts<row_completeness, std::span<const float>>);
static_assert(telltale::accepts<row_completeness, std::span<double>>);
static_assert(telltale::reversible<row_completeness>);
static_assert(sizeof(row_completeness) == 48);

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

TEST_CASE("state/row_completeness obeys the group laws") {
  const auto draw = [](auto& rng) {
    static constexpr std::array<double, 8> values{nan, nan, 1, 2, nan, 3, nan, nan};
    const std::size_t begin = rng() % 8;
    const std::size_t length = rng() % (9 - begin);
    return std::span<const double>{values}.subspan(begin, length);
  };
  laws::reversible(row_completeness{}, draw);
}

TEST_CASE("state/row_completeness tells empty rows from full ones and from those between") {
  row_completeness s;
  const auto feed = [&](std::vector<double> row) { s.update(std::span<const double>{row}); };
  feed({nan, nan, nan});
  feed({1, 2, 3});
  feed({1, nan, 3});
  feed({infinity, 0});  // there, if of no use
  feed({nan});
  feed({});
  CHECK(s.rows() == 5);
  CHECK(s.empty() == 2);
  CHECK(s.full() == 2);
  CHECK(s.features() == 12);
  CHECK(s.missing() == 5);
  CHECK(s.rejected() == 1);
}

TEST_CASE("state/row_completeness of whole numbers every row is full") {
  row_completeness s;
  const std::array row{1, 2};
  s.update(std::span{row});
  CHECK(s.full() == 1);
}

}  // namespace
