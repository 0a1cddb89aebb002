// SPDX-License-Identifier: Apache-2.0
#include <telltale/math/class_pairs.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace {

using telltale::math::class_pairs;

struct row {
  int score;
  bool positive;
};

std::uint64_t place_of(const row& one, const std::vector<row>& rows) {
  std::uint64_t place = 0;
  for (const row& other : rows)
    if (other.positive != one.positive)
      place += other.score < one.score ? 2u : other.score == one.score ? 1u : 0u;
  return place;
}

class_pairs by_definition(const std::vector<row>& rows) {
  class_pairs all;
  for (const row& one : rows) {
    const std::uint64_t place = place_of(one, rows);
    (one.positive ? all.positives : all.negatives) += 1;
    (one.positive ? all.positive_squares : all.negative_squares) += place * place;
    if (one.positive) all.twice_won += place;
  }
  return all;
}

}  // namespace

TEST_CASE("math/class_pairs two of each class are counted as on paper") {
  // - 1, + 2, - 2, + 3: of four pairs two and a half are won.
  class_pairs pairs;
  pairs.add_equal(0, 1);
  pairs.add_equal(1, 1);
  pairs.add_equal(1, 0);
  CHECK(pairs.twice_won == 7);
  CHECK(pairs.twice_lost() == 1);
  CHECK(pairs.positive_squares == 3 * 3 + 4 * 4);
  CHECK(pairs.negative_squares == 0 + 1);
  CHECK(pairs.auc() == 0.875);
}

TEST_CASE("math/class_pairs groups of equal scores add up to the sums over the rows") {
  std::mt19937_64 rng{1};
  for (int round = 0; round < 200; ++round) {
    const std::size_t size = rng() % 40;
    std::vector<row> rows(size);
    for (row& r : rows) r = {static_cast<int>(rng() % 12), rng() % 3 == 0};
    class_pairs pairs;
    for (int score = 0; score < 12; ++score) {
      std::uint64_t positives = 0, negatives = 0;
      for (const row& r : rows)
        if (r.score == score) (r.positive ? positives : negatives) += 1;
      pairs.add_equal(positives, negatives);
    }
    CHECK(pairs == by_definition(rows));
  }
}

TEST_CASE("math/class_pairs groups of rows in some order add up as well") {
  std::mt19937_64 rng{2};
  for (int round = 0; round < 200; ++round) {
    std::vector<row> rows(rng() % 40 + 2);
    for (row& r : rows) r = {static_cast<int>(rng() % 30), rng() % 2 == 0};
    class_pairs pairs;
    for (int group = 0; group < 30; group += 10) {
      std::vector<row> some;
      for (const row& r : rows)
        if (r.score >= group && r.score < group + 10) some.push_back(r);
      const class_pairs inside = by_definition(some);
      pairs.add(inside.positives, inside.negatives, inside.twice_won);
      pairs.add_squares(inside.positive_squares, inside.negative_squares);
    }
    CHECK(pairs == by_definition(rows));
  }
}

TEST_CASE("math/class_pairs of four billion rows do not overflow") {
  constexpr std::uint64_t half = std::uint64_t{1} << 31;
  class_pairs pairs;
  pairs.add_equal(0, half);
  pairs.add_equal(half, 0);
  CHECK(pairs.auc() == 1);
  CHECK(pairs.positive_squares == telltale::uint128{1} << 95);
  CHECK(pairs.negative_squares == 0);
  pairs = {};
  pairs.add_equal(half, half);
  CHECK(pairs.auc() == 0.5);
  CHECK(pairs.positive_squares == telltale::uint128{1} << 93);
  CHECK(pairs.negative_squares == pairs.positive_squares);
}
