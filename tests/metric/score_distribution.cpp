// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/score_distribution.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/ranking_quality_binned.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/confusion.hpp>
#include <telltale/state/mass_histogram.hpp>
#include <telltale/state/score_histogram.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <span>
#include <vector>

namespace {

using namespace telltale;
using metric::score_part;
using four = state::score_histogram<4>;  // from 0, 3/8, 1/2 and 5/8

void add(auto& s, double score, std::uint8_t actual, int times = 1) {
  for (; times > 0; --times) s.update(binary_outcome<double>{score, actual});
}

four some_rows() {
  four s;
  add(s, 0.7, 1, 4), add(s, 0.8, 0, 1);
  add(s, 0.55, 1, 2), add(s, 0.56, 0, 2);
  add(s, 0.4, 1, 2), add(s, 0.41, 0, 6);
  add(s, 0.2, 0, 7);  // 8 positives, 16 negatives
  return s;
}

double uniform(std::mt19937_64& rng) { return static_cast<double>(rng() >> 11) * 0x1p-53; }

}  // namespace

TEST_CASE("metric/score_distribution has the share of each class in each part") {
  const four s = some_rows();
  const std::vector<score_part> all{{0, 7.0 / 16, 0},
                                    {0.375, 6.0 / 16, 2.0 / 8},
                                    {0.5, 2.0 / 16, 2.0 / 8},
                                    {0.625, 1.0 / 16, 4.0 / 8}};
  CHECK(metric::score_distribution(s, 4) == all);
  CHECK(metric::score_distribution(s) == all);  // no more than there are bins
  CHECK(metric::score_distribution(s, 2) ==
        std::vector<score_part>{{0, 13.0 / 16, 2.0 / 8}, {0.5, 3.0 / 16, 6.0 / 8}});
  // Parts of 1, 1 and 2 bins.
  CHECK(metric::score_distribution(s, 3) == std::vector<score_part>{{0, 7.0 / 16, 0},
                                                                    {0.375, 6.0 / 16, 2.0 / 8},
                                                                    {0.5, 3.0 / 16, 6.0 / 8}});
  CHECK(metric::score_distribution(s, 1) == std::vector<score_part>{{0, 1, 1}});
  CHECK(metric::score_distribution(s, 0).empty());
  state::bundle<state::confusion<2>, four> both;
  add(both, 0.1, 0);
  CHECK(metric::score_distribution(both, 2) == std::vector<score_part>{{0, 1, 0}, {0.5, 0, 0}});
  CHECK(metric::score_distribution(four{}).empty());
}

TEST_CASE("metric/score_distribution is of the class shares: how far apart, and in common") {
  const auto got = metric::class_separation(some_rows(), 4);
  REQUIRE(got);
  CHECK(got->total_variation == (7.0 / 16 + 2.0 / 16 + 2.0 / 16 + 7.0 / 16) / 2);
  CHECK(got->overlap == 1 - got->total_variation);
  double chance = 0;
  for (const double rows : {7.0, 8.0, 4.0, 5.0})
    chance +=
        std::sqrt(2 / 3.14159265358979323846 * rows / 24 * (1 - rows / 24) * (1.0 / 8 + 1.0 / 16));
  CHECK(got->by_chance == doctest::Approx(chance / 2).epsilon(1e-14));
  CHECK(metric::class_separation(some_rows(), 1) == metric::separation{0, 1, 0});
  four apart;
  add(apart, 0.1, 0, 3), add(apart, 0.9, 1);
  CHECK(metric::class_separation(apart)->total_variation == 1);
  CHECK(metric::class_separation(apart)->overlap == 0);
}

TEST_CASE("metric/score_distribution has no separation without both classes, or parts") {
  four s;
  CHECK_FALSE(metric::class_separation(s));
  add(s, 0.3, 1);
  CHECK_FALSE(metric::class_separation(s));
  add(s, 0.3, 0);
  CHECK(metric::class_separation(s)->total_variation == 0);
  CHECK_FALSE(metric::class_separation(s, 0));
}

TEST_CASE("metric/score_distribution loses no row, whatever the parts, and sees more with more") {
  std::mt19937_64 rng{46};
  state::score_histogram<> s;
  for (int i = 0; i < 3'000; ++i) {
    const double score = uniform(rng), draw = uniform(rng);
    add(s, score * score, draw < score);
  }
  double before = 0;
  for (std::size_t parts = 1; parts <= 2048; parts *= 2) {
    const auto found = metric::score_distribution(s, parts);
    CHECK(found.size() == parts);
    double positives = 0, negatives = 0, above = -1;
    for (const score_part& part : found) {
      positives += part.positives, negatives += part.negatives;
      CHECK(part.lower_edge > above);
      above = part.lower_edge;
    }
    CHECK(positives == doctest::Approx(1).epsilon(1e-12));
    CHECK(negatives == doctest::Approx(1).epsilon(1e-12));
    const double apart = metric::class_separation(s, parts)->total_variation;
    CHECK(apart >= before - 1e-12);
    before = apart;
  }
  CHECK(before >= metric::class_ks_binned(s)->value);
}

TEST_CASE("metric/score_distribution takes the bins that a reference had a use for") {
  const std::vector<double> reference{0.1, 0.2, 0.4};
  const auto edges = state::score_edges<>::by_mass(std::span<const double>{reference});
  state::mass_histogram<> s{std::make_shared<const state::score_edges<>>(*edges)};
  add(s, 0.1, 0, 3), add(s, 0.2, 0, 1), add(s, 0.4, 1, 2);
  // A bin to each score, and one to what comes before, between and behind.
  const auto found = metric::score_distribution(s);
  REQUIRE(found.size() == 7);
  CHECK(found[1] == score_part{0.1, 0.75, 0});
  CHECK(found[3] == score_part{0.2, 0.25, 0});
  CHECK(found[5] == score_part{0.4, 0, 1});
  CHECK(metric::class_separation(s)->total_variation == 1);
  const auto halves = metric::score_distribution(s, 2);
  REQUIRE(halves.size() == 2);
  CHECK(halves[1] == score_part{0.2, 0.25, 1});
}

TEST_CASE("metric/score_distribution has the bin of the score 1 as well") {
  const std::vector<double> reference{0.2, 1};
  const auto edges = state::score_edges<>::by_mass(std::span<const double>{reference});
  state::mass_histogram<> s{std::make_shared<const state::score_edges<>>(*edges)};
  add(s, 0.2, 0, 3), add(s, 1, 1, 2);
  const auto found = metric::score_distribution(s);
  REQUIRE(found.size() == 4);
  CHECK(found[3] == score_part{1, 0, 1});
}

TEST_CASE("metric/score_distribution says what chance alone gives") {
  std::mt19937_64 rng{47};
  for (const std::size_t parts : {4u, 32u, 128u}) {
    CAPTURE(parts);
    double found = 0, expected = 0;
    for (int trial = 0; trial < 300; ++trial) {
      state::score_histogram<> s;
      for (int i = 0; i < 2'000; ++i) {
        const double score = uniform(rng), draw = uniform(rng);
        add(s, score, draw < 0.2);
      }
      const auto got = metric::class_separation(s, parts);
      found += got->total_variation, expected += got->by_chance;
    }
    CHECK(found / expected > 0.96);
    CHECK(found / expected < 1.04);
  }
}
