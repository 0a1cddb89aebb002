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
static_assert(accepts<calibration<>, binary_batch<double>>);
static_assert(mergeable<calibration<>>);
static_assert(!reversible<calibration<>>);
static_assert(calibration<>::bins == 15);

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

TEST_CASE("state/calibration a batch is its loop") {
  std::mt19937_64 rng{8};
  std::uniform_real_distribution<float> uniform{-0.05f, 1.05f};
  std::vector<float> scores(300);
  std::vector<std::uint8_t> actual(300);
  calibration<> loop, batch;
  for (std::size_t i = 0; i < 300; ++i) {
    scores[i] = uniform(rng);
    actual[i] = static_cast<std::uint8_t>(rng() % 2);
    loop.update(binary_outcome<float>{scores[i], actual[i]});
  }
  batch.update(binary_batch<float>{scores, actual});
  CHECK(batch == loop);
  CHECK(batch.rejected() > 0);
}
