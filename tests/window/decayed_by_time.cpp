// SPDX-License-Identifier: Apache-2.0
#include <telltale/window/decayed_by_time.hpp>

#include <doctest/doctest.h>

#include <telltale/state/moments.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace {

namespace tt = telltale;
using tt::event_clock;
using tt::timestamp;
using tt::state::moments;
using tt::window::decayed_by_time;
using namespace std::chrono_literals;
using std::chrono::nanoseconds;

timestamp at(nanoseconds t) { return timestamp{t}; }
double uniform(std::mt19937_64& rng) { return static_cast<double>(rng() >> 11) * 0x1p-53; }

TEST_CASE("window/decayed_by_time equals its closed form, late rows included") {
  std::mt19937_64 rng{8};
  std::uint64_t late = 0;
  for (int trial = 0; trial < 300; ++trial) {
    const nanoseconds half_life = std::chrono::seconds{1 + rng() % 5'000};
    const nanoseconds grain = rng() % 2 == 0 ? 1ns : half_life / 64 + 1ns;
    decayed_by_time<moments> w{moments{}, half_life, grain};
    std::vector<nanoseconds> times;
    std::vector<double> rows;
    nanoseconds now = std::chrono::hours{static_cast<std::int64_t>(rng() % 1000) - 500};
    const std::size_t n = 1 + rng() % 300;
    for (std::size_t i = 0; i < n; ++i) {
      now += nanoseconds{
          static_cast<std::int64_t>(rng() % static_cast<std::uint64_t>(half_life / 32ns))};
      times.push_back(
          now - std::chrono::seconds{rng() % 4 == 0
                                         ? rng() % 3000 % static_cast<std::uint64_t>(half_life / 1s)
                                         : 0});
      rows.push_back(5 + uniform(rng));
      w.update(at(times.back()), rows.back());
    }
    const std::int64_t newest =
        tt::period_index(at(*std::max_element(times.begin(), times.end())), grain);
    double weight = 0, squares = 0, sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const auto grains = static_cast<double>(newest - tt::period_index(at(times[i]), grain));
      const double one = std::exp2(-grains * static_cast<double>(grain.count()) /
                                   static_cast<double>(half_life.count()));
      weight += one;
      squares += one * one;
      sum += one * rows[i];
    }
    CHECK(w.weight() == doctest::Approx(weight).epsilon(1e-12));
    CHECK(w.current().weight() == doctest::Approx(weight).epsilon(1e-12));
    CHECK(*w.effective_size() == doctest::Approx(weight * weight / squares).epsilon(1e-12));
    CHECK(*w.current().mean() == doctest::Approx(sum / weight).epsilon(1e-12));
    CHECK(w.dropped() == 0);
    late += w.late();
  }
  CHECK(late > 1000);
}

TEST_CASE("window/decayed_by_time forgets half in a half-life, with or without rows") {
  decayed_by_time<moments> w{moments{}, 1h};
  for (int i = 0; i < 8; ++i) w.update(at(5h), 1.0);
  w.advance(at(6h));
  CHECK(w.weight() == 4);
  w.advance(at(5h));  // never back
  CHECK(w.weight() == 4);
  w.advance(at(6h - 1ns));  // not by a grain either
  CHECK(w.weight() == 4);
  w.update(at(7h), 1.0);
  w.update(at(8h), 0.0);
  CHECK(w.weight() == 2.5);
  CHECK(w.late() == 0);
  w.update(at(7h), 1.0);
  CHECK(w.late() == 1);
  CHECK(w.weight() == 3);
}

TEST_CASE("window/decayed_by_time grains its past finely enough by itself") {
  decayed_by_time<moments> w{moments{}, 64min};
  w.update(at(0s), 1.0);
  w.update(at(59s), 1.0);
  CHECK(w.weight() == 2);
  w.update(at(60s), 1.0);
  CHECK(w.weight() == doctest::Approx(1 + 2 * std::exp2(-1.0 / 64)).epsilon(1e-15));
}

