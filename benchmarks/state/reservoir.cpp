// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/reservoir.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <vector>

namespace {

/// A stream that goes on: from the second pass on nearly no row stays.
void reservoir_row(benchmark::State& bench) {
  const std::vector<float> all = data::features{1}.values;
  data::run(bench, telltale::state::reservoir<float>{1000}, data::rows, [&](auto& s) {
    for (const float x : all) s.update(x);
  });
}

BENCHMARK(reservoir_row);

}  // namespace
