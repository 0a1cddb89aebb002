// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/log_grid.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <limits>

namespace {

using telltale::state::log_grid;

template <class Grid>
void check_cells(double lowest, double highest, int bits) {
  CHECK(Grid::begin(0) == 0);
  CHECK(Grid::end(0) == lowest);
  CHECK(Grid::begin(Grid::cells - 1) == highest);
  CHECK(std::isinf(Grid::end(Grid::cells - 1)));
  for (std::size_t cell = 1; cell + 1 < Grid::cells; ++cell) {
    const double begin = Grid::begin(cell), end = Grid::end(cell);
    REQUIRE(end - begin <= begin * std::ldexp(1, -bits));
    REQUIRE(Grid::begin(cell + 1) == end);
    for (const double sign : {1.0, -1.0}) {
      REQUIRE(Grid::cell(sign * begin) == cell);
      REQUIRE(Grid::cell(sign * std::nextafter(end, 0.0)) == cell);
      REQUIRE(Grid::cell(sign * end) == cell + 1);
    }
  }
  constexpr double infinity = std::numeric_limits<double>::infinity();
  for (const double x : {0.0, -0.0, std::numeric_limits<double>::denorm_min(), lowest / 2})
    CHECK(Grid::cell(x) == 0);
  for (const double x : {highest, 1e300, infinity, -infinity})
    CHECK(Grid::cell(x) == Grid::cells - 1);
}

TEST_CASE("state/log_grid cells are as wide as they say, and none overlap") {
  check_cells<log_grid<-20, 44, 4>>(std::ldexp(1, -20), std::ldexp(1, 44), 4);
  check_cells<log_grid<-30, 34, 6>>(std::ldexp(1, -30), std::ldexp(1, 34), 6);
  check_cells<log_grid<-3, -2, 0>>(0.125, 0.25, 0);
  check_cells<log_grid<-1022, -1020, 8>>(std::ldexp(1, -1022), std::ldexp(1, -1020), 8);
}

}  // namespace
