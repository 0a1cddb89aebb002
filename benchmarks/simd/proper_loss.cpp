// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/bundle.hpp>
#include <telltale/state/confusion.hpp>
#include <telltale/state/proper_loss.hpp>

#include "../by_path.hpp"
#include "../columns.hpp"
#include "../peers/eigen.hpp"
#include "../peers/naive.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>

namespace {

namespace state = telltale::state;

// A confusion, the log loss and the Brier score, each with the variance for its interval.
void losses(benchmark::State& bench) {
  state::bundle<state::confusion<2>, state::proper_loss> all;
  columns::run(bench, [&](const columns::binary& rows) { all.update(rows.batch()); });
}
const bool registered =
    by_path::registered("batch_losses", losses, by_path::of<1'000, 100'000, 10'000'000>);

// Without a variance.
void batch_losses_naive(benchmark::State& bench) {
  columns::run(bench, [](const columns::binary& rows) {
    naive::counts counts;
    naive::losses losses;
    for (std::size_t i = 0; i < rows.scores.size(); ++i) {
      counts.update(rows.scores[i] >= 0.5f, rows.actual[i] == 1);
      losses.update(rows.scores[i], rows.actual[i] == 1);
    }
    benchmark::DoNotOptimize(counts);
    benchmark::DoNotOptimize(losses);
  });
}
void batch_losses_eigen(benchmark::State& bench) {
  columns::run(bench, [](const columns::binary& rows) {
    benchmark::DoNotOptimize(eigen::confusion(rows.scores, rows.actual));
    benchmark::DoNotOptimize(eigen::losses(rows.scores, rows.actual));
  });
}
BENCHMARK(batch_losses_naive)->Arg(1'000)->Arg(100'000)->Arg(10'000'000);
BENCHMARK(batch_losses_eigen)->Arg(1'000)->Arg(100'000)->Arg(10'000'000);

}  // namespace
