// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/score_bins.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace {

using telltale::simd::count_score_bins;
using telltale::simd::score_bin;
using telltale::simd::usable_batch;

static_assert(score_bin<4>(0.25f) == 1);
static_assert(score_bin<1024>(1.0) == 1023);
static_assert([] {
  std::array<std::uint32_t, 4> counters{};
  const std::array<float, 3> scores{0, 0.5f, 1};
  const std::array<std::uint8_t, 3> actual{0, 1, 1};
  count_score_bins<2>(usable_batch<float>{telltale::binary_batch<float>{scores, actual}}, counters);
  return counters == std::array<std::uint32_t, 4>{1, 0, 0, 2};
}());

template <std::size_t Bins, class Score>
void check_counts() {
  std::mt19937_64 rng{3};
  for (const std::size_t size : {0u, 1u, 15u, 16u, 17u, 32u, 33u, 1000u}) {
    CAPTURE(size);
    std::vector<Score> scores;
    std::vector<std::uint8_t> actual;
    for (std::size_t i = 0; i < size; ++i) {
      // Borders, and what is next to them.
      const Score border = static_cast<Score>(rng() % (Bins + 1)) / Score{Bins};
      const std::uint64_t side = rng() % 3;
      scores.push_back(side == 0 ? border
                                 : std::nextafter(border, side == 1 ? Score(0) : Score(1)));
      actual.push_back(static_cast<std::uint8_t>(rng() % 2));
    }
    std::vector<std::uint32_t> want(2 * Bins, 7), got(2 * Bins, 7);
    for (std::size_t i = 0; i < size; ++i) {
      auto bin = static_cast<std::size_t>(std::floor(scores[i] * Score{Bins}));
      if (bin == Bins) --bin;
      CHECK(score_bin<Bins>(scores[i]) == bin);
      ++want[actual[i] * Bins + bin];
    }
    count_score_bins<Bins>(usable_batch<Score>{telltale::binary_batch<Score>{scores, actual}}, got);
    CHECK(got == want);
  }
}

TEST_CASE_TEMPLATE("simd/score_bins counts each row in the bin of its score and class", Score,
                   float, double) {
  check_counts<1, Score>();
  check_counts<2, Score>();
  check_counts<1024, Score>();
  check_counts<65536, Score>();
}

}  // namespace
