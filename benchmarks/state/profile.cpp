// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/profile.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <memory>

namespace {

using telltale::state::binning;

void profile_row(benchmark::State& bench) {
  const data::features all{2};
  const auto bins = std::make_shared<const binning>(*binning::equal_mass(all.sorted(0), 20));
  data::run(bench, telltale::state::profile{bins}, data::rows, [&](auto& s) {
    for (std::size_t i = 0; i < all.values.size(); i += 2)
      s.update(all.values[i], all.values[i + 1]);
  });
}

BENCHMARK(profile_row);

}  // namespace
