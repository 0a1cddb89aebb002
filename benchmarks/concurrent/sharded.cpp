// SPDX-License-Identifier: Apache-2.0
#include <telltale/concurrent/sharded.hpp>
#include <telltale/monitor/performance.hpp>

#include "../columns.hpp"
#include "../peers/naive.hpp"

#include <benchmark/benchmark.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <mutex>

// One state and as many threads as the name says, each with rows of its own; an item is a row of
// one of them. Items a second of wall clock: with two threads that do not hinder each other, twice
// as many.

namespace {

namespace tt = telltale;

constexpr std::int64_t rows = 65'536;

template <class Update>
void each_row(benchmark::State& bench, const Update& update) {
  const columns::binary all{rows};
  for (auto _ : bench)
    for (std::size_t i = 0; i < rows; ++i) update(all.scores[i], all.actual[i]);
  bench.SetItemsProcessed(bench.iterations() * rows);
}

void threads_sharded(benchmark::State& bench) {
  static tt::concurrent::sharded<tt::binary_performance, tt::concurrent::binary_columns<>> shared;
  auto mine = shared.make_writer();
  each_row(bench, [&](float score, std::uint8_t actual) { mine.update(score, actual); });
}
// The naive suite, and one lock around it.
void threads_mutex(benchmark::State& bench) {
  static std::mutex door;
  static naive::suite shared;
  each_row(bench, [](float score, std::uint8_t actual) {
    const std::lock_guard inside{door};
    shared.update(score, actual == 1);
  });
}
// The same sums, each in an atomic: the losses in units of 2^-20.
void threads_atomics(benchmark::State& bench) {
  struct counts {
    std::array<std::atomic<std::uint64_t>, 4> cells{};
    std::atomic<std::int64_t> log_loss{}, brier{};
    std::array<std::array<std::atomic<std::uint32_t>, 1024>, 2> scores{};
  };
  static counts shared;
  each_row(bench, [](float score, std::uint8_t actual) {
    naive::losses one;
    one.update(score, actual == 1);
    const auto bin = static_cast<std::size_t>(score * 1024);
    const auto add = [](auto& to, auto what) { to.fetch_add(what, std::memory_order_relaxed); };
    add(shared.cells[2 * std::size_t{actual} + (score >= 0.5f)], 1u);
    add(shared.log_loss, static_cast<std::int64_t>(one.log_loss * 0x1p20));
    add(shared.brier, static_cast<std::int64_t>(one.brier * 0x1p20));
    add(shared.scores[actual][bin < 1024 ? bin : 1023], 1u);
  });
}

BENCHMARK(threads_sharded)->Threads(1)->Threads(2)->UseRealTime();
BENCHMARK(threads_mutex)->Threads(1)->Threads(2)->UseRealTime();
BENCHMARK(threads_atomics)->Threads(1)->Threads(2)->UseRealTime();

}  // namespace
