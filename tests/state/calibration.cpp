// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/calibration.hpp>

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
using state::calibration;

static_assert(accepts<calibration<>, binary_outcome<float>>);
static_assert(accepts<calibration<>, simd::usable_batch<double>>);
static_assert(accepts<calibration<>, binary_batch<double>>);
static_assert(mergeable<calibration<>>);
static_assert(!reversible<calibration<>>);
static_assert(calibration<>::bins == 15);
static_assert(sizeof(calibration<>) == 96 * 15 + 16);

}  // namespace

TEST_CASE("state/calibration puts a border into the bin above, and 1 into the last") {
  calibration<4> s;
  const auto bin_of = [&](double score) {
    s.clear();
    s.update(binary_outcome<double>{score, 1});
    for (std::size_t i = 0; i < 4; ++i)
      if (s.count(i) == 1 && s.positives(i) == 1 && s.scores(i) == score) return i;
    return std::size_t{99};
  };
  CHECK(bin_of(0) == 0);
  CHECK(bin_of(std::nextafter(0.25, 0)) == 0);
  CHECK(bin_of(0.25) == 1);
  CHECK(bin_of(std::nextafter(0.5, 0)) == 1);
  CHECK(bin_of(0.5) == 2);
  CHECK(bin_of(0.75) == 3);
  CHECK(bin_of(std::nextafter(1.0, 0)) == 3);
  CHECK(bin_of(1) == 3);
}

TEST_CASE("state/calibration keeps rows, positives and the sum of scores of each bin") {
  calibration<2> s;
  s.update(binary_outcome<double>{0.25, 1});
  s.update(binary_outcome<double>{0.125, 0});
  s.update(binary_outcome<double>{0.75, 0});
  CHECK(s.count(0) == 2);
  CHECK(s.positives(0) == 1);
  CHECK(s.scores(0) == 0.375);
  CHECK(s.count(1) == 1);
  CHECK(s.positives(1) == 0);
  CHECK(s.scores(1) == 0.75);
}

TEST_CASE("state/calibration counts what it cannot use") {
  calibration<> s;
  for (const double score : {-0.1, 1.0000000000000002, std::numeric_limits<double>::infinity(),
                             std::numeric_limits<double>::quiet_NaN()})
    s.update(binary_outcome<double>{score, 0});
  s.update(binary_outcome<double>{0.5, 2});
  CHECK(s.rejected() == 5);
  for (std::size_t i = 0; i < 15; ++i) CHECK(s.count(i) == 0);
  s.clear();
  CHECK(s == calibration<>{});
}

TEST_CASE("state/calibration obeys the laws of merging, to rounding") {
  const auto near = [](const calibration<>& a, const calibration<>& b) {
    for (std::size_t i = 0; i < 15; ++i)
      if (a.count(i) != b.count(i) || a.positives(i) != b.positives(i) ||
          std::fabs(a.scores(i) - b.scores(i)) > 1e-13)
        return false;
    return a.rejected() == b.rejected();
  };
  const auto draw = [](auto& rng) {
    std::uniform_real_distribution<float> score{-0.05f, 1.05f};
    return std::tuple{binary_outcome<float>{score(rng), static_cast<std::uint8_t>(rng() % 5 / 2)}};
  };
  laws::mergeable(calibration<>{}, draw, near);
}

TEST_CASE_TEMPLATE("state/calibration a batch is its loop, to the last bit", Score, float, double) {
  std::mt19937_64 rng{8};
  calibration<> loop, batch;
  // Across the ends of a block, from any row of one; half of the batches with rows to reject.
  for (const std::size_t size : {0u, 1u, 2u, 3u, 4u, 5u, 300u, 301u, 1023u, 1024u, 9999u, 300u}) {
    CAPTURE(size);
    std::uniform_real_distribution<Score> uniform{Score(size % 2 == 0 ? 0 : -0.05),
                                                  Score(size % 2 == 0 ? 1 : 1.05)};
    std::vector<Score> scores(size);
    std::vector<std::uint8_t> actual(size);
    for (std::size_t i = 0; i < size; ++i) {
      scores[i] = i % 7 == 0 ? Score(i % 2) : uniform(rng);
      actual[i] = static_cast<std::uint8_t>(rng() % 2);
      if (size == 301 && i % 10 == 0) actual[i] = 2;
      loop.update(binary_outcome<Score>{scores[i], actual[i]});
    }
    batch.update(binary_batch<Score>{scores, actual});
    CHECK(batch == loop);
    for (std::size_t b = 0; b < 15; ++b) CHECK(batch.scores(b) == loop.scores(b));
  }
  CHECK(batch.rejected() > 0);
}

TEST_CASE("state/calibration counts and sums exactly, block after block") {
  constexpr std::size_t n = 100'000;
  calibration<4> s;
  const std::vector<double> scores(n, 0.3);
  std::vector<std::uint8_t> actual(n);
  for (std::size_t i = 0; i < n; ++i) actual[i] = i % 10 < 3;
  s.update(binary_batch<double>{scores, actual});
  CHECK(s.count(1) == n);
  CHECK(s.positives(1) == 30'000);
  CHECK(std::fabs(s.scores(1) / 30'000 - 1) < 3e-14);
  CHECK(s.count(0) + s.count(2) + s.count(3) == 0);
  CHECK(s == calibration<4>{s}.merge(calibration<4>{}));
}

static_assert([] {
  const float scores[] = {0.25f, 1.0f, 0.5f};
  const std::uint8_t actual[] = {1, 1, 0};
  calibration<2> s;
  s.update(binary_batch<float>{scores, actual});
  return s.count(0) == 1 && s.count(1) == 2 && s.positives(1) == 1 && s.scores(1) == 1.5;
}());
