// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/worst.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <random>
#include <tuple>
#include <vector>

namespace {

using telltale::state::worst;

static_assert(telltale::accepts<worst<>, double, std::uint64_t>);
static_assert(telltale::mergeable<worst<>>);
static_assert(sizeof(worst<>) == 48);

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

TEST_CASE("state/worst obeys the laws of a monoid") {
  // Without the part that is merged with itself: a row is kept once.
  const auto draw = [](auto& rng) {
    const auto loss = rng() % 50;
    const std::uint64_t id = rng();
    return std::tuple{loss == 0 ? nan : static_cast<double>(loss), id};
  };
  laws::clear(worst<>{8}, draw);
  std::mt19937_64 rng{6};
  for (int trial = 0; trial < 40; ++trial) {
    worst<> whole{8}, a{8}, b{8}, c{8};
    for (int i = 0; i < 3 * trial; ++i) {
      const auto [loss, id] = draw(rng);
      whole.update(loss, id);
      auto& part = i % 3 == 0 ? a : i % 3 == 1 ? b : c;
      part.update(loss, id);
    }
    auto left = a, back = c;
    CHECK(left.merge(b).merge(c) == whole);
    CHECK(back.merge(b).merge(a) == whole);
    auto same = a;
    CHECK(same.merge(worst<>{8}) == a);
  }
}

TEST_CASE("state/worst keeps the largest losses, and of equal ones the least id") {
  worst<> s{3};
  CHECK(s.rows().empty());
  const double losses[] = {1, 5, 3, 5, 5, nan, infinity, 2, 5};
  for (std::uint64_t i = 0; i < 9; ++i) s.update(losses[i], 100 - i);
  CHECK(s.count() == 7);
  CHECK(s.rejected() == 2);
  CHECK(s.size() == 3);
  CHECK(s.capacity() == 3);
  CHECK(s.rows() == std::vector<worst<>::row>{{5, 92}, {5, 96}, {5, 97}});
  s.update(6, 1);
  CHECK(s.rows() == std::vector<worst<>::row>{{6, 1}, {5, 92}, {5, 96}});
  const auto copy = s;
  s.update(4.9, 0);
  CHECK(s.rows() == copy.rows());
}

TEST_CASE("state/worst the mean of the tail is that of the sorted losses") {
  std::mt19937_64 rng{7};
  for (const std::size_t n : {1u, 2u, 9u, 10u, 11u, 100u, 199u, 200u, 1000u}) {
    worst<> s{20};
    std::vector<double> all;
    for (std::size_t i = 0; i < n; ++i) {
      all.push_back(std::exponential_distribution<double>{}(rng));
      s.update(all.back(), i);
    }
    std::sort(all.rbegin(), all.rend());
    const std::size_t tail = (n + 9) / 10;
    CAPTURE(n);
    REQUIRE(s.tail_mean(0.1).has_value() == (tail <= 20));
    if (tail > 20) continue;
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(tail);
    const double mean = std::accumulate(all.begin(), end, 0.0) / static_cast<double>(tail);
    CHECK(std::fabs(*s.tail_mean(0.1) - mean) <= 1e-12 * mean);
  }
}

TEST_CASE("state/worst has no tail where there are no rows, or too few were kept") {
  worst<> s{2};
  CHECK(!s.tail_mean(1));
  s.update(3, 1);
  CHECK(s.tail_mean(1) == 3.0);
  CHECK(s.tail_mean(1e-300) == 3.0);  // at least one row
  s.update(5, 2);
  CHECK(s.tail_mean(1) == 4.0);
  CHECK(s.tail_mean(0.5) == 5.0);
  CHECK(s.tail_mean(0.51) == 4.0);
  s.update(4, 3);
  CHECK(!s.tail_mean(1));
  CHECK(s.tail_mean(0.3) == 5.0);
  CHECK(s.tail_mean(0.34) == 4.5);
}

}  // namespace
