// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/count_min.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <tuple>

namespace {

using telltale::state::count_min;

static_assert(telltale::accepts<count_min<>, std::uint64_t>);
static_assert(telltale::accepts<count_min<>, std::uint64_t, std::uint64_t>);
static_assert(telltale::reversible<count_min<>>);
static_assert(sizeof(count_min<>) == 40);

TEST_CASE("state/count_min obeys the group laws") {
  laws::reversible(count_min<64, 3>{5}, [](auto& rng) {
    const std::uint64_t key = rng() % 1000;
    const std::uint64_t often = rng() % 4;
    return std::tuple{key, often};
  });
}

TEST_CASE("state/count_min is never too low, and too high as seldom as it says") {
  std::mt19937_64 rng{8};
  int beyond = 0, keys = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    count_min<64, 2> s{seed};
    std::map<std::uint64_t, std::uint64_t> truth;
    for (int i = 0; i < 5000; ++i) {
      const std::uint64_t among = rng() % 2 == 0 ? 10 : 400;  // half of all are ten keys
      const std::uint64_t key = rng() % among;
      ++truth[key];
      s.update(key);
    }
    CHECK(s.total() == 5000);
    for (const auto& [key, count] : truth) {
      CHECK(s.at_most(key) >= count);
      ++keys;
      beyond += static_cast<double>(s.at_most(key) - count) > std::exp(1.0) * 5000 / 64;
    }
  }
  CHECK(beyond < keys * std::exp(-2.0));
  CHECK(beyond > 0);  // the table is small enough for the bound to matter
}

TEST_CASE("state/count_min is exact while keys are few, and its rows are different hashes") {
  count_min<> s;
  CHECK(s.at_most(3) == 0);
  for (std::uint64_t key = 0; key < 20; ++key) s.update(key, key);
  for (std::uint64_t key = 0; key < 20; ++key) CHECK(s.at_most(key) == key);
  CHECK(s.total() == 190);
  CHECK(s.rejected() == 0);

  // With one row 700 keys in 1024 cells collide often, with four hardly ever.
  count_min<1024, 1> shallow;
  count_min<1024, 4> deep;
  for (std::uint64_t key = 0; key < 700; ++key) shallow.update(key), deep.update(key);
  int collisions = 0, deep_collisions = 0;
  for (std::uint64_t key = 0; key < 700; ++key) {
    collisions += shallow.at_most(key) > 1;
    deep_collisions += deep.at_most(key) > 1;
  }
  CHECK(collisions > 280);  // 1 - e^-0.68 of 700: 345
  CHECK(collisions < 410);
  CHECK(deep_collisions < 70);  // its fourth power: 41
}

TEST_CASE("state/count_min other seeds are other tables") {
  count_min<16, 1> a{1}, b{2};
  CHECK_FALSE(a == b);
  int different = 0;
  for (std::uint64_t key = 0; key < 100; ++key) {
    count_min<16, 1> x{1}, y{2};
    x.update(key);
    y.update(key);
    different += x.at_most(0) != y.at_most(0);
  }
  CHECK(different > 0);
}

}  // namespace
