// SPDX-License-Identifier: Apache-2.0
#include <telltale/concurrent/sharded.hpp>

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace {

using telltale::concurrent::sharded;
using telltale::concurrent::value_column;

// The values themselves, in the order in which they came, and a hook where a reader is in the
// middle of carrying a state away.
struct log_of_values {
  std::vector<int> values;
  static inline std::function<void()> while_read;

  void update(std::span<const int> more) noexcept {
    values.insert(values.end(), more.begin(), more.end());
  }
  log_of_values& merge(const log_of_values& part) noexcept {
    if (while_read) while_read();
    values.insert(values.end(), part.values.begin(), part.values.end());
    return *this;
  }
  void clear() noexcept { values.clear(); }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return 0; }
  friend bool operator==(const log_of_values&, const log_of_values&) = default;
};
using logs = sharded<log_of_values, value_column<int>>;

std::vector<int> up_to(int n) {
  std::vector<int> all;
  for (int i = 0; i < n; ++i) all.push_back(i);
  return all;
}

TEST_CASE("concurrent/sharded shows full buffers, and says what waits in the others") {
  logs all;
  CHECK(all.read().values.empty());
  auto mine = all.make_writer();
  for (int i = 0; i < 255; ++i) mine.update(i);
  CHECK(all.pending() == 255);
  CHECK(all.read().values.empty());
  mine.update(255);
  CHECK(all.pending() == 0);
  CHECK(all.read().values == up_to(256));
  for (int i = 256; i < 600; ++i) mine.update(i);
  CHECK(all.pending() == 600 - 512);
  CHECK(all.read().values == up_to(512));
  mine.flush();
  CHECK(all.pending() == 0);
  CHECK(all.read().values == up_to(600));
  mine.flush();  // nothing more
  CHECK(all.read().values == up_to(600));
}

TEST_CASE("concurrent/sharded takes what came since the last time") {
  logs all;
  auto mine = all.make_writer();
  mine.update(1);
  mine.flush();
  CHECK(all.take().values == std::vector<int>{1});
  CHECK(all.take() == log_of_values{});
  mine.update(2);
  mine.flush();
  CHECK(all.read().values == std::vector<int>{2});
  CHECK(all.take().values == std::vector<int>{2});
}

TEST_CASE("concurrent/sharded a writer that ends hands in, and leaves its shard to the next") {
  logs all;
  {
    auto one = all.make_writer();
    auto two = all.make_writer();
    one.update(1);
    two.update(2);
    CHECK(all.pending() == 2);
    CHECK(all.shards() == 2);
    auto moved = std::move(one);
    moved.update(3);
    CHECK(all.pending() == 3);
  }
  CHECK(all.pending() == 0);
  CHECK(all.take().values == std::vector<int>{1, 3, 2});
  auto three = all.make_writer();
  auto four = all.make_writer();
  auto five = all.make_writer();
  CHECK(all.shards() == 3);
}

TEST_CASE(
    "concurrent/sharded a writer never waits for a reader, and no row is seen before another") {
  logs all;
  std::optional<logs::writer> mine{all.make_writer()};
  int next = 0;
  const auto hand_in = [&] {
    mine->update(next++);
    mine->flush();
  };
  // While a read holds the first state, and while it holds the second one, a few more come.
  std::vector<int> seen;
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < round % 3; ++i) hand_in();
    log_of_values::while_read = [&] {
      hand_in();
      hand_in();
    };
    const auto part = all.take().values;
    log_of_values::while_read = nullptr;
    seen.insert(seen.end(), part.begin(), part.end());
    CHECK(seen == up_to(static_cast<int>(seen.size())));
  }
  mine.reset();
  const auto rest = all.take().values;
  seen.insert(seen.end(), rest.begin(), rest.end());
  CHECK(seen == up_to(next));
}

}  // namespace
