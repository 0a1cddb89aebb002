// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/score_bins.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <vector>

namespace {

using telltale::simd::count_score_bins;
using telltale::simd::score_bin;
using telltale::simd::score_edge;
using telltale::simd::usable_batch;

// The smallest grid, in full: 0, 3/8, 1/2, 5/8.
static_assert(score_edge<4>(0) == 0 && score_edge<4>(1) == 0.375 && score_edge<4>(2) == 0.5 &&
              score_edge<4>(3) == 0.625);
static_assert(score_bin<4>(0.25f) == 0);
static_assert(score_bin<4>(0.375f) == 1);
static_assert(score_bin<4>(0.5f) == 2);
static_assert(score_bin<4>(0.625) == 3);
static_assert(score_bin<4>(1.0) == 3);
static_assert([] {
  std::array<std::uint32_t, 8> counters{};
  const std::array<float, 3> scores{0, 0.5f, 1};
  const std::array<std::uint8_t, 3> actual{0, 1, 1};
  count_score_bins<4>(usable_batch<float>{telltale::binary_batch<float>{scores, actual}},
                      std::span<std::uint32_t>{counters});
  return counters == std::array<std::uint32_t, 8>{1, 0, 0, 0, 0, 0, 1, 1};
}());

// As the definition has it, without a bit of arithmetic on bits.
template <std::size_t Bins>
std::vector<double> edges() {
  const std::size_t half = Bins / 2, octave = half < 16 ? 1 : half / 16;
  std::vector<double> below;
  for (int power = 2 - static_cast<int>(half / octave); power < 0; ++power)
    for (std::size_t i = 0; i < octave; ++i)
      below.push_back(
          std::ldexp(1 + static_cast<double>(i) / static_cast<double>(octave), power - 2));
  for (std::size_t i = 0; i < 2 * octave; ++i)
    below.push_back(0.25 + 0.125 * static_cast<double>(i) / static_cast<double>(octave));
  below.front() = 0;
  std::vector<double> all = below;
  all.push_back(0.5);
  for (std::size_t i = below.size(); --i > 0;) all.push_back(1 - below[i]);
  return all;
}

template <std::size_t Bins>
void check_edges() {
  const std::vector<double> want = edges<Bins>();
  REQUIRE(want.size() == Bins);
  for (std::size_t i = 0; i < Bins; ++i) {
    const double edge = score_edge<Bins>(i);
    CHECK(edge == want[i]);
    CHECK(score_bin<Bins>(edge) == i);
    CHECK(score_bin<Bins>(std::nextafter(edge, 1.0)) == i);
    if (i == 0) continue;
    CHECK(edge > score_edge<Bins>(i - 1));
    CHECK(score_bin<Bins>(std::nextafter(edge, 0.0)) == i - 1);
    // The nearest floats on its two sides.
    const auto near = static_cast<float>(edge);
    const float below = static_cast<double>(near) < edge ? near : std::nextafter(near, 0.0f);
    const float at = std::nextafter(below, 2.0f);
    CHECK(score_bin<Bins>(below) == score_bin<Bins>(static_cast<double>(below)));
    CHECK(score_bin<Bins>(below) < i);
    CHECK(score_bin<Bins>(at) == score_bin<Bins>(static_cast<double>(at)));
    CHECK(score_bin<Bins>(at) >= i);
  }
  for (const double out : {std::numeric_limits<double>::denorm_min(), 1e-300, 0x1p-20})
    CHECK(score_bin<Bins>(out) == 0);
  CHECK(score_bin<Bins>(-0.0) == 0);
  CHECK(score_bin<Bins>(-0.0f) == 0);
  CHECK(score_bin<Bins>(std::numeric_limits<float>::denorm_min()) == 0);
  CHECK(score_bin<Bins>(1 - 0x1p-24f) == Bins - 1);
  CHECK(score_bin<Bins>(1.0f) == Bins - 1);
}

TEST_CASE("simd/score_bins a score on a border lies in the bin above it, on both halves") {
  check_edges<4>();
  check_edges<8>();
  check_edges<16>();
  check_edges<32>();
  check_edges<64>();
  check_edges<2048>();
  check_edges<65536>();
}

TEST_CASE("simd/score_bins has 128 bins in the octave next to 1/2 and 64 down to 2^-16") {
  CHECK(score_edge<2048>(1024 - 128) == 0.25);
  CHECK(score_edge<2048>(1024 - 128 - 64) == 0.125);
  CHECK(score_edge<2048>(64) == 0x1p-15);
  CHECK(score_edge<2048>(1) == 0x1p-16 * 65 / 64);
  CHECK(score_edge<2048>(1024 + 128) == 0.75);
}

template <std::size_t Bins, class Score, class Count>
void check_counts() {
  std::mt19937_64 rng{3};
  for (const std::size_t size : {0u, 1u, 15u, 16u, 17u, 32u, 33u, 1000u}) {
    CAPTURE(size);
    std::vector<Score> scores;
    std::vector<std::uint8_t> actual;
    for (std::size_t i = 0; i < size; ++i) {
      // Borders, and what is next to them; ends, denormals.
      const std::uint64_t draw = rng() % Bins, side = rng() % 4;
      const auto border = static_cast<Score>(score_edge<Bins>(draw));
      Score score = border;
      if (side == 1) score = std::nextafter(border, Score(0));
      if (side == 2) score = std::nextafter(border, Score(1));
      if (side == 3 && draw % 4 == 0)
        score = draw % 3 == 0 ? Score(1) : std::numeric_limits<Score>::denorm_min();
      if (side == 3 && draw % 4 == 1) score = -Score(0);
      scores.push_back(score);
      actual.push_back(static_cast<std::uint8_t>(rng() % 2));
    }
    std::vector<Count> want(2 * Bins, 7), got(2 * Bins, 7);
    for (std::size_t i = 0; i < size; ++i) ++want[actual[i] * Bins + score_bin<Bins>(scores[i])];
    count_score_bins<Bins>(usable_batch<Score>{telltale::binary_batch<Score>{scores, actual}},
                           std::span<Count>{got});
    CHECK(got == want);
  }
}

TEST_CASE_TEMPLATE("simd/score_bins of sixteen scores are those of each", Score, float, double) {
  std::mt19937_64 rng{4};
  std::array<Score, 16> scores{};
  std::array<std::uint32_t, 16> bins{};
  for (int trial = 0; trial < 500; ++trial) {
    for (Score& s : scores) {
      s = static_cast<Score>(score_edge<16384>(rng() % 16384));
      if (rng() % 2 == 0) s = std::nextafter(s, Score(0));
    }
    telltale::simd::score_bins<16384>(std::span<const Score, 16>{scores}, bins);
    for (std::size_t i = 0; i < 16; ++i) CHECK(bins[i] == score_bin<16384>(scores[i]));
  }
}

TEST_CASE_TEMPLATE("simd/score_bins counts each row in the bin of its score and class", Score,
                   float, double) {
  check_counts<4, Score, std::uint32_t>();
  check_counts<64, Score, std::uint32_t>();
  check_counts<2048, Score, std::uint32_t>();
  check_counts<2048, Score, std::uint64_t>();
  check_counts<65536, Score, std::uint32_t>();
}

}  // namespace
