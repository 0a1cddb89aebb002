// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/monitor.hpp>

#include <doctest/doctest.h>

#include <telltale/monitor/close_window.hpp>
#include <telltale/monitor/multiclass.hpp>
#include <telltale/monitor/reference_builder.hpp>
#include <telltale/monitor/regression.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace {

namespace tt = telltale;
using namespace std::chrono_literals;
using monitor = tt::basic_monitor<tt::binary_task<float>>;

tt::timestamp at(std::chrono::nanoseconds t) { return tt::timestamp{t}; }

TEST_CASE("monitor/monitor refuses a reference of another task, or of other classes") {
  tt::regression_reference_builder numbers{{}};
  numbers.add(1, 1.0, {});
  tt::multiclass_reference_builder<6> classes{{}, {.classes = 5}};
  classes.add(1, std::size_t{1}, {});
  const tt::reference of_numbers = *numbers.fit(), of_classes = *classes.fit();
  const auto refusal = [](const auto& made) { return made ? std::string{} : made.error().message; };
  CHECK(refusal(monitor::make(of_numbers)) ==
        "the reference is of a regression model, the monitor of a binary one");
  CHECK(refusal(tt::regression_monitor::make(of_numbers)).empty());
  CHECK(refusal(tt::multiclass_monitor<5>::make(of_classes)).empty());
  CHECK(refusal(tt::multiclass_monitor<4>::make(of_classes)) ==
        "classes: the reference has 5, the monitor room for 4");
  CHECK(refusal(tt::multiclass_monitor<6>::make(of_classes, {.classes = 6})) ==
        "classes: the monitor's are 6, the reference's 5");
  CHECK(refusal(tt::multiclass_monitor<6>::make({.classes = 1})).starts_with("classes: 1 "));
  CHECK(refusal(tt::multiclass_monitor<6>::make({.classes = 7})).starts_with("classes: 7 "));
  CHECK(refusal(monitor::make({.window = 0s})).starts_with("window: "));
  const auto made = tt::multiclass_monitor<6>::make(of_classes);
  REQUIRE(made);
  CHECK(made->settings().classes == 5);
}

TEST_CASE("monitor/monitor closes windows of time by the rows' own time") {
  auto watch = *monitor::make({.window = 1h, .lateness = 10min});
  watch.observe(at(10h), 0.9f, std::uint8_t{1});
  watch.observe(at(10h + 59min), 0.9f, std::uint8_t{0});
  watch.observe(at(11h + 5min), 0.1f, std::uint8_t{0});
  CHECK_FALSE(watch.full());
  watch.observe(at(10h + 30min), 0.1f, std::uint8_t{0});  // late
  watch.observe(at(11h + 10min), 0.1f, std::uint8_t{1});
  REQUIRE(watch.full());
  CHECK(watch.window_rows() == 3);
  const tt::report first = tt::close_window(watch);
  CHECK(first.rows == 3);
  CHECK(first.begin == at(10h));
  CHECK(first.end == at(11h));
  CHECK(first.late == 1);
  CHECK(first.index == 0);
  CHECK(first.first_row == 0);
  CHECK(first.value(tt::metric::accuracy) == 2.0 / 3);
  CHECK_FALSE(watch.full());

  watch.observe(at(10h + 31min), 0.9f);  // its window is closed
  watch.observe(0.9f);                   // and this one says no time
  CHECK(watch.window_rows() == 2);
  watch.advance(at(12h + 10min));
  REQUIRE(watch.full());
  const tt::report second = tt::close_window(watch);
  CHECK(second.rows == 2);
  CHECK(second.dropped == 2);
  CHECK(second.late == 0);
  CHECK(second.first_row == 3);
  CHECK(second.value(tt::metric::accuracy) == 0.5);
  CHECK(second.value({"dropped"}) == 2.0);
  CHECK(watch.window_rows() == 0);

  // Nothing is open: a window without rows, bounds or answers.
  const tt::report none = tt::close_window(watch);
  CHECK(none.rows == 0);
  CHECK_FALSE(none.begin);
  watch.observe(at(20h), 0.5f);
  watch.advance(at(30h));
  CHECK(tt::close_window(watch).idle_windows == 8);
}

TEST_CASE("monitor/monitor reports no window that the clock has dropped") {
  auto watch = *monitor::make({.window = 1h, .slow_windows = 4});
  for (const auto hour : {50h, 51h, 52h})
    for (int i = 0; i < 5; ++i) watch.observe(at(hour), 0.9f, 1);
  watch.advance(at(20h));
  const tt::report r = tt::close_window(watch);
  CHECK(r.rows == 0);
  CHECK(r.labels == 0);
  CHECK_FALSE(r.begin);
  CHECK(r.dropped == 15);
  CHECK(r.clock_restarts == 1);
  CHECK_FALSE(r.value({"slow", "accuracy"}));
  CHECK(watch.total().get<tt::state::confusion<2>>().count(1, 1) == 0);
  CHECK(tt::close_window(watch).dropped == 0);
  watch.observe(at(20h), 0.9f, 1);
  CHECK(tt::close_window(watch).rows == 1);
}

