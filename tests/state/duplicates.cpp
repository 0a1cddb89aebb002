// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/duplicates.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <random>
#include <set>
#include <span>

namespace {

using telltale::math::row_hash;
using telltale::state::duplicates;

static_assert(telltale::accepts<duplicates, std::uint64_t>);
static_assert(!telltale::mergeable<duplicates>);
static_assert(sizeof(duplicates) == 40);

TEST_CASE("state/duplicates forgets all when it is cleared") {
  laws::clear(duplicates{64}, [](auto& rng) { return rng() % 100; });
}

TEST_CASE("state/duplicates counts what came before, of a few rows every one") {
  duplicates s{8192};
  std::set<std::uint64_t> seen;
  std::mt19937_64 rng{4};
  std::uint64_t repeats = 0;
  for (int i = 0; i < 60; ++i) {
    const std::uint64_t hash = rng() % 30;  // 0 among them, which the table has for nothing
    s.update(hash);
    repeats += !seen.insert(hash).second;
    CHECK(s.repeats() == repeats);
  }
  CHECK(s.count() == 60);
  CHECK(s.rejected() == 0);
}

TEST_CASE("state/duplicates a bucket remembers the latest two") {
  duplicates s{2};  // one bucket
  CHECK(s.memory() == 2);
  for (const std::uint64_t x : {1u, 2u, 1u}) s.update(x);
  CHECK(s.repeats() == 1);
  s.update(3);  // 2 goes: 1 came after it
  s.update(1);
  CHECK(s.repeats() == 2);
  s.update(2);
  CHECK(s.repeats() == 2);
  s.update(2);
  s.update(2);
  CHECK(s.repeats() == 4);
  s.update(1);
  CHECK(s.repeats() == 5);
}

TEST_CASE("state/duplicates misses as many as it says, and invents none") {
  duplicates s{1024};
  std::mt19937_64 rng{5};
  constexpr std::uint64_t distance = 300, pairs = 4000;
  // Each row comes again after 300 others; every repetition is one of the stream.
  std::array<std::uint64_t, distance> waiting{};
  for (std::uint64_t& x : waiting) s.update(x = rng());
  CHECK(s.repeats() == 0);
  for (std::uint64_t i = 0; i < pairs; ++i) {
    std::uint64_t& old = waiting[i % distance];
    s.update(old);
    old = rng();
    s.update(old);
  }
  const double u = 2.0 * (2 * distance) / 1024;  // between: 300 new ones, and 300 repeated
  const double missed = 1 - std::exp(-u) * (1 + u);
  CHECK(1 - static_cast<double>(s.repeats()) / pairs == doctest::Approx(missed).epsilon(0.1));
}

TEST_CASE("state/duplicates takes any number of rows to remember, and the hash of a row") {
  CHECK(duplicates{3}.memory() == 4);
  CHECK(duplicates{4096}.memory() == 4096);
  CHECK(duplicates{4097}.memory() == 8192);
  CHECK(duplicates{}.memory() == 4096);
  duplicates s;
  const std::array a{1.0f, 2.0f}, b{2.0f, 1.0f};
  s.update(row_hash(std::span{a}));
  s.update(row_hash(std::span{b}));
  CHECK(s.repeats() == 0);
  s.update(row_hash(std::span{a}));
  CHECK(s.repeats() == 1);
}

}  // namespace
