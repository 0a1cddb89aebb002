// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/largest_gap.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <span>
#include <vector>

namespace {

using telltale::simd::widest_gap;

template <class T>
std::optional<widest_gap> widest(const std::vector<T>& x, const std::vector<T>& y) {
  return telltale::simd::largest_gap(std::span<const T>{x}, std::span<const T>{y});
}

std::int64_t size_of(const widest_gap& gap, std::size_t n, std::size_t m) {
  return std::abs(static_cast<std::int64_t>(gap.first * m) -
                  static_cast<std::int64_t>(gap.second * n));
}

// By sorting both.
template <class T>
std::int64_t by_sorting(std::vector<T> x, std::vector<T> y) {
  std::sort(x.begin(), x.end());
  std::sort(y.begin(), y.end());
  std::int64_t largest = 0;
  for (std::size_t i = 0, j = 0; i < x.size() || j < y.size();) {
    const T z = j == y.size() || (i < x.size() && x[i] <= y[j]) ? x[i] : y[j];
    while (i < x.size() && x[i] == z) ++i;
    while (j < y.size() && y[j] == z) ++j;
    largest = (std::max)(largest, size_of({i, j}, x.size(), y.size()));
  }
  return largest;
}

// What is hard for buckets: many orders of magnitude, few values, most of them one value and some a
// little beside it, all in one place but for one, infinities, both zeros.
template <class T>
T draw(int kind, std::mt19937_64& rng, double shift) {
  const double u = static_cast<double>(rng() >> 11) * 0x1p-53;
  const double v = u + shift;
  const auto rare = rng() % 50;
  switch (kind) {
    case 0: return static_cast<T>(v);
    case 1: return static_cast<T>(std::exp(40 * v - 20));
    case 2: return static_cast<T>(std::round(v * 20) / 20);
    case 3: return rng() % 100 < 84 ? T(0) : static_cast<T>(v - 0.5);
    case 4: return std::nextafter(T(1), rng() % 2 == 0 ? T(2) : T(0));
    case 5: return rare == 0 ? std::numeric_limits<T>::max() : static_cast<T>(v);
    case 6:
      return rare == 0   ? std::numeric_limits<T>::infinity()
             : rare == 1 ? -std::numeric_limits<T>::infinity()
                         : static_cast<T>(v);
    case 7: return rng() % 2 == 0 ? T(0) : -T(0);
    case 8: return static_cast<T>(u * 1000) * std::numeric_limits<T>::denorm_min();
    case 9: return rng() % 10 < 6 ? T(0.25) : static_cast<T>(0.25 + 1e-6 * v);
    case 10: return rare == 0 ? std::numeric_limits<T>::lowest() : std::numeric_limits<T>::max();
    default: return T(7);
  }
}
constexpr int kinds = 12;

template <class T>
std::vector<T> drawn(int kind, std::size_t n, double shift, std::uint64_t seed) {
  std::mt19937_64 rng{seed};
  std::vector<T> values(n);
  for (T& x : values) x = draw<T>(kind, rng, shift);
  return values;
}

TEST_CASE_TEMPLATE("simd/largest_gap finds what sorting finds", T, float, double) {
  std::uint64_t seed = 0;
  for (int kind = 0; kind < kinds; ++kind)
    for (const std::size_t n : {1u, 2u, 3u, 17u, 100u, 1000u, 7000u})
      for (const std::size_t m : {1u, 5u, 250u, 7001u})
        for (const double shift : {0.0, 0.05, 1.5}) {
          CAPTURE(kind);
          CAPTURE(n);
          CAPTURE(m);
          CAPTURE(shift);
          const auto x = drawn<T>(kind, n, 0, ++seed), y = drawn<T>(kind, m, shift, ++seed);
          const auto gap = widest(x, y);
          REQUIRE(gap);
          CHECK(size_of(*gap, n, m) == by_sorting(x, y));
        }
}

TEST_CASE("simd/largest_gap finds a single value that is out of place in a crowd") {
  // All the gap there is lies within one bucket, whose borders show none.
  std::vector<double> x, y;
  for (int i = 0; i < 3000; ++i) {
    x.push_back(0.5 + 1e-9 * (i % 1000));
    y.push_back(0.5 + 1e-9 * (i % 1000) + 4e-10);
  }
  x.push_back(0), y.push_back(0);
  x.push_back(1), y.push_back(1);
  CHECK(size_of(*widest(x, y), x.size(), y.size()) == by_sorting(x, y));
  CHECK(by_sorting(x, y) == 3 * 3002);
}

TEST_CASE("simd/largest_gap has none without values, and none with NaN") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> some{1, 2, 3}, none;
  CHECK(!widest(some, none));
  CHECK(!widest(none, some));
  CHECK(!widest(none, none));
  for (std::size_t at = 0; at < 9; ++at) {
    std::vector<double> bad(9, 0.5);
    bad[at] = nan;
    CHECK(!widest(some, bad));
    CHECK(!widest(bad, some));
  }
  CHECK(!widest<double>({nan}, {nan}));
}

}  // namespace
