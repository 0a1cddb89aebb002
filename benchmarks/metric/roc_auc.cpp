// SPDX-License-Identifier: Apache-2.0
#include "../batches.hpp"
#include "../by_path.hpp"
#include "../peers/sorting.hpp"

#include <telltale/core/outcome.hpp>
#include <telltale/metric/ranking_quality.hpp>
#include <telltale/simd/count_class_pairs.hpp>

#include <benchmark/benchmark.h>

namespace {

namespace metric = telltale::metric;

// With DeLong's interval.
void roc_auc(benchmark::State& bench) {
  batches::run(bench, [](const batches::scores& rows) {
    return metric::roc_auc(telltale::binary_batch<float>{rows.values(), rows.actual(), 0.5f});
  });
}
const bool registered = by_path::registered("roc_auc", roc_auc, batches::shapes);

// What it does with few rows, and what defines it.
void roc_auc_radix_sort(benchmark::State& bench) {
  batches::run(bench, [](const batches::scores& rows) {
    return telltale::simd::detail::sorted_class_pairs(rows.values(), rows.actual());
  });
}
BENCHMARK(roc_auc_radix_sort)->Apply(batches::shapes);

void roc_auc_std_sort(benchmark::State& bench) {
  batches::run(bench, [](const batches::scores& rows) {
    return sorting::roc_auc(rows.values(), rows.actual());
  });
}
BENCHMARK(roc_auc_std_sort)->Apply(batches::shapes);

}  // namespace
