// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/confusion.hpp>

#include <doctest/doctest.h>
#include <simd/paths.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <vector>

namespace {

using telltale::simd::confusion;
using telltale::simd::confusion_counts;

template <class Score>
confusion_counts loop(const std::vector<Score>& scores, const std::vector<std::uint8_t>& actual,
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

std::vector<std::size_t> lengths() {
  std::vector<std::size_t> all{1000, 4095, 4096, 4097, 10'000};
  for (std::size_t n = 0; n <= 257; ++n) all.push_back(n);
  return all;
}

TEST_CASE_TEMPLATE("simd/confusion counts what the loop counts", Score, float, double) {
  constexpr Score odd[]{
      std::numeric_limits<Score>::quiet_NaN(), std::numeric_limits<Score>::infinity(),
      -std::numeric_limits<Score>::infinity(), std::numeric_limits<Score>::denorm_min(), -Score(0)};
  std::mt19937_64 rng{8};
  for (const std::size_t n : lengths()) {
    CAPTURE(n);
    std::vector<Score> scores;
    std::vector<std::uint8_t> actual;
    for (std::size_t i = 0; i < n; ++i) {
      // Often the threshold itself, and now and then what is no score.
      scores.push_back(rng() % 10 == 0 ? odd[rng() % std::size(odd)]
                                       : static_cast<Score>(rng() % 9) / Score(8));
      actual.push_back(static_cast<std::uint8_t>(rng() % 20 == 0 ? rng() % 256 : rng() % 2));
    }
    const auto check = [&] {
      const auto expected = loop(scores, actual, Score(0.5));
      paths::each([&] {
        const auto got = confusion<Score>(scores, actual, Score(0.5));
        CHECK(got.cells == expected.cells);
        CHECK(got.rejected == expected.rejected);
        CHECK(got.cells[0] + got.cells[1] + got.cells[2] + got.cells[3] + got.rejected == n);
      });
    };
    check();
    for (std::uint8_t& label : actual) label &= 1;  // no row that is set aside
    check();
  }
}

TEST_CASE("simd/confusion predicts class 1 at the threshold, and class 0 just below") {
  const std::vector<float> scores{0.5f, std::nextafter(0.5f, 0.0f), 0.5f,
                                  std::nextafter(0.5f, 0.0f)};
  const std::vector<std::uint8_t> actual{1, 1, 0, 0};
  const auto counts = confusion<float>(scores, actual, 0.5f);
  CHECK(counts.cells == std::array<std::uint64_t, 4>{1, 1, 1, 1});
}

TEST_CASE("simd/confusion uses the labels 0 and 1, and counts the others") {
  const std::vector<double> scores{0.9, 0.9, 0.9, 0.1};
  const std::vector<std::uint8_t> actual{2, 255, 1, 3};
  const auto counts = confusion<double>(scores, actual, 0.5);
  CHECK(counts.rejected == 3);
  CHECK(counts.cells == std::array<std::uint64_t, 4>{0, 0, 0, 1});
}

TEST_CASE("simd/confusion takes NaN for class 0, as the comparison does") {
  const std::vector<double> scores(2, std::numeric_limits<double>::quiet_NaN());
  const std::vector<std::uint8_t> actual{0, 1};
  CHECK(confusion<double>(scores, actual, 0.5).cells == std::array<std::uint64_t, 4>{1, 0, 1, 0});
}

}  // namespace
