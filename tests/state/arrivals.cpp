// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/arrivals.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <optional>
#include <random>
#include <string>

namespace {

using std::chrono::hours;
using std::chrono::nanoseconds;
using std::chrono::seconds;
using telltale::timestamp;
using telltale::state::arrivals;

static_assert(telltale::accepts<arrivals, timestamp>);
static_assert(!telltale::mergeable<arrivals>);
static_assert(sizeof(arrivals) == 152);

constexpr timestamp start{seconds{1'700'000'000}};

bool near(std::optional<double> a, double b, double tolerance = 1e-12) {
  return a && std::fabs(*a - b) <= tolerance * std::fabs(b);
}

TEST_CASE("state/arrivals forgets all when it is cleared") {
  laws::clear(arrivals{10, hours{1}}, [](auto& rng) {
    const auto later = static_cast<std::int64_t>(rng() % 5000);
    return start + seconds{later};
  });
}

TEST_CASE("state/arrivals has the golden probabilities of a silence") {
  std::ifstream in{std::string{TELLTALE_GOLDEN_DIR} + "/arrivals.json"};
  REQUIRE(in.is_open());
  const auto golden = nlohmann::json::parse(in, nullptr, false);
  REQUIRE_FALSE(golden.is_discarded());
  for (const auto& c : golden["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    arrivals s{c["half_life"].get<double>()};
    timestamp at = start;
    s.update(at);
    for (const auto& gap : c["gaps_ns"]) s.update(at += nanoseconds{gap.get<std::int64_t>()});
    CHECK(s.latest() == at);
    CHECK(near(s.mean_gap(), c["mean_gap"].get<double>()));
    CHECK(near(s.per_second(), 1 / c["mean_gap"].get<double>()));
    for (const auto& silence : c["silences"]) {
      const timestamp now = at + nanoseconds{silence[0].get<std::int64_t>()};
      CHECK(near(s.silence_probability(now), silence[1].get<double>(), 1e-9));
    }
  }
}

TEST_CASE("state/arrivals says nothing of a rate before there is a gap") {
  arrivals s;
  CHECK(!s.latest());
  CHECK(!s.silent_for(start));
  CHECK(!s.silence_probability(start));
  CHECK(!s.deadline(0.01));
  s.update(start);
  CHECK(s.latest() == start);
  CHECK(s.silent_for(start + seconds{5}) == seconds{5});
  CHECK(s.silent_for(start - seconds{5}) == seconds{0});
  CHECK(!s.mean_gap());
  CHECK(!s.silence_probability(start + seconds{5}));
  s.update(start);  // a burst at one moment has no rate either
  CHECK(s.mean_gap() == 0.0);
  CHECK(!s.per_second());
  CHECK(!s.silence_probability(start + seconds{5}));
  CHECK(!s.deadline(0.01));
  s.update(start + seconds{3});
  CHECK(s.silence_probability(start + seconds{3}) == 1.0);
  CHECK(s.silence_probability(start) == 1.0);  // the clock went back
  CHECK(s.longest_gap() == seconds{3});
  CHECK(s.count() == 3);
  CHECK(s.rejected() == 0);
}

TEST_CASE("state/arrivals the deadline is where the silence becomes improbable") {
  arrivals s;
  for (int i = 0; i <= 300; ++i) s.update(start + seconds{i});
  for (const double p : {0.5, 0.01, 1e-6}) {
    const auto when = s.deadline(p);
    REQUIRE(when);
    CHECK(near(s.silence_probability(*when), p, 1e-6));
  }
  // With many gaps nearly the exponential law: m ln(1 / p).
  const auto wait = *s.deadline(0.01) - *s.latest();
  CHECK(std::chrono::duration<double>{wait}.count() == doctest::Approx(4.605).epsilon(0.02));

  arrivals few;  // and from one gap, 1 / p - 1 times that gap
  few.update(start);
  few.update(start + seconds{1});
  CHECK(std::chrono::duration<double>{*few.deadline(0.01) - *few.latest()}.count() ==
        doctest::Approx(99));
  CHECK(!few.deadline(1e-12));  // in the year 33,000
}

TEST_CASE("state/arrivals a silence falls below a level as often as the level says") {
  std::mt19937_64 rng{8};
  std::exponential_distribution<double> gap{1};
  const auto draw = [&] { return nanoseconds{static_cast<std::int64_t>(1e9 * gap(rng))}; };
  int few = 0, many = 0;
  constexpr int trials = 4000;
  for (int trial = 0; trial < trials; ++trial) {  // five gaps only, each of the same weight
    arrivals s{1e9};
    timestamp at = start;
    s.update(at);
    for (int i = 0; i < 5; ++i) s.update(at += draw());
    few += *s.silence_probability(at + draw()) < 0.05;
  }
  arrivals s{20};
  timestamp at = start;
  for (int i = 0; i < 100; ++i) s.update(at += draw());
  for (int trial = 0; trial < trials; ++trial) {
    at += draw();
    many += *s.silence_probability(at) < 0.05;
    s.update(at);
  }
  // 200 are expected, with a standard deviation of 14.
  CHECK(few > 150);
  CHECK(few < 250);
  CHECK(many > 140);
  CHECK(many < 260);
}

TEST_CASE("state/arrivals rows out of order move nothing") {
  arrivals s;
  for (const int second : {0, 10, 7, 12, 11, 20}) s.update(start + seconds{second});
  CHECK(s.out_of_order() == 2);
  CHECK(s.furthest_back() == seconds{3});
  CHECK(s.longest_gap() == seconds{10});
  CHECK(near(s.mean_gap(), 6.6665, 0.01));  // 10, 2, 8
  CHECK(s.count() == 6);
  CHECK(s.unsure() == 0);
}

TEST_CASE("state/arrivals survives a clock that is set back") {
  arrivals s;
  for (int i = 0; i <= 100; ++i) s.update(start + seconds{i});
  const timestamp back = start - hours{5};
  for (int i = 0; i < 999; ++i) s.update(back + seconds{i});
  CHECK(s.latest() == start + seconds{100});
  CHECK(s.set_back() == 0);
  s.update(back + seconds{999});
  CHECK(s.latest() == back + seconds{999});
  CHECK(s.set_back() == 1);
  CHECK(s.out_of_order() == 999);
  s.update(back + seconds{1000});
  CHECK(near(s.mean_gap(), 1));  // the step is no gap
}

TEST_CASE("state/arrivals one row from the future moves nothing, and an outage is no gap") {
  arrivals s{100, hours{1}};
  for (int i = 0; i <= 100; ++i) s.update(start + seconds{i});
  s.update(start + hours{100});
  CHECK(s.unsure() == 1);
  CHECK(s.latest() == start + seconds{100});
  s.update(start + seconds{101});
  CHECK(s.latest() == start + seconds{101});

  const timestamp after = start + hours{2};
  for (int i = 0; i < 15; ++i) s.update(after + seconds{i});
  CHECK(s.unsure() == 16);
  CHECK(s.latest() == start + seconds{101});
  s.update(after + seconds{15});
  CHECK(s.latest() == after + seconds{15});
  CHECK(s.longest_gap() == hours{2} + seconds{15 - 101});
  CHECK(near(s.mean_gap(), 1));

  arrivals edge{100, hours{1}};  // a gap as long as the reach is a gap still
  edge.update(start);
  edge.update(start + hours{1});
  CHECK(edge.mean_gap() == 3600.0);
  edge.update(start + hours{2} + nanoseconds{1});
  CHECK(edge.unsure() == 1);
}

TEST_CASE("state/arrivals from one end of time to the other") {
  arrivals s;
  s.update(timestamp::min());
  for (int i = 0; i < 16; ++i) s.update(timestamp::max());
  CHECK(s.latest() == timestamp::max());
  CHECK(s.longest_gap() == nanoseconds::max());
  CHECK(!s.mean_gap());
  s.update(timestamp::max());
  s.update(timestamp::min());
  CHECK(s.furthest_back() == nanoseconds::max());
}

}  // namespace
