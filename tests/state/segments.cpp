// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/segments.hpp>

#include <doctest/doctest.h>

#include <telltale/state/confusion.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <set>
#include <vector>

namespace {

using namespace telltale;
using counts = state::confusion<2>;
using state::segment_key;
using state::segments;

static_assert(mergeable<segments<counts>>);

std::uint64_t rows_of(const counts& c) {
  return c.count(0, 0) + c.count(0, 1) + c.count(1, 0) + c.count(1, 1);
}

/// All that the segments hold, merged.
counts all_of(const segments<counts>& s) {
  counts all = s.other();
  for (const auto& segment : s.kept()) all.merge(segment.state);
  return all;
}

void check_sound(const segments<counts>& s) {
  std::uint64_t rows = s.other_rows();
  CHECK(rows_of(s.other()) == s.other_rows());
  std::set<std::uint64_t> keys;
  for (const auto& segment : s.kept()) {
    CHECK(rows_of(segment.state) == segment.rows);
    CHECK(keys.insert(segment.key).second);
    REQUIRE(s[segment.key] != nullptr);
    CHECK(s[segment.key]->key == segment.key);
    rows += segment.rows;
  }
  CHECK(keys.size() <= s.capacity());
  CHECK(rows_of(all_of(s)) == rows);
}

void feed(segments<counts>& s, counts& whole, std::uint64_t key, std::mt19937_64& rng) {
  const std::size_t actual = rng() % 2, predicted = rng() % 2;
  s.update(key, actual, predicted);
  whole.update(actual, predicted);
}

TEST_CASE("state/segments keys tell values, their order and their number apart") {
  std::set<std::uint64_t> keys{segment_key("DE", 3), segment_key("DE", 4), segment_key("FR", 3),
                               segment_key(3, "DE"), segment_key("DE"),    segment_key("D", "E"),
                               segment_key(""),      segment_key("", ""),  segment_key(3)};
  CHECK(keys.size() == 9);
  CHECK(segment_key(0.0) == segment_key(-0.0));
  CHECK(segment_key(3) == segment_key(3.0f));
}

TEST_CASE("state/segments keep all while there is room") {
  segments<counts> s{4};
  counts whole;
  std::mt19937_64 rng{121};
  for (int i = 0; i < 400; ++i) feed(s, whole, rng() % 4, rng);
  CHECK(s.kept().size() == 4);
  CHECK(s.other_rows() == 0);
  CHECK(s.evictions() == 0);
  CHECK(all_of(s) == whole);
  check_sound(s);
  CHECK(s[7] == nullptr);
  s.clear();
  CHECK(s == segments<counts>{4});
}

TEST_CASE("state/segments lose no row, whatever keys come in whatever order") {
  std::mt19937_64 rng{122};
  for (int trial = 0; trial < 40; ++trial) {
    segments<counts> s{1 + rng() % 20};
    counts whole;
    const int kind = trial % 4;
    for (std::uint64_t i = 0; i < 5'000; ++i) {
      std::uint64_t key = i;                                 // all different
      if (kind == 1) key = rng() % 100;                      // many alike
      if (kind == 2) key = rng() % 3 == 0 ? i : rng() % 10;  // heavy ones among strangers
      if (kind == 3) key = i / 100;                          // one after the other
      feed(s, whole, key, rng);
    }
    CHECK(all_of(s) == whole);
    check_sound(s);
  }
}

TEST_CASE("state/segments that are heavy are kept in the end, also when they come late") {
  std::mt19937_64 rng{123};
  segments<counts> s{10};
  counts whole;
  for (std::uint64_t i = 0; i < 10; ++i)
    for (int k = 0; k < 20; ++k) feed(s, whole, 1'000 + i, rng);  // takes every place
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    // Five heavy ones, 15 % each, among strangers that come once.
    const std::uint64_t draw = rng() % 100;
    feed(s, whole, draw < 75 ? draw / 15 : 1'000'000 + i, rng);
  }
  for (std::uint64_t heavy = 0; heavy < 5; ++heavy) {
    REQUIRE(s[heavy] != nullptr);
    CHECK(s[heavy]->rows > 2'500);
    CHECK(s[heavy]->before >= 40);
  }
  CHECK(s.evictions() >= 5);
  CHECK(s.evictions() < 200);  // strangers alone drive nobody out
  CHECK(all_of(s) == whole);
}

TEST_CASE("state/segments merged keep those with the most rows of both") {
  std::mt19937_64 rng{124};
  for (int trial = 0; trial < 30; ++trial) {
    segments<counts> a{6}, b{6};
    counts whole;
    std::map<std::uint64_t, std::uint64_t> rows;
    for (auto* const s : {&a, &b}) {
      for (std::uint64_t key = 0; key < 6; ++key) {
        const std::uint64_t name = rng() % 2 == 0 ? key : key + (s == &a ? 10 : 20);
        const std::uint64_t n = 1 + rng() % 1'000;
        for (std::uint64_t i = 0; i < n; ++i) feed(*s, whole, name, rng);
        rows[name] += n;
      }
    }
    segments<counts> ab = a, ba = b;
    ab.merge(b);
    ba.merge(a);
    CHECK(all_of(ab) == whole);
    check_sound(ab);
    std::vector<std::uint64_t> most;
    for (const auto& [key, n] : rows) most.push_back(n);
    std::sort(most.rbegin(), most.rend());
    const std::uint64_t least = most[(std::min)(most.size(), std::size_t{6}) - 1];
    for (const auto& [key, n] : rows) {
      if (n > least) {
        REQUIRE(ab[key] != nullptr);
        CHECK(ab[key]->rows == n);
        REQUIRE(ba[key] != nullptr);
        CHECK(ba[key]->state == ab[key]->state);
      }
    }
    CHECK(ab.evictions() == rows.size() - ab.kept().size());
  }
  segments<counts> twice{2};
  counts whole;
  for (std::uint64_t i = 0; i < 30; ++i) feed(twice, whole, i % 3, rng);
  twice.merge(twice);
  CHECK(rows_of(all_of(twice)) == 60);
}

}  // namespace
