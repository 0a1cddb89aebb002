// SPDX-License-Identifier: Apache-2.0
// Many writers and a reader, at once. Built by itself for ThreadSanitizer.
#include <telltale/concurrent/sharded.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/confusion.hpp>
#include <telltale/state/score_histogram.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>
#include <thread>
#include <vector>

namespace {

using telltale::concurrent::binary_columns;
using telltale::concurrent::sharded;
using counts =
    telltale::state::bundle<telltale::state::confusion<2>, telltale::state::score_histogram<256>>;

// Row i of writer w: the same whoever asks.
struct row {
  float score;
  int actual;
};
row row_of(std::uint64_t w, std::uint64_t i) {
  std::uint64_t x = (w << 40 | i) * 0x9e3779b97f4a7c15u;
  x ^= x >> 29, x *= 0xbf58476d1ce4e5b9u, x ^= x >> 32;
  return {static_cast<float>(x >> 40) * 0x1p-24f, static_cast<int>(x % 50 == 0 ? 2 : x & 1)};
}

std::uint64_t rows_in(const counts& c) {
  const auto& cells = c.get<telltale::state::confusion<2>>();
  std::uint64_t n = cells.rejected();
  for (std::size_t i = 0; i < 4; ++i) n += cells.count(i / 2, i % 2);
  return n;
}

double seconds() {
  const char* const asked = std::getenv("TELLTALE_THREAD_SECONDS");
  return asked == nullptr ? 1 : std::stod(asked);
}

TEST_CASE("threads/sharded eight writers and a reader come to one thread's answer") {
  constexpr std::uint64_t writers = 8;
  sharded<counts, binary_columns<>> all;
  std::vector<std::uint64_t> rows(writers);
  std::atomic<bool> stop{false};
  std::atomic<std::uint64_t> ended{0};
  std::vector<std::thread> threads;
  for (std::uint64_t w = 0; w < writers; ++w)
    threads.emplace_back([&, w] {
      std::uint64_t i = 0;
      while (!stop.load(std::memory_order_relaxed)) {
        // A writer ends now and then, in the middle of a buffer, and another one starts.
        auto mine = all.make_writer();
        for (std::uint64_t k = 0; k < 10'007 + 1000 * w; ++k, ++i) {
          const row r = row_of(w, i);
          mine.update(r.score, r.actual);
        }
      }
      rows[w] = i;
      ++ended;
    });
  const auto begin = std::chrono::steady_clock::now();
  std::uint64_t last = 0, most_pending = 0;
  counts taken;
  while (ended.load() < writers) {
    if (std::chrono::steady_clock::now() - begin > std::chrono::duration<double>(seconds()))
      stop = true;
    taken.merge(all.take());
    const std::uint64_t seen = rows_in(taken);
    CHECK(seen >= last);
    last = seen;
    most_pending = std::max(most_pending, all.pending());
  }
  for (std::thread& each : threads) each.join();
  taken.merge(all.take());
  CHECK(all.pending() == 0);
  CHECK(all.shards() <= writers);
  CHECK(most_pending > 0);

  counts alone;
  for (std::uint64_t w = 0; w < writers; ++w)
    for (std::uint64_t i = 0; i < rows[w]; ++i) {
      const row r = row_of(w, i);
      alone.update(telltale::binary_outcome<float>{r.score, static_cast<std::uint8_t>(r.actual),
                                                   r.score >= 0.5f});
    }
  CHECK(taken == alone);
}

}  // namespace
