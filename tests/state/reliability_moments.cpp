// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/reliability_moments.hpp>

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
using state::reliability_moments;
using row = binary_outcome<double>;

static_assert(accepts<reliability_moments<>, binary_outcome<float>>);
static_assert(accepts<reliability_moments<>, binary_batch<double>>);
static_assert(mergeable<reliability_moments<>>);
static_assert(scalable<reliability_moments<>>);
static_assert(!reversible<reliability_moments<>>);
static_assert(reliability_moments<>::bins == 15);
static_assert(sizeof(reliability_moments<>) == 88 * 15 + 16);

bool alike(const reliability_moments<>& a, const reliability_moments<>& b) {
  const auto near = [](double x, double y) { return std::fabs(x - y) <= 1e-12 * std::fabs(y); };
  for (std::size_t i = 0; i < 15; ++i)
    if (!near(a.bin(i).weight(), b.bin(i).weight()) ||
        !near(a.bin(i).scores(), b.bin(i).scores()) ||
        !near(a.bin(i).positives(), b.bin(i).positives()) ||
        std::fabs(a.score_deviation(i) - b.score_deviation(i)) > 1e-14 * b.bin(i).weight() ||
        std::fabs(a.codeviation(i) - b.codeviation(i)) > 1e-14 * b.bin(i).weight())
      return false;
  return a.count() == b.count() && a.rejected() == b.rejected();
}

row draw(std::mt19937_64& rng) {
  std::uniform_real_distribution<double> score{-0.05, 1.05}, weight{-0.1, 5};
  const double p = score(rng), w = weight(rng);
  return {p, static_cast<std::uint8_t>(rng() % 5 / 2), 0, rng() % 9 == 0 ? 0 : w};
}

}  // namespace

TEST_CASE("state/reliability_moments obeys the laws of a monoid that can forget") {
  const auto one = [](auto& rng) { return std::tuple{draw(rng)}; };
  laws::mergeable(reliability_moments<>{}, one, alike);
  laws::scalable(reliability_moments<>{}, one, alike);
}

TEST_CASE("state/reliability_moments a batch is its loop") {
  const auto feed = [](auto& s, std::span<const row> rows) {
    std::vector<double> scores, weights;
    std::vector<std::uint8_t> actual;
    for (const row& r : rows) {
      scores.push_back(r.score), actual.push_back(r.actual), weights.push_back(r.weight);
    }
    s.update(binary_batch<double>{scores, actual, 0.5, weights});
  };
  laws::batch_equals_loop(reliability_moments<>{}, draw, feed);
}

TEST_CASE("state/reliability_moments keeps deviations from the means, by hand") {
  reliability_moments<2> s;
  s.update(row{0.125, 0, 0, 1});
  s.update(row{0.375, 1, 0, 3});
  s.update(row{1, 1});
  // Means 0.3125 and 0.75.
  CHECK(s.score_deviation(0) == 0.1875 * 0.1875 + 3 * 0.0625 * 0.0625);
  CHECK(s.codeviation(0) == 0.1875 * 0.75 + 3 * 0.0625 * 0.25);
  CHECK(s.score_deviation(1) == 0);
  CHECK(s.codeviation(1) == 0);
  CHECK(s.bin(1).weight() == 1);
  s.scale(0.5);
  CHECK(s.score_deviation(0) == (0.1875 * 0.1875 + 3 * 0.0625 * 0.0625) / 2);
  s.clear();
  CHECK(s.score_deviation(0) == 0);
  CHECK(s.codeviation(0) == 0);
}

TEST_CASE("state/reliability_moments a bin is forgotten as a whole") {
  reliability_moments<2> s;
  s.update(row{0.125, 1, 0, 1});
  s.update(row{0.25, 0, 0, 1});
  s.scale(1e-149).scale(1e-10);
  CHECK(s.bin(0).weight() == 0);
  CHECK(s.score_deviation(0) == 0);
  CHECK(s.codeviation(0) == 0);
  s.update(row{0.25, 1});
  CHECK(s.score_deviation(0) == 0);
  CHECK(s.codeviation(0) == 0);
}

TEST_CASE("state/reliability_moments counts what it cannot use") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  reliability_moments<> s;
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
}
