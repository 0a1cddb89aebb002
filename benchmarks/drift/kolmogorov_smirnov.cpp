// SPDX-License-Identifier: Apache-2.0
#include "../batches.hpp"
#include "../peers/sorting.hpp"

#include <telltale/simd/largest_gap.hpp>

#include <benchmark/benchmark.h>

namespace {

// Items are the values of one of the two samples.
void kolmogorov_smirnov(benchmark::State& bench) {
  batches::run(bench, [](const batches::scores& rows) {
    return telltale::simd::largest_gap(rows.values(), rows.others());
  });
}
BENCHMARK(kolmogorov_smirnov)->Apply(batches::shapes);

void kolmogorov_smirnov_std_sort(benchmark::State& bench) {
  batches::run(bench, [](const batches::scores& rows) {
    return sorting::kolmogorov_smirnov(rows.values(), rows.others());
  });
}
BENCHMARK(kolmogorov_smirnov_std_sort)->Apply(batches::shapes);

}  // namespace
