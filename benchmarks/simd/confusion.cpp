// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/confusion.hpp>

#include "../by_path.hpp"
#include "../columns.hpp"
#include "../peers/eigen.hpp"
#include "../peers/floor.hpp"
#include "../peers/naive.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace {

void confusion(benchmark::State& bench) {
  columns::run(bench, [](const columns::binary& rows) {
    benchmark::DoNotOptimize(telltale::simd::confusion<float>(rows.scores, rows.actual, 0.5f));
  });
}
const bool registered =
    by_path::registered("batch_confusion", confusion, by_path::of<1'000, 100'000, 10'000'000>);

void batch_confusion_naive(benchmark::State& bench) {
  columns::run(bench, [](const columns::binary& rows) {
    naive::counts all;
    for (std::size_t i = 0; i < rows.scores.size(); ++i)
      all.update(rows.scores[i] >= 0.5f, rows.actual[i] == 1);
    benchmark::DoNotOptimize(all);
  });
}
// Without a branch.
void batch_confusion_table(benchmark::State& bench) {
  columns::run(bench, [](const columns::binary& rows) {
    std::array<std::uint64_t, 4> cells{};
    for (std::size_t i = 0; i < rows.scores.size(); ++i)
      ++cells[2 * std::size_t{rows.actual[i]} + (rows.scores[i] >= 0.5f)];
    benchmark::DoNotOptimize(cells);
  });
}
void batch_confusion_eigen(benchmark::State& bench) {
  columns::run(bench, [](const columns::binary& rows) {
    benchmark::DoNotOptimize(eigen::confusion(rows.scores, rows.actual));
  });
}
void batch_confusion_floor(benchmark::State& bench) {
  columns::run(bench, [](const columns::binary& rows) {
    benchmark::DoNotOptimize(floors::read(rows.scores.data(), 4 * rows.scores.size()));
    benchmark::DoNotOptimize(floors::read(rows.actual.data(), rows.actual.size()));
  });
}
BENCHMARK(batch_confusion_naive)->Arg(1'000)->Arg(100'000)->Arg(10'000'000);
BENCHMARK(batch_confusion_table)->Arg(1'000)->Arg(100'000)->Arg(10'000'000);
BENCHMARK(batch_confusion_eigen)->Arg(1'000)->Arg(100'000)->Arg(10'000'000);
BENCHMARK(batch_confusion_floor)->Arg(1'000)->Arg(100'000)->Arg(10'000'000);

}  // namespace
