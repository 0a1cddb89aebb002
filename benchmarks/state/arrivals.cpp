// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/arrivals.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace {

using telltale::timestamp;

/// About a thousand a second.
std::vector<timestamp> moments() {
  std::mt19937_64 rng{9};
  timestamp at{std::chrono::seconds{1'700'000'000}};
  std::vector<timestamp> all;
  for (std::size_t i = 0; i < data::rows; ++i)
    all.push_back(at += std::chrono::nanoseconds{static_cast<std::int64_t>(rng() % 2'000'000)});
  return all;
}

void arrivals_row(benchmark::State& bench) {
  const std::vector<timestamp> all = moments();
  data::run(bench, telltale::state::arrivals{}, data::rows, [&](auto& s) {
    s.clear();  // or time would go back
    for (const timestamp at : all) s.update(at);
  });
}

BENCHMARK(arrivals_row);

}  // namespace
