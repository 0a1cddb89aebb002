// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/core/outcome.hpp>

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <utility>
#include <vector>

// Rows that are drawn before the clock starts, and far more of them than a branch predictor
// remembers.

namespace data {

inline constexpr std::size_t rows = 65'536;
inline constexpr std::size_t block = 256;  // what a monitor hands to its states at once

/// Scores, uniform, and labels that come true as often as these say.
struct binary {
  std::vector<float> scores = std::vector<float>(rows);
  std::vector<std::uint8_t> actual = std::vector<std::uint8_t>(rows);

  binary() {
    std::mt19937_64 rng{1};
    for (std::size_t i = 0; i < rows; ++i) {
      scores[i] = static_cast<float>(rng() >> 40) * 0x1p-24f;
      actual[i] = static_cast<float>(rng() >> 40) * 0x1p-24f < scores[i];
    }
  }
  telltale::binary_outcome<float> row(std::size_t i) const {
    return {scores[i], actual[i], scores[i] >= 0.5f, 1};
  }
  telltale::binary_batch<float> batch(std::size_t begin, std::size_t n) const {
    return {std::span{scores}.subspan(begin, n), std::span{actual}.subspan(begin, n), 0.5f};
  }
};

/// Durations and predictions that are off by a quarter, and the truth before as a naive forecast.
struct regression {
  std::vector<float> actual = std::vector<float>(rows);
  std::vector<float> predicted = std::vector<float>(rows);
  std::vector<float> naive = std::vector<float>(rows);

  regression() {
    std::mt19937_64 rng{2};
    std::normal_distribution<float> normal;
    for (std::size_t i = 0; i < rows; ++i) {
      actual[i] = 600 * std::exp(normal(rng));
      predicted[i] = actual[i] * std::exp(0.25f * normal(rng));
      naive[i] = actual[i > 0 ? i - 1 : 0];
    }
  }
  telltale::regression_outcome<float> row(std::size_t i) const {
    return {actual[i], predicted[i], naive[i]};
  }
  telltale::regression_batch<float> batch(std::size_t begin, std::size_t n) const {
    return {std::span{actual}.subspan(begin, n), std::span{predicted}.subspan(begin, n),
            std::span{naive}.subspan(begin, n)};
  }
};

/// Standard normal features, `width` a row.
struct features {
  std::size_t width;
  std::vector<float> values;

  explicit features(std::size_t features_a_row) : width(features_a_row), values(rows * width) {
    std::mt19937_64 rng{3};
    std::normal_distribution<float> normal;
    for (float& x : values) x = normal(rng);
  }
  std::vector<double> sorted(std::size_t column) const {
    std::vector<double> all;
    for (std::size_t i = column; i < values.size(); i += width)
      all.push_back(static_cast<double>(values[i]));
    std::sort(all.begin(), all.end());
    return all;
  }
};

/// Times `pass(state)`, which takes in `items` of them.
template <class State>
void run(benchmark::State& bench, State state, std::size_t items, auto&& pass) {
  State* const seen = &state;  // from now on somebody may look at it
  benchmark::DoNotOptimize(seen);
  for (auto _ : bench) {
    pass(state);
    benchmark::ClobberMemory();
  }
  bench.SetItemsProcessed(bench.iterations() * static_cast<std::int64_t>(items));
}

/// Row by row, as `update(state, row)` has it.
template <class Rows, class State>
void by_row(benchmark::State& bench, State state, auto&& update) {
  const Rows all;
  run(bench, std::move(state), rows, [&](State& s) {
    for (std::size_t i = 0; i < rows; ++i) update(s, all.row(i));
  });
}
template <class Rows, class State>
void by_row(benchmark::State& bench, State state) {
  by_row<Rows>(bench, std::move(state), [](State& s, const auto& row) { s.update(row); });
}

/// In the blocks of a monitor, whose length the compiler does not know.
template <class Rows, class State>
void by_block(benchmark::State& bench, State state) {
  const Rows all;
  volatile std::size_t unknown = block;
  const std::size_t n = unknown;
  run(bench, std::move(state), rows, [&](State& s) {
    for (std::size_t begin = 0; begin < rows; begin += n) s.update(all.batch(begin, n));
  });
}

}  // namespace data
