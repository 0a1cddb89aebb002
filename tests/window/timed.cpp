// SPDX-License-Identifier: Apache-2.0
#include <telltale/window/timed.hpp>

#include <doctest/doctest.h>

#include <telltale/state/confusion.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace {

namespace tt = telltale;
using tt::event_clock;
using tt::timestamp;
using tt::window::timed;
using namespace std::chrono_literals;
using confusion = tt::state::confusion<2>;

timestamp at(std::chrono::nanoseconds t) { return timestamp{t}; }

// The same counts in a state that can only be merged.
class counted {
public:
  void update(std::size_t actual, std::size_t predicted) noexcept {
    counts_.update(actual, predicted);
  }
  counted& merge(const counted& part) noexcept {
    counts_.merge(part.counts_);
    return *this;
  }
  void clear() noexcept { counts_.clear(); }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return counts_.rejected(); }
  friend bool operator==(const counted&, const counted&) = default;

private:
  confusion counts_;
};
static_assert(tt::mergeable<counted> && !tt::reversible<counted>);

TEST_CASE("window/timed holds the rows of the last panes, and of no other") {
  timed<confusion> w{confusion{}, 1h, 3};
  w.update(at(10h), 1u, 1u);
  w.update(at(11h), 1u, 0u);
  w.update(at(12h + 59min), 0u, 0u);
  CHECK(w.begin() == at(10h));
  CHECK(w.end() == at(13h));
  CHECK(w.current().count(1, 1) == 1);
  CHECK(w.current(1).count(0, 0) == 1);
  CHECK(w.current(1).count(1, 0) == 0);
  CHECK(w.current(2).count(1, 0) == 1);
  CHECK(w.current(3) == w.current());
  w.advance(at(13h));
  CHECK(w.current().count(1, 1) == 0);
  CHECK(w.current().count(1, 0) == 1);
  w.advance(at(12h));  // never back
  CHECK(w.end() == at(14h));
  w.advance(at(100h));  // the host's word is taken for it
  CHECK(w.current() == confusion{});
  w.update(at(100h), 1u, 1u);
  CHECK(w.current().count(1, 1) == 1);
  CHECK(w.late() == 0);
  CHECK(w.dropped() == 0);
}

TEST_CASE("window/timed puts a late row into its own pane, and counts it") {
  timed<confusion> w{confusion{}, 1h, 3};
  w.update(at(10h), 1u, 1u);
  w.update(at(12h), 1u, 1u);
  w.update(at(10h + 30min), 0u, 1u);
  CHECK(w.late() == 1);
  CHECK(w.current(2).count(0, 1) == 0);
  CHECK(w.current(3).count(0, 1) == 1);
  w.update(at(10h - 1ns), 0u, 1u);
  CHECK(w.dropped() == 1);
  CHECK(w.current().count(0, 1) == 1);
  w.update(at(13h), 1u, 1u);
  CHECK(w.current().count(0, 1) == 0);  // left with its pane
}

