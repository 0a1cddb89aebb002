// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/score_edges.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <vector>

namespace {

using telltale::errc;
using telltale::state::score_edges;

template <std::size_t Bins, class Score>
score_edges<Bins> fit(std::vector<Score> scores) {
  std::sort(scores.begin(), scores.end());
  auto edges = score_edges<Bins>::by_mass(std::span<const Score>{scores});
  REQUIRE(edges);
  return *std::move(edges);
}

template <std::size_t Bins>
std::vector<double> edges_of(const score_edges<Bins>& e) {
  std::vector<double> all;
  for (std::size_t i = 1; i < e.used(); ++i) all.push_back(e.lower_edge(i));
  return all;
}

template <std::size_t Bins, class Score>
void check_bin(const score_edges<Bins>& e, Score score) {
  const auto edges = edges_of(e);
  const auto want = std::upper_bound(edges.begin(), edges.end(), static_cast<double>(score));
  CHECK(e.bin(score) == static_cast<std::size_t>(want - edges.begin()));
}

// Edges, their neighbours and the ends.
template <std::size_t Bins>
void check_lookup(const score_edges<Bins>& e) {
  for (std::size_t i = 0; i < e.used(); ++i) {
    const double edge = e.lower_edge(i);
    CHECK(e.bin(edge) == i);
    if (i > 0) CHECK(e.bin(std::nextafter(edge, 0.0)) == i - 1);
    check_bin(e, std::nextafter(edge, 1.0));
    const auto near = static_cast<float>(edge);
    check_bin(e, near);
    check_bin(e, std::nextafter(near, 0.0f));
    check_bin(e, std::nextafter(near, 1.0f));
  }
  for (const double score : {0.0, -0.0, 5e-324, 1e-9, 0x1p-16, 0.5, 1 - 0x1p-53, 1.0})
    check_bin(e, score);
  for (std::size_t i = e.used(); i < Bins; ++i) {
    CHECK(e.lower_edge(i) > 1);
    CHECK_FALSE(e.single(i));
  }
}

}  // namespace

