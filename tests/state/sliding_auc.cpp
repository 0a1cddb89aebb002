// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/sliding_auc.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <random>
#include <utility>
#include <vector>

namespace {

using namespace telltale;
using state::sliding_auc;

static_assert(summary<sliding_auc<>>);
static_assert(accepts<sliding_auc<float>, binary_outcome<float>>);
static_assert(accepts<sliding_auc<double>, binary_batch<double>>);

template <class Score>
std::uint64_t twice_won(const std::deque<binary_outcome<Score>>& rows) {
  std::uint64_t twice = 0;
  for (const auto& p : rows)
    for (const auto& n : rows)
      if (p.actual == 1 && n.actual == 0)
        twice += static_cast<std::uint64_t>(p.score > n.score) +
                 static_cast<std::uint64_t>(p.score >= n.score);
  return twice;
}

constexpr std::uint64_t shapes = 11;

template <class Score>
Score draw(std::uint64_t shape, std::size_t i, std::mt19937_64& rng) {
  const Score u = static_cast<Score>(rng() >> 40) * Score(0x1p-24);
  const std::uint64_t few = rng() % 7;
  switch (shape) {
    case 0: return u;
    case 1: return Score(0.5);                             // all equal
    case 2: return static_cast<Score>(i % 997) / 997;      // ascending, then again
    case 3: return 1 - static_cast<Score>(i % 997) / 997;  // descending
    case 4: {                                              // 1 ulp apart
      Score x = Score(0.3);
      for (std::uint64_t k = 0; k < few; ++k) x = std::nextafter(x, Score(1));
      return x;
    }
    case 5: return static_cast<Score>(few) / 6;
    case 6: return static_cast<Score>(i % 2);
    case 7: return static_cast<Score>(few) * std::numeric_limits<Score>::denorm_min();
    case 8: return few == 0 ? -Score(0) : few == 1 ? Score(0) : u / 1000000;
    case 9:
      return few == 0   ? std::numeric_limits<Score>::quiet_NaN()
             : few == 1 ? std::nextafter(Score(1), Score(2))
             : few == 2 ? -u - Score(1e-9)
                        : u;                          // unusable ones among them
    default: return i % 300 < 150 ? Score(0.25) : u;  // a crowd comes and goes
  }
}

template <class Score>
void check_stream(std::size_t capacity, std::uint64_t shape, std::size_t steps) {
  std::mt19937_64 rng{shape + capacity};
  sliding_auc<Score> s{capacity};
  std::deque<binary_outcome<Score>> window;
  std::uint64_t rejected = 0;
  const std::uint64_t one_in = 2 + shape % 4;
  for (std::size_t i = 0; i < steps; ++i) {
    const Score score = draw<Score>(shape, i, rng);
    const auto label = static_cast<std::uint8_t>(rng() % 50 == 0 ? 2 : rng() % one_in == 0);
    const binary_outcome<Score> row{score, label};
    s.update(row);
    if (!usable_score(score) || label > 1) {
      ++rejected;
    } else {
      if (window.size() == capacity) window.pop_front();
      window.push_back(row);
    }
    CHECK(s.size() == window.size());
    CHECK(s.twice_won() == twice_won(window));
  }
  CHECK(s.rejected() == rejected);
  CHECK(s.positives() + s.negatives() == window.size());
  CHECK(s.positives() ==
        static_cast<std::uint64_t>(std::count_if(window.begin(), window.end(),
                                                 [](const auto& row) { return row.actual == 1; })));
  // In order of score, and nothing lost.
  std::uint64_t twice = 0, negatives = 0;
  s.for_each([&](std::uint64_t p, std::uint64_t n) {
    twice += p * (2 * negatives + n);
    negatives += n;
  });
  CHECK(twice == s.twice_won());
  CHECK(negatives == s.negatives());
}

}  // namespace

TEST_CASE_TEMPLATE("state/sliding_auc equals counting the window anew after every row", Score,
                   float, double) {
  for (std::uint64_t shape = 0; shape < shapes; ++shape) {
    CAPTURE(shape);
    for (const std::size_t capacity : {1u, 2u, 3u, 40u}) {
      CAPTURE(capacity);
      check_stream<Score>(capacity, shape, 250);
    }
    check_stream<Score>(130, shape, 500);
  }
}

