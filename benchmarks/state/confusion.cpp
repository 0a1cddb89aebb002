// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/confusion.hpp>

#include "../data.hpp"
#include "../peers/accumulators.hpp"
#include "../peers/naive.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace {

using telltale::state::confusion;

void confusion_row(benchmark::State& bench) { data::by_row<data::binary>(bench, confusion<2>{}); }
void confusion_block(benchmark::State& bench) {
  data::by_block<data::binary>(bench, confusion<2>{});
}
void confusion_naive(benchmark::State& bench) {
  data::by_row<data::binary>(bench, naive::counts{}, [](auto& s, const auto& row) {
    s.update(row.predicted == 1, row.actual == 1);
  });
}
void confusion_accumulators(benchmark::State& bench) {
  data::by_row<data::binary>(
      bench, std::array<accumulators::count, 4>{},
      [](auto& s, const auto& row) { s[std::size_t{2} * row.actual + row.predicted](1); });
}

std::vector<telltale::class_outcome> drawn_classes(std::size_t k) {
  std::mt19937_64 rng{4};
  std::vector<telltale::class_outcome> all(data::rows);
  for (auto& row : all) {
    row.actual = rng() % k;
    row.predicted = rng() % k;
  }
  return all;
}
template <std::size_t K>
void confusion_classes(benchmark::State& bench) {
  const auto all = drawn_classes(K);
  data::run(bench, confusion<K>{}, data::rows, [&](auto& s) {
    for (const auto& row : all) s.update(row);
  });
}
template <std::size_t K>
void confusion_classes_naive(benchmark::State& bench) {
  const auto all = drawn_classes(K);
  data::run(bench, std::array<std::array<std::uint64_t, K>, K>{}, data::rows, [&](auto& table) {
    for (const auto& row : all) ++table[row.actual][row.predicted];
  });
}

BENCHMARK(confusion_row);
BENCHMARK(confusion_block);
BENCHMARK(confusion_naive);
BENCHMARK(confusion_accumulators);
BENCHMARK(confusion_classes<3>);
BENCHMARK(confusion_classes<100>);
BENCHMARK(confusion_classes_naive<3>);
BENCHMARK(confusion_classes_naive<100>);

}  // namespace
