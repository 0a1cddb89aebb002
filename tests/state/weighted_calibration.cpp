// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/weighted_calibration.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <tuple>
#include <vector>

namespace {

using namespace telltale;
using state::weighted_calibration;
using row = binary_outcome<double>;

static_assert(accepts<weighted_calibration<>, binary_outcome<float>>);
static_assert(accepts<weighted_calibration<>, binary_batch<double>>);
static_assert(mergeable<weighted_calibration<>>);
static_assert(scalable<weighted_calibration<>>);
static_assert(!reversible<weighted_calibration<>>);
static_assert(weighted_calibration<>::bins == 15);
static_assert(sizeof(weighted_calibration<>) == 56 * 15 + 16);

bool alike(const weighted_calibration<>& a, const weighted_calibration<>& b) {
  const auto near = [](double x, double y) { return std::fabs(x - y) <= 1e-13 * std::fabs(y); };
  for (std::size_t i = 0; i < 15; ++i)
    if (!near(a.bin(i).weight(), b.bin(i).weight()) ||
        !near(a.bin(i).weight_squares(), b.bin(i).weight_squares()) ||
        !near(a.bin(i).positives(), b.bin(i).positives()) ||
        !near(a.bin(i).scores(), b.bin(i).scores()))
      return false;
  return a.count() == b.count() && a.rejected() == b.rejected();
}

row draw(std::mt19937_64& rng) {
  std::uniform_real_distribution<double> score{-0.05, 1.05}, weight{-0.1, 5};
  const double p = score(rng), w = weight(rng);
  return {p, static_cast<std::uint8_t>(rng() % 5 / 2), 0, rng() % 9 == 0 ? 0 : w};
}

}  // namespace

TEST_CASE("state/weighted_calibration obeys the laws of a monoid that can forget") {
  const auto one = [](auto& rng) { return std::tuple{draw(rng)}; };
  laws::mergeable(weighted_calibration<>{}, one, alike);
  laws::scalable(weighted_calibration<>{}, one, alike);
}

TEST_CASE("state/weighted_calibration a batch is its loop") {
  const auto feed = [](auto& s, std::span<const row> rows) {
    std::vector<double> scores, weights;
    std::vector<std::uint8_t> actual;
    for (const row& r : rows) {
      scores.push_back(r.score), actual.push_back(r.actual), weights.push_back(r.weight);
    }
    s.update(binary_batch<double>{scores, actual, 0.5, weights});
  };
  laws::batch_equals_loop(weighted_calibration<>{}, draw, feed);
}

TEST_CASE("state/weighted_calibration puts a border into the bin above, and 1 into the last") {
  weighted_calibration<4> s;
  const auto bin_of = [&](double score) {
    s.clear();
    s.update(row{score, 1, 0, 2});
    for (std::size_t i = 0; i < 4; ++i)
      if (s.bin(i).weight() == 2 && s.bin(i).positives() == 2 && s.bin(i).scores() == 2 * score &&
          s.bin(i).weight_squares() == 4)
        return i;
    return std::size_t{99};
  };
  CHECK(bin_of(0) == 0);
  CHECK(bin_of(std::nextafter(0.25, 0)) == 0);
  CHECK(bin_of(0.25) == 1);
  CHECK(bin_of(0.75) == 3);
  CHECK(bin_of(1) == 3);
}

TEST_CASE("state/weighted_calibration counts what it cannot use") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  weighted_calibration<> s;
  for (const double score : {-1e-300, std::nextafter(1.0, 2.0), nan}) s.update(row{score, 0});
  s.update(row{0.5, 2});
  for (const double weight : {-1e-300, std::nextafter(1e150, 1e151), nan})
    s.update(row{0.5, 1, 0, weight});
  CHECK(s.rejected() == 7);
  CHECK(s.count() == 0);
  s.update(row{0, 0, 0, 1e150});
  s.update(row{1, 1, 0, 0});
  CHECK(s.rejected() == 7);
  CHECK(s.count() == 2);
  CHECK(s.bin(0).weight() == 1e150);
  CHECK(s.bin(14).weight() == 0);
}
