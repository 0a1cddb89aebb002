// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/worst.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

namespace {

void worst_row(benchmark::State& bench) {
  const std::vector<float> all = data::features{1}.values;
  data::run(bench, telltale::state::worst<>{1000}, data::rows, [&](auto& s) {
    s.clear();
    std::uint64_t id = 0;
    for (const float x : all) s.update(static_cast<double>(x), ++id);
  });
}

BENCHMARK(worst_row);

}  // namespace
