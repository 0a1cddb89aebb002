// SPDX-License-Identifier: Apache-2.0
#pragma once

// Rows that a bracket of what a score histogram hides may fail on.

#include <telltale/core/outcome.hpp>
#include <telltale/state/mass_histogram.hpp>
#include <telltale/state/score_histogram.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <span>
#include <utility>
#include <vector>

namespace bracket {

using namespace telltale;
using state::score_edges;
using state::score_histogram;

template <class Score>
struct columns {
  std::vector<Score> scores;
  std::vector<std::uint8_t> actual;

  binary_batch<Score> batch() const { return {scores, actual}; }
};

inline double uniform(std::mt19937_64& rng) { return static_cast<double>(rng() >> 11) * 0x1p-53; }

inline constexpr std::uint64_t shapes = 12;

/// One score of a kind of input that a bracket may fail on.
template <class Score>
Score draw(std::uint64_t shape, std::uint64_t seed, std::size_t i, std::mt19937_64& rng) {
  const double u = uniform(rng);
  const auto some = static_cast<std::size_t>(rng() % 5);
  const auto step = [&](Score from, std::size_t ulps) {
    for (; ulps > 0; --ulps) from = std::nextafter(from, Score(1));
    return from;
  };
  const auto edge = static_cast<Score>(score_histogram<>::lower_edge(1 + seed % 2047));
  switch (shape) {
    case 0: return static_cast<Score>(std::pow(u, 1 + static_cast<double>(seed % 9)));
    case 1: return static_cast<Score>(some) / 4;                         // heavy ties
    case 2: return static_cast<Score>(seed % 1000) / 999;                // nothing but ties
    case 3: return step(static_cast<Score>(seed % 997) / 1000, i % 40);  // 1 ulp apart
    case 4: return edge;                                                 // one border
    case 5: return step(std::nextafter(std::nextafter(edge, Score(0)), Score(0)), some);
    case 6: return static_cast<Score>(i % 2);  // the ends alone
    case 7: return static_cast<Score>(some) * std::numeric_limits<Score>::denorm_min();
    case 8: return static_cast<Score>(1e-9 * (1 + u / 100));  // a crowd near 0
    case 9: return 1 - static_cast<Score>(some) * std::numeric_limits<Score>::epsilon() / 2;
    case 10: return static_cast<Score>(0.3 + 1e-6 * u);  // one bin, distinct
    default: return static_cast<Score>(i) / 256;         // ascending
  }
}

template <class Score>
columns<Score> drawn(std::uint64_t trial, std::mt19937_64& rng) {
  columns<Score> all;
  const std::size_t size = 2 + rng() % 120;
  const std::uint64_t shape = trial % shapes, order = trial / shapes % 5, seed = rng();
  const double rate = uniform(rng);
  for (std::size_t i = 0; i < size; ++i) all.scores.push_back(draw<Score>(shape, seed, i, rng));
  std::vector<Score> sorted = all.scores;
  std::sort(sorted.begin(), sorted.end());
  const Score middle = sorted[size / 2];
  for (std::size_t i = 0; i < size; ++i) {
    bool positive = uniform(rng) < rate;
    if (order == 1) positive = i % 2 == 0;                  // alternating
    if (order == 2) positive = all.scores[i] >= middle;     // perfect
    if (order == 3) positive = !(all.scores[i] >= middle);  // always wrong
    if (i < 2) positive = i == (order == 3);
    all.actual.push_back(positive);
  }
  return all;
}

template <class Score, std::size_t Bins>
std::shared_ptr<const score_edges<Bins>> edges_of(std::vector<Score> scores) {
  std::sort(scores.begin(), scores.end());
  return std::make_shared<const score_edges<Bins>>(
      *score_edges<Bins>::by_mass(std::span<const Score>{scores}));
}

/// Calls `check(histogram of the rows, exact)` for histograms that hide little and much, `exact`
/// being what `metric(rows)` gives.
template <class Score>
void for_each_histogram(const columns<Score>& all, const columns<Score>& other, auto&& metric,
                        auto&& check) {
  const auto exact = metric(all.batch());
  const auto check_one = [&](auto s, int doublings = 0) {
    s.update(all.batch());
    for (int i = 0; i < doublings; ++i) s.merge(s);  // which changes no share
    check(s, exact);
  };
  check_one(score_histogram<4>{});
  check_one(score_histogram<16, std::uint64_t>{}, 40);
  check_one(score_histogram<>{});
  check_one(state::mass_histogram<16>{edges_of<Score, 16>(all.scores)});
  check_one(state::mass_histogram<16>{edges_of<Score, 16>(other.scores)});
  check_one(state::mass_histogram<>{edges_of<Score, 2048>(all.scores)});
}

/// The same for many drawn rows, of floats and of doubles.
void for_each_case(std::uint64_t trials, std::uint64_t seed, auto&& metric, auto&& check) {
  std::mt19937_64 rng{seed};
  for (std::uint64_t trial = 0; trial < trials; ++trial) {
    CAPTURE(trial);
    const auto singles = drawn<float>(trial, rng);
    const auto other_singles = drawn<float>(rng(), rng);
    for_each_histogram(singles, other_singles, metric, check);
    const auto doubles = drawn<double>(trial, rng);
    const auto other_doubles = drawn<double>(rng(), rng);
    for_each_histogram(doubles, other_doubles, metric, check);
  }
}

}  // namespace bracket
