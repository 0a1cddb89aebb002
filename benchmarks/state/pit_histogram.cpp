// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/pit_histogram.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>

namespace {

void pit_histogram_row(benchmark::State& bench) {
  const data::binary rows;
  telltale::state::pit_histogram<> s;
  for (auto _ : bench) {
    for (const float u : rows.scores) s.update(static_cast<double>(u));
    benchmark::DoNotOptimize(s);
  }
  bench.SetItemsProcessed(bench.iterations() * static_cast<std::int64_t>(data::rows));
}

BENCHMARK(pit_histogram_row);

}  // namespace
