// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/signals.hpp>

#include <doctest/doctest.h>

#include <telltale/monitor/binary.hpp>
#include <telltale/monitor/close_window.hpp>
#include <telltale/monitor/reference_builder.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

namespace {

namespace tt = telltale;
using sig = tt::signal;

tt::binary_monitor make(bool keep_rows) {
  tt::reference_builder builder{
      {{"age", tt::column_kind::numeric}, {"net price", tt::column_kind::categorical}}};
  for (int i = 0; i < 400; ++i)
    builder.add((i % 100) / 100.0, i % 7 < 3, std::array{double(i % 90), double(i % 3)});
  return *tt::binary_monitor::make(*builder.fit(),
                                   {.window = tt::rows{400}, .keep_rows = keep_rows});
}

TEST_CASE("monitor/signals know all that a full report holds, and nothing that it never holds") {
  for (const bool keep_rows : {true, false}) {
    CAPTURE(keep_rows);
    auto watch = make(keep_rows);
    const tt::vocabulary known = tt::signals(watch);
    for (int i = 0; i < 400; ++i)
      watch.observe(static_cast<float>(i % 97) / 97, std::array{float(i % 50), float(i % 4)},
                    i % 5 < 2);
    const tt::report r = tt::close_window(watch);
    std::vector<sig> everything;
    for (const auto name : tt::window_signals) everything.emplace_back(name);
    for (const tt::measurement& m : r.metrics) {
      everything.emplace_back(m.name);
      for (const auto relative : {tt::drop_signal, tt::sure_drop_signal, tt::change_signal})
        everything.emplace_back(relative, m.name);
    }
    for (const tt::column_report& c : r.columns)
      for (const tt::column_signal& s : tt::column_signals)
        everything.emplace_back(s.name, c.column);
    for (const sig& s : everything) {
      CAPTURE(s.text());
      CHECK(r.value(s).has_value() == known.contains(s));
    }
    CHECK(known.contains({"psi", "net price"}));
    CHECK(known.contains({"kolmogorov_smirnov", "score"}) == keep_rows);
    CHECK(known.contains({"roc_auc"}) == keep_rows);
    CHECK_FALSE(known.contains({"drop", "base_rate"}));
    CHECK_FALSE(known.contains({"kolmogorov_smirnov", "net price"}));
  }
}

TEST_CASE("monitor/signals of a monitor without a reference are its own performance alone") {
  const auto watch = *tt::binary_monitor::make({});
  const tt::vocabulary known = tt::signals(watch);
  CHECK(known.contains({"accuracy"}));
  CHECK(known.contains({"rejected_rate"}));
  CHECK_FALSE(known.contains({"drifted_share"}));
  for (const sig& s : known.signals()) CHECK((s.of.empty() || s.name == tt::at_best_signal));
}

TEST_CASE("monitor/signals are relative to nothing where the reference has no labels") {
  tt::reference_builder builder{{{"x"}}};
  for (int i = 0; i < 100; ++i) builder.add(i / 100.0, std::nullopt, std::array{double(i)});
  const auto watch = *tt::binary_monitor::make(*builder.fit());
  const tt::vocabulary known = tt::signals(watch);
  CHECK(known.contains({"accuracy"}));
  CHECK(known.contains({"kolmogorov_smirnov", "x"}));
  for (const sig& s : known.signals()) CHECK_FALSE(tt::is_relative(s));
}

TEST_CASE("monitor/signals of windows of time are those of bins, and of time") {
  tt::reference_builder builder{{{"x"}}};
  for (int i = 0; i < 100; ++i) builder.add(i / 100.0, i % 2, std::array{double(i)});
  const auto watch = *tt::binary_monitor::make(
      *builder.fit(), {.window = std::chrono::hours{1}, .slow_windows = 3});
  const tt::vocabulary known = tt::signals(watch);
  for (const auto name : tt::time_signals) CHECK(known.contains({name}));
  CHECK_FALSE(known.contains({"roc_auc"}));
  CHECK(known.contains({"drop", "roc_auc_binned"}));
  CHECK_FALSE(known.contains({"sure_drop", "roc_auc_binned"}));  // certified, but not by chance
  CHECK_FALSE(known.contains({"kolmogorov_smirnov", "x"}));
  CHECK(known.contains({"slow", "accuracy"}));
  CHECK(known.contains({"slow_sure_drop", "accuracy"}));
  CHECK_FALSE(known.contains({"slow_drop", "base_rate"}));
  CHECK_FALSE(tt::signals(*tt::binary_monitor::make({})).contains({"slow", "accuracy"}));
}

TEST_CASE("monitor/signals know each group's metrics") {
  tt::monitor_settings settings;
  settings.groups = {"F", "M"};
  const auto watch = *tt::binary_monitor::make(settings);
  const tt::vocabulary known = tt::signals(watch);
  CHECK(known.contains({"recall", "F"}));
  CHECK(known.contains({"roc_auc", "M"}));
  CHECK(known.contains({"recall", "other"}));
  CHECK_FALSE(known.contains({"recall", "X"}));
  CHECK_FALSE(tt::signals(*tt::binary_monitor::make()).contains({"recall", "other"}));
}

}  // namespace
