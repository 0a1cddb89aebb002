// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/count_min.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <random>
#include <vector>

namespace {

void count_min_row(benchmark::State& bench) {
  std::mt19937_64 rng{8};
  std::vector<std::uint64_t> keys(data::rows);
  for (std::uint64_t& key : keys) key = rng() % 50'000;
  data::run(bench, telltale::state::count_min<>{}, data::rows, [&](auto& s) {
    for (const std::uint64_t key : keys) s.update(key);
  });
}

BENCHMARK(count_min_row);

}  // namespace