TEST_CASE("window/decayed_by_time survives a silence in which all is forgotten") {
  decayed_by_time<moments> w{moments{}, 1s};
  w.update(at(0s), 7.0);
  w.advance(at(7 * 24h));
  CHECK(w.weight() == 0);
  CHECK_FALSE(w.effective_size());
  CHECK_FALSE(w.current().mean());
  w.update(at(7 * 24h), 3.0);
  CHECK(w.current().mean() == 3.0);
  CHECK(w.effective_size() == 1.0);
}

TEST_CASE("window/decayed_by_time forgets all in the end, in small steps too") {
  decayed_by_time<moments> w{moments{}, 1min};
  for (int i = 0; i < 100; ++i) w.update(at(0s), 7.0);
  for (int minute = 1; minute < 3'000; ++minute) {
    for (int part = 0; part < 4; ++part) w.advance(at(minute * 1min + part * 15s));
    if (const auto size = w.effective_size())
      REQUIRE(*size == doctest::Approx(100).epsilon(1e-9));
    else
      REQUIRE(w.weight() == 0);
    REQUIRE(w.current().mean().has_value() == (w.weight() > 0));
    if (minute == 490) REQUIRE(w.weight() > 0);
  }
  CHECK(w.weight() == 0);
  CHECK(w.current().weight() == 0);
}

TEST_CASE("window/decayed_by_time counts no late row that the state cannot use") {
  decayed_by_time<moments> w{moments{}, 1h};
  w.update(at(2h), 1.0);
  w.update(at(1h), std::numeric_limits<double>::quiet_NaN());
  CHECK(w.late() == 1);
  CHECK(w.weight() == 1);
  CHECK(w.effective_size() == 1.0);
  CHECK(w.current().rejected() == 1);
}

TEST_CASE(
    "window/decayed_by_time drops rows older than 64 half-lives, and follows a clock set back") {
  decayed_by_time<moments> w{moments{}, 1min};
  w.update(at(100h), 1.0);
  w.update(at(99h), 1.0);  // 60 half-lives
  CHECK(w.late() == 1);
  CHECK(w.dropped() == 0);
  for (std::uint64_t i = 1; i < event_clock::back_rows; ++i) w.update(at(98h), 2.0);
  CHECK(w.dropped() == event_clock::back_rows - 1);
  CHECK(w.restarts() == 0);
  w.update(at(98h), 2.0);
  CHECK(w.restarts() == 1);
  CHECK(w.weight() == 1);
  CHECK(w.current().mean() == 2.0);
}

TEST_CASE("window/decayed_by_time does not forget for a timestamp astray") {
  decayed_by_time<moments> w{moments{}, 1h};
  w.update(at(0h), 1.0);
  w.update(at(100'000h), 9.0);
  CHECK(w.dropped() == 1);
  CHECK(w.weight() == 1);
  CHECK(w.current().mean() == 1.0);
}

TEST_CASE("window/decayed_by_time takes the longest half-life, and both ends of time") {
  for (const timestamp end : {timestamp::min(), timestamp::max()}) {
    decayed_by_time<moments> w{moments{}, nanoseconds::max(), 1ns};
    w.update(end, 1.0);
    w.advance(timestamp::max());
    CHECK(w.weight() == doctest::Approx(end == timestamp::max() ? 1 : 0.25));
    CHECK(w.dropped() == 0);
  }
  decayed_by_time<moments> shortest{moments{}, 1ns};
  for (int i = 0; i < 3; ++i) shortest.update(at(nanoseconds{i}), 1.0);
  CHECK(shortest.weight() == 1.75);
  decayed_by_time<moments> longest{moments{}, nanoseconds::max()};
  longest.update(at(0h), 1.0);
  CHECK(longest.weight() == 1);
}

}  // namespace
