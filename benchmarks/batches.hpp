// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

// Batches of scores, another one each time: a branch predictor learns a batch that comes again, and
// sorting it then looks four times as fast as it is.

namespace batches {

/// How scores lie.
enum shape : int { plain, skewed, rounded, crowded, few, mostly_zero };

inline const char* name(int of) {
  constexpr const char* names[]{"plain", "skewed", "rounded", "crowded", "few", "mostly zero"};
  return names[of];
}

/// As many batches as there are rows for.
class scores {
public:
  scores(int shape, std::size_t size)
      : size_(size), count_(std::clamp<std::size_t>(2'000'000 / size, 2, 256)) {
    std::mt19937_64 rng{11};
    std::normal_distribution<double> normal;
    scores_.resize(size_ * count_);
    actual_.resize(size_ * count_);
    for (std::size_t i = 0; i < scores_.size(); ++i) {
      actual_[i] = rng() % 10 < 3;
      const double p = 1 / (1 + std::exp(-normal(rng) - (actual_[i] ? 0.5 : -0.5)));
      scores_[i] = static_cast<float>(draw(shape, p, rng));
    }
  }

  void next() { at_ = (at_ + 1) % count_; }
  std::span<const float> values() const { return part(scores_, at_); }
  /// Those of the batch after it: a second sample.
  std::span<const float> others() const { return part(scores_, (at_ + 1) % count_); }
  std::span<const std::uint8_t> actual() const { return part(actual_, at_); }

private:
  static double draw(int shape, double p, std::mt19937_64& rng) {
    switch (shape) {
      case skewed: return std::pow(p, 8);
      case rounded: return std::round(100 * p) / 100;
      case crowded: return rng() % 100 < 95 ? 1e-3 * p : p;
      case few: return std::round(4 * p) / 4;
      case mostly_zero: return rng() % 100 < 84 ? 0 : p;
      default: return p;
    }
  }
  template <class T>
  std::span<const T> part(const std::vector<T>& all, std::size_t at) const {
    return std::span{all}.subspan(at * size_, size_);
  }

  std::size_t size_, count_, at_ = 0;
  std::vector<float> scores_;
  std::vector<std::uint8_t> actual_;
};

/// Times `pass(batch)` over one batch after another; its arguments are the shape and the size.
void run(benchmark::State& bench, auto&& pass) {
  scores all{static_cast<int>(bench.range(0)), static_cast<std::size_t>(bench.range(1))};
  for (auto _ : bench) {
    benchmark::DoNotOptimize(pass(all));
    all.next();
  }
  bench.SetItemsProcessed(bench.iterations() * bench.range(1));
  bench.SetLabel(name(static_cast<int>(bench.range(0))));
}

/// Each shape at 10,000 rows, and the plain one at every size.
inline void shapes(benchmark::internal::Benchmark* each) {
  for (const int size : {1'000, 10'000, 1'000'000}) each->Args({plain, size});
  for (int shape = skewed; shape <= mostly_zero; ++shape) each->Args({shape, 10'000});
}

}  // namespace batches
