// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/crps.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <span>

namespace {

using telltale::state::crps;

void crps_normal(benchmark::State& bench) {
  const data::regression rows;
  crps s;
  for (auto _ : bench) {
    for (std::size_t i = 0; i < data::rows; ++i)
      s.update(telltale::state::normal_outcome<float>{rows.actual[i], rows.predicted[i],
                                                      0.3f * rows.predicted[i]});
    benchmark::DoNotOptimize(s);
  }
  bench.SetItemsProcessed(bench.iterations() * static_cast<std::int64_t>(data::rows));
}
void crps_ensemble(benchmark::State& bench) {
  const data::regression rows;
  const auto members = static_cast<std::size_t>(bench.range(0));
  crps s;
  for (auto _ : bench) {
    for (std::size_t i = 0; i + members <= data::rows; i += members)
      s.update(telltale::state::ensemble_outcome<float>{
          rows.actual[i], std::span{rows.predicted}.subspan(i, members)});
    benchmark::DoNotOptimize(s);
  }
  const auto each = static_cast<std::int64_t>(data::rows / members);
  bench.SetItemsProcessed(bench.iterations() * each);
}

BENCHMARK(crps_normal);
BENCHMARK(crps_ensemble)->Arg(10)->Arg(50);

}  // namespace
