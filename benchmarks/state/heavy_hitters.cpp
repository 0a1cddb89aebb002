// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/heavy_hitters.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <unordered_map>
#include <vector>

namespace {

using telltale::state::heavy_hitters;

/// A column in which every second value is one of five.
std::vector<float> sentinels() {
  std::vector<float> all = data::features{1}.values;
  std::mt19937_64 rng{7};
  for (float& x : all)
    if (rng() % 2 == 0) x = static_cast<float>(rng() % 5) - 1;
  return all;
}

void heavy_hitters_few_values(benchmark::State& bench) {
  std::vector<float> all = data::features{1}.values;
  for (float& x : all) x = std::floor(2 * x);
  data::run(bench, heavy_hitters<>{}, data::rows, [&](auto& s) { s.update(std::span{all}); });
}
template <std::size_t Capacity>
void heavy_hitters_sentinels(benchmark::State& bench) {
  const std::vector<float> all = sentinels();
  data::run(bench, heavy_hitters<double, Capacity>{}, data::rows,
            [&](auto& s) { s.update(std::span{all}); });
}
void heavy_hitters_all_different(benchmark::State& bench) {
  const std::vector<float> all = data::features{1}.values;
  data::run(bench, heavy_hitters<>{}, data::rows, [&](auto& s) { s.update(std::span{all}); });
}
void heavy_hitters_naive(benchmark::State& bench) {
  const std::vector<float> all = sentinels();
  data::run(bench, std::unordered_map<float, std::uint64_t>{}, data::rows, [&](auto& s) {
    for (const float x : all) ++s[x];
  });
}

BENCHMARK(heavy_hitters_few_values);
BENCHMARK(heavy_hitters_sentinels<8>);
BENCHMARK(heavy_hitters_sentinels<16>);
BENCHMARK(heavy_hitters_sentinels<64>);
BENCHMARK(heavy_hitters_all_different);
BENCHMARK(heavy_hitters_naive);

}  // namespace
