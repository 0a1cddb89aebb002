// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/score_histogram.hpp>

#include "../data.hpp"
#include "../peers/accumulators.hpp"
#include "../peers/naive.hpp"

#include <benchmark/benchmark.h>

#include <vector>

namespace {

using telltale::state::score_histogram;

void score_histogram_row(benchmark::State& bench) {
  data::by_row<data::binary>(bench, score_histogram<>{});
}
void score_histogram_block(benchmark::State& bench) {
  data::by_block<data::binary>(bench, score_histogram<>{});
}
void score_histogram_naive(benchmark::State& bench) {
  data::by_row<data::binary>(bench, naive::score_bins{}, [](auto& s, const auto& row) {
    s.update(row.score, row.actual == 1);
  });
}
void score_histogram_accumulators(benchmark::State& bench) {
  data::by_row<data::binary>(
      bench, std::vector(2, accumulators::density{1024, 1000}),
      [](auto& s, const auto& row) { s[row.actual].update(static_cast<double>(row.score)); });
}

BENCHMARK(score_histogram_row);
BENCHMARK(score_histogram_block);
BENCHMARK(score_histogram_naive);
BENCHMARK(score_histogram_accumulators);

}  // namespace
