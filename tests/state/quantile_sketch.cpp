// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/quantile_sketch.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <vector>

namespace {

using namespace telltale;
using state::quantile_sketch;

static_assert(reversible<quantile_sketch>);
static_assert(accepts<quantile_sketch, double>);

constexpr float infinity = std::numeric_limits<float>::infinity();

TEST_CASE("state/quantile_sketch puts every float into a cell that holds it, in order") {
  std::mt19937_64 rng{81};
  std::vector<float> values{0.0f,
                            -0.0f,
                            1.0f,
                            -1.0f,
                            infinity,
                            -infinity,
                            std::numeric_limits<float>::denorm_min(),
                            -std::numeric_limits<float>::denorm_min(),
                            std::numeric_limits<float>::max(),
                            std::numeric_limits<float>::lowest(),
                            std::numeric_limits<float>::min()};
  for (int i = 0; i < 100'000; ++i) {
    const float x = std::bit_cast<float>(static_cast<std::uint32_t>(rng()));
    if (x == x) values.push_back(x);
  }
  for (const float x : values) {
    const std::size_t cell = quantile_sketch::cell_of(x);
    REQUIRE(quantile_sketch::lowest(cell) <= static_cast<double>(x));
    REQUIRE(quantile_sketch::highest(cell) >= static_cast<double>(x));
    const float next = std::nextafter(x, infinity);
    if (next == next) REQUIRE(quantile_sketch::cell_of(next) >= cell);
  }
  CHECK(quantile_sketch::cell_of(0.0f) == quantile_sketch::cell_of(-0.0f));
  CHECK(quantile_sketch::cell_of(1.0f) != quantile_sketch::cell_of(std::nextafter(1.0f, 0.0f)));
}

TEST_CASE("state/quantile_sketch has cells of 1/128 of the value at most") {
  for (std::size_t cell = 0; cell < quantile_sketch::cells; ++cell) {
    const double low = quantile_sketch::lowest(cell), high = quantile_sketch::highest(cell);
    if (!std::isfinite(low) || !std::isfinite(high)) continue;
    const double nearer = std::fmin(std::fabs(low), std::fabs(high));
    if (nearer < 1.2e-38) {
      CHECK(high - low < 1e-40);
    } else {
      CHECK(high - low <= nearer / 128 * 1.0001);
    }
  }
}

TEST_CASE("state/quantile_sketch takes doubles at the nearest float") {
  quantile_sketch s;
  s.update(0.1);
  s.update(1e300);
  s.update(-1e300);
  s.update(std::numeric_limits<double>::quiet_NaN());
  s.update(7);
  CHECK(s.count() == 4);
  CHECK(s.rejected() == 1);
  CHECK(s[quantile_sketch::cell_of(0.1f)] == 1);
  CHECK(s[quantile_sketch::cell_of(infinity)] == 1);
  CHECK(s[quantile_sketch::cell_of(-infinity)] == 1);
  CHECK(s[quantile_sketch::cell_of(7.0f)] == 1);
  CHECK(s.exact());
}

TEST_CASE("state/quantile_sketch keeps the laws of counts") {
  const auto draw = [](std::mt19937_64& rng) {
    const auto bits = static_cast<std::uint32_t>(rng());
    return rng() % 4 == 0 ? std::bit_cast<float>(bits) : static_cast<float>(rng() % 100);
  };
  laws::reversible(quantile_sketch{}, draw);
}

TEST_CASE("state/quantile_sketch of a block is that of its values") {
  std::mt19937_64 rng{82};
  std::vector<float> values(1000);
  for (float& x : values) x = static_cast<float>(rng() % 1000) - 500;
  quantile_sketch block, loop;
  block.update(std::span{values});
  for (const float x : values) loop.update(x);
  CHECK(block == loop);
}

}  // namespace