TEST_CASE("monitor/monitor loses next to nothing to one timestamp astray, wherever it stands") {
  for (const int stray : {-1, 0, 1, 2, 500, 12'345}) {
    CAPTURE(stray);
    auto watch = *monitor::make({.window = 1h});
    std::uint64_t rows = 0, windows = 0, dropped = 0;
    const auto close = [&] {
      const tt::report r = tt::close_window(watch);
      rows += r.rows;
      dropped += r.dropped;
      ++windows;
    };
    for (int i = 0; i < 24'000; ++i) {
      watch.observe(at(i == stray ? 9'999h : 50h + i * 3600ms), 0.9f, 1);
      while (watch.full()) close();
    }
    while (watch.window_rows() > 0) close();
    CHECK(rows + dropped <= 24'000);
    CHECK(rows >= (stray == 0 ? 22'999 : 23'999));
    CHECK(windows <= 25);
  }
}

TEST_CASE("monitor/monitor measures a window of time as it would the same rows alone") {
  tt::reference_builder builder{{{"x"}}};
  std::mt19937_64 rng{11};
  const auto uniform = [&] { return static_cast<double>(rng() >> 11) * 0x1p-53; };
  for (int i = 0; i < 2000; ++i) {
    const double score = uniform(), x = uniform();
    builder.add(score, uniform() < score, std::array{x});
  }
  const tt::reference baseline = *builder.fit();
  struct row {
    std::chrono::nanoseconds time;
    float score;
    std::array<float, 1> x;
    std::uint8_t actual;
  };
  auto timed = *monitor::make(baseline, {.window = 1h, .lateness = 3h});
  std::map<std::int64_t, std::vector<row>> hours;
  std::vector<tt::report> reports;
  std::chrono::nanoseconds now{0};
  for (int i = 0; i < 20'000; ++i) {
    now += std::chrono::seconds{rng() % 20};
    const std::chrono::nanoseconds late = std::chrono::minutes{rng() % 4 == 0 ? rng() % 170 : 0};
    row r{std::max(now - late, 0ns), static_cast<float>(uniform()), {}, 0};
    r.x[0] = static_cast<float>(uniform());
    r.actual = uniform() < static_cast<double>(r.score);
    hours[r.time / 1h].push_back(r);
    timed.observe(at(r.time), r.score, r.x, r.actual);
    while (timed.full()) reports.push_back(tt::close_window(timed));
  }
  while (timed.window_rows() > 0) reports.push_back(tt::close_window(timed));
  REQUIRE(reports.size() == hours.size());
  REQUIRE(reports.size() > 50);
  std::size_t next = 0;
  for (const auto& [hour, rows] : hours) {
    auto alone = *monitor::make(baseline, {.window = tt::rows{rows.size()}, .keep_rows = false});
    for (const row& r : rows) alone.observe(r.score, r.x, r.actual);
    const tt::report expected = tt::close_window(alone), &seen = reports[next++];
    CHECK(seen.begin == at(hour * 1h));
    CHECK(seen.rows == rows.size());
    CHECK(seen.dropped == 0);
    CHECK(seen.metrics == expected.metrics);
    CHECK(seen.columns == expected.columns);
    CHECK(seen.drifted_share == expected.drifted_share);
  }
}

TEST_CASE("monitor/monitor of rows takes no notice of the time") {
  auto watch = *monitor::make({.window = tt::rows{4}});
  for (const auto t : {5h, 2'000'000h, -3h, 0h}) watch.observe(at(t), 0.75f, std::uint8_t{1});
  watch.advance(at(99h));
  REQUIRE(watch.full());
  const tt::report r = tt::close_window(watch);
  CHECK(r.rows == 4);
  CHECK_FALSE(r.begin);
  CHECK(r.value(tt::metric::accuracy) == 1.0);
}

TEST_CASE("monitor/monitor adds the windows of time up like the others") {
  auto watch = *monitor::make({.window = 1h});
  for (int hour = 0; hour < 50; ++hour) {
    for (int i = 0; i < hour + 1; ++i) watch.observe(at(hour * 1h), 0.9f, std::uint8_t{1});
    if (watch.full()) CHECK(tt::close_window(watch).rows == static_cast<std::uint64_t>(hour));
  }
  CHECK(watch.total().get<tt::state::confusion<2>>().count(1, 1) == 49 * 50 / 2);
}

}  // namespace