TEST_CASE("state/score_edges gives each bin its share where scores do not repeat") {
  std::mt19937_64 rng{1};
  for (const double crowd : {1.0, 1e-3, 1e-9, 1e-300}) {
    CAPTURE(crowd);
    std::vector<double> scores(20'000);
    for (double& s : scores) s = crowd * static_cast<double>(rng() >> 11) * 0x1p-53;
    const auto e = fit<2048>(scores);
    CHECK(e.used() == 2048);
    check_lookup(e);
    std::vector<std::size_t> rows(2048);
    for (const double s : scores) ++rows[e.bin(s)];
    // 9.8 rows a bin.
    CHECK(*std::max_element(rows.begin(), rows.end()) <= 10);
    CHECK(*std::min_element(rows.begin(), rows.end()) >= 8);
  }
}

TEST_CASE("state/score_edges tells scores apart that are one unit in the last place apart") {
  std::vector<double> scores;
  std::vector<float> floats;
  double x = 0.3;
  float y = 0.9f;
  for (int i = 0; i < 5000; ++i) {
    scores.push_back(x = std::nextafter(x, 1.0));
    floats.push_back(y = std::nextafter(y, 1.0f));
  }
  const auto e = fit<2048>(scores);
  CHECK(e.used() == 2048);
  check_lookup(e);
  const auto f = fit<2048>(floats);
  CHECK(f.used() == 2048);
  check_lookup(f);
}

TEST_CASE("state/score_edges gives every one of a few scores a bin of its own") {
  const auto e = fit<8>(std::vector<float>{0.2f, 0.2f, 0.2f, 0.5f, 0.9f});
  const double a = static_cast<double>(0.2f), b = 0.5, c = static_cast<double>(0.9f);
  CHECK(edges_of(e) == std::vector{a, std::nextafter(a, 1.0), b, std::nextafter(b, 1.0), c,
                                   std::nextafter(c, 1.0)});
  for (std::size_t i = 0; i < 8; ++i) CHECK(e.single(i) == (i == 1 || i == 3 || i == 5));
  check_lookup(e);
  // The next value but three: 2 * 4 is not fewer than 8.
  CHECK(fit<8>(std::vector{0.2, 0.4, 0.6, 0.8}).used() < 8);
  CHECK_FALSE(fit<8>(std::vector{0.2, 0.4, 0.6, 0.8}).single(1));
  // The ends need one edge, or none.
  CHECK(edges_of(fit<8>(std::vector{0.0, -0.0, 1.0})) ==
        std::vector{std::numeric_limits<double>::denorm_min(), 1.0});
  CHECK(fit<8>(std::vector{0.0, 1.0}).single(0));
  CHECK(fit<8>(std::vector{0.0, 1.0}).single(2));
  CHECK_FALSE(fit<8>(std::vector{0.0, 1.0}).single(1));
}

TEST_CASE("state/score_edges gives a score with more than two shares a bin of its own") {
  std::mt19937_64 rng{2};
  const auto uniform = [&] { return static_cast<double>(rng() >> 11) * 0x1p-53; };
  std::vector<double> scores(1000 - 63);
  for (double& s : scores) s = uniform();
  // A share is 31.25 of 1,000 rows: 63 are more than two.
  for (int i = 0; i < 63; ++i) scores.push_back(0.625);
  const auto e = fit<32>(scores);
  CHECK(e.single(e.bin(0.625)));
  CHECK(e.lower_edge(e.bin(0.625)) == 0.625);
  scores.back() = uniform();
  const auto f = fit<32>(scores);
  CHECK_FALSE(f.single(f.bin(0.625)));
  CHECK(e.used() == 32);
  for (const auto& edges : {e, f}) {
    CHECK(edges.used() >= 31);  // 62 rows take two shares with one edge
    std::vector<std::size_t> rows(32);
    for (const double s : scores) ++rows[edges.bin(s)];
    for (std::size_t i = 0; i < 32; ++i)
      if (i != edges.bin(0.625) && !edges.single(i)) CHECK(rows[i] <= 36);
  }
}

TEST_CASE("state/score_edges never runs out of edges, however the scores repeat") {
  std::mt19937_64 rng{3};
  for (int trial = 0; trial < 300; ++trial) {
    CAPTURE(trial);
    const std::size_t values = 1 + rng() % 60, size = 1 + rng() % 300, skew = 1 + rng() % 4;
    std::vector<double> scores(size);
    for (double& s : scores) {
      std::size_t level = values;
      for (std::size_t i = 0; i < skew; ++i) level = (std::min)(level, std::size_t{rng() % values});
      s = static_cast<double>(level) / static_cast<double>(values);
    }
    const auto e = fit<16>(scores);
    CHECK(e.used() <= 16);
    check_lookup(e);
    // No bin but those of one score has more than three shares.
    std::vector<std::size_t> rows(16);
    for (const double s : scores) ++rows[e.bin(s)];
    for (std::size_t i = 0; i < e.used(); ++i)
      if (!e.single(i)) CHECK(rows[i] * 16 <= 3 * size + 16);
  }
}

TEST_CASE_TEMPLATE("state/score_edges count a batch as each of its rows", Score, float, double) {
  std::mt19937_64 rng{5};
  std::vector<double> reference(3000);
  for (double& s : reference) s = std::ldexp(static_cast<double>(rng() >> 11), -60);
  const auto e = fit<64>(reference);
  for (const std::size_t size : {0u, 1u, 15u, 16u, 17u, 40u, 1000u}) {
    CAPTURE(size);
    std::vector<Score> scores(size);
    std::vector<std::uint8_t> actual(size);
    std::vector<std::uint32_t> want(128), got(128);
    for (std::size_t i = 0; i < size; ++i) {
      const auto at = static_cast<Score>(e.lower_edge(rng() % 64));
      scores[i] = rng() % 2 == 0 ? at : std::nextafter(at, Score(0));
      actual[i] = static_cast<std::uint8_t>(rng() % 2);
      ++want[actual[i] * 64u + e.bin(scores[i])];
    }
    e.count(telltale::simd::usable_batch<Score>{telltale::binary_batch<Score>{scores, actual}},
            std::span{got});
    CHECK(got == want);
  }
}

TEST_CASE("state/score_edges are restored from what they gave") {
  std::mt19937_64 rng{4};
  std::vector<double> scores(5000);
  for (double& s : scores) s = std::ldexp(static_cast<double>(rng() >> 11), -60);
  const auto e = fit<64>(scores);
  const auto again = score_edges<64>::from_edges(edges_of(e));
  REQUIRE(again);
  CHECK(*again == e);
  CHECK(again->used() == e.used());
  scores[0] = 0.75;
  CHECK_FALSE(fit<64>(std::vector<double>(scores.begin(), scores.begin() + 2000)) == e);
  CHECK(score_edges<64>::from_edges({})->used() == 1);
  check_lookup(*score_edges<64>::from_edges(std::vector{1.0}));
}

TEST_CASE("state/score_edges refuses what is no reference") {
  const auto refused = [](std::vector<double> scores) {
    const auto e = score_edges<8>::by_mass(std::span<const double>{scores});
    REQUIRE_FALSE(e);
    return e.error().code == errc::invalid_data;
  };
  CHECK(refused({}));
  CHECK(refused({0.1, std::numeric_limits<double>::quiet_NaN()}));
  CHECK(refused({0.1, std::nextafter(1.0, 2.0)}));
  CHECK(refused({-0.1, 0.1}));
  CHECK(refused({0.2, 0.1}));
  const auto refused_edges = [](std::vector<double> edges) {
    const auto e = score_edges<4>::from_edges(edges);
    return !e && e.error().code == errc::invalid_setting;
  };
  CHECK(refused_edges({0.1, 0.2, 0.3, 0.4}));
  CHECK_FALSE(refused_edges({0.1, 0.2, 0.3}));
  CHECK(refused_edges({0.0, 0.2}));
  CHECK(refused_edges({0.2, 0.2}));
  CHECK(refused_edges({0.2, std::nextafter(1.0, 2.0)}));
  CHECK(refused_edges({std::numeric_limits<double>::quiet_NaN()}));
}
