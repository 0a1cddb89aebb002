// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/slot_index.hpp>

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

using telltale::state::slot_index;

template <class T>
std::uint32_t slot_by_counting(const std::vector<T>& distinct, T x) {
  std::uint32_t slot = 0;
  for (const T v : distinct) {
    slot += v < x;
    slot += v <= x;
  }
  return slot;
}

// Every value of the sample, its neighbours, what lies half way to the next, and the ends.
template <class T>
void check(std::vector<T> sample) {
  using limits = std::numeric_limits<T>;
  std::sort(sample.begin(), sample.end());
  const slot_index<T> index{std::span<const T>{sample}};
  std::vector<T> distinct = sample;
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  REQUIRE(index.values() == distinct.size());
  CHECK(index.slots() == 2 * distinct.size() + 1);
  std::vector<T> asked{
      0, -T(0), (limits::max)(), limits::lowest(), limits::denorm_min(), -limits::denorm_min(), 1};
  for (std::size_t i = 0; i < distinct.size(); ++i) {
    asked.push_back(distinct[i]);
    asked.push_back(std::nextafter(distinct[i], limits::lowest()));
    asked.push_back(std::nextafter(distinct[i], (limits::max)()));
    if (i > 0) asked.push_back(distinct[i - 1] / 2 + distinct[i] / 2);
  }
  bool equal = true;
  for (const T x : asked) equal = equal && index(x) == slot_by_counting(distinct, x);
  CHECK(equal);
}

template <class T>
std::vector<T> drawn(std::size_t n, auto&& draw) {
  std::mt19937_64 rng{n};
  std::vector<T> values;
  for (std::size_t i = 0; i < n; ++i) values.push_back(draw(i, rng));
  return values;
}
template <class T>
T uniform(std::mt19937_64& rng) {
  return static_cast<T>(rng() >> 40) * T(0x1p-24);
}

}  // namespace

TEST_CASE_TEMPLATE("state/slot_index equals counting the values below and at most", T, float,
                   double) {
  using limits = std::numeric_limits<T>;
  check<T>({});
  check<T>({T(3)});
  check<T>({T(0)});
  check<T>({-T(0), T(0)});
  check<T>({T(1), T(2)});
  check<T>({limits::lowest(), (limits::max)()});
  check<T>({limits::lowest(), T(-1), T(0), T(1), (limits::max)()});
  check<T>({limits::denorm_min(), 2 * limits::denorm_min(), 3 * limits::denorm_min()});
  check<T>({-limits::denorm_min(), T(0), limits::denorm_min(), (limits::min)()});
  for (std::size_t n = 2; n < 70; ++n)  // every count of steps, and of cells
    check(drawn<T>(n, [](std::size_t i, auto&) { return static_cast<T>(i * i); }));
  for (const std::size_t n : {100u, 700u}) {
    check(drawn<T>(n, [](std::size_t, auto& rng) { return uniform<T>(rng); }));
    check(drawn<T>(n, [](std::size_t, auto& rng) { return uniform<T>(rng) - T(0.5); }));
    check(drawn<T>(n, [](std::size_t, auto& rng) { return std::pow(uniform<T>(rng), T(20)); }));
    check(drawn<T>(n, [](std::size_t, auto& rng) { return static_cast<T>(rng() % 7); }));
    // Most of them in a sliver of the range.
    check(drawn<T>(n, [](std::size_t i, auto& rng) {
      return i == 0 ? (limits::max)() : T(1) + uniform<T>(rng);
    }));
    check(drawn<T>(n, [](std::size_t i, auto& rng) {
      return i % 50 == 0 ? uniform<T>(rng) : T(0.5) + uniform<T>(rng) / 10'000;
    }));
    check(drawn<T>(n, [x = T(1)](std::size_t, auto&) mutable {  // 1 ulp apart
      return x = std::nextafter(x, T(2));
    }));
  }
}

TEST_CASE("state/slot_index of more values than the grid has cells") {
  std::vector<float> sample;
  for (int i = 0; i < 300'000; ++i) sample.push_back(static_cast<float>(i));
  const slot_index<float> index{std::span<const float>{sample}};
  bool equal = true;
  for (std::uint32_t i = 0; i < 300'000; i += 7) {
    equal = equal && index(static_cast<float>(i)) == 2 * i + 1;
    equal = equal && index(static_cast<float>(i) + 0.5f) == 2 * i + 2;
  }
  CHECK(equal);
}

TEST_CASE("state/slot_index is equal to one of the same values") {
  const std::vector<double> a{1, 2, 3}, repeated{1, 2, 2, 3}, b{1, 2, 4};
  CHECK(slot_index<double>{std::span{a}} == slot_index<double>{std::span{repeated}});
  CHECK_FALSE(slot_index<double>{std::span{a}} == slot_index<double>{std::span{b}});
  CHECK_FALSE(slot_index<double>{std::span{a}} == slot_index<double>{std::span{a}.first(2)});
}
