// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/cross_entropy.hpp>

#include "../data.hpp"
#include "../peers/accumulators.hpp"
#include "../peers/naive.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <random>
#include <span>
#include <vector>

namespace {

using telltale::state::cross_entropy;

// Rows of K probabilities, and one of the classes.
template <std::size_t K>
struct probabilities {
  std::vector<float> values = std::vector<float>(data::rows * K);
  std::vector<std::size_t> actual = std::vector<std::size_t>(data::rows);

  probabilities() {
    std::mt19937_64 rng{5};
    for (std::size_t i = 0; i < data::rows; ++i) {
      float sum = 0;
      for (std::size_t k = 0; k < K; ++k)
        sum += values[i * K + k] = static_cast<float>(rng() >> 40) * 0x1p-24f + 0x1p-25f;
      for (std::size_t k = 0; k < K; ++k) values[i * K + k] /= sum;
      actual[i] = rng() % K;
    }
  }
  std::span<const float, K> row(std::size_t i) const {
    return std::span<const float, K>{values.data() + i * K, K};
  }
};

template <std::size_t K>
void cross_entropy_row(benchmark::State& bench) {
  const probabilities<K> all;
  data::run(bench, cross_entropy<K>{}, data::rows, [&](auto& s) {
    for (std::size_t i = 0; i < data::rows; ++i) s.update(all.row(i), all.actual[i]);
  });
}
template <std::size_t K>
void cross_entropy_naive(benchmark::State& bench) {
  const probabilities<K> all;
  data::run(bench, double{}, data::rows, [&](double& s) {
    for (std::size_t i = 0; i < data::rows; ++i)
      s += naive::log_loss(all.row(i)[all.actual[i]], true);
  });
}
template <std::size_t K>
void cross_entropy_accumulators(benchmark::State& bench) {
  const probabilities<K> all;
  data::run(bench, accumulators::spread{}, data::rows, [&](auto& s) {
    for (std::size_t i = 0; i < data::rows; ++i)
      s(naive::log_loss(all.row(i)[all.actual[i]], true));
  });
}

BENCHMARK(cross_entropy_row<3>);
BENCHMARK(cross_entropy_naive<3>);
BENCHMARK(cross_entropy_accumulators<3>);
BENCHMARK(cross_entropy_row<10>);
BENCHMARK(cross_entropy_naive<10>);
BENCHMARK(cross_entropy_accumulators<10>);

}  // namespace
