// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/autocorrelation.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <span>
#include <vector>

namespace {

template <std::size_t Lags>
void autocorrelation_column(benchmark::State& bench) {
  const std::vector<float> all = data::features{1}.values;
  data::run(bench, telltale::state::autocorrelation<Lags>{}, data::rows,
            [&](auto& s) { s.update(std::span{all}); });
}

BENCHMARK(autocorrelation_column<1>);
BENCHMARK(autocorrelation_column<16>);

}  // namespace
