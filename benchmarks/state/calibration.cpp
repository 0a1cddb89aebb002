// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/calibration.hpp>

#include "../data.hpp"
#include "../peers/accumulators.hpp"
#include "../peers/naive.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstddef>

namespace {

using telltale::state::calibration;

void calibration_row(benchmark::State& bench) {
  data::by_row<data::binary>(bench, calibration<>{});
}
void calibration_block(benchmark::State& bench) {
  data::by_block<data::binary>(bench, calibration<>{});
}
void calibration_naive(benchmark::State& bench) {
  data::by_row<data::binary>(bench, naive::reliability{}, [](auto& s, const auto& row) {
    s.update(row.score, row.actual == 1);
  });
}
void calibration_accumulators(benchmark::State& bench) {
  struct bin {
    accumulators::spread scores;
    accumulators::count positives;
  };
  data::by_row<data::binary>(bench, std::array<bin, 15>{}, [](auto& s, const auto& row) {
    bin& b = s[(std::min)(static_cast<std::size_t>(row.score * 15), std::size_t{14})];
    b.scores(static_cast<double>(row.score));
    if (row.actual == 1) b.positives(1);
  });
}

BENCHMARK(calibration_row);
BENCHMARK(calibration_block);
BENCHMARK(calibration_naive);
BENCHMARK(calibration_accumulators);

}  // namespace
