// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/core/outcome.hpp>

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

// Two columns as long as the benchmark's argument says: 1,000 rows stay in the first cache, 100,000
// in the second, 10,000,000 in neither.

namespace columns {

struct binary {
  std::vector<float> scores;
  std::vector<std::uint8_t> actual;

  explicit binary(std::size_t size) : scores(size), actual(size) {
    std::mt19937_64 rng{1};
    for (std::size_t i = 0; i < size; ++i) {
      scores[i] = static_cast<float>(rng() >> 40) * 0x1p-24f;
      actual[i] = static_cast<float>(rng() >> 40) * 0x1p-24f < scores[i];
    }
  }
  telltale::binary_batch<float> batch() const { return {scores, actual, 0.5f}; }
};

/// Times `pass(rows)`; items are rows.
void run(benchmark::State& bench, auto&& pass) {
  const binary rows{static_cast<std::size_t>(bench.range(0))};
  for (auto _ : bench) {
    pass(rows);
    benchmark::ClobberMemory();
  }
  bench.SetItemsProcessed(bench.iterations() * bench.range(0));
}

}  // namespace columns
