// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/calibration.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
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

TEST_CASE("state/calibration obeys the laws of merging, and a batch is its loop") {
  std::mt19937_64 rng{8};
  std::uniform_real_distribution<float> uniform{-0.05f, 1.05f};
  for (int trial = 0; trial < 50; ++trial) {
    std::vector<float> scores(200);
    std::vector<std::uint8_t> actual(200);
    calibration<> whole, left, right, batch;
    for (std::size_t i = 0; i < 200; ++i) {
      scores[i] = uniform(rng);
      actual[i] = static_cast<std::uint8_t>(rng() % 2);
      const binary_outcome<float> row{scores[i], actual[i]};
      whole.update(row);
      (rng() % 3 == 0 ? left : right).update(row);
    }
    batch.update(binary_batch<float>{scores, actual});
    CHECK(batch == whole);
    auto sum = left;
    sum.merge(right);
    for (std::size_t i = 0; i < 15; ++i) {
      CHECK(sum.count(i) == whole.count(i));
      CHECK(sum.positives(i) == whole.positives(i));
      CHECK(std::fabs(sum.scores(i) - whole.scores(i)) < 1e-13);
    }
    CHECK(sum.rejected() == whole.rejected());
    CHECK(calibration<>{left}.merge(calibration<>{}) == left);
    auto twice = left;
    twice.merge(twice);
    CHECK(twice == calibration<>{left}.merge(left));
  }
}
