// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/predicates.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <vector>

namespace {

using telltale::state::predicate;
using telltale::state::predicates;

void predicates_row(benchmark::State& bench) {
  const std::vector<float> all = data::features{1}.values;
  const predicates four{predicate{"above", [](float x) noexcept { return x > -1; }},
                        predicate{"below", [](float x) noexcept { return x < 1; }},
                        predicate{"there", [](float x) noexcept { return x == x; }},
                        predicate{"either", [](float x) noexcept { return x < -2 || x > 2; }}};
  data::run(bench, four, data::rows, [&](auto& s) {
    for (const float x : all) s.update(x);
  });
}

BENCHMARK(predicates_row);

}  // namespace
