// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/scored_rows.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <utility>
#include <vector>

namespace {

using telltale::state::scored_rows;

void scored_rows_row(benchmark::State& bench) {
  const data::binary all;
  data::run(bench, scored_rows<float>{data::rows}, data::rows, [&](auto& s) {
    s.clear();
    for (std::size_t i = 0; i < data::rows; ++i) s.update(all.row(i));
  });
}
void scored_rows_naive(benchmark::State& bench) {
  const data::binary all;
  data::run(bench, std::vector<std::pair<float, bool>>{}, data::rows, [&](auto& s) {
    s.clear();
    for (std::size_t i = 0; i < data::rows; ++i) s.emplace_back(all.scores[i], all.actual[i] == 1);
  });
}

BENCHMARK(scored_rows_row);
BENCHMARK(scored_rows_naive);

}  // namespace
