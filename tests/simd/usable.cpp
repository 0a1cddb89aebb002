// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/usable.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace {

using telltale::simd::all_usable;

constexpr std::array<float, 3> in_range{0, 0.5f, 1};
constexpr std::array<std::uint8_t, 3> labels{0, 1, 0}, other_label{0, 1, 2};
static_assert(all_usable<float>(in_range, labels));
static_assert(!all_usable<float>(in_range, other_label));

TEST_CASE_TEMPLATE("simd/usable sees one bad row, wherever it stands", Score, float, double) {
  const Score bad[] = {std::nextafter(Score(1), Score(2)),
                       -std::numeric_limits<Score>::denorm_min(),
                       Score(2),
                       Score(-1),
                       std::numeric_limits<Score>::infinity(),
                       -std::numeric_limits<Score>::infinity(),
                       std::numeric_limits<Score>::quiet_NaN()};
  const Score good[] = {Score(0), Score(-0.0), Score(1), std::nextafter(Score(1), Score(0)),
                        std::numeric_limits<Score>::denorm_min()};
  for (const std::size_t size : {1u, 15u, 16u, 17u, 33u, 64u}) {
    std::vector<Score> scores(size, Score(0.5));
    std::vector<std::uint8_t> actual(size, 1);
    for (std::size_t at = 0; at < size; ++at) {
      CAPTURE(size);
      CAPTURE(at);
      CHECK(all_usable<Score>(scores, actual));
      for (const Score x : bad) {
        scores[at] = x;
        CHECK_FALSE(all_usable<Score>(scores, actual));
      }
      for (const Score x : good) {
        scores[at] = x;
        CHECK(all_usable<Score>(scores, actual));
      }
      for (const int label : {2, 3, 128, 254, 255}) {
        actual[at] = static_cast<std::uint8_t>(label);
        CHECK_FALSE(all_usable<Score>(scores, actual));
      }
      actual[at] = 0;
    }
  }
}

TEST_CASE("simd/usable finds nothing wrong with no rows") {
  CHECK(all_usable(std::span<const float>{}, std::span<const std::uint8_t>{}));
}

TEST_CASE("simd/usable hands over clean blocks whole, and others row by row") {
  std::vector<float> scores(2050, 0.25f);
  const std::vector<std::uint8_t> actual(2050);
  const auto sizes = [&](std::size_t rows) {
    std::vector<std::size_t> seen;
    telltale::simd::update_usable(
        telltale::binary_batch<float>{std::span{scores}.first(rows), std::span{actual}.first(rows),
                                      0.3f},
        [&](const auto& some) {
          if constexpr (requires { some.size(); }) {
            CHECK(some.threshold == 0.3f);
            seen.push_back(some.size());
          } else {
            CHECK(some.predicted == (some.score >= 0.3f));
            seen.push_back(1);
          }
        });
    return seen;
  };
  CHECK(sizes(0).empty());
  CHECK(sizes(3) == std::vector<std::size_t>{3});
  CHECK(sizes(1024) == std::vector<std::size_t>{1024});
  scores[2049] = 2;
  CHECK(sizes(2050) == std::vector<std::size_t>{1024, 1024, 1, 1});
}

TEST_CASE("simd/usable a part of a batch is one") {
  const std::array<float, 3> scores{0.25f, 0.5f, 0.75f};
  const telltale::simd::usable_batch<float> all{
      telltale::binary_batch<float>{scores, labels, 0.3f}};
  const auto last = all.part(1, 2);
  CHECK(last.size() == 2);
  CHECK(last[0].score == 0.5f);
  CHECK(last[0].actual == 1);
  CHECK(last.threshold == 0.3f);
}

}  // namespace
