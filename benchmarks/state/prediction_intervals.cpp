// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/prediction_intervals.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>

namespace {

using telltale::state::interval_outcome;
using telltale::state::prediction_intervals;

void prediction_intervals_row(benchmark::State& bench) {
  const data::regression rows;
  prediction_intervals s{0.9};
  for (auto _ : bench) {
    for (std::size_t i = 0; i < data::rows; ++i)
      s.update(interval_outcome<float>{rows.actual[i], 0.7f * rows.predicted[i],
                                       1.4f * rows.predicted[i]});
    benchmark::DoNotOptimize(s);
  }
  bench.SetItemsProcessed(bench.iterations() * static_cast<std::int64_t>(data::rows));
}

BENCHMARK(prediction_intervals_row);

}  // namespace
