// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/mass_histogram.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <span>
#include <tuple>
#include <vector>

namespace {

using namespace telltale;
using state::mass_histogram;
using state::score_edges;

static_assert(accepts<mass_histogram<>, binary_outcome<float>>);
static_assert(accepts<mass_histogram<>, binary_outcome<double>>);
static_assert(accepts<mass_histogram<>, simd::usable_batch<double>>);
static_assert(accepts<mass_histogram<>, binary_batch<float>>);
static_assert(reversible<mass_histogram<>>);
static_assert(mass_histogram<>::bins == 2048);
static_assert(sizeof(mass_histogram<>) == 16 * 1024 + 32);

template <std::size_t Bins>
mass_histogram<Bins> over(std::vector<double> edges) {
  return mass_histogram<Bins>{
      std::make_shared<const score_edges<Bins>>(*score_edges<Bins>::from_edges(edges))};
}

TEST_CASE("state/mass_histogram counts each class between the edges") {
  auto s = over<4>({0.25, 0.5});
  s.update(binary_outcome<double>{0.25, 0});
  s.update(binary_outcome<double>{std::nextafter(0.25, 0.0), 0});
  s.update(binary_outcome<float>{0.5f, 1});
  s.update(binary_outcome<float>{1, 1});
  s.update(binary_outcome<float>{-0.0f, 1});
  CHECK(s.negatives(0) == 1);
  CHECK(s.negatives(1) == 1);
  CHECK(s.negatives(2) == 0);
  CHECK(s.positives(0) == 1);
  CHECK(s.positives(1) == 0);
  CHECK(s.positives(2) == 2);
  CHECK(s.positives(3) == 0);
  CHECK(s.count() == 5);
  CHECK(s.lower_edge(1) == 0.25);
  CHECK(s.lower_edge(3) > 1);
  CHECK(s.edges().used() == 3);
  CHECK_FALSE(s.single(1));
}

TEST_CASE("state/mass_histogram counts what it cannot use") {
  auto s = over<4>({0.25, 0.5});
  for (const float score :
       {-0.1f, std::nextafter(1.0f, 2.0f), std::numeric_limits<float>::infinity(),
        std::numeric_limits<float>::quiet_NaN()})
    s.update(binary_outcome<float>{score, 0});
  s.update(binary_outcome<float>{0.5f, 2});
  CHECK(s.rejected() == 5);
  CHECK(s.count() == 0);
  s.clear();
  CHECK(s == over<4>({0.25, 0.5}));
  CHECK_FALSE(s == over<4>({0.25, 0.75}));
}

TEST_CASE("state/mass_histogram obeys the group laws") {
  laws::reversible(over<8>({0.1, 0.2, 0.3, 0.5, 0.9}), [](auto& rng) {
    std::uniform_real_distribution<float> score{-0.05f, 1.05f};
    const float drawn = score(rng);
    return std::tuple{binary_outcome<float>{drawn, static_cast<std::uint8_t>(rng() % 5 / 2)}};
  });
}

TEST_CASE("state/mass_histogram merges states whose edges are equal, not the same") {
  auto a = over<4>({0.25, 0.5}), b = over<4>({0.25, 0.5});
  b.update(binary_outcome<double>{0.3, 1});
  a.merge(b);
  CHECK(a.positives(1) == 1);
  CHECK(a.unmerge(b) == over<4>({0.25, 0.5}));
}

TEST_CASE_TEMPLATE("state/mass_histogram a batch is its loop", Score, float, double) {
  std::mt19937_64 rng{10};
  auto loop = over<16>({1e-9, 2e-9, 0.1, std::nextafter(0.1, 1.0), 0.5, 0.7}), batch = loop;
  for (const std::size_t size : {0u, 1u, 16u, 17u, 1023u, 1024u, 1025u, 3000u}) {
    CAPTURE(size);
    std::vector<Score> scores(size);
    std::vector<std::uint8_t> actual(size);
    for (std::size_t i = 0; i < size; ++i) {
      scores[i] = static_cast<Score>(rng() % 21) / 20;
      if (rng() % 4 == 0) scores[i] *= static_cast<Score>(3e-9);
      if (size == 3000 && rng() % 50 == 0) scores[i] = -1;
      actual[i] = static_cast<std::uint8_t>(rng() % 2);
      loop.update(binary_outcome<Score>{scores[i], actual[i]});
    }
    batch.update(binary_batch<Score>{scores, actual});
    CHECK(batch == loop);
  }
  CHECK(batch.rejected() > 0);
  CHECK(batch.positives(0) > 0);
}

TEST_CASE("state/mass_histogram has no answer for more rows than its counters hold") {
  auto s = over<4>({0.5}), pane = s;
  pane.update(binary_outcome<float>{0.7f, 1});
  s.merge(pane);
  for (int i = 0; i < 32; ++i) s.merge(s);
  CHECK_FALSE(s.exact());
  CHECK(s.positives(1) == 0);
  CHECK(s.unmerge(pane).positives(1) == 4'294'967'295u);
}

}  // namespace
