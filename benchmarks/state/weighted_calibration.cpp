// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/weighted_calibration.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

namespace {

using telltale::state::weighted_calibration;

void weighted_calibration_row(benchmark::State& bench) {
  data::by_row<data::binary>(bench, weighted_calibration<>{});
}
void weighted_calibration_block(benchmark::State& bench) {
  data::by_block<data::binary>(bench, weighted_calibration<>{});
}

BENCHMARK(weighted_calibration_row);
BENCHMARK(weighted_calibration_block);

}  // namespace
