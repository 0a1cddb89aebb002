// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/error_histogram.hpp>

#include "../data.hpp"
#include "../peers/accumulators.hpp"
#include "../peers/naive.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdlib>
#include <vector>

namespace {

using telltale::state::error_histogram;

void error_histogram_row(benchmark::State& bench) {
  data::by_row<data::regression>(bench, error_histogram<>{});
}
void error_histogram_block(benchmark::State& bench) {
  data::by_block<data::regression>(bench, error_histogram<>{});
}
void error_histogram_naive(benchmark::State& bench) {
  std::vector<float> edges;
  for (int k = -512; k < 512; ++k)
    edges.push_back(
        std::copysign(std::exp2(static_cast<float>(std::abs(k)) / 32), static_cast<float>(k)));
  data::by_row<data::regression>(bench, naive::feature_bins{edges}, [](auto& s, const auto& row) {
    s.update(row.predicted - row.actual);
  });
}
void error_histogram_accumulators(benchmark::State& bench) {
  data::by_row<data::regression>(
      bench, accumulators::density{1024, 1000},
      [](auto& s, const auto& row) { s.update(static_cast<double>(row.predicted - row.actual)); });
}

BENCHMARK(error_histogram_row);
BENCHMARK(error_histogram_block);
BENCHMARK(error_histogram_naive);
BENCHMARK(error_histogram_accumulators);

}  // namespace
