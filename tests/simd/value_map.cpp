// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/value_map.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <vector>

namespace {

using telltale::simd::value_image;
using telltale::simd::value_map;
using telltale::simd::value_range;

template <class T>
value_range<T> range_of(const std::vector<T>& values) {
  value_range<T> range;
  CHECK(range.add(values));
  return range;
}

TEST_CASE_TEMPLATE("simd/value_map images are in the order of the values, with one zero", T, float,
                   double) {
  constexpr T infinity = std::numeric_limits<T>::infinity();
  constexpr T tiny = std::numeric_limits<T>::denorm_min();
  const std::vector<T> ascending{
      -infinity, std::numeric_limits<T>::lowest(), -1,      -tiny, 0, tiny,
      1,         std::numeric_limits<T>::max(),    infinity};
  for (std::size_t i = 1; i < ascending.size(); ++i)
    CHECK(value_image(ascending[i - 1]) < value_image(ascending[i]));
  CHECK(value_image(T(-0.0)) == value_image(T(0)));
  CHECK(value_image(std::nextafter(T(1), T(2))) == value_image(T(1)) + 1);
}

TEST_CASE_TEMPLATE("simd/value_map a range holds all values, and says where one is NaN", T, float,
                   double) {
  std::mt19937_64 rng{3};
  for (std::size_t n = 0; n <= 40; ++n) {
    std::vector<T> values(n);
    for (T& x : values) x = static_cast<T>(static_cast<double>(rng() % 1000) - 500);
    const value_range<T> range = range_of(values);
    if (n == 0) {
      CHECK(range.lowest > range.highest);
      continue;
    }
    CHECK(range.lowest == *std::min_element(values.begin(), values.end()));
    CHECK(range.highest == *std::max_element(values.begin(), values.end()));
    for (std::size_t at = 0; at < n; ++at) {
      std::vector<T> bad = values;
      bad[at] = std::numeric_limits<T>::quiet_NaN();
      value_range<T> some;
      CHECK_FALSE(some.add(bad));
    }
  }
}

TEST_CASE_TEMPLATE("simd/value_map is monotone, stays in its buckets, and spreads", T, float,
                   double) {
  std::mt19937_64 rng{4};
  constexpr T most = std::numeric_limits<T>::max(), infinity = std::numeric_limits<T>::infinity();
  const auto uniform = [&] { return static_cast<double>(rng() >> 11) * 0x1p-53; };
  std::vector<std::vector<T>> columns(6);
  for (int i = 0; i < 5000; ++i) {
    columns[0].push_back(static_cast<T>(uniform()));
    columns[1].push_back(static_cast<T>(std::exp(60 * uniform() - 30)));
    columns[2].push_back(static_cast<T>(uniform() * 1e-3) + (i == 0 ? most : 0));
    columns[3].push_back(static_cast<T>(uniform() - 0.5) * most);
    columns[4].push_back(i == 0 ? infinity : static_cast<T>(uniform()));
    columns[5].push_back(T(3));
  }
  for (std::size_t c = 0; c < columns.size(); ++c) {
    CAPTURE(c);
    std::vector<T>& values = columns[c];
    for (const unsigned bits : {1u, 10u, 16u}) {
      const value_map<T> map{range_of(values), bits, std::span<const T>{values}.first(500)};
      std::vector<T> sorted = values;
      std::sort(sorted.begin(), sorted.end());
      std::size_t falls = 0, outside = 0, used = 1;
      for (std::size_t i = 0; i < sorted.size(); ++i) {
        outside += map(sorted[i]) >= (1u << bits);
        if (i == 0) continue;
        falls += map(sorted[i]) < map(sorted[i - 1]);
        used += map(sorted[i]) != map(sorted[i - 1]);
      }
      CHECK(falls == 0);
      CHECK(outside == 0);
      if (c <= 1 && bits == 10) CHECK(used > 600);
      std::size_t differ = 0;
      for (const std::size_t n : {std::size_t{0}, std::size_t{7}, std::size_t{9}, values.size()}) {
        std::vector<std::uint16_t> buckets(n + 1, 0xabcd);
        map.fill(std::span<const T>{values}.last(n), buckets.data());
        for (std::size_t k = 0; k < n; ++k)
          differ += buckets[k] != map(values[values.size() - n + k]);
        differ += buckets[n] != 0xabcd;
      }
      CHECK(differ == 0);
      const auto images = value_map<T>::of_images(range_of(values), bits);
      CHECK(images(sorted.front()) == 0);
      CHECK((images(sorted.back()) > 0) == (sorted.front() < sorted.back()));
    }
  }
}

}  // namespace