TEST_CASE("state/sliding_auc equals counting the window anew where it is large") {
  for (std::uint64_t shape = 0; shape < shapes; ++shape) {
    CAPTURE(shape);
    std::mt19937_64 rng{shape};
    sliding_auc<float> s{3000};
    std::deque<binary_outcome<float>> window;
    for (std::size_t i = 0; i < 12'000; ++i) {
      const float score = draw<float>(shape, i, rng);
      const binary_outcome<float> row{score, static_cast<std::uint8_t>(rng() % 3 == 0)};
      s.update(row);
      if (!usable_score(score)) continue;
      if (window.size() == 3000) window.pop_front();
      window.push_back(row);
      if (i % 1999 != 0) continue;
      std::vector<std::pair<float, int>> sorted;
      for (const auto& each : window) sorted.emplace_back(each.score + 0.0f, each.actual);
      std::sort(sorted.begin(), sorted.end());
      std::uint64_t twice = 0, below = 0;
      for (std::size_t k = 0; k < sorted.size();) {
        std::uint64_t p = 0, n = 0;
        for (const float at = sorted[k].first; k < sorted.size() && sorted[k].first == at; ++k)
          (sorted[k].second == 1 ? p : n) += 1;
        twice += p * (2 * below + n);
        below += n;
      }
      CHECK(s.twice_won() == twice);
    }
  }
}

TEST_CASE("state/sliding_auc forgets the oldest row, and no row for an unusable one") {
  sliding_auc<float> s{2};
  s.update(binary_outcome<float>{0.2f, 0});
  s.update(binary_outcome<float>{0.7f, 1});
  CHECK(s.twice_won() == 2);
  s.update(binary_outcome<float>{std::numeric_limits<float>::quiet_NaN(), 1});
  s.update(binary_outcome<float>{0.5f, 2});
  CHECK(s.rejected() == 2);
  CHECK(s.twice_won() == 2);
  s.update(binary_outcome<float>{0.7f, 0});  // the 0.2 leaves
  CHECK(s.twice_won() == 1);
  CHECK(s.positives() == 1);
  s.update(binary_outcome<float>{0.9f, 0});  // the positive leaves
  CHECK(s.positives() == 0);
  CHECK(s.negatives() == 2);
  CHECK(s.twice_won() == 0);
  CHECK(s.capacity() == 2);
}

TEST_CASE("state/sliding_auc is equal to one with the same rows, however it came by them") {
  sliding_auc<double> a{3}, b{3};
  for (const double score : {0.1, 0.2, 0.3, 0.4}) a.update(binary_outcome<double>{score, 1});
  for (const double score : {0.2, 0.3, 0.4}) b.update(binary_outcome<double>{score, 1});
  CHECK(a == b);
  b.update(binary_outcome<double>{0.5, 1});
  CHECK_FALSE(a == b);
  a.update(binary_outcome<double>{0.5, 0});
  CHECK_FALSE(a == b);
  CHECK_FALSE(sliding_auc<double>{3} == sliding_auc<double>{4});
  laws::clear(sliding_auc<float>{100}, [](auto& rng) {
    const float score = static_cast<float>(rng() % 120) / 100;
    return binary_outcome<float>{score, static_cast<std::uint8_t>(rng() % 2)};
  });
}

TEST_CASE("state/sliding_auc a batch is its loop") {
  std::mt19937_64 rng{3};
  std::vector<float> scores(500);
  std::vector<std::uint8_t> actual(500);
  sliding_auc<float> loop{100}, batch{100};
  for (std::size_t i = 0; i < 500; ++i) {
    scores[i] = static_cast<float>(rng() % 60) / 50;
    actual[i] = static_cast<std::uint8_t>(rng() % 2);
    loop.update(binary_outcome<float>{scores[i], actual[i]});
  }
  batch.update(binary_batch<float>{scores, actual});
  CHECK(batch == loop);
  CHECK(batch.twice_won() == loop.twice_won());
}
