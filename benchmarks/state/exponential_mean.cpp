// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/exponential_mean.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <span>
#include <vector>

namespace {

using telltale::state::exponential_mean;

void exponential_mean_column(benchmark::State& bench) {
  const std::vector<float> all = data::features{1}.values;
  data::run(bench, exponential_mean{100}, data::rows, [&](auto& s) { s.update(std::span{all}); });
}

BENCHMARK(exponential_mean_column);

}  // namespace
