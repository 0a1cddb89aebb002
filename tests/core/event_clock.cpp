// SPDX-License-Identifier: Apache-2.0
#include <telltale/core/event_clock.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cstdint>
#include <limits>

namespace {

using telltale::event_clock;
using telltale::timestamp;
using verdict = event_clock::verdict;
using namespace std::chrono_literals;

constexpr std::int64_t least = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t most = std::numeric_limits<std::int64_t>::max();

TEST_CASE("core/event_clock tells rows by their period") {
  event_clock clock{1h, 7 * 24};
  CHECK_FALSE(clock.started());
  CHECK(clock.see(500, 499) == verdict::moved_on);  // the first sets it, wherever
  CHECK(clock.started());
  CHECK(clock.now() == 500);
  CHECK(clock.see(500, 498) == verdict::on_time);
  CHECK(clock.see(499, 498) == verdict::late);
  CHECK(clock.see(498, 498) == verdict::late);
  CHECK(clock.see(497, 498) == verdict::stale);
  CHECK(clock.now() == 500);
  CHECK(clock.see(501, 498) == verdict::moved_on);
  CHECK(clock.now() == 501);
  CHECK(clock.see(501 + 7 * 24, 498) == verdict::moved_on);
}

TEST_CASE("core/event_clock believes one row within reach, and sixteen beyond") {
  event_clock clock{1h, 7 * 24};
  CHECK(clock.see(0, least) == verdict::moved_on);
  const std::int64_t far = 7 * 24 + 1;
  for (std::uint64_t i = 1; i < event_clock::ahead_rows; ++i)
    CHECK(clock.see(far + static_cast<std::int64_t>(i), least) == verdict::unsure);
  SUBCASE("in succession") {
    CHECK(clock.see(far, least) == verdict::moved_on);
    CHECK(clock.now() == far);
  }
  SUBCASE("a row on time between") {
    CHECK(clock.see(0, least) == verdict::on_time);
    CHECK(clock.see(far, least) == verdict::unsure);
  }
  SUBCASE("a late row between") {
    CHECK(clock.see(-5, least) == verdict::late);
    CHECK(clock.see(far, least) == verdict::unsure);
  }
  SUBCASE("a stale row between") {
    CHECK(clock.see(-5, 0) == verdict::stale);
    CHECK(clock.see(far, least) == verdict::unsure);
  }
  SUBCASE("a row known to be on time between") {
    clock.reset_doubts();
    CHECK(clock.see(far, least) == verdict::unsure);
  }
  event_clock thin{1h, 1};
  CHECK(thin.see(7, least) == verdict::moved_on);
  CHECK(thin.see(8, least) == verdict::moved_on);
  CHECK(thin.see(10, least, 2) == verdict::unsure);
  CHECK(thin.see(11, least, 2) == verdict::moved_on);
  CHECK(thin.see(13, least, 1) == verdict::moved_on);
}

TEST_CASE("core/event_clock goes back after a thousand stale rows in succession") {
  event_clock clock{1h, 7 * 24};
  CHECK(clock.see(500, 0) == verdict::moved_on);
  for (std::uint64_t i = 1; i < event_clock::back_rows; ++i)
    REQUIRE(clock.see(100, 490) == verdict::stale);
  SUBCASE("and with it all that follows") {
    CHECK(clock.see(101, 490) == verdict::set_back);
    CHECK(clock.now() == 101);
    CHECK(clock.see(100, 90) == verdict::late);
    CHECK(clock.see(1, 90) == verdict::stale);  // counted anew
  }
  SUBCASE("not after a row on time") {
    CHECK(clock.see(500, 490) == verdict::on_time);
    CHECK(clock.see(100, 490) == verdict::stale);
  }
  SUBCASE("even with one astray ahead between") {
    CHECK(clock.see(5'000'000, 490) == verdict::unsure);
    CHECK(clock.see(101, 490) == verdict::set_back);
  }
  SUBCASE("not after a late one") {
    CHECK(clock.see(491, 490) == verdict::late);
    CHECK(clock.see(100, 490) == verdict::stale);
  }
  SUBCASE("not after the host has said the time") {
    clock.set(501);
    CHECK(clock.now() == 501);
    CHECK(clock.see(100, 490) == verdict::stale);
  }
}

TEST_CASE("core/event_clock knows the bounds of its periods, to both ends of time") {
  const event_clock clock{1h, 7 * 24};
  CHECK(clock.begin(2) == timestamp{2h});
  CHECK(clock.end(2) == timestamp{3h});
  CHECK(clock.begin(-1) == timestamp{-1h});
  for (const timestamp end : {timestamp::min(), timestamp::max()}) {
    const std::int64_t period = clock.period(end);
    CHECK(clock.begin(period) <= end);
    CHECK(clock.end(period) >= end);
  }
  CHECK(clock.begin(clock.period(timestamp::min())) == timestamp::min());
  CHECK(clock.end(clock.period(timestamp::max())) == timestamp::max());
  CHECK(clock.end(clock.period(timestamp::max()) - 1) < timestamp::max());
}

TEST_CASE("core/event_clock counts back as far as there is time") {
  event_clock clock{1ns, 1};
  clock.set(least + 5);
  CHECK(clock.before_now(0) == least + 5);
  CHECK(clock.before_now(5) == least);
  CHECK(clock.before_now(6) == least);
  CHECK(clock.far_ahead(most));
  CHECK_FALSE(clock.far_ahead(least));
  CHECK(event_clock::distance(least, most) == std::numeric_limits<std::uint64_t>::max());
  clock.set(most);
  CHECK(clock.before_now(std::numeric_limits<std::uint64_t>::max()) == least);
}

}  // namespace
