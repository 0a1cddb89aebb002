// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/residuals.hpp>

#include "../by_path.hpp"
#include "../data.hpp"
#include "../peers/accumulators.hpp"
#include "../peers/naive.hpp"

#include <benchmark/benchmark.h>

#include <cmath>

namespace {

using telltale::state::residuals;

void residuals_row(benchmark::State& bench) { data::by_row<data::regression>(bench, residuals{}); }
void residuals_block(benchmark::State& bench) {
  data::by_block<data::regression>(bench, residuals{});
}
void residuals_naive(benchmark::State& bench) {
  data::by_row<data::regression>(bench, naive::errors{}, [](auto& s, const auto& row) {
    s.update(static_cast<double>(row.actual), static_cast<double>(row.predicted));
  });
}
void residuals_accumulators(benchmark::State& bench) {
  struct errors {
    accumulators::range error, absolute;
    accumulators::spread squared, actual;
  };
  data::by_row<data::regression>(bench, errors{}, [](auto& s, const auto& row) {
    const double error = static_cast<double>(row.predicted) - static_cast<double>(row.actual);
    s.error(error);
    s.absolute(std::abs(error));
    s.squared(error * error);
    s.actual(static_cast<double>(row.actual));
  });
}

BENCHMARK(residuals_row);
const bool registered = by_path::registered("residuals_block", residuals_block, by_path::of<>);
BENCHMARK(residuals_naive);
BENCHMARK(residuals_accumulators);

}  // namespace
