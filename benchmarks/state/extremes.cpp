// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/extremes.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <span>
#include <vector>

namespace {

using telltale::state::extremes;

void extremes_column(benchmark::State& bench) {
  const std::vector<float> all = data::features{1}.values;
  data::run(bench, extremes{}, data::rows, [&](auto& s) { s.update(std::span{all}); });
}

BENCHMARK(extremes_column);

}  // namespace
