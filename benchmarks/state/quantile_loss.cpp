// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/quantile_loss.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

namespace {

using telltale::state::quantile_loss;

void quantile_loss_row(benchmark::State& bench) {
  data::by_row<data::regression>(bench, quantile_loss{0.9});
}
void quantile_loss_block(benchmark::State& bench) {
  data::by_block<data::regression>(bench, quantile_loss{0.9});
}

BENCHMARK(quantile_loss_row);
BENCHMARK(quantile_loss_block);

}  // namespace
