// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/saturation.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <span>
#include <vector>

namespace {

using telltale::state::saturation;

void saturation_column(benchmark::State& bench) {
  const std::vector<float> all = data::features{1}.values;
  data::run(bench, saturation{}, data::rows, [&](auto& s) { s.update(std::span{all}); });
}

BENCHMARK(saturation_column);

}  // namespace
