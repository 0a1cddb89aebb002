// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/signal.hpp>
#include <telltale/core/task.hpp>
#include <telltale/metric/all.hpp>
#include <telltale/metric/fairness.hpp>
#include <telltale/metric/group_calibration.hpp>
#include <telltale/monitor/measure.hpp>
#include <telltale/monitor/monitor.hpp>
#include <telltale/monitor/reference.hpp>
#include <telltale/monitor/report.hpp>
#include <telltale/monitor/settings.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

namespace detail {

// What only a window that kept its rows can say of the features and the output.
inline constexpr std::array<std::string_view, 3> quality_signals{
    "infinite_rate", "most_common_share", "longest_run"};
inline constexpr std::string_view saturation_signal = "saturation_rate";

// Whether reports on a column of this kind can hold the signal; `exact`: the rows of both sides
// are kept. The quality of a column is another matter.
[[nodiscard]] inline bool has_signal(std::string_view name, column_kind kind, bool exact) noexcept {
  if (name == saturation_signal ||
      std::find(quality_signals.begin(), quality_signals.end(), name) != quality_signals.end())
    return false;
  const bool from_rows = name == "kolmogorov_smirnov" || name.starts_with("wasserstein");
  if (kind == column_kind::categorical) return !from_rows && name != "out_of_range_rate";
  return name != "unseen_rate" && (exact || !from_rows);
}

// A metric that the reference has a value of: without, nothing is relative to it.
[[nodiscard]] inline const measurement* known(const reference* baseline, std::string_view metric) {
  if (baseline == nullptr) return nullptr;
  const measurement* const then = find(baseline->metrics(), metric);
  return then != nullptr && then->value ? then : nullptr;
}

}  // namespace detail

/// All that a monitor's reports may hold: what a policy for it may name.
template <class Task>
[[nodiscard]] vocabulary signals(const basic_monitor<Task>& watch) {
  const reference* const baseline = watch.baseline();
  const monitor_settings& settings = watch.settings();
  const bool timed = settings.window.timed(), kept = settings.keep_rows && !timed;
  const std::size_t classes = classes_in_use<Task>(settings);
  std::vector<signal> all;
  for (const std::string_view name : window_signals)
    if (baseline != nullptr || name != "drifted_share") all.emplace_back(name);
  if (timed) all.insert(all.end(), time_signals.begin(), time_signals.end());

  const auto add_drops = [&](const measurement& m, std::string_view drop,
                             std::string_view sure_drop) {
    const measurement* const then = detail::known(baseline, m.name);
    if (then == nullptr || m.better == direction::neutral) return;
    all.emplace_back(drop, m.name);
    const std::optional<interval>& bounds = then->value->bounds;
    if (bounds && bounds->promise != coverage::certified) all.emplace_back(sure_drop, m.name);
  };
  const std::vector<measurement> bounded = measure<Task>(watch.total(), {}, classes);
  const auto group = [&](const std::string& metric) {
    if (settings.groups.empty()) return;
    for (const std::string& name : settings.groups) all.emplace_back(metric, name);
    all.emplace_back(metric, other_group);
  };
  for (const measurement& m :
       kept ? measure<Task>(watch.total(), typename Task::batch_type{}, {}, classes) : bounded) {
    all.emplace_back(m.name);
    if (m.better != direction::neutral) all.emplace_back(at_best_signal, m.name);
    group(m.name);
    if (detail::known(baseline, m.name) != nullptr) all.emplace_back(change_signal, m.name);
    add_drops(m, drop_signal, sure_drop_signal);
  }
  if constexpr (Task::predicts == task::binary)
    if (!settings.groups.empty()) {
      const auto add = [&](const auto& m) {
        all.emplace_back(m.name());
        all.emplace_back(at_best_signal, m.name());
      };
      metric::for_each(metric::fairness, add);
      metric::for_each(metric::calibration_fairness, add);
    }
  if (settings.slow_windows > 0)
    for (const measurement& m : bounded) {
      all.emplace_back(slow_signal, m.name);
      add_drops(m, slow_drop_signal, slow_sure_drop_signal);
    }

  const auto add_quality = [&](const column_baseline& column) {
    if (!kept) return;
    for (const std::string_view name : detail::quality_signals)
      all.emplace_back(name, column.what.name);
  };
  const auto add_column = [&](const column_baseline& column) {
    for (const column_signal& s : column_signals)
      if (detail::has_signal(s.name, column.what.kind, kept && !column.values.empty()))
        all.emplace_back(s.name, column.what.name);
  };
  if (baseline != nullptr) {
    for (const column_baseline& column : baseline->features()) {
      add_column(column);
      add_quality(column);
    }
    add_column(baseline->output());
    add_quality(baseline->output());
    if (kept && Task::predicts == task::binary)
      all.emplace_back(detail::saturation_signal, baseline->output().what.name);
    if (baseline->label()) add_column(*baseline->label());
  }
  return vocabulary{std::move(all)};
}

}  // namespace telltale::inline TELLTALE_ABI
