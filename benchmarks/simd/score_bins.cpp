// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/score_bins.hpp>
#include <telltale/state/score_histogram.hpp>

#include "../by_path.hpp"
#include "../columns.hpp"
#include "../peers/floor.hpp"
#include "../peers/naive.hpp"

#include <benchmark/benchmark.h>
#include <boost/histogram.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace {

namespace state = telltale::state;

// 2,048 bins in log-odds for each class.
void score_histogram(benchmark::State& bench) {
  state::score_histogram<> all;
  columns::run(bench, [&](const columns::binary& rows) { all.update(rows.batch()); });
}
const bool registered =
    by_path::registered("batch_score_histogram", score_histogram, by_path::of<100'000, 10'000'000>);

// 1,024 equal bins for each class.
void batch_score_histogram_naive(benchmark::State& bench) {
  naive::score_bins all;
  columns::run(bench, [&](const columns::binary& rows) {
    for (std::size_t i = 0; i < rows.scores.size(); ++i)
      all.update(rows.scores[i], rows.actual[i] == 1);
    benchmark::DoNotOptimize(all);
  });
}
void batch_score_histogram_boost(benchmark::State& bench) {
  namespace bh = boost::histogram;
  auto all = bh::make_histogram_with(
      std::vector<std::uint32_t>{},
      bh::axis::regular<float, bh::use_default, bh::use_default, bh::axis::option::overflow_t>{
          1024, 0, 1},
      bh::axis::integer<int, bh::use_default, bh::axis::option::none_t>{0, 2});
  columns::run(bench, [&](const columns::binary& rows) {
    for (std::size_t i = 0; i < rows.scores.size(); ++i)
      all(rows.scores[i], static_cast<int>(rows.actual[i]));
  });
}
void batch_score_histogram_floor(benchmark::State& bench) {
  const columns::binary rows{static_cast<std::size_t>(bench.range(0))};
  std::vector<std::uint16_t> bins(rows.scores.size());
  for (std::size_t i = 0; i < bins.size(); ++i)
    bins[i] = static_cast<std::uint16_t>(2 * telltale::simd::score_bin<2048>(rows.scores[i]) +
                                         rows.actual[i]);
  std::vector<std::uint32_t> counts(4096);
  for (auto _ : bench) {
    floors::count(bins, counts.data());
    benchmark::ClobberMemory();
  }
  bench.SetItemsProcessed(bench.iterations() * bench.range(0));
}
BENCHMARK(batch_score_histogram_naive)->Arg(100'000)->Arg(10'000'000);
BENCHMARK(batch_score_histogram_boost)->Arg(100'000)->Arg(10'000'000);
BENCHMARK(batch_score_histogram_floor)->Arg(100'000)->Arg(10'000'000);

}  // namespace
