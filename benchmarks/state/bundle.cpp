// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/bundle.hpp>

#include <telltale/state/calibration.hpp>
#include <telltale/state/confusion.hpp>
#include <telltale/state/proper_loss.hpp>
#include <telltale/state/score_histogram.hpp>

#include "../data.hpp"
#include "../peers/naive.hpp"

#include <benchmark/benchmark.h>

namespace {

namespace state = telltale::state;

// What a binary monitor keeps in bounded memory.
using suite = state::bundle<state::confusion<2>, state::proper_loss, state::calibration<>,
                            state::score_histogram<>>;

void bundle_row(benchmark::State& bench) { data::by_row<data::binary>(bench, suite{}); }
void bundle_block(benchmark::State& bench) { data::by_block<data::binary>(bench, suite{}); }
// Less than the suite: no calibration, nothing for an interval.
void bundle_naive(benchmark::State& bench) {
  data::by_row<data::binary>(bench, naive::suite{}, [](auto& s, const auto& row) {
    s.update(row.score, row.actual == 1);
  });
}

BENCHMARK(bundle_row);
BENCHMARK(bundle_block);
BENCHMARK(bundle_naive);

}  // namespace
