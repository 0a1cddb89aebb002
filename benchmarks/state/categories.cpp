// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/categories.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <span>
#include <unordered_map>
#include <vector>

namespace {

using telltale::state::categories;
using telltale::state::category_index;

// Codes as a host has them: the smaller the more frequent.
std::vector<float> codes(std::size_t most) {
  std::mt19937_64 rng{6};
  std::vector<float> all(data::rows);
  for (float& code : all) code = static_cast<float>(rng() % (rng() % most + 1));
  return all;
}

void categories_column(benchmark::State& bench) {
  const auto most = static_cast<std::size_t>(bench.range(0));
  const std::vector<float> all = codes(most);
  const std::vector<double> reference(all.begin(), all.end());
  const auto index = std::make_shared<const category_index>(*category_index::make(reference, most));
  data::run(bench, categories{index}, data::rows, [&](auto& s) { s.update(std::span{all}); });
}
void categories_naive(benchmark::State& bench) {
  const std::vector<float> all = codes(static_cast<std::size_t>(bench.range(0)));
  data::run(bench, std::unordered_map<int, std::uint64_t>{}, data::rows, [&](auto& s) {
    for (const float code : all) ++s[static_cast<int>(code)];
  });
}

BENCHMARK(categories_column)->Arg(10)->Arg(1000);
BENCHMARK(categories_naive)->Arg(10)->Arg(1000);

}  // namespace
