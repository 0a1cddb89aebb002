// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/sliding_ks.hpp>

#include "../data.hpp"
#include "../peers/sliding_ks.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <utility>
#include <vector>

namespace {

using telltale::state::gap_upkeep;
using telltale::state::sliding_ks;

std::vector<float> normal(std::size_t n, std::uint64_t seed, float mean) {
  std::mt19937_64 rng{seed};
  std::normal_distribution<float> draw{mean};
  std::vector<float> values(n);
  for (float& x : values) x = draw(rng);
  return values;
}

// The arguments are the values of the window and of the reference. Every pass begins with a full
// window, and reads D after every `period` values.
template <class State>
void pass(benchmark::State& bench, std::size_t period, auto&& d) {
  const std::vector<float> values = normal(data::rows, 4, 0.05f);
  const auto rows = static_cast<std::size_t>(bench.range(0));
  State made{normal(static_cast<std::size_t>(bench.range(1)), 5, 0), rows};
  for (std::size_t i = 0; i < rows; ++i) made.update(values[i % data::rows]);
  std::size_t i = 0, since = 0;
  for (auto _ : bench) {
    made.update(values[i]);
    i = (i + 1) % data::rows;
    if (++since == period) {
      since = 0;
      benchmark::DoNotOptimize(d(made));
    }
  }
  bench.SetItemsProcessed(bench.iterations());
}

void sliding_ks_each_row(benchmark::State& bench) {
  pass<sliding_ks<float, gap_upkeep::each_row>>(bench, 1, [](auto& s) { return s.widest_gap(); });
}
void sliding_ks_each_thousandth(benchmark::State& bench) {
  pass<sliding_ks<float>>(bench, 1000, [](auto& s) { return s.widest_gap(); });
}
void sliding_ks_on_demand(benchmark::State& bench) {
  pass<sliding_ks<float>>(bench, 1, [](auto& s) { return s.widest_gap(); });
}
void sliding_ks_sorted_array(benchmark::State& bench) {
  pass<sliding_ks_peers::sorted_array>(bench, 1, [](auto& s) { return s.d(); });
}
void sliding_ks_sort_again(benchmark::State& bench) {
  pass<sliding_ks_peers::sort_again>(bench, 1, [](auto& s) { return s.d(); });
}

BENCHMARK(sliding_ks_each_row)->Args({1'000, 1'000})->Args({10'000, 10'000});
BENCHMARK(sliding_ks_each_thousandth)->Args({1'000, 1'000})->Args({10'000, 10'000});
BENCHMARK(sliding_ks_on_demand)->Args({1'000, 1'000})->Args({10'000, 10'000});
BENCHMARK(sliding_ks_sorted_array)->Args({1'000, 1'000})->Args({10'000, 10'000});
BENCHMARK(sliding_ks_sort_again)->Args({1'000, 1'000})->Args({10'000, 10'000});

}  // namespace
