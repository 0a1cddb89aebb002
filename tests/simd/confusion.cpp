// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/confusion.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <vector>

using telltale::simd::confusion;
using telltale::simd::confusion_counts;

namespace {

// The definition.
template <class Score>
confusion_counts plain(std::span<const Score> scores, std::span<const std::uint8_t> actual,
                       Score threshold) {
  confusion_counts counts;
  for (std::size_t i = 0; i < scores.size(); ++i) {
    if (actual[i] > 1)
      ++counts.rejected;
    else
      ++counts.cells[std::size_t{actual[i]} * 2 + (scores[i] >= threshold ? 1 : 0)];
  }
  return counts;
}

template <class Score>
void check_same(std::span<const Score> scores, std::span<const std::uint8_t> actual,
                Score threshold) {
  const auto wanted = plain(scores, actual, threshold);
  const auto got = confusion(scores, actual, threshold);
  CHECK(got.cells == wanted.cells);
  CHECK(got.rejected == wanted.rejected);
}

// Also at compile time.
constexpr std::array<float, 6> some_scores{0.1f, 0.5f, 0.9f, 0.4f, 0.6f, 0.7f};
constexpr std::array<std::uint8_t, 6> some_labels{0, 0, 1, 1, 1, 2};
constexpr auto some_counts = confusion<float>(some_scores, some_labels, 0.5f);
static_assert(some_counts.cells == std::array<std::uint64_t, 4>{1, 1, 1, 2});
static_assert(some_counts.rejected == 1);

}  // namespace

TEST_CASE_TEMPLATE("simd/confusion is the loop, at every length and alignment", Score, float,
                   double) {
  std::mt19937_64 rng{7};
  std::vector<Score> scores(300);
  std::vector<std::uint8_t> actual(300);
  for (std::size_t i = 0; i < scores.size(); ++i) {
    scores[i] = static_cast<Score>(rng() % 11) / Score(10);
    actual[i] = static_cast<std::uint8_t>(rng() % 3);
  }
  for (std::size_t begin = 0; begin < 9; ++begin) {
    for (std::size_t n = 0; n + begin <= scores.size(); n += n < 70 ? 1 : 23) {
      const auto rows = std::span<const Score>(scores).subspan(begin, n);
      check_same<Score>(rows, std::span<const std::uint8_t>(actual).subspan(begin, n), Score(0.5));
    }
  }
}

TEST_CASE_TEMPLATE("simd/confusion: edges of threshold, score and label", Score, float, double) {
  using limits = std::numeric_limits<Score>;
  const std::vector<Score> scores{Score(0),
                                  Score(-0.0),
                                  std::nextafter(Score(0.5), Score(0)),
                                  Score(0.5),
                                  std::nextafter(Score(0.5), Score(1)),
                                  Score(1),
                                  limits::infinity(),
                                  -limits::infinity(),
                                  limits::quiet_NaN()};
  for (const int label : {0, 1, 2, 3, 127, 128, 255}) {
    CAPTURE(label);
    const std::vector<std::uint8_t> actual(scores.size(), static_cast<std::uint8_t>(label));
    for (const Score threshold : {Score(0.5), Score(0), Score(1), limits::infinity(),
                                  -limits::infinity(), limits::quiet_NaN()})
      check_same<Score>(scores, actual, threshold);

    const auto counts = confusion<Score>(scores, actual, Score(0.5));
    const auto at = static_cast<std::size_t>(label) * 2;
    if (label <= 1) {
      CHECK(counts.cells[at] == 5);  // NaN is below every threshold
      CHECK(counts.cells[at + 1] == 4);
      CHECK(counts.rejected == 0);
    } else {
      CHECK(counts.cells == std::array<std::uint64_t, 4>{});
      CHECK(counts.rejected == scores.size());
    }
  }
}

TEST_CASE("simd/confusion: no rows, no counts") {
  const auto counts = confusion<float>({}, {}, 0.5f);
  CHECK(counts.cells == std::array<std::uint64_t, 4>{});
  CHECK(counts.rejected == 0);
}
