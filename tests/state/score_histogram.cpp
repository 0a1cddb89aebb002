// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/score_histogram.hpp>

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
using state::score_histogram;

static_assert(accepts<score_histogram<>, binary_outcome<float>>);
static_assert(accepts<score_histogram<>, binary_outcome<double>>);
static_assert(accepts<score_histogram<>, simd::usable_batch<double>>);
static_assert(accepts<score_histogram<>, binary_batch<float>>);
static_assert(reversible<score_histogram<>>);
static_assert(score_histogram<>::bins == 2048);
static_assert(sizeof(score_histogram<>) == 16 * 1024 + 16);  // of counters, and two numbers
static_assert(reversible<score_histogram<2048, std::uint64_t>>);

template <class Score>
void check_borders() {
  score_histogram<64> s;
  const auto bin_of = [&](Score score) {
    s.clear();
    s.update(binary_outcome<Score>{score, 0});
    for (std::size_t i = 0; i < 64; ++i)
      if (s.negatives(i) == 1) return i;
    return std::size_t{9999};
  };
  CHECK(bin_of(0) == 0);
  for (std::size_t b = 1; b < 64; ++b) {
    const auto border = static_cast<Score>(s.lower_edge(b));
    CHECK(bin_of(border) == b);
    CHECK(bin_of(std::nextafter(border, Score(0))) == b - 1);
    CHECK(bin_of(std::nextafter(border, Score(1))) == b);
  }
  CHECK(bin_of(std::nextafter(Score(1), Score(0))) == 63);
  CHECK(bin_of(1) == 63);
}

}  // namespace

TEST_CASE("state/score_histogram a score on a border lies in the bin above it") {
  check_borders<float>();
  check_borders<double>();
}

TEST_CASE("state/score_histogram keeps the classes apart") {
  score_histogram<4> s;
  s.update(binary_outcome<float>{0.2f, 0});
  s.update(binary_outcome<float>{0.3f, 1});
  s.update(binary_outcome<float>{0.3f, 1});
  s.update(binary_outcome<float>{1, 1});
  CHECK(s.negatives(0) == 1);
  CHECK(s.negatives(3) == 0);
  CHECK(s.positives(0) == 2);
  CHECK(s.positives(3) == 1);
  CHECK(s.count() == 4);
}

TEST_CASE("state/score_histogram counts what it cannot use") {
  score_histogram<4> s;
  for (const float score :
       {-0.1f, -1e-38f, std::nextafter(1.0f, 2.0f), 1e30f, std::numeric_limits<float>::infinity(),
        std::numeric_limits<float>::quiet_NaN()})
    s.update(binary_outcome<float>{score, 0});
  s.update(binary_outcome<float>{0.5f, 2});
  CHECK(s.rejected() == 7);
  CHECK(s.count() == 0);
  s.clear();
  CHECK(s == score_histogram<4>{});
  s.update(binary_outcome<float>{-0.0f, 0});
  CHECK(s.negatives(0) == 1);
}

TEST_CASE("state/score_histogram obeys the group laws") {
  laws::reversible(score_histogram<64>{}, [](auto& rng) {
    std::uniform_real_distribution<float> score{-0.05f, 1.05f};
    return std::tuple{binary_outcome<float>{score(rng), static_cast<std::uint8_t>(rng() % 5 / 2)}};
  });
}

TEST_CASE("state/score_histogram a clean batch of any length is its loop") {
  std::mt19937_64 rng{10};
  score_histogram<64> loop, batch;
  for (const std::size_t size : {0u, 1u, 16u, 17u, 1023u, 1024u, 1025u, 3000u}) {
    CAPTURE(size);
    std::vector<double> scores(size);
    std::vector<std::uint8_t> actual(size);
    for (std::size_t i = 0; i < size; ++i) {
      scores[i] = static_cast<double>(rng() % 129) / 128;
      actual[i] = static_cast<std::uint8_t>(rng() % 2);
      loop.update(binary_outcome<double>{scores[i], actual[i]});
    }
    batch.update(binary_batch<double>{scores, actual});
    CHECK(batch == loop);
  }
  CHECK(batch.rejected() == 0);
}

TEST_CASE("state/score_histogram takes a usable batch of any length") {
  const std::vector<float> scores(200'000, 0.75f);
  const std::vector<std::uint8_t> actual(200'000, 1);
  score_histogram<64> s;
  s.update(simd::usable_batch<float>{binary_batch<float>{scores, actual}});
  CHECK(s.positives(36) == 200'000);
  CHECK(s.lower_edge(36) == 0.75);
}

TEST_CASE("state/score_histogram a batch is its loop") {
  std::mt19937_64 rng{9};
  std::uniform_real_distribution<float> uniform{-0.05f, 1.05f};
  std::vector<float> scores(300);
  std::vector<std::uint8_t> actual(300);
  score_histogram<64> loop, batch;
  for (std::size_t i = 0; i < 300; ++i) {
    scores[i] = uniform(rng);
    actual[i] = static_cast<std::uint8_t>(rng() % 9 == 0 ? 7 : rng() % 2);
    loop.update(binary_outcome<float>{scores[i], actual[i]});
  }
  batch.update(binary_batch<float>{scores, actual});
  CHECK(batch == loop);
  CHECK(batch.rejected() > 0);
}

TEST_CASE("state/score_histogram has no answer for more rows than its counters hold") {
  score_histogram<4> s, pane;
  pane.update(binary_outcome<float>{0.7f, 1});
  s.update(binary_outcome<float>{0.7f, 1});
  for (int i = 0; i < 32; ++i) s.merge(s);
  CHECK(s.count() == 4'294'967'296u);
  CHECK_FALSE(s.exact());
  CHECK(s.positives(3) == 0);
  s.unmerge(pane);
  CHECK(s.exact());
  CHECK(s.positives(3) == 4'294'967'295u);
}
