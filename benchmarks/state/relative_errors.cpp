// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/relative_errors.hpp>

#include "../by_path.hpp"
#include "../data.hpp"
#include "../peers/accumulators.hpp"

#include <benchmark/benchmark.h>

#include <cmath>

namespace {

using telltale::state::relative_errors;

void relative_errors_row(benchmark::State& bench) {
  data::by_row<data::regression>(bench, relative_errors{});
}
void relative_errors_block(benchmark::State& bench) {
  data::by_block<data::regression>(bench, relative_errors{});
}
void relative_errors_naive(benchmark::State& bench) {
  struct sums {
    double of_actual = 0, symmetric = 0;
  };
  data::by_row<data::regression>(bench, sums{}, [](auto& s, const auto& row) {
    const auto y = static_cast<double>(row.actual), p = static_cast<double>(row.predicted);
    if (y != 0) s.of_actual += std::abs((p - y) / y);
    s.symmetric += 2 * std::abs(p - y) / (std::abs(y) + std::abs(p));
  });
}
void relative_errors_accumulators(benchmark::State& bench) {
  struct sums {
    accumulators::spread of_actual, symmetric;
  };
  data::by_row<data::regression>(bench, sums{}, [](auto& s, const auto& row) {
    const auto y = static_cast<double>(row.actual), p = static_cast<double>(row.predicted);
    if (y != 0) s.of_actual(std::abs((p - y) / y));
    s.symmetric(2 * std::abs(p - y) / (std::abs(y) + std::abs(p)));
  });
}

BENCHMARK(relative_errors_row);
const bool registered =
    by_path::registered("relative_errors_block", relative_errors_block, by_path::of<>);
BENCHMARK(relative_errors_naive);
BENCHMARK(relative_errors_accumulators);

}  // namespace
