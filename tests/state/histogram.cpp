// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/histogram.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <span>
#include <vector>

namespace {

using telltale::state::binning;
using telltale::state::histogram;

static_assert(telltale::accepts<histogram, double>);
static_assert(telltale::accepts<histogram, float>);
static_assert(telltale::accepts<histogram, std::span<const float>>);
static_assert(telltale::accepts<histogram, std::span<const double>, std::size_t, std::size_t>);
static_assert(telltale::reversible<histogram>);
static_assert(!telltale::scalable<histogram>);
static_assert(sizeof(histogram) == 104);

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

// Bins (-inf, 1), [1, 2), [2, inf) of values in [0, 4].
histogram empty() {
  static const auto bins = [] {
    const std::vector<double> values{0, 1.5, 1.5, 4};
    return std::make_shared<const binning>(*binning::equal_mass(values, 3));
  }();
  return histogram{bins};
}

double draw(std::mt19937_64& rng) {
  switch (rng() % 12) {
    case 0: return nan;
    case 1: return infinity;
    case 2: return -infinity;
    default: return static_cast<double>(rng() % 17) / 2 - 2;  // -2 to 6
  }
}

TEST_CASE("state/histogram obeys the group laws, unusable values included") {
  laws::reversible(empty(), draw);
}

TEST_CASE("state/histogram counts each value in one cell, and strays beside them") {
  histogram s = empty();
  REQUIRE(s.bins().bins() == 3);
  for (const double x : {-0.1, 0.0, 1.5, 4.0, 4.1, 9.0, nan, infinity, -infinity, nan, nan})
    s.update(x);
  CHECK(s.count(0) == 2);
  CHECK(s.count(1) == 1);
  CHECK(s.count(2) == 3);
  CHECK(s.total() == 6);
  CHECK(s.missing() == 3);
  CHECK(s.underflow() == 1);
  CHECK(s.overflow() == 2);
  CHECK(s.rejected() == 2);
  CHECK(s.cells() == std::vector<std::uint64_t>{2, 1, 3, 3});
}

TEST_CASE("state/histogram takes the ends of the range for inside, and no more") {
  for (const bool batch : {false, true}) {
    histogram s = empty();
    const std::vector<double> values{std::nextafter(0.0, -1.0), -0.0, 0.0, 4.0,
                                     std::nextafter(4.0, 5.0)};
    if (batch)
      s.update(std::span{values});
    else
      for (const double x : values) s.update(x);
    CHECK(s.underflow() == 1);
    CHECK(s.overflow() == 1);
    CHECK(s.total() == 5);
  }
}

TEST_CASE("state/histogram gives by columns what it gives by values") {
  laws::batch_equals_loop(empty(), draw,
                          [](auto& s, std::span<const double> rows) { s.update(rows); });
  laws::batch_equals_loop(
      empty(), [](auto& rng) { return static_cast<float>(draw(rng)); },
      [](auto& s, std::span<const float> rows) { s.update(rows); });
  // The same as one of three columns of a table that is wrong in the other two.
  laws::batch_equals_loop(empty(), draw, [](auto& s, std::span<const double> rows) {
    std::vector<double> table;
    for (const double x : rows) table.insert(table.end(), {infinity, x, nan});
    s.update(std::span<const double>{table}, 3, 1);
  });
}

TEST_CASE("state/histogram takes batches of any length") {
  std::mt19937_64 rng{7};
  std::vector<double> values;
  for (int i = 0; i < 200'000; ++i) values.push_back(draw(rng));
  histogram loop = empty(), batch = empty();
  for (const double x : values) loop.update(x);
  batch.update(std::span<const double>{values});
  CHECK(batch == loop);
  histogram column = empty(), expected = empty();
  for (std::size_t i = 1; i < values.size(); i += 2) expected.update(values[i]);
  column.update(std::span<const double>{values}, 2, 1);
  CHECK(column == expected);
}

TEST_CASE("state/histogram gives the same however its bins are looked up") {
  std::mt19937_64 rng{3};
  std::normal_distribution<double> normal;
  std::vector<double> reference, values;
  for (int i = 0; i < 5000; ++i) reference.push_back(normal(rng)), values.push_back(normal(rng));
  for (const double scale : {1.0, 30.0}) {  // for a linear grid, and for one of images
    std::vector<double> shaped;
    for (const double x : reference) shaped.push_back(scale == 1 ? x : std::exp(scale * x));
    std::sort(shaped.begin(), shaped.end());
    const auto gridded = std::make_shared<const binning>(*binning::equal_mass(shaped, 20));
    REQUIRE(gridded->gridded());
    const auto searched = std::make_shared<const binning>(*binning::from_edges(gridded->edges()));
    histogram a{gridded}, b{searched}, c{gridded};
    std::vector<double> moved;
    for (const double x : values) moved.push_back(scale == 1 ? x : std::exp(scale * x));
    a.update(std::span<const double>{moved});
    b.update(std::span<const double>{moved});
    for (const double x : moved) c.update(x);
    CHECK(a.cells() == b.cells());
    CHECK(a == c);
    CHECK(a.total() == 5000);
    CHECK_FALSE(a == b);  // other ranges
  }
}

TEST_CASE("state/histogram merges bins that are equal, not only shared") {
  const std::vector<double> values{0, 1.5, 1.5, 4};
  histogram other{std::make_shared<const binning>(*binning::equal_mass(values, 3))};
  other.update(1.5);
  histogram s = empty();
  s.update(0.0);
  s.merge(other);
  CHECK(s.cells() == std::vector<std::uint64_t>{1, 1, 0, 0});
}

TEST_CASE("state/histogram: the extremes of the reference are not beyond it") {
  std::vector<double> reference;
  for (int i = 0; i <= 100; ++i) reference.push_back(i);
  histogram s{std::make_shared<const binning>(*binning::equal_mass(reference, 4))};
  s.update(0.0);
  s.update(-0.0);
  s.update(100.0);
  CHECK(s.underflow() == 0);
  CHECK(s.overflow() == 0);
  s.update(-std::numeric_limits<double>::denorm_min());
  s.update(100.00000000000002);
  s.update(std::numeric_limits<double>::max());
  CHECK(s.underflow() == 1);
  CHECK(s.overflow() == 2);
  CHECK(s.total() == 6);
  CHECK(s.count(0) == 3);
  CHECK(s.count(3) == 3);
}

}  // namespace
