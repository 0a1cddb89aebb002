// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/mass_histogram.hpp>

#include "../data.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <memory>
#include <random>
#include <span>
#include <vector>

namespace {

using telltale::state::mass_histogram;
using telltale::state::score_edges;

/// Scores of a calibrated model, normal in log-odds: they crowd near 0.
struct rare : data::binary {
  rare() {
    std::mt19937_64 rng{5};
    std::normal_distribution<float> normal;
    for (std::size_t i = 0; i < data::rows; ++i) {
      scores[i] = 1 / (1 + std::exp(8 - 1.5f * normal(rng)));
      actual[i] = static_cast<float>(rng() >> 40) * 0x1p-24f < scores[i];
    }
  }
};

template <class Rows>
mass_histogram<> fitted() {
  std::vector<float> scores = Rows{}.scores;
  std::sort(scores.begin(), scores.end());
  return mass_histogram<>{std::make_shared<const score_edges<>>(
      *score_edges<>::by_mass(std::span<const float>{scores}))};
}

template <class Rows>
void mass_histogram_row(benchmark::State& bench) {
  data::by_row<Rows>(bench, fitted<Rows>());
}
template <class Rows>
void mass_histogram_block(benchmark::State& bench) {
  data::by_block<Rows>(bench, fitted<Rows>());
}
/// What a search among the same edges costs.
template <class Rows>
void mass_histogram_search(benchmark::State& bench) {
  const mass_histogram<> shape = fitted<Rows>();
  std::vector<float> edges;
  for (std::size_t i = 1; i < shape.edges().used(); ++i)
    edges.push_back(static_cast<float>(shape.lower_edge(i)));
  data::by_row<Rows>(bench, std::vector<std::uint32_t>(4096), [&](auto& cells, const auto& row) {
    const auto at = std::upper_bound(edges.begin(), edges.end(), row.score) - edges.begin();
    ++cells[row.actual * 2048u + static_cast<std::size_t>(at)];
  });
}

BENCHMARK(mass_histogram_row<data::binary>);
BENCHMARK(mass_histogram_row<rare>);
BENCHMARK(mass_histogram_block<data::binary>);
BENCHMARK(mass_histogram_block<rare>);
BENCHMARK(mass_histogram_search<data::binary>);
BENCHMARK(mass_histogram_search<rare>);

}  // namespace
