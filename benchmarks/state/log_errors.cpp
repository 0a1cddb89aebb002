// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/log_errors.hpp>

#include "../data.hpp"
#include "../peers/accumulators.hpp"

#include <benchmark/benchmark.h>

#include <cmath>

namespace {

using telltale::state::log_errors;

void log_errors_row(benchmark::State& bench) {
  data::by_row<data::regression>(bench, log_errors{});
}
void log_errors_naive(benchmark::State& bench) {
  data::by_row<data::regression>(bench, double{}, [](double& s, const auto& row) {
    const double gap = std::log1p(static_cast<double>(row.predicted)) -
                       std::log1p(static_cast<double>(row.actual));
    s += gap * gap;
  });
}
void log_errors_accumulators(benchmark::State& bench) {
  data::by_row<data::regression>(bench, accumulators::spread{}, [](auto& s, const auto& row) {
    const double gap = std::log1p(static_cast<double>(row.predicted)) -
                       std::log1p(static_cast<double>(row.actual));
    s(gap * gap);
  });
}

BENCHMARK(log_errors_row);
BENCHMARK(log_errors_naive);
BENCHMARK(log_errors_accumulators);

}  // namespace