TEST_CASE("window/timed keeps its rows from timestamps astray") {
  timed<confusion> w{confusion{}, 1h, 3};
  w.update(at(10h), 1u, 1u);
  for (std::uint64_t i = 1; i < event_clock::ahead_rows; ++i) w.update(at(9999h), 0u, 0u);
  CHECK(w.current().count(1, 1) == 1);
  CHECK(w.dropped() == event_clock::ahead_rows - 1);
  w.update(at(9999h), 0u, 0u);
  CHECK(w.end() == at(10'000h));
  CHECK(w.current().count(1, 1) == 0);
  CHECK(w.current().count(0, 0) == 1);
  // A jump that leaves nothing in the window, and one that leaves a pane of it.
  timed<confusion> near{confusion{}, 1h, 3};
  near.update(at(10h), 1u, 1u);
  near.update(at(13h), 0u, 0u);
  CHECK(near.dropped() == 1);
  CHECK(near.current().count(1, 1) == 1);
  near.update(at(12h), 0u, 0u);
  CHECK(near.dropped() == 1);
  CHECK(near.current().count(1, 1) == 1);
  CHECK(near.current().count(0, 0) == 1);
}

TEST_CASE("window/timed starts anew when the clock was set back") {
  timed<confusion> w{confusion{}, 1h, 3};
  w.update(at(5000h), 1u, 1u);
  for (std::uint64_t i = 1; i < event_clock::back_rows; ++i) w.update(at(10h), 0u, 0u);
  CHECK(w.current().count(1, 1) == 1);
  CHECK(w.restarts() == 0);
  w.update(at(10h), 0u, 0u);
  CHECK(w.restarts() == 1);
  CHECK(w.current().count(1, 1) == 0);
  CHECK(w.current().count(0, 0) == 1);
  CHECK(w.begin() == at(8h));
  w.update(at(9h), 0u, 0u);
  CHECK(w.current().count(0, 0) == 2);
}

TEST_CASE("window/timed works at both ends of time") {
  for (const timestamp end : {timestamp::min(), timestamp::max()}) {
    timed<confusion> w{confusion{}, 1ns, 5};
    w.update(end, 1u, 1u);
    CHECK(w.current().count(1, 1) == 1);
    CHECK(w.begin() <= end);
    CHECK(w.end() >= end);
    w.advance(timestamp::max());
    CHECK(w.current().count(1, 1) == (end == timestamp::max() ? 1 : 0));
  }
}

TEST_CASE("window/timed moves up to the last pane there is") {
  timed<confusion> w{confusion{}, 1ns, 5};
  w.update(timestamp::max() - 2ns, 1u, 1u);
  w.advance(timestamp::max());
  CHECK(w.current().count(1, 1) == 1);
  CHECK(w.current(2).count(1, 1) == 0);
  CHECK(w.current(3).count(1, 1) == 1);
}

struct row {
  timestamp time;
  std::size_t actual;
};

// What should be in a window of the rows so far, from scratch.
template <class S>
S recomputed(const std::vector<row>& rows, std::int64_t newest, std::size_t panes, S state) {
  for (const row& r : rows) {
    const std::int64_t period = tt::period_index(r.time, 1h);
    if (period <= newest && newest - period < static_cast<std::int64_t>(panes))
      state.update(r.actual, std::size_t{1});
  }
  return state;
}

// The clock's rules once more, in words of rows: what each does to the window.
struct model {
  std::int64_t panes;
  std::vector<row> taken{};
  std::int64_t newest = 0;
  bool started = false;
  std::uint64_t ahead = 0, stale = 0;
  std::uint64_t late = 0, dropped = 0, restarts = 0, jumps = 0, astray = 0;

  void add(const row& r) {
    const std::int64_t period = tt::period_index(r.time, 1h);
    if (!started) {
      started = true;
      newest = period;
    } else if (period <= newest - panes) {
      ahead = 0;
      if (++stale < event_clock::back_rows) {
        ++dropped;
        return;
      }
      stale = 0;
      ++restarts;
      taken.clear();
      newest = period;
    } else {
      const bool is_far = period - newest > (std::max)(panes - 1, std::int64_t{1});
      if (is_far && ++ahead < event_clock::ahead_rows) {
        ++dropped, ++astray;
        return;
      }
      ahead = stale = 0;
      jumps += is_far;
      late += period < newest;
      newest = (std::max)(newest, period);
    }
    taken.push_back(r);
  }
};

TEST_CASE("window/timed equals recomputation over 100,000 random arrival patterns") {
  std::mt19937_64 rng{77};
  std::uint64_t late = 0, dropped = 0, jumps = 0;
  for (int pattern = 0; pattern < 100'000; ++pattern) {
    const std::size_t panes = 1 + rng() % 6;
    const std::uint64_t step = 1 + rng() % 90, lag = 1 + rng() % 500;
    timed<confusion> exact{confusion{}, 1h, panes};
    timed<counted> folded{counted{}, 1h, panes};
    model rows{static_cast<std::int64_t>(panes)};
    auto now = std::chrono::minutes{static_cast<std::int64_t>(rng() % 20'000) - 10'000};
    const std::uint64_t n = rng() % 24;
    for (std::uint64_t i = 0; i < n; ++i) {
      now += std::chrono::minutes{rng() % step};
      if (rng() % 30 == 0) now += std::chrono::minutes{rng() % 500};  // a quiet time
      const auto behind = std::chrono::minutes{rng() % 3 == 0 ? rng() % lag : 0};
      const row r{at(now - behind), static_cast<std::size_t>(rng() % 3)};  // 2 is no label
      exact.update(r.time, r.actual, std::size_t{1});
      folded.update(r.time, r.actual, std::size_t{1});
      rows.add(r);
    }
    if (n == 0) continue;
    const std::size_t last = 1 + rng() % panes;
    REQUIRE(exact.current() == recomputed(rows.taken, rows.newest, panes, confusion{}));
    REQUIRE(exact.current(last) == recomputed(rows.taken, rows.newest, last, confusion{}));
    REQUIRE(folded.current() == recomputed(rows.taken, rows.newest, panes, counted{}));
    REQUIRE(folded.current(last) == recomputed(rows.taken, rows.newest, last, counted{}));
    REQUIRE(exact.dropped() == rows.dropped);
    REQUIRE(exact.late() == rows.late);
    late += rows.late;
    dropped += rows.dropped;
    jumps += rows.jumps;
  }
  CHECK(late > 20'000);
  CHECK(dropped > 20'000);
  CHECK(jumps > 100);
}

TEST_CASE("window/timed equals recomputation where clocks step back and timestamps go astray") {
  std::mt19937_64 rng{78};
  std::uint64_t restarts = 0, jumps = 0, astray = 0;
  for (int pattern = 0; pattern < 150; ++pattern) {
    const std::size_t panes = 1 + rng() % 6;
    timed<confusion> exact{confusion{}, 1h, panes};
    timed<counted> folded{counted{}, 1h, panes};
    model rows{static_cast<std::int64_t>(panes)};
    auto now = std::chrono::minutes{static_cast<std::int64_t>(rng() % 20'000) - 10'000};
    for (int i = 0; i < 4'000; ++i) {
      now += std::chrono::minutes{rng() % 3};
      const std::uint64_t event = rng() % 2'000;
      if (event == 0) now -= std::chrono::hours{rng() % 2'000};  // the clock is set back
      if (event == 1) now += std::chrono::hours{rng() % 2'000};  // or forth
      const bool is_astray = rng() % 50 == 0;
      const std::uint64_t far = rng() % 4'000;
      const row r{at(is_astray ? now + std::chrono::hours{far} - std::chrono::hours{2'000} : now),
                  static_cast<std::size_t>(rng() % 3)};
      exact.update(r.time, r.actual, std::size_t{1});
      folded.update(r.time, r.actual, std::size_t{1});
      rows.add(r);
      if (rng() % 40 != 0) continue;
      REQUIRE(exact.current() == recomputed(rows.taken, rows.newest, panes, confusion{}));
      REQUIRE(folded.current() == recomputed(rows.taken, rows.newest, panes, counted{}));
    }
    REQUIRE(exact.dropped() == rows.dropped);
    REQUIRE(exact.restarts() == rows.restarts);
    REQUIRE(exact.end() == at((rows.newest + 1) * 1h));
    restarts += rows.restarts;
    jumps += rows.jumps;
    astray += rows.astray;
  }
  CHECK(restarts > 20);
  CHECK(jumps > 20);
  CHECK(astray > 1'000);
}

}  // namespace
