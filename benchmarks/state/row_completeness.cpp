// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/row_completeness.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <span>

namespace {

void row_completeness_16_features(benchmark::State& bench) {
  const data::features all{16};
  data::run(bench, telltale::state::row_completeness{}, data::rows, [&](auto& s) {
    for (std::size_t at = 0; at < all.values.size(); at += all.width)
      s.update(std::span{all.values}.subspan(at, all.width));
  });
}

BENCHMARK(row_completeness_16_features);

}  // namespace
