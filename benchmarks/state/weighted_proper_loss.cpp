// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/weighted_proper_loss.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

namespace {

using telltale::state::weighted_proper_loss;

void weighted_proper_loss_row(benchmark::State& bench) {
  data::by_row<data::binary>(bench, weighted_proper_loss{});
}
void weighted_proper_loss_block(benchmark::State& bench) {
  data::by_block<data::binary>(bench, weighted_proper_loss{});
}

BENCHMARK(weighted_proper_loss_row);
BENCHMARK(weighted_proper_loss_block);

}  // namespace
