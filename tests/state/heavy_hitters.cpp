// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/heavy_hitters.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <random>
#include <span>

namespace {

using telltale::state::heavy_hitters;

static_assert(telltale::accepts<heavy_hitters<>, double>);
static_assert(telltale::accepts<heavy_hitters<>, float>);
static_assert(telltale::accepts<heavy_hitters<>, std::span<const float>>);
static_assert(telltale::accepts<heavy_hitters<std::uint64_t>, std::uint64_t>);
static_assert(!telltale::accepts<heavy_hitters<std::uint64_t>, double>);
static_assert(telltale::mergeable<heavy_hitters<>>);
static_assert(!telltale::reversible<heavy_hitters<>>);
static_assert(sizeof(heavy_hitters<>) == 288);
static_assert(sizeof(heavy_hitters<std::uint64_t, 4>) == 96);

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Zipf-like over 200 values: about half of the draws are the first three.
double skewed(std::mt19937_64& rng) {
  const double u = std::uniform_real_distribution<double>{}(rng);
  return std::floor(std::pow(200.0, u)) - 1;
}

template <class Sketch>
void check_bounds(const Sketch& s, const std::map<double, std::uint64_t>& truth) {
  std::uint64_t n = 0, most = 0;
  for (const auto& [value, count] : truth) {
    n += count;
    most = (std::max)(most, count);
    const auto found = s.find(value);
    CHECK(found.lower <= count);
    CHECK(found.upper >= count);
    CHECK(found.upper - found.lower <= s.error());
  }
  CHECK(s.total() == n);
  CHECK(s.error() <= n / (s.capacity() + 1));
  if (const auto top = s.top()) {
    CHECK(top->lower <= most);
    CHECK(top->upper >= most);
  } else {
    CHECK(s.error() >= most);
  }
}

TEST_CASE("state/heavy_hitters is exact, and a monoid, while the values are few") {
  const auto draw = [](auto& rng) {
    const auto i = rng() % 12;
    return i == 11 ? nan : static_cast<double>(i) - 5;
  };
  laws::mergeable(heavy_hitters<double, 11>{}, draw);
  laws::batch_equals_loop(heavy_hitters<>{}, draw,
                          [](auto& s, std::span<const double> rows) { s.update(rows); });
}

TEST_CASE("state/heavy_hitters obeys the laws up to its error when the values are many") {
  const auto close = [](const auto& a, const auto& b) {
    if (a.total() != b.total() || a.rejected() != b.rejected()) return false;
    for (double x = 0; x < 200; ++x) {
      const auto p = a.find(x), q = b.find(x);
      if (p.lower > q.upper || q.lower > p.upper) return false;
    }
    return true;
  };
  laws::mergeable(heavy_hitters<double, 8>{}, skewed, close);
}

TEST_CASE("state/heavy_hitters brackets every count, whatever is merged in whatever order") {
  std::mt19937_64 rng{11};
  for (int trial = 0; trial < 40; ++trial) {
    std::map<double, std::uint64_t> truth;
    std::array<heavy_hitters<double, 9>, 7> parts;
    heavy_hitters<double, 9> whole;
    for (int i = 0; i < 2000; ++i) {
      const double x = trial % 2 == 0 ? skewed(rng) : static_cast<double>(rng() % 50);
      ++truth[x];
      whole.update(x);
      parts[rng() % parts.size()].update(x);
    }
    check_bounds(whole, truth);
    auto forth = parts[0], back = parts[6];
    for (std::size_t i = 1; i < 7; ++i) forth.merge(parts[i]);
    for (std::size_t i = 6; i-- > 0;) back.merge(parts[i]);
    check_bounds(forth, truth);
    check_bounds(back, truth);
    auto ab = parts[0], ba = parts[1];
    CHECK(ab.merge(parts[1]) == ba.merge(parts[0]));
  }
}

TEST_CASE("state/heavy_hitters reaches its bound with the worst stream") {
  heavy_hitters<std::uint64_t, 4> s;  // every fifth value takes one from each of the four
  for (std::uint64_t i = 0; i < 500; ++i) s.update(i);
  CHECK(s.total() == 500);
  CHECK(s.error() == 100);
  CHECK(!s.top());
  CHECK(s.items().empty());
  s.update(std::uint64_t{7});
  CHECK(s.top() == heavy_hitters<std::uint64_t, 4>::item{7, 1, 101});
}

TEST_CASE("state/heavy_hitters keeps every value that holds more than its share") {
  heavy_hitters<double, 3> s;  // a quarter and one more is enough against three counters
  for (int i = 0; i < 75; ++i) s.update(1000 + i);
  for (int i = 0; i < 26; ++i) s.update(-999);
  REQUIRE(s.top());
  CHECK(s.top()->value == -999);
  CHECK(s.error() == 19);  // each fourth of the 75, and once the first of the 26
}

TEST_CASE("state/heavy_hitters finds sentinels, and tells -0 from nothing and NaN from a value") {
  heavy_hitters<> s;
  CHECK(!s.top());
  CHECK(s.find(0) == heavy_hitters<>::item{0, 0, 0});
  for (const double x : {-999.0, 0.0, -0.0, -1.0, -999.0, nan, -999.0}) s.update(x);
  s.update(-1.0f);
  s.update(std::numeric_limits<double>::infinity());
  CHECK(s.total() == 8);
  CHECK(s.rejected() == 1);
  CHECK(s.find(-999) == heavy_hitters<>::item{-999, 3, 3});
  CHECK(s.find(-0.0).lower == 2);
  CHECK(s.find(-1.0f).lower == 2);
  CHECK(s.find(5).upper == 0);
  CHECK(s.find(nan).upper == 0);
  CHECK(s.top()->value == -999);
  const auto items = s.items();
  REQUIRE(items.size() == 4);
  CHECK(items[0].value == -999);
  CHECK(items[1].value == -1);  // as often as 0, and less
  CHECK(items[2].value == 0);
  CHECK(items[3].lower == 1);
}

TEST_CASE(
    "state/heavy_hitters breaks a tie at the top by the lesser value, not by who came first") {
  heavy_hitters<> s, t;
  for (const double x : {3.0, 1.0, 1.0, 3.0}) s.update(x);
  for (const double x : {1.0, 3.0, 3.0, 1.0}) t.update(x);
  CHECK(s == t);
  CHECK(s.top()->value == 1);
  CHECK(t.top()->value == 1);
  t.update(3.0);
  CHECK_FALSE(s == t);
  CHECK(t.top()->value == 3);
}

TEST_CASE("state/heavy_hitters merging takes the largest counter without a place from all") {
  heavy_hitters<double, 2> a, b;
  for (int i = 0; i < 5; ++i) a.update(1);
  for (int i = 0; i < 3; ++i) a.update(2);
  for (int i = 0; i < 4; ++i) b.update(3);
  b.update(2);
  a.merge(b);  // 5, 4, 4: one of the fours goes, and takes the other along
  CHECK(a.error() == 4);
  CHECK(a.total() == 13);
  REQUIRE(a.items().size() == 1);
  CHECK(a.items()[0] == heavy_hitters<double, 2>::item{1, 1, 5});
}

TEST_CASE("state/heavy_hitters works at compile time") {
  constexpr auto s = [] {
    heavy_hitters<double, 2> h;
    for (const int x : {1, 2, 1, 3}) h.update(x);
    return h;
  }();
  static_assert(s.total() == 4 && s.error() == 1 && s.top()->value == 1 && s.top()->lower == 1);
}

}  // namespace
