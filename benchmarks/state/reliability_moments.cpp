// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/reliability_moments.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

namespace {

using telltale::state::reliability_moments;

void reliability_moments_row(benchmark::State& bench) {
  data::by_row<data::binary>(bench, reliability_moments<>{});
}
void reliability_moments_block(benchmark::State& bench) {
  data::by_block<data::binary>(bench, reliability_moments<>{});
}

BENCHMARK(reliability_moments_row);
BENCHMARK(reliability_moments_block);

}  // namespace
