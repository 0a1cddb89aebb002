// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/sliding_auc.hpp>

#include "../data.hpp"
#include "../peers/order_statistics.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace {

using telltale::state::sliding_auc;

// The argument is the rows of the window. Every pass begins with a full one.
template <class State>
void pass(benchmark::State& bench, State state, auto&& update) {
  const data::binary all;
  const auto rows = static_cast<std::size_t>(bench.range(0));
  for (std::size_t i = 0; i < rows; ++i) update(state, all.row(i % data::rows));
  data::run(bench, std::move(state), data::rows, [&](State& s) {
    for (std::size_t i = 0; i < data::rows; ++i) update(s, all.row(i));
  });
}

void sliding_auc_row(benchmark::State& bench) {
  pass(bench, sliding_auc<float>{static_cast<std::size_t>(bench.range(0))},
       [](auto& s, const auto& row) { s.update(row); });
}
void sliding_auc_trees(benchmark::State& bench) {
  pass(bench, order_statistics::sliding_auc{static_cast<std::size_t>(bench.range(0))},
       [](auto& s, const auto& row) { s.update(row.score, row.actual == 1); });
}
/// Sorts the window anew after each row.
void sliding_auc_sort(benchmark::State& bench) {
  const data::binary all;
  const auto rows = static_cast<std::size_t>(bench.range(0));
  std::vector<std::pair<float, std::uint8_t>> ring(rows), sorted;
  for (std::size_t i = 0; i < rows; ++i) ring[i] = {all.scores[i], all.actual[i]};
  std::size_t next = 0;
  for (auto _ : bench) {
    ring[next % rows] = {all.scores[next % data::rows], all.actual[next % data::rows]};
    ++next;
    sorted = ring;
    std::sort(sorted.begin(), sorted.end());
    std::uint64_t won = 0, negatives = 0;
    for (const auto& [score, label] : sorted) {
      won += label * negatives;
      negatives += 1u - label;
    }
    benchmark::DoNotOptimize(won);
  }
  bench.SetItemsProcessed(bench.iterations());
}

BENCHMARK(sliding_auc_row)->Arg(1'000)->Arg(10'000)->Arg(50'000);
BENCHMARK(sliding_auc_trees)->Arg(1'000)->Arg(10'000)->Arg(50'000);
BENCHMARK(sliding_auc_sort)->Arg(1'000)->Arg(10'000);

}  // namespace
