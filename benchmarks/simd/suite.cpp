// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/performance.hpp>

#include "../by_path.hpp"
#include "../columns.hpp"
#include "../peers/naive.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>

namespace {

// All that a binary monitor keeps: confusion, losses, calibration, scores of each class.
void suite(benchmark::State& bench) {
  telltale::binary_performance all;
  columns::run(bench, [&](const columns::binary& rows) { all.update(rows.batch()); });
}
const bool registered =
    by_path::registered("batch_suite", suite, by_path::of<1'000, 100'000, 10'000'000>);

// Without calibration and without what intervals need.
void batch_suite_naive(benchmark::State& bench) {
  naive::suite all;
  columns::run(bench, [&](const columns::binary& rows) {
    for (std::size_t i = 0; i < rows.scores.size(); ++i)
      all.update(rows.scores[i], rows.actual[i] == 1);
    benchmark::DoNotOptimize(all);
  });
}
BENCHMARK(batch_suite_naive)->Arg(1'000)->Arg(100'000)->Arg(10'000'000);

}  // namespace
