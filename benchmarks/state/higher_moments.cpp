// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/higher_moments.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <span>
#include <vector>

namespace {

using telltale::state::higher_moments;

void higher_moments_column(benchmark::State& bench) {
  const std::vector<float> all = data::features{1}.values;
  data::run(bench, higher_moments{}, data::rows, [&](auto& s) { s.update(std::span{all}); });
}

BENCHMARK(higher_moments_column);

}  // namespace
