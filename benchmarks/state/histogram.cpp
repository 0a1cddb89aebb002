// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/histogram.hpp>

#include "../by_path.hpp"
#include "../data.hpp"
#include "../peers/accumulators.hpp"
#include "../peers/naive.hpp"

#include <benchmark/benchmark.h>

#include <cstddef>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace {

using telltale::state::binning;
using telltale::state::histogram;

constexpr std::size_t width = 10;
constexpr std::size_t most_bins = 254;  // the most there are

std::vector<histogram> columns(const data::features& all, std::size_t bins) {
  std::vector<histogram> each;
  for (std::size_t c = 0; c < all.width; ++c)
    each.emplace_back(std::make_shared<const binning>(*binning::equal_mass(all.sorted(c), bins)));
  return each;
}

// Items are values: what one feature costs a row, from rows that lie as a host has them.
void histogram_block(benchmark::State& bench) {
  const data::features all{width};
  data::run(bench, columns(all, static_cast<std::size_t>(bench.range(0))), all.values.size(),
            [&](auto& each) {
              const std::size_t n = data::block * width;
              for (std::size_t begin = 0; begin < all.values.size(); begin += n)
                for (std::size_t c = 0; c < width; ++c)
                  each[c].update(std::span{all.values}.subspan(begin, n), width, c);
            });
}
void histogram_value(benchmark::State& bench) {
  const data::features all{width};
  data::run(bench, columns(all, static_cast<std::size_t>(bench.range(0))), all.values.size(),
            [&](auto& each) {
              for (std::size_t i = 0; i < all.values.size(); i += width)
                for (std::size_t c = 0; c < width; ++c) each[c].update(all.values[i + c]);
            });
}
// Over the same edges.
void histogram_naive(benchmark::State& bench) {
  const data::features all{width};
  std::vector<naive::feature_bins> bins;
  for (const histogram& h : columns(all, static_cast<std::size_t>(bench.range(0)))) {
    std::vector<float> edges;
    for (const double edge : h.bins().edges()) edges.push_back(static_cast<float>(edge));
    bins.emplace_back(std::move(edges));
  }
  data::run(bench, std::move(bins), all.values.size(), [&](auto& each) {
    for (std::size_t i = 0; i < all.values.size(); i += width)
      for (std::size_t c = 0; c < width; ++c) each[c].update(all.values[i + c]);
  });
}
void histogram_accumulators(benchmark::State& bench) {
  const data::features all{width};
  const accumulators::density empty{static_cast<std::size_t>(bench.range(0)), 1000};
  data::run(bench, std::vector(width, empty), all.values.size(), [&](auto& each) {
    for (std::size_t i = 0; i < all.values.size(); i += width)
      for (std::size_t c = 0; c < width; ++c)
        each[c].update(static_cast<double>(all.values[i + c]));
  });
}

const bool registered =
    by_path::registered("histogram_block", histogram_block, by_path::of<10, most_bins>);
BENCHMARK(histogram_value)->Arg(10)->Arg(most_bins);
BENCHMARK(histogram_naive)->Arg(10)->Arg(most_bins);
BENCHMARK(histogram_accumulators)->Arg(10)->Arg(most_bins);

}  // namespace
