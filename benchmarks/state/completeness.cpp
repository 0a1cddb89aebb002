// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/completeness.hpp>

#include "../data.hpp"
#include "../peers/accumulators.hpp"

#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <vector>

namespace {

using telltale::state::completeness;

std::vector<float> column() {
  std::vector<float> all = data::features{1}.values;
  std::mt19937_64 rng{7};
  for (float& x : all)
    if (rng() % 20 == 0) x = std::numeric_limits<float>::quiet_NaN();
  return all;
}

void completeness_column(benchmark::State& bench) {
  const std::vector<float> all = column();
  data::run(bench, completeness{}, data::rows, [&](auto& s) { s.update(std::span{all}); });
}
void completeness_naive(benchmark::State& bench) {
  struct counts {
    std::uint64_t finite = 0, missing = 0, zero = 0;
  };
  const std::vector<float> all = column();
  data::run(bench, counts{}, data::rows, [&](auto& s) {
    for (const float x : all) {
      if (std::isnan(x)) {
        ++s.missing;
      } else {
        ++s.finite;
        if (x == 0) ++s.zero;
      }
    }
  });
}
void completeness_accumulators(benchmark::State& bench) {
  struct counts {
    accumulators::count finite, missing;
  };
  const std::vector<float> all = column();
  data::run(bench, counts{}, data::rows, [&](auto& s) {
    for (const float x : all) (std::isnan(x) ? s.missing : s.finite)(1);
  });
}

BENCHMARK(completeness_column);
BENCHMARK(completeness_naive);
BENCHMARK(completeness_accumulators);

}  // namespace
