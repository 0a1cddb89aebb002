// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/throughput.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <random>
#include <vector>

namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using telltale::timestamp;
using telltale::state::throughput;

using ten = throughput<10>;

static_assert(telltale::accepts<ten, timestamp>);
static_assert(telltale::accepts<ten, timestamp, std::uint64_t>);
static_assert(!telltale::mergeable<ten>);
static_assert(sizeof(throughput<>) == 560);

constexpr timestamp start{seconds{1'700'000'000}};

TEST_CASE("state/throughput forgets all when it is cleared") {
  laws::clear(ten{seconds{10}}, [](auto& rng) {
    const auto later = static_cast<std::int64_t>(rng() % 40);
    return start + seconds{later};
  });
}

TEST_CASE("state/throughput has no volume before a whole window has passed") {
  ten s{seconds{10}};
  CHECK(!s.current(start));
  for (int i = 0; i < 10; ++i) {
    CHECK(!s.current(start + seconds{i}));
    s.update(start + seconds{i});
  }
  CHECK(!s.current(start + seconds{10} - nanoseconds{1}));
  const auto now = s.current(start + seconds{10});
  CHECK(now == ten::volume{9, seconds{9}});  // its latest pane begins only now
  REQUIRE(now);
  CHECK(now->per_second() == 1);
  CHECK(s.current(start + milliseconds{10'500}) == ten::volume{9, milliseconds{9'500}});
}

TEST_CASE("state/throughput is the count of the rows in its stretch, whatever the rows") {
  std::mt19937_64 rng{7};
  for (int trial = 0; trial < 50; ++trial) {
    ten s{seconds{10}};
    std::vector<timestamp> kept;
    timestamp at = timestamp{seconds{-50}};  // across 1970
    std::uint64_t rejected = 0;
    for (int i = 0; i < 200; ++i) {
      at += milliseconds{static_cast<std::int64_t>(rng() % 1500)};
      if (rng() % 50 == 0) at += seconds{static_cast<std::int64_t>(rng() % 9)};
      const timestamp seen = at - milliseconds{static_cast<std::int64_t>(rng() % 3000)};
      const auto before = s.rejected();
      s.update(seen);
      rejected += s.rejected() - before;
      if (s.rejected() == before) kept.push_back(seen);
    }
    const timestamp now = at + milliseconds{static_cast<std::int64_t>(rng() % 5000)};
    const auto volume = s.current(now);
    REQUIRE(volume);
    std::uint64_t events = 0;
    for (const timestamp t : kept) events += t >= now - volume->covered;
    CHECK(volume->events == events);
    CHECK(volume->covered >= seconds{9});
    CHECK(volume->covered < seconds{10});
    CHECK(rejected == 0);  // at most three seconds late
  }
}

TEST_CASE("state/throughput counts late rows while their pane is there, and rejects older ones") {
  ten s{seconds{10}};
  s.update(start);
  s.update(start + seconds{15}, 3);
  s.update(start + seconds{6});
  CHECK(s.rejected() == 0);
  CHECK(s.current(start + seconds{15}) == ten::volume{4, seconds{9}});
  s.update(start + seconds{5}, 2);
  CHECK(s.rejected() == 2);
  CHECK(s.current(start + seconds{15})->events == 4);
  CHECK(!s.current(start + seconds{14}));
}

TEST_CASE("state/throughput falls to nothing in silence") {
  ten s{seconds{10}};
  for (int i = 0; i < 20; ++i) s.update(start + seconds{i}, 5);
  CHECK(s.current(start + seconds{19})->events == 50);
  CHECK(s.current(start + seconds{24})->events == 25);
  CHECK(s.current(start + seconds{28})->events == 5);
  CHECK(s.current(start + seconds{29})->events == 0);
  CHECK(s.current(start + seconds{9'000'000})->events == 0);
  CHECK(s.current(start + seconds{29})->per_second() == 0);
  s.update(start + seconds{29});  // exactly as long as the window: nothing is left
  CHECK(s.current(start + seconds{29})->events == 1);
}

TEST_CASE("state/throughput one row from the future moves nothing; the clock may be set back") {
  ten s{seconds{10}};
  for (int i = 0; i < 20; ++i) s.update(start + seconds{i});
  s.update(start + std::chrono::hours{25});
  CHECK(s.rejected() == 1);
  CHECK(s.current(start + seconds{19})->events == 10);
  s.update(start + seconds{19});
  for (int i = 0; i < 1000; ++i) s.update(start - seconds{5000});
  CHECK(s.rejected() == 1000);
  CHECK(!s.current(start - seconds{5000}));
  s.update(start - seconds{4995});
  CHECK(!s.current(start - seconds{4991}));
  REQUIRE(s.current(start - seconds{4990}));
  CHECK(s.current(start - seconds{4990})->events == 1);

  ten narrow{seconds{10}, seconds{1}};  // a reach below the window is the window
  narrow.update(start);
  narrow.update(start + seconds{10});
  CHECK(narrow.rejected() == 0);
  narrow.update(start + seconds{21});
  CHECK(narrow.rejected() == 1);
}

}  // namespace
