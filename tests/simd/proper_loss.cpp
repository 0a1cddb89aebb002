// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/proper_loss.hpp>

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

using namespace telltale;

template <class Score>
struct columns {
  std::vector<Score> scores;
  std::vector<std::uint8_t> actual;
};

/// Half of them plain, the others where it hurts.
template <class Score>
columns<Score> drawn(std::size_t size, std::uint64_t seed) {
  std::mt19937_64 rng{seed};
  std::uniform_real_distribution<double> uniform;
  constexpr Score eps = std::numeric_limits<Score>::epsilon();
  const Score extremes[] = {0,       1,           eps,
                            1 - eps, eps / 2,     1 - eps / 2,
                            2 * eps, Score(1e-9), std::numeric_limits<Score>::denorm_min()};
  columns<Score> all;
  for (std::size_t i = 0; i < size; ++i) {
    all.scores.push_back(i % 2 == 0 ? static_cast<Score>(uniform(rng)) : extremes[rng() % 9]);
    all.actual.push_back(static_cast<std::uint8_t>(rng() % 2));
  }
  return all;
}

template <class Score>
simd::usable_batch<Score> batch_of(const columns<Score>& all) {
  return simd::usable_batch<Score>{binary_batch<Score>{all.scores, all.actual}};
}

double log_of(const simd::loss_block& block) { return block.given().log(); }

template <class Score>
void check_against_long_double() {
  const auto all = drawn<Score>(100'000, 3);
  simd::loss_block block;
  simd::add(block, batch_of(all));
  constexpr auto eps = static_cast<long double>(std::numeric_limits<Score>::epsilon());
  long double log_loss = 0, squared = 0, fourth = 0, bits_squares = 0, scores = 0, variance = 0;
  std::uint32_t positives = 0;
  for (std::size_t i = 0; i < all.scores.size(); ++i) {
    const auto p = static_cast<long double>(all.scores[i]);
    const long double y = all.actual[i];
    const long double clipped = p < eps ? eps : p > 1 - eps ? 1 - eps : p;
    const long double loss = -std::log(y > 0 ? clipped : 1 - clipped);
    log_loss += loss;
    bits_squares += std::log2(std::exp(-loss)) * std::log2(std::exp(-loss));
    squared += (p - y) * (p - y);
    fourth += (p - y) * (p - y) * (p - y) * (p - y);
    scores += p;
    variance += p * (1 - p);
    positives += all.actual[i];
  }
  const auto near = [](double got, long double want, long double tolerance) {
    return std::fabs(static_cast<long double>(got) / want - 1) < tolerance;
  };
  CHECK(block.n == all.scores.size());
  CHECK(block.positives == positives);
  CHECK(near(-log_of(block), log_loss, 1e-12L));
  CHECK(near(block.squared_error.value(), squared, 1e-12L));
  CHECK(near(block.squared_error_squares.value(), fourth, 1e-12L));
  CHECK(near(block.scores.value(), scores, 1e-12L));
  CHECK(near(block.score_variance.value(), variance, 1e-12L));
  CHECK(near(block.bits.value() * std::log(2.0), log_loss, 1e-3L));
  CHECK(near(block.bits_squares.value(), bits_squares, 1e-3L));
}

}  // namespace

TEST_CASE("simd/proper_loss of floats equals the sums in long double, extremes included") {
  check_against_long_double<float>();
}
TEST_CASE("simd/proper_loss of doubles equals the sums in long double, extremes included") {
  check_against_long_double<double>();
}

TEST_CASE("simd/proper_loss the rough logarithm keeps its bounds, in value and in slope") {
  double worst = 0, last = simd::rough_log2(1.0 / 1024), last_x = 1.0 / 1024;
  CHECK(std::fabs(simd::rough_log2(1)) < 1e-12);
  CHECK(std::fabs(simd::rough_log2(0.5) + 1) < 1e-12);
  CHECK(std::fabs(simd::rough_log2(std::ldexp(1.0, -40)) + 40) < 1e-12);
  for (int i = 1; i < 60'000; ++i) {
    const double x = std::exp2(-10 + i / 6000.0), got = simd::rough_log2(x);
    worst = (std::max)(worst, std::fabs(got - std::log2(x)));
    const double slope = (got - last) / (std::log2(x) - std::log2(last_x));
    CHECK(std::fabs(slope - 1) < 0.0115);
    last = got, last_x = x;
  }
  CHECK(worst < 0.0025);
}

TEST_CASE_TEMPLATE("simd/proper_loss a batch is the loop over its rows to the last bit", Score,
                   float, double) {
  for (std::size_t size = 0; size <= 257; ++size) {
    CAPTURE(size);
    const auto all = drawn<Score>(size, 4 + size);
    simd::loss_block batch, loop;
    // And it goes on from what was there, an odd number of rows perhaps.
    for (std::size_t round = 1; round <= 3; ++round) {
      for (std::size_t i = 0; i < size; ++i) simd::add(loop, all.scores[i], all.actual[i]);
      const simd::loss_block before = batch;
      paths::each([&] {
        batch = before;
        simd::add(batch, batch_of(all));
        CHECK(batch == loop);
        CHECK(batch.n == round * size);
      });
    }
  }
}

TEST_CASE("simd/proper_loss never underflows, whatever the block") {
  const columns<double> all{std::vector<double>(256, 0.0), std::vector<std::uint8_t>(256, 1)};
  simd::loss_block block;
  for (int i = 0; i < 40; ++i) simd::add(block, batch_of(all));
  const double want = 40 * 256 * std::log(std::numeric_limits<double>::epsilon());
  CHECK(std::fabs(log_of(block) / want - 1) < 1e-14);
}

TEST_CASE("simd/proper_loss can be computed by the compiler") {
  constexpr auto sums = [] {
    const std::array<float, 5> scores{0.25f, 0.75f, 0.5f, 1, 0.125f};
    const std::array<std::uint8_t, 5> actual{0, 1, 1, 1, 0};
    simd::loss_block block;
    simd::add(block, simd::usable_batch<float>{binary_batch<float>{scores, actual}});
    return block;
  };
  constexpr simd::loss_block early = sums();
  static_assert(early.n == 5 && early.positives == 3 && early.scores.value() == 2.625);
  CHECK(sums() == early);
}
