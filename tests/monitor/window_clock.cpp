// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/window_clock.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <random>

namespace {

namespace tt = telltale;
using namespace std::chrono_literals;

tt::timestamp at(std::chrono::nanoseconds since_1970) { return tt::timestamp{since_1970}; }

/// Feeds a row as a monitor does.
std::optional<std::size_t> feed(tt::window_clock& clock, std::chrono::nanoseconds t,
                                std::size_t& last) {
  if (clock.find_again(at(t))) return last;
  const auto place = clock.find(at(t));
  if (place) last = *place;
  return place;
}

struct clock_under_test {
  tt::window_clock clock;
  std::size_t last = 0;

  explicit clock_under_test(std::chrono::nanoseconds lateness = 0s, std::size_t places = 3)
      : clock(1h, lateness, places) {}
  std::optional<std::size_t> operator()(std::chrono::nanoseconds t) { return feed(clock, t, last); }
  /// Closes the oldest window; gives the hour it began in.
  std::int64_t close() {
    const std::size_t place = clock.oldest().value();
    const auto begin = clock.begin(place).time_since_epoch();
    clock.close(place);
    return begin / 1h;
  }
};

TEST_CASE("monitor/window_clock has a window due when the next one begins") {
  clock_under_test t;
  CHECK_FALSE(t.clock.due());
  CHECK_FALSE(t.clock.oldest());
  const auto first = t(5h);
  REQUIRE(first);
  CHECK(t(6h - 1ns) == first);
  CHECK(t.clock.rows(*first) == 2);
  CHECK(t.clock.begin(*first) == at(5h));
  CHECK(t.clock.end(*first) == at(6h));
  CHECK_FALSE(t.clock.due());
  const auto second = t(6h);
  REQUIRE(second);
  CHECK(second != first);
  CHECK(t.clock.due());
  CHECK(t.close() == 5);
  CHECK_FALSE(t.clock.due());
  CHECK(t.clock.rows(*second) == 1);
  CHECK(t.clock.late(*second) == 0);
}

TEST_CASE("monitor/window_clock puts a late row into its own window while that is open") {
  clock_under_test t{30min};
  const auto first = t(5h);
  t(6h + 1min);
  CHECK_FALSE(t.clock.due());
  CHECK(t(6h - 1s) == first);
  CHECK(t.clock.late(*first) == 1);
  CHECK(t.clock.rows(*first) == 2);
  t(6h + 30min - 1ns);
  CHECK_FALSE(t.clock.due());
  t(6h + 30min);
  CHECK(t.clock.due());
  CHECK(t.close() == 5);
  CHECK_FALSE(t(6h - 1ns));
  CHECK(t.clock.dropped_rows() == 1);
  CHECK(t(6h + 2min));  // goes on where it was
  t(7h + 30min);
  CHECK(t.close() == 6);
  CHECK(t.clock.dropped_rows() == 0);
}

TEST_CASE("monitor/window_clock takes a row of before the first as late, not as lost") {
  clock_under_test t{1h};
  t(5h);
  const auto before = t(4h);
  REQUIRE(before);
  CHECK(t.clock.late(*before) == 1);
  CHECK(t.clock.oldest() == before);
  CHECK(t.clock.idle_before(*before) == 0);
  CHECK_FALSE(t.clock.due());  // 5h is where it ended; an hour must pass
  t(5h + 1min);
  CHECK_FALSE(t.clock.due());
  t(6h);
  CHECK(t.clock.due());
}

TEST_CASE("monitor/window_clock passes over a night without rows, and says how long it was") {
  clock_under_test t;
  for (int i = 0; i < 100; ++i) t(5h);
  for (std::uint64_t i = 1; i < tt::event_clock::ahead_rows; ++i) {
    CHECK(t(17h));
    CHECK_FALSE(t.clock.due());
  }
  CHECK(t(5h));  // not in succession
  for (std::uint64_t i = 1; i < tt::event_clock::ahead_rows; ++i) {
    CHECK(t(17h));
    CHECK_FALSE(t.clock.due());
  }
  const auto morning = t(17h);
  REQUIRE(morning);
  CHECK(t.clock.due());
  CHECK(t.close() == 5);
  CHECK(t.clock.idle_before(*morning) == 11);
  CHECK(t.clock.rows(*morning) == 2 * tt::event_clock::ahead_rows - 1);
  CHECK(t.clock.late(*morning) == 0);
  CHECK(t(18h));
  CHECK(t.close() == 17);
}

TEST_CASE("monitor/window_clock believes a thin stream sooner") {
  clock_under_test t;
  t(4h), t(5h);  // what a window has is known from the first one on
  t.close();
  for (const auto hour : {9h, 11h, 30h, 31h}) {
    const auto place = t(hour);
    REQUIRE(place);
    CHECK(t.clock.begin(*place) == at(hour));
    CHECK(t.clock.due());
    t.close();
  }
  CHECK(t.clock.dropped_rows() == 0);
  // Three rows a window: the third of a later one is sure.
  for (int i = 0; i < 2; ++i) t(31h);
  CHECK(t(40h));
  CHECK(t(41h));
  CHECK_FALSE(t.clock.due());
  CHECK(t(40h));
  CHECK(t.clock.due());
}

TEST_CASE("monitor/window_clock closes nothing for a stray row of the future") {
  clock_under_test t;
  for (int i = 0; i < 3; ++i) t(5h);
  CHECK(t(1'000'000h));
  CHECK_FALSE(t.clock.due());
  CHECK(t(2'000'000h));
  CHECK(t(5h + 1min));
  const auto next = t(6h);  // takes the place of the farthest of them
  REQUIRE(next);
  CHECK(t.clock.dropped_rows() == 1);
  CHECK(t.clock.begin(*next) == at(6h));
  CHECK(t.clock.due());
  CHECK(t.close() == 5);
  // Rows from far ahead do not drive each other out.
  CHECK(t(2'100'000h));
  CHECK_FALSE(t(2'200'000h));
  CHECK(t.clock.dropped_rows() == 1);
}

TEST_CASE("monitor/window_clock drops what comes back by less than a window, and goes on") {
  clock_under_test t;
  t(5h), t(6h);
  CHECK(t.close() == 5);
  for (int i = 0; i < 100; ++i) CHECK_FALSE(t(6h - 1s));
  CHECK(t.clock.dropped_rows() == 100);
  CHECK(t.clock.restarts() == 0);
  CHECK(t(6h + 1s));
}

TEST_CASE("monitor/window_clock follows a clock that was set back for good") {
  clock_under_test t;
  t(50h), t(51h);
  CHECK(t.close() == 50);
  t(51h);
  for (std::uint64_t i = 1; i < tt::event_clock::back_rows; ++i) CHECK_FALSE(t(20h));
  CHECK(t.clock.restarts() == 0);
  const auto back = t(20h);
  REQUIRE(back);
  CHECK(t.clock.restarts() == 1);
  CHECK(t.clock.rows(*back) == 1);
  // The two rows that the fast clock had put into hour 51, and those before the last.
  CHECK(t.clock.dropped_rows() == 2 + tt::event_clock::back_rows - 1);
  CHECK(t(21h));
  CHECK(t.close() == 20);
  CHECK(t.clock.restarts() == 0);
  CHECK(t(21h));
}

TEST_CASE("monitor/window_clock is not set back by old rows among new ones") {
  clock_under_test t;
  t(50h), t(51h);
  t.close();
  for (int i = 0; i < 1'500; ++i) {
    CHECK_FALSE(t(20h));
    if (i % 100 == 0) CHECK(t(51h));  // of the window that time has come to
  }
  for (int i = 0; i < 1'500; ++i) {
    CHECK_FALSE(t(20h));
    if (i % 100 == 99) CHECK(t(52h + std::chrono::minutes{i / 30}));
  }
  CHECK(t.clock.restarts() == 0);
  CHECK(t.clock.dropped_rows() == 3'000);
}

TEST_CASE("monitor/window_clock goes on when the host says the time") {
  clock_under_test t{10min};
  t(5h);
  t.clock.advance(at(6h + 9min));
  CHECK_FALSE(t.clock.due());
  t.clock.advance(at(6h + 10min));
  CHECK(t.clock.due());
  t.clock.advance(at(5h + 1min));  // by less than a window: no news
  CHECK(t.clock.due());
  CHECK(t.clock.restarts() == 0);
  t.close();
  CHECK_FALSE(t.clock.due());
  clock_under_test quiet;
  quiet.clock.advance(at(100h));
  CHECK_FALSE(quiet.clock.due());
  const auto place = quiet(99h);
  REQUIRE(place);
  CHECK(quiet.clock.late(*place) == 1);
  CHECK(quiet.clock.due());
}

TEST_CASE("monitor/window_clock goes back when the host says so by more than windows wait") {
  for (const auto lateness : {std::chrono::minutes{0}, std::chrono::minutes{180}}) {
    CAPTURE(lateness.count());
    clock_under_test t{lateness, 5};
    t(50h), t(51h);
    t.clock.advance(at(50h));
    CHECK(t.clock.restarts() == 0);
    t.clock.advance(at(50h - 1ns));  // an hour and a bit of hour 49 are over
    CHECK(t.clock.restarts() == (lateness == 0min ? 1 : 0));
    t.clock.advance(at(20h));
    CHECK(t.clock.restarts() == (lateness == 0min ? 2 : 1));
    CHECK(t.clock.dropped_rows() == 2);
    CHECK_FALSE(t.clock.oldest());
    CHECK(t(20h));
    CHECK(t(21h));
    CHECK(t.clock.late(*t.clock.oldest()) == 0);
  }
}

TEST_CASE("monitor/window_clock counts rows that there is no place for") {
  clock_under_test t{0s, 2};
  t(5h), t(6h);
  CHECK_FALSE(t(7h));  // nobody has closed hour 5
  CHECK(t.clock.dropped_rows() == 1);
  t.close();
  CHECK(t(7h));
}

TEST_CASE("monitor/window_clock works at both ends of time, and before 1970") {
  clock_under_test t;
  const auto before = t(-1ns);
  REQUIRE(before);
  CHECK(t.clock.begin(*before) == at(-1h));
  CHECK(t.clock.end(*before) == at(0h));
  for (const auto end : {tt::timestamp::min(), tt::timestamp::max()}) {
    tt::window_clock clock{1h, 1h, 2};
    const auto place = clock.find(end);
    REQUIRE(place);
    CHECK(clock.begin(*place) <= end);
    CHECK(clock.end(*place) >= end);
    CHECK_FALSE(clock.due());
    clock.advance(tt::timestamp::max());
    CHECK(clock.due() == (end == tt::timestamp::min()));
    clock.close(*place);
  }
}

TEST_CASE("monitor/window_clock gives each row its own window over random arrivals") {
  std::mt19937_64 rng{5};
  std::uint64_t dropped = 0, taken = 0;
  for (int trial = 0; trial < 2000; ++trial) {
    const auto lateness = std::chrono::minutes{rng() % 180};
    const std::size_t places = 3 + static_cast<std::size_t>((lateness + 59min) / 1h);
    clock_under_test t{lateness, places};
    std::map<std::int64_t, std::uint64_t> wanted, closed;  // rows by hour
    std::uint64_t lost = 0;
    std::chrono::nanoseconds now{0};
    const int rows = static_cast<int>(rng() % 120);
    for (int i = 0; i < rows; ++i) {
      now += std::chrono::minutes{rng() % 20};
      const std::chrono::nanoseconds row =
          now - std::chrono::minutes{i > 0 && rng() % 8 == 0 ? rng() % 240 : 0};
      const auto hour = tt::period_index(at(row), 1h);
      const bool was_closed =
          closed.contains(hour) || (!closed.empty() && hour < closed.rbegin()->first);
      const bool is_open = wanted.contains(hour) && !was_closed;
      // Older than all that could still wait.
      const bool is_stale = !is_open && !wanted.empty() &&
                            hour < wanted.rbegin()->first - static_cast<std::int64_t>(places);
      const auto place = t(row);
      CHECK(place.has_value() == !(was_closed || is_stale));
      if (place) {
        CHECK(t.clock.begin(*place) == at(hour * 1h));
        ++wanted[hour], ++taken;
      } else {
        ++lost;
      }
      while (t.clock.due()) {
        const std::size_t oldest = *t.clock.oldest();
        const std::uint64_t n = t.clock.rows(oldest);
        closed[t.close()] = n;
      }
    }
    while (t.clock.oldest()) {
      const std::uint64_t n = t.clock.rows(*t.clock.oldest());
      closed[t.close()] = n;
    }
    CHECK(closed == wanted);
    dropped += lost;
  }
  CHECK(taken > 50'000);
  CHECK(dropped > 1'000);
}

}  // namespace
