// SPDX-License-Identifier: Apache-2.0
// What a prediction costs: `observe` beside the naive loop, with no features and with some.
#include <telltale/evaluate.hpp>

#include "../by_path.hpp"
#include "../data.hpp"
#include "../peers/naive.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace {

namespace tt = telltale;

constexpr std::size_t bins = 254;  // of a feature: the most there are

std::span<const float> row(const data::features& all, std::size_t i) {
  return std::span{all.values}.subspan(i * all.width, all.width);
}

struct suite {
  naive::suite performance;
  std::vector<naive::feature_bins> columns;
};

void observe_naive(benchmark::State& bench) {
  const data::binary all;
  const data::features features{static_cast<std::size_t>(bench.range(0))};
  suite watch;
  for (std::size_t c = 0; c < features.width; ++c) {
    std::vector<float> edges;
    for (std::size_t k = 1; k < bins; ++k)
      edges.push_back(
          static_cast<float>(*tt::math::normal_quantile(static_cast<double>(k) / bins)));
    watch.columns.emplace_back(std::move(edges));
  }
  data::run(bench, std::move(watch), data::rows, [&](suite& s) {
    for (std::size_t i = 0; i < data::rows; ++i) {
      s.performance.update(all.scores[i], all.actual[i] == 1);
      for (std::size_t c = 0; c < features.width; ++c) s.columns[c].update(row(features, i)[c]);
    }
  });
}

tt::binary_monitor make(const data::binary& all, const data::features& features) {
  const tt::monitor_settings settings{.window = tt::rows{data::rows}, .keep_rows = false};
  if (features.width == 0) return *tt::binary_monitor::make(settings);
  tt::schema columns;
  for (std::size_t c = 0; c < features.width; ++c) columns.push_back({"x" + std::to_string(c)});
  tt::reference_builder builder{columns, {.bins = bins}};
  for (std::size_t i = 0; i < 20'000; ++i) {
    const auto x = row(features, i);
    builder.add(static_cast<double>(all.scores[i]), all.actual[i],
                std::vector<double>(x.begin(), x.end()));
  }
  return *tt::binary_monitor::make(*builder.fit(), settings);
}

void observe(benchmark::State& bench) {
  const data::binary all;
  const data::features features{static_cast<std::size_t>(bench.range(0))};
  data::run(bench, make(all, features), data::rows, [&](tt::binary_monitor& watch) {
    for (std::size_t i = 0; i < data::rows; ++i)
      watch.observe(all.scores[i], row(features, i), all.actual[i]);
  });
}

BENCHMARK(observe_naive)->Arg(0)->Arg(10)->Arg(100);
const bool registered = by_path::registered("observe", observe, by_path::of<0, 10, 100>);

}  // namespace
