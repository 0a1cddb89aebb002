// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/moments.hpp>

#include "../data.hpp"
#include "../peers/accumulators.hpp"
#include "../peers/naive.hpp"

#include <benchmark/benchmark.h>

#include <span>
#include <vector>

namespace {

using telltale::state::moments;

void moments_value(benchmark::State& bench) {
  const std::vector<float> all = data::features{1}.values;
  data::run(bench, moments{}, data::rows, [&](auto& s) {
    for (const float x : all) s.update(x);
  });
}
void moments_column(benchmark::State& bench) {
  const std::vector<float> all = data::features{1}.values;
  data::run(bench, moments{}, data::rows, [&](auto& s) { s.update(std::span{all}); });
}
void moments_naive(benchmark::State& bench) {
  const std::vector<float> all = data::features{1}.values;
  data::run(bench, naive::welford{}, data::rows, [&](auto& s) {
    for (const float x : all) s.update(static_cast<double>(x));
  });
}
void moments_accumulators(benchmark::State& bench) {
  const std::vector<float> all = data::features{1}.values;
  data::run(bench, accumulators::range{}, data::rows, [&](auto& s) {
    for (const float x : all) s(static_cast<double>(x));
  });
}

BENCHMARK(moments_value);
BENCHMARK(moments_column);
BENCHMARK(moments_naive);
BENCHMARK(moments_accumulators);

}  // namespace
