// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/proper_loss.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <tuple>
#include <vector>

namespace {

using namespace telltale;
using state::proper_loss;

static_assert(accepts<proper_loss, binary_outcome<float>>);
static_assert(accepts<proper_loss, binary_outcome<double>>);
static_assert(accepts<proper_loss, simd::usable_batch<double>>);
static_assert(accepts<proper_loss, binary_batch<float>>);
static_assert(mergeable<proper_loss>);
static_assert(!reversible<proper_loss>);

bool near(double a, double b) { return std::fabs(a - b) <= 1e-13 * std::fabs(b); }
bool near(const proper_loss& a, const proper_loss& b) {
  return a.count() == b.count() && a.positives() == b.positives() && a.rejected() == b.rejected() &&
         near(a.log_loss(), b.log_loss()) && near(a.rough_log_loss(), b.rough_log_loss()) &&
         near(a.rough_log_loss_squares(), b.rough_log_loss_squares()) &&
         near(a.squared_error(), b.squared_error()) &&
         near(a.squared_error_squares(), b.squared_error_squares()) &&
         near(a.scores(), b.scores()) && near(a.score_variance(), b.score_variance());
}

template <class Score>
struct columns {
  std::vector<Score> scores;
  std::vector<std::uint8_t> actual;
};
template <class Score>
columns<Score> drawn(std::size_t size, std::uint64_t seed) {
  std::mt19937_64 rng{seed};
  std::uniform_real_distribution<double> uniform;
  columns<Score> all;
  for (std::size_t i = 0; i < size; ++i) {
    const bool bad = rng() % 16 == 0;
    all.scores.push_back(bad && i % 2 == 0 ? std::numeric_limits<Score>::quiet_NaN()
                                           : static_cast<Score>(uniform(rng)));
    all.actual.push_back(static_cast<std::uint8_t>(bad && i % 2 == 1 ? 2 : rng() % 2));
  }
  return all;
}

}  // namespace

TEST_CASE("state/proper_loss keeps every sum that its metrics read") {
  proper_loss s;
  s.update(binary_outcome<double>{0.25, 0});
  s.update(binary_outcome<double>{0.5, 1});
  CHECK(s.count() == 2);
  CHECK(s.positives() == 1);
  CHECK(near(s.log_loss(), -std::log(0.75 * 0.5)));
  CHECK(s.squared_error() == 0.0625 + 0.25);
  CHECK(s.squared_error_squares() == 0.0625 * 0.0625 + 0.0625);
  CHECK(s.scores() == 0.75);
  CHECK(s.score_variance() == 0.1875 + 0.25);
  CHECK(std::fabs(s.rough_log_loss() - s.log_loss()) < 0.004);
  CHECK(std::fabs(s.rough_log_loss_squares() -
                  (std::log(0.75) * std::log(0.75) + std::log(0.5) * std::log(0.5))) < 0.004);
}

TEST_CASE("state/proper_loss clips a certain score at the epsilon of its type") {
  proper_loss single, twice;
  single.update(binary_outcome<float>{1, 0});
  twice.update(binary_outcome<double>{0, 1});
  CHECK(near(single.log_loss(), -std::log(1.1920928955078125e-07)));
  CHECK(near(twice.log_loss(), -std::log(2.220446049250313e-16)));
  CHECK(single.squared_error() == 1);  // which is not clipped
}

TEST_CASE("state/proper_loss counts what it cannot use, and takes the ends of [0, 1]") {
  proper_loss s;
  for (const double score :
       {-0.1, -1e-300, 1.0000000000000002, 2.0, std::numeric_limits<double>::infinity(),
        std::numeric_limits<double>::quiet_NaN()})
    s.update(binary_outcome<double>{score, 0});
  s.update(binary_outcome<double>{0.5, 2});
  CHECK(s.rejected() == 7);
  CHECK(s.count() == 0);
  CHECK(s.log_loss() == 0);
  s.update(binary_outcome<double>{0, 0});
  s.update(binary_outcome<double>{1, 1});
  CHECK(s.rejected() == 7);
  CHECK(s.count() == 2);
  s.clear();
  CHECK(s == proper_loss{});
  CHECK(s.rejected() == 0);
}

TEST_CASE("state/proper_loss a batch gives what its loop gives, to the last bit") {
  for (const std::size_t size : {0u, 1u, 255u, 510u, 511u, 512u, 513u, 5000u}) {
    const auto all = drawn<float>(size, size);
    proper_loss batch, loop;
    // From an open block on, and twice.
    for (int round = 0; round < 2; ++round) {
      batch.update(binary_outcome<float>{0.3f, 1});
      loop.update(binary_outcome<float>{0.3f, 1});
      const binary_batch<float> rows{all.scores, all.actual};
      batch.update(rows);
      for (std::size_t i = 0; i < rows.size(); ++i) loop.update(rows[i]);
      CHECK(batch == loop);
      CHECK(batch.log_loss() == loop.log_loss());
      CHECK(batch.squared_error() == loop.squared_error());
    }
  }
}

TEST_CASE("state/proper_loss obeys the laws of merging, to rounding") {
  const auto draw = [](auto& rng) {
    std::uniform_real_distribution<double> score{-0.05, 1.05};
    return std::tuple{binary_outcome<double>{score(rng), static_cast<std::uint8_t>(rng() % 5 / 2)}};
  };
  const auto equal = [](const proper_loss& a, const proper_loss& b) { return near(a, b); };
  laws::mergeable(proper_loss{}, draw, equal);
  // More than a block.
  proper_loss whole, left, right;
  std::mt19937_64 rng{6};
  for (int i = 0; i < 5000; ++i) {
    const auto [row] = draw(rng);
    whole.update(row);
    (rng() % 3 == 0 ? left : right).update(row);
  }
  CHECK(proper_loss{left}.merge(proper_loss{}) == left);
  CHECK(proper_loss{}.merge(left) == left);
  left.merge(right);
  CHECK(near(left, whole));
  // Goes on after a merge as before.
  left.update(binary_outcome<double>{0.4, 1});
  CHECK(left.count() == whole.count() + 1);
  CHECK(near(left.log_loss(), whole.log_loss() - std::log(0.4)));
}

TEST_CASE("state/proper_loss loses nothing over a million rows") {
  proper_loss s;
  constexpr int n = 1'000'000;
  for (int i = 0; i < n; ++i)
    s.update(binary_outcome<double>{0.1, static_cast<std::uint8_t>(i % 10 == 0)});
  CHECK(near(s.scores(), n * 0.1));
  CHECK(near(s.squared_error(), n * 0.09));
  CHECK(near(s.log_loss(), -n * (0.9 * std::log(0.9) + 0.1 * std::log(0.1))));
}
