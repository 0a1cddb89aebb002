// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/binning.hpp>

#include <doctest/doctest.h>
#include <simd/paths.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <type_traits>
#include <vector>

namespace {

namespace simd = telltale::simd;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double largest = std::numeric_limits<double>::max();
constexpr double tiny = std::numeric_limits<double>::denorm_min();

TEST_CASE("simd/binning orders the images of doubles as the doubles, with one zero") {
  const std::array ascending{-infinity, -largest, -1.0, -tiny, 0.0, tiny, 1.0, largest, infinity};
  for (std::size_t i = 1; i < ascending.size(); ++i)
    CHECK(simd::ordered_image(ascending[i - 1]) < simd::ordered_image(ascending[i]));
  for (const double x : ascending) CHECK(simd::from_ordered_image(simd::ordered_image(x)) == x);
  CHECK(simd::ordered_image(-0.0) == simd::ordered_image(0.0));
  CHECK_FALSE(std::signbit(simd::from_ordered_image(simd::ordered_image(-0.0))));
  CHECK_FALSE(std::signbit(simd::from_ordered_image(simd::ordered_image(0.0) - 1)));
  CHECK(simd::ordered_image(std::nextafter(1.0, 2.0)) == simd::ordered_image(1.0) + 1);
  CHECK(simd::ordered_image(std::nextafter(-1.0, 0.0)) == simd::ordered_image(-1.0) + 1);
}

TEST_CASE("simd/binning puts values into the cells of a linear grid") {
  constexpr simd::linear_grid grid{10, 4};
  CHECK(grid.cell(10) == 0);
  CHECK(grid.cell(std::nextafter(10.25, 0.0)) == 0);
  CHECK(grid.cell(10.25) == 1);
  CHECK(grid.cell(10 + 2046.0 / 4) == 2046);
  CHECK(grid.cell(std::nextafter(10 + 2047.0 / 4, 0.0)) == 2046);
  CHECK(grid.cell(10 + 2047.0 / 4) == 2047);
  for (const double below : {9.9, -10.0, -largest, -infinity}) CHECK(grid.cell(below) == 0);
  for (const double above : {10 + 2048.0 / 4, 1e10, largest, infinity})
    CHECK(grid.cell(above) == 2047);
  CHECK(grid.cell(nan) < simd::grid_cells);
  CHECK(grid.cell(-nan) < simd::grid_cells);
}

TEST_CASE("simd/binning puts values into the cells of a grid of images") {
  // One cell a power of two, from 1 on.
  const simd::image_grid grid{simd::ordered_image(1.0), 0x1p-52};
  CHECK(grid.cell(1) == 0);
  CHECK(grid.cell(std::nextafter(2.0, 0.0)) == 0);
  CHECK(grid.cell(2) == 1);
  CHECK(grid.cell(1024) == 10);
  for (const double below : {0.999, 0.0, -0.0, -1.0, -largest, -infinity})
    CHECK(grid.cell(below) == 0);
  CHECK(grid.cell(0x1p1023) == 1023);
  const simd::image_grid fine{simd::ordered_image(1.0), 0x1p-50};
  CHECK(fine.cell(1.25) == 1);
  CHECK(fine.cell(largest) == 2047);
  CHECK(fine.cell(nan) < simd::grid_cells);
}

TEST_CASE("simd/binning has cells that never decrease") {
  std::mt19937_64 rng{9};
  const simd::linear_grid linear{-1.7, 300.1};
  const simd::image_grid image{simd::ordered_image(1e-5), 1e-15};
  std::vector<double> values;
  for (int i = 0; i < 20'000; ++i) {
    const double x = std::bit_cast<double>(rng());
    if (x == x) values.push_back(x);
    values.push_back(std::uniform_real_distribution<double>{-3, 10}(rng));
    values.push_back(std::nextafter(values.back(), infinity));
  }
  std::sort(values.begin(), values.end());
  std::size_t falls = 0;
  for (std::size_t i = 1; i < values.size(); ++i) {
    falls += linear.cell(values[i]) < linear.cell(values[i - 1]);
    falls += image.cell(values[i]) < image.cell(values[i - 1]);
  }
  CHECK(falls == 0);
}

struct counted {
  std::vector<std::uint32_t> cells = std::vector<std::uint32_t>(3);
  simd::set_aside aside;
};

// Bins (-inf, 1), [1, 2), [2, inf) of values in [0, 3].
template <class T>
counted count(simd::column_view<T> values) {
  counted c;
  c.aside = simd::histogram(
      values, [](double x) { return std::size_t{x >= 1} + (x >= 2); }, 0.0, 3.0,
      std::span{c.cells});
  return c;
}

TEST_CASE_TEMPLATE("simd/binning counts each value once, and sets strays aside", T, float, double) {
  constexpr T no_number = std::numeric_limits<T>::quiet_NaN();
  constexpr T unbounded = std::numeric_limits<T>::infinity();
  const std::vector<T> values{T(0),
                              T(1.5),
                              T(2),
                              T(3),
                              T(-1),
                              std::nextafter(T(3), T(4)),
                              std::nextafter(T(0), T(-1)),
                              no_number,
                              no_number,
                              no_number,
                              unbounded,
                              -unbounded,
                              T(100),
                              -T(0)};
  const counted c = count(simd::column_view<const T>{values.data(), values.size(), 1});
  CHECK(c.cells == std::vector<std::uint32_t>{4, 1, 4});
  CHECK(c.aside.missing == 3);
  CHECK(c.aside.infinite == 2);
  CHECK(c.aside.below == 2);
  CHECK(c.aside.above == 2);
}

TEST_CASE("simd/binning reads one column of a table, and adds to what is there") {
  const std::vector<double> table{0, 9, 1, 9, 2, 9, nan, 9};  // two columns
  const counted first = count(simd::column_view<const double>{table.data(), 4, 2});
  CHECK(first.cells == std::vector<std::uint32_t>{1, 1, 1});
  CHECK(first.aside.missing == 1);
  const counted second = count(simd::column_view<const double>{table.data() + 1, 4, 2});
  CHECK(second.cells == std::vector<std::uint32_t>{0, 0, 4});
  CHECK(second.aside.above == 4);
  CHECK(count(simd::column_view<const double>{}).cells == std::vector<std::uint32_t>{0, 0, 0});

  std::vector<std::uint32_t> cells{7, 7, 7};
  static_cast<void>(simd::histogram(
      simd::column_view<const double>{table.data(), 1, 1}, [](double) { return std::size_t{2}; },
      0.0, 1.0, std::span{cells}));
  CHECK(cells == std::vector<std::uint32_t>{7, 7, 8});
}

// What one path counts of a column, with a table of 5 bins over the grid.
template <class T>
std::vector<std::uint64_t> counted_by(simd::column_view<const T> values) {
  static const simd::grid_table table = [] {
    simd::grid_table bins{};
    for (std::size_t cell = 0; cell < bins.size(); ++cell)
      bins[cell] = static_cast<std::uint8_t>(cell * 5 / bins.size());
    return bins;
  }();
  std::vector<std::uint32_t> cells(5, 3);
  const simd::set_aside aside = simd::histogram(
      values, simd::grid_lookup{{-1.5, 512}, table.data()}, -2.0, 2.0, std::span{cells});
  std::vector<std::uint64_t> all(cells.begin(), cells.end());
  all.insert(all.end(), {aside.missing, aside.infinite, aside.below, aside.above});
  return all;
}

TEST_CASE_TEMPLATE("simd/binning counts the same on every path", T, float, double) {
  constexpr T special[]{T(-2),
                        T(2),
                        T(0),
                        -T(0),
                        std::numeric_limits<T>::denorm_min(),
                        std::numeric_limits<T>::quiet_NaN(),
                        -std::numeric_limits<T>::quiet_NaN(),
                        std::numeric_limits<T>::infinity(),
                        -std::numeric_limits<T>::infinity(),
                        std::numeric_limits<T>::max(),
                        std::numeric_limits<T>::lowest()};
  std::mt19937_64 rng{5};
  // How many of 16 values lie outside or are none, from none to all.
  for (const std::uint64_t odd : {0u, 1u, 16u}) {
    std::vector<T> values(3 * 258);
    for (T& x : values) {
      const std::uint64_t draw = rng();
      x = draw % 16 < odd ? special[rng() % std::size(special)]
                          : static_cast<T>(static_cast<double>(draw >> 11) * 0x1p-51 - 2);
    }
    for (std::size_t n = 0; n <= 257; ++n)
      for (const std::size_t stride : {1u, 3u})
        paths::agree([&] {
          return counted_by(simd::column_view<const T>{values.data() + 1, n, stride});
        });
  }
  const std::vector<T> constant(300, T(0.25)), none(300, std::numeric_limits<T>::quiet_NaN());
  for (const auto& same : {constant, none})
    paths::agree([&] { return counted_by(simd::column_view<const T>{same.data(), 300, 1}); });
}

}  // namespace
