// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/runs.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <span>
#include <vector>

namespace {

using telltale::state::runs;

void runs_column(benchmark::State& bench) {
  const std::vector<float> all = data::features{1}.values;
  data::run(bench, runs{}, data::rows, [&](auto& s) { s.update(std::span{all}); });
}

BENCHMARK(runs_column);

}  // namespace
