// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/deviance.hpp>

#include "../data.hpp"
#include "../peers/accumulators.hpp"

#include <benchmark/benchmark.h>

#include <cmath>

namespace {

using telltale::state::deviance;
using telltale::state::family;

double gamma(double y, double mean) { return 2 * (std::log(mean / y) + y / mean - 1); }

void deviance_row(benchmark::State& bench) {
  data::by_row<data::regression>(bench, deviance<family::gamma>{});
}
void deviance_naive(benchmark::State& bench) {
  data::by_row<data::regression>(bench, double{}, [](double& s, const auto& row) {
    s += gamma(static_cast<double>(row.actual), static_cast<double>(row.predicted));
  });
}
void deviance_accumulators(benchmark::State& bench) {
  data::by_row<data::regression>(bench, accumulators::spread{}, [](auto& s, const auto& row) {
    s(gamma(static_cast<double>(row.actual), static_cast<double>(row.predicted)));
  });
}

BENCHMARK(deviance_row);
BENCHMARK(deviance_naive);
BENCHMARK(deviance_accumulators);

}  // namespace
