// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/runs.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <tuple>

namespace {

using std::chrono::nanoseconds;
using std::chrono::seconds;
using telltale::timestamp;
using telltale::state::runs;

static_assert(telltale::summary<runs>);
static_assert(!telltale::mergeable<runs>);
static_assert(telltale::accepts<runs, double>);
static_assert(telltale::accepts<runs, float, timestamp>);
static_assert(telltale::accepts<runs, std::span<const float>>);
static_assert(sizeof(runs) == 56);

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr timestamp start{seconds{1'700'000'000}};

runs of(std::initializer_list<double> values) {
  runs s;
  for (const double x : values) s.update(x);
  return s;
}

TEST_CASE("state/runs forgets all, and takes a column as it takes its values") {
  const auto draw = [](auto& rng) { return static_cast<double>(rng() % 3); };
  laws::clear(runs{}, draw);
  laws::batch_equals_loop(runs{}, draw,
                          [](auto& s, std::span<const double> rows) { s.update(rows); });
  laws::clear(runs{}, [](auto& rng) {
    const auto value = static_cast<double>(rng() % 3);
    const auto later = static_cast<std::int64_t>(rng() % 100);
    return std::tuple{value, start + seconds{later}};
  });
}

TEST_CASE("state/runs counts the current run, the longest and the changes") {
  const runs none;
  CHECK(none.count() == 0);
  CHECK(none.current() == 0);
  CHECK(none.longest() == 0);
  CHECK(none.changes() == 0);
  CHECK(!none.latest());
  CHECK(!none.since());

  const runs first = of({0});  // the value that a fresh state holds is no predecessor
  CHECK(first.current() == 1);
  CHECK(first.longest() == 1);
  CHECK(first.changes() == 0);
  CHECK(first.latest() == 0.0);

  const runs s = of({1, 1, 1, 2, 2, 1, 3, 3});
  CHECK(s.count() == 8);
  CHECK(s.current() == 2);
  CHECK(s.longest() == 3);
  CHECK(s.changes() == 3);
  CHECK(s.latest() == 3.0);
  CHECK(s.rejected() == 0);

  CHECK(of({5, 6, 7}).longest() == 1);
  CHECK(of({4, 9, 9, 9, 9}).longest() == 4);
}

TEST_CASE("state/runs a column that went missing is a run, and so is one of infinities") {
  const double infinity = std::numeric_limits<double>::infinity();
  const runs s = of({1, nan, -nan, nan, 1, infinity, infinity, -infinity});
  CHECK(s.longest() == 3);
  CHECK(s.changes() == 4);
  CHECK(s.current() == 1);
  CHECK(of({nan, nan}) == of({nan, nan}));
  CHECK_FALSE(of({nan, nan}) == of({nan, 1}));
  CHECK(of({0.0, -0.0}).current() == 2);
}

TEST_CASE("state/runs says since when, and for how long, nothing changed") {
  runs s;
  s.update(7.5f, start);
  s.update(7.5f, start + seconds{10});
  CHECK(s.since() == start);
  CHECK(s.unchanged_for(start + seconds{25}) == seconds{25});
  CHECK(s.unchanged_for(start) == nanoseconds{0});
  CHECK(s.unchanged_for(start - seconds{1}) == nanoseconds{0});  // the clock was set back
  s.update(8.0f, start + seconds{30});
  CHECK(s.since() == start + seconds{30});
  CHECK(s.unchanged_for(start + seconds{31}) == seconds{1});
  s.update(9.0f);  // a run that began without a moment
  CHECK(!s.since());
  CHECK(!s.unchanged_for(start + seconds{40}));
  s.update(9.0f, start + seconds{50});
  CHECK(!s.since());
}

TEST_CASE("state/runs a distance beyond what a duration holds is no answer") {
  runs s;
  s.update(1, timestamp::min());
  CHECK(s.unchanged_for(timestamp::min() + nanoseconds::max()) == nanoseconds::max());
  CHECK(!s.unchanged_for(timestamp{nanoseconds{0}}));
  CHECK(!s.unchanged_for(timestamp::max()));
}

TEST_CASE("state/runs works at compile time") {
  constexpr auto s = [] {
    runs r;
    for (const int x : {1, 2, 2}) r.update(x);
    return r;
  }();
  static_assert(s.longest() == 2 && s.changes() == 1);
}

}  // namespace
