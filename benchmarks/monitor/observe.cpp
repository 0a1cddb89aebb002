// SPDX-License-Identifier: Apache-2.0
// What a prediction costs: `observe` beside the naive loop, with no features and with some.
#include <telltale/evaluate.hpp>

#include "../peers/naive.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace {

namespace tt = telltale;

constexpr std::size_t rows = 65'536;
constexpr std::size_t bins = 254;

// Drawn before the clock starts, and far more of it than a branch predictor remembers.
struct data {
  std::size_t width;
  std::vector<float> scores = std::vector<float>(rows);
  std::vector<std::uint8_t> actual = std::vector<std::uint8_t>(rows);
  std::vector<float> features;

  explicit data(std::size_t features_a_row) : width(features_a_row), features(rows * width) {
    std::mt19937_64 rng{1};
    std::normal_distribution<float> normal;
    for (std::size_t i = 0; i < rows; ++i) {
      scores[i] = static_cast<float>(rng() >> 40) * 0x1p-24f;
      actual[i] = static_cast<float>(rng() >> 40) * 0x1p-24f < scores[i];
    }
    for (float& x : features) x = normal(rng);
  }
  std::span<const float> row(std::size_t i) const {
    return std::span{features}.subspan(i * width, width);
  }
};

void naive_suite(benchmark::State& bench) {
  const data d{static_cast<std::size_t>(bench.range(0))};
  naive::suite suite;
  std::vector<naive::feature_bins> columns;
  for (std::size_t c = 0; c < d.width; ++c) {
    std::vector<float> edges;
    for (std::size_t k = 1; k < bins; ++k)
      edges.push_back(
          static_cast<float>(*tt::math::normal_quantile(static_cast<double>(k) / bins)));
    columns.emplace_back(edges);
  }
  for (auto _ : bench) {
    for (std::size_t i = 0; i < rows; ++i) {
      suite.update(d.scores[i], d.actual[i] == 1);
      for (std::size_t c = 0; c < d.width; ++c) columns[c].update(d.row(i)[c]);
    }
    benchmark::DoNotOptimize(suite);
    benchmark::DoNotOptimize(columns);
  }
  bench.SetItemsProcessed(bench.iterations() * static_cast<std::int64_t>(rows));
}

tt::binary_monitor make(const data& d) {
  const tt::binary_settings settings{.window = tt::rows{rows}, .keep_rows = false};
  if (d.width == 0) return *tt::binary_monitor::make(settings);
  tt::schema columns;
  for (std::size_t c = 0; c < d.width; ++c) columns.push_back({"x" + std::to_string(c)});
  tt::reference_builder builder{columns, {.bins = bins}};
  for (std::size_t i = 0; i < 20'000; ++i)
    builder.add(static_cast<double>(d.scores[i]), d.actual[i],
                std::vector<double>(d.row(i).begin(), d.row(i).end()));
  return *tt::binary_monitor::make(*builder.fit(), settings);
}

void monitor_observe(benchmark::State& bench) {
  const data d{static_cast<std::size_t>(bench.range(0))};
  tt::binary_monitor watch = make(d);
  for (auto _ : bench) {
    for (std::size_t i = 0; i < rows; ++i) watch.observe(d.scores[i], d.row(i), d.actual[i]);
    benchmark::DoNotOptimize(watch);
  }
  bench.SetItemsProcessed(bench.iterations() * static_cast<std::int64_t>(rows));
}

BENCHMARK(naive_suite)->Arg(0)->Arg(10)->Arg(100);
BENCHMARK(monitor_observe)->Arg(0)->Arg(10)->Arg(100);

}  // namespace
