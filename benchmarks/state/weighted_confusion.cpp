// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/weighted_confusion.hpp>

#include "../data.hpp"
#include "../peers/accumulators.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>

namespace {

using telltale::state::weighted_confusion;

void weighted_confusion_row(benchmark::State& bench) {
  data::by_row<data::binary>(bench, weighted_confusion<2>{});
}
void weighted_confusion_naive(benchmark::State& bench) {
  data::by_row<data::binary>(bench, std::array<double, 4>{}, [](auto& s, const auto& row) {
    s[std::size_t{2} * row.actual + row.predicted] += row.weight;
  });
}
void weighted_confusion_accumulators(benchmark::State& bench) {
  data::by_row<data::binary>(
      bench, std::array<accumulators::sum, 4>{},
      [](auto& s, const auto& row) { s[std::size_t{2} * row.actual + row.predicted](row.weight); });
}

BENCHMARK(weighted_confusion_row);
BENCHMARK(weighted_confusion_naive);
BENCHMARK(weighted_confusion_accumulators);

}  // namespace
