// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/proper_loss.hpp>

#include "../data.hpp"
#include "../peers/accumulators.hpp"
#include "../peers/naive.hpp"

#include <benchmark/benchmark.h>

namespace {

using telltale::state::proper_loss;

void proper_loss_row(benchmark::State& bench) { data::by_row<data::binary>(bench, proper_loss{}); }
void proper_loss_block(benchmark::State& bench) {
  data::by_block<data::binary>(bench, proper_loss{});
}
void proper_loss_naive(benchmark::State& bench) {
  data::by_row<data::binary>(bench, naive::losses{}, [](auto& s, const auto& row) {
    s.update(row.score, row.actual == 1);
  });
}
// Mean and variance of both losses, which the intervals of the metrics need.
void proper_loss_accumulators(benchmark::State& bench) {
  struct losses {
    accumulators::spread log_loss, squared;
  };
  data::by_row<data::binary>(bench, losses{}, [](auto& s, const auto& row) {
    s.log_loss(naive::log_loss(row.score, row.actual == 1));
    const double error = static_cast<double>(row.score) - row.actual;
    s.squared(error * error);
  });
}

BENCHMARK(proper_loss_row);
BENCHMARK(proper_loss_block);
BENCHMARK(proper_loss_naive);
BENCHMARK(proper_loss_accumulators);

}  // namespace
