// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/calibration_residuals.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

namespace {

using telltale::state::calibration_residuals;

void calibration_residuals_row(benchmark::State& bench) {
  data::by_row<data::binary>(bench, calibration_residuals{});
}
void calibration_residuals_block(benchmark::State& bench) {
  data::by_block<data::binary>(bench, calibration_residuals{});
}

BENCHMARK(calibration_residuals_row);
BENCHMARK(calibration_residuals_block);

}  // namespace
