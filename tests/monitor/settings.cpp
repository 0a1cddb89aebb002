// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/settings.hpp>

#include <doctest/doctest.h>

#include <chrono>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

namespace {

namespace tt = telltale;
using namespace std::chrono_literals;

std::string refusal(const tt::monitor_settings& s) {
  const auto why = tt::check(s);
  return why ? why->message : std::string{};
}

TEST_CASE("monitor/settings tells windows of rows from windows of time") {
  constexpr tt::window_length by_rows = tt::rows{20}, by_time = 90min;
  static_assert(!by_rows.timed() && by_rows.rows() == 20 && by_rows.time() == 0ns);
  static_assert(by_time.timed() && by_time.rows() == 0 && by_time.time() == 5'400'000'000'000ns);
  CHECK(by_time == tt::window_length{5400s});
  CHECK_FALSE(by_rows == tt::window_length{20ns});
}

TEST_CASE("monitor/settings are refused out of their range, by name") {
  CHECK(refusal({}).empty());
  CHECK(refusal({.threshold = 0}).empty());
  CHECK(refusal({.threshold = 1}).empty());
  CHECK(refusal({.tolerance = 0}).empty());
  CHECK(refusal({.tolerance = 1}).empty());
  for (const double bad : {-0.1, 1.1, std::nan("")}) {
    CHECK(refusal({.threshold = bad}).starts_with("threshold: "));
    CHECK(refusal({.confidence = bad}).starts_with("confidence: "));
    CHECK(refusal({.alpha = bad}).starts_with("alpha: "));
    CHECK(refusal({.tolerance = bad}).starts_with("tolerance: "));
  }
  for (const double bad : {0.0, 1.0}) {
    CHECK(refusal({.confidence = bad}).starts_with("confidence: "));
    CHECK(refusal({.alpha = bad}).starts_with("alpha: "));
  }
  CHECK(refusal({.slow_windows = 1000}).empty());
  CHECK(refusal({.slow_windows = 1001}) == "slow_windows: 1001 is not in [0, 1000]");
}

TEST_CASE("monitor/settings bound a window of rows") {
  CHECK(refusal({.window = tt::rows{1}}).empty());
  CHECK(refusal({.window = tt::rows{0}}) == "window: 0 is not in [1, 2^32) rows");
  const std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
  CHECK(refusal({.window = tt::rows{most}}).empty());
  CHECK(refusal({.window = tt::rows{most + 1}}).starts_with("window: 4294967296"));
  CHECK(refusal({.window = tt::rows{10}, .lateness = 1s}).starts_with("lateness: "));
}

TEST_CASE("monitor/settings bound a window of time, and what it waits") {
  CHECK(refusal({.window = 1ns}).empty());
  for (const tt::window_length wrong :
       {tt::window_length{0s}, tt::window_length{-1s}, tt::window_length{std::chrono::years{600}}})
    CHECK(refusal({.window = wrong}) ==
          "window: a stretch of time is more than 0 and less than 292 years");
  CHECK(refusal({.window = std::chrono::years{290}}).empty());
  CHECK(refusal({.window = 1h, .lateness = 0s}).empty());
  CHECK(refusal({.window = 1h, .lateness = -1ns}).starts_with("lateness: -1"));
  CHECK(refusal({.window = 1h, .lateness = 1000h - 1ns}).empty());
  CHECK(refusal({.window = 1h, .lateness = 1000h}).starts_with("lateness: "));
}

TEST_CASE("monitor/settings name each group once") {
  const auto refused = [](std::vector<std::string> groups) {
    telltale::monitor_settings s;
    s.groups = std::move(groups);
    return telltale::check(s);
  };
  CHECK_FALSE(refused({}));
  CHECK_FALSE(refused({"F", "M"}));
  CHECK(refused({"F", ""})->message == "groups: a name is empty");
  CHECK(refused({"F", "M", "F"})->message == "groups: 'F' is named twice");
  CHECK(refused({"other"})->message == "groups: 'other' is the name of the rows that are of none");
  std::vector<std::string> many;
  for (int i = 0; i < 1001; ++i) many.push_back('g' + std::to_string(i));
  CHECK(refused(many)->message.find("[0, 1000]") != std::string::npos);
  many.pop_back();
  CHECK_FALSE(refused(many));
}

}  // namespace
