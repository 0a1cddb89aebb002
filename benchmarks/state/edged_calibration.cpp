// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/edged_calibration.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>
#include <vector>

namespace {

using telltale::state::binning;
using telltale::state::edged_calibration;

edged_calibration of_equal_mass() {
  const data::binary rows;
  std::vector<double> scores{rows.scores.begin(), rows.scores.end()};
  std::sort(scores.begin(), scores.end());
  return edged_calibration{std::make_shared<const binning>(*binning::equal_mass(scores, 15))};
}

void edged_calibration_row(benchmark::State& bench) {
  data::by_row<data::binary>(bench, of_equal_mass());
}
void edged_calibration_block(benchmark::State& bench) {
  data::by_block<data::binary>(bench, of_equal_mass());
}

BENCHMARK(edged_calibration_row);
BENCHMARK(edged_calibration_block);

}  // namespace
