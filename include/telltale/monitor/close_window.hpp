// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/drift/multiplicity.hpp>
#include <telltale/math/special.hpp>
#include <telltale/metric/all.hpp>
#include <telltale/metric/binary_cells.hpp>
#include <telltale/metric/fairness.hpp>
#include <telltale/metric/group_calibration.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/monitor/column_quality.hpp>
#include <telltale/monitor/compare.hpp>
#include <telltale/monitor/feature_counts.hpp>
#include <telltale/monitor/labelled_rows.hpp>
#include <telltale/monitor/measure.hpp>
#include <telltale/monitor/monitor.hpp>
#include <telltale/monitor/open_window.hpp>
#include <telltale/monitor/reference.hpp>
#include <telltale/monitor/report.hpp>
#include <telltale/monitor/settings.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

namespace detail {

// One column out of a row-major table: its values but NaN and infinity, ascending.
template <class T>
[[nodiscard]] std::vector<double> sorted_column(std::span<const T> table, std::size_t column,
                                                std::size_t width) {
  std::vector<double> values;
  values.reserve(table.size() / width);
  for (std::size_t at = column; at < table.size(); at += width) {
    const auto x = static_cast<double>(table[at]);
    if (std::isfinite(x)) values.push_back(x);
  }
  std::sort(values.begin(), values.end());
  return values;
}

// What the reference's values would have been as the window's type: 0.1 is another number in float,
// and two samples of one discrete column would share no value.
template <class T>
[[nodiscard]] std::vector<double> as_seen(const std::vector<double>& values) {
  std::vector<double> seen;
  seen.reserve(values.size());
  for (const double x : values) {
    const auto rounded = static_cast<double>(static_cast<T>(x));
    if (std::isfinite(rounded)) seen.push_back(rounded);
  }
  return seen;
}

// `current`: the window's values in their order where they were kept, else empty.
template <class T>
[[nodiscard]] column_comparison compare_column(const column_baseline& b,
                                               const column_counts& counts,
                                               const std::vector<double>& current) {
  return std::visit(
      [&](const auto& c) {
        if (current.empty()) return compare(b, c, {});
        if constexpr (std::is_same_v<T, float>) {
          const std::vector<double> seen = as_seen<T>(b.values);
          return compare(b, c, {seen, current});
        } else {
          return compare(b, c, {b.values, current});
        }
      },
      counts);
}

// Features in schema order, the output, the label.
template <class Task>
[[nodiscard]] std::vector<column_comparison> compare_columns(const reference& baseline,
                                                             const open_window<Task>& w) {
  using value_type = typename Task::value_type;
  const feature_counts& counts = *w.columns();
  const auto* const kept = w.kept();
  const auto& features = baseline.features();
  std::vector<double> values;
  std::vector<column_comparison> all;
  for (std::size_t c = 0; c < features.size(); ++c) {
    if (kept != nullptr) values = sorted_column(kept->features(), c, features.size());
    all.push_back(compare_column<value_type>(features[c], counts.features()[c], values));
    if (kept != nullptr)
      measure_quality(all.back().report, kept->features(), c, features.size(), values);
  }
  if (kept != nullptr) values = sorted_column(kept->outputs(), 0, 1);
  all.push_back(
      compare_column<typename Task::output_type>(baseline.output(), counts.output(), values));
  if (kept != nullptr) {
    measure_quality(all.back().report, kept->outputs(), 0, 1, values);
    if (Task::predicts == task::binary) measure_saturation(all.back().report, values);
  }
  if (!baseline.label()) return all;
  if (kept != nullptr) {
    const labelled_rows<Task> labelled{w};
    values = sorted_column(labelled.block().labels, 0, 1);
  }
  all.push_back(
      compare_column<typename Task::label_type>(*baseline.label(), *counts.label(), values));
  return all;
}

// Which columns drifted, and what share of the features. The output and the label are corrected for
// with the features, but they are not among them.
inline void judge(report& r, std::vector<column_comparison> all, std::size_t features,
                  const monitor_settings& settings) {
  std::vector<double> p_values;
  for (const column_comparison& c : all)
    if (c.report.p_value) p_values.push_back(*c.report.p_value);
  const std::vector<double> adjusted = drift::holm(p_values);
  const bool enough = r.rows - r.rejected >= settings.min_rows;
  std::size_t next = 0, comparable = 0, drifted = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    column_comparison& c = all[i];
    if (c.report.p_value) {
      c.report.p_value_adjusted = adjusted[next++];
      c.report.drifted =
          enough && *c.report.p_value_adjusted < settings.alpha && c.move >= settings.tolerance;
      if (i < features) ++comparable, drifted += c.report.drifted;
    }
    r.columns.push_back(std::move(c.report));
  }
  if (enough && comparable > 0)
    r.drifted_share = static_cast<double>(drifted) / static_cast<double>(comparable);
}

// A metric of too few labels has no answer.
inline void forget_values(std::vector<measurement>& metrics) {
  for (measurement& m : metrics) m.value.reset();
}

// Of the groups with a name: the rows of none are whatever is left.
template <class Task>
void measure_fairness(report& r, const std::vector<group_part<Task>>& parts,
                      const confidence_level& level) {
  if constexpr (Task::predicts == task::binary) {
    std::vector<metric::binary_cells> cells;
    for (std::size_t i = 0; i + 1 < parts.size(); ++i)
      cells.push_back(
          metric::binary_cells::of(state::pick<metric::binary_counts>(parts[i].performance)));
    const auto add = [&](const auto& m, const std::optional<metric::group_gap>& gap) {
      fairness_measurement f{std::string{m.name()}, m.better(), std::nullopt, {}, {}};
      if (gap) {
        f.value = gap->value;
        f.highest = r.groups[gap->highest].group;
        f.lowest = r.groups[gap->lowest].group;
      }
      r.fairness.push_back(std::move(f));
    };
    metric::for_each(metric::fairness, [&](const auto& m) { add(m, m(cells, level)); });
    const auto states = [&](std::size_t i) -> const auto& { return parts[i].performance; };
    metric::for_each(metric::calibration_fairness,
                     [&](const auto& m) { add(m, m(cells.size(), states, level)); });
  }
}

template <class Task>
void measure_groups(report& r, const window_view<Task>& w, const monitor_settings& settings,
                    const confidence_level& level) {
  const std::vector<group_part<Task>>& parts = w.rows.groups().parts();
  const std::size_t classes = classes_in_use<Task>(settings);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    group_report group{i < settings.groups.size() ? settings.groups[i] : std::string{other_group},
                       parts[i].rows,
                       parts[i].labels,
                       {}};
    if (w.rows.kept() != nullptr) {
      const labelled_rows<Task> rows{w.rows, i};
      group.metrics =
          measure<Task>(parts[i].performance, Task::batch(rows.block(), settings), level, classes);
    } else {
      group.metrics = measure<Task>(parts[i].performance, level, classes);
    }
    if (group.labels < settings.min_labels) forget_values(group.metrics);
    r.groups.push_back(std::move(group));
  }
  if (!parts.empty()) measure_fairness(r, parts, level);
}

template <class Task>
void measure_performance(report& r, const window_view<Task>& w, const monitor_settings& settings) {
  const confidence_level level = *math::confidence(settings.confidence);
  const std::size_t classes = classes_in_use<Task>(settings);
  if (w.rows.kept() != nullptr) {
    const auto rows = labelled_rows<Task>(w.rows);
    r.metrics =
        measure<Task>(w.rows.performance(), Task::batch(rows.block(), settings), level, classes);
  } else {
    r.metrics = measure<Task>(w.rows.performance(), level, classes);
  }
  if (w.slow != nullptr) r.slow = measure<Task>(*w.slow, level, classes);
  measure_groups(r, w, settings, level);
  if (r.labels < settings.min_labels) forget_values(r.metrics);
  if (w.slow_labels < settings.min_labels) forget_values(r.slow);
}

}  // namespace detail

/// What a window that is being closed shows: what `close_window` reports of it.
template <class Task>
[[nodiscard]] report measure_window(const basic_monitor<Task>& watch, const window_view<Task>& w) {
  report r;
  r.index = w.index;
  r.first_row = w.first_row;
  r.rows = w.rows.count();
  r.labels = w.rows.labels();
  r.rejected = w.rows.rejected();
  if (w.clock != nullptr) {
    r.dropped = w.clock->dropped_rows();
    r.clock_restarts = w.clock->restarts();
  }
  if (w.clock != nullptr && r.rows > 0) {
    r.begin = w.clock->begin(w.place);
    r.end = w.clock->end(w.place);
    r.late = w.clock->late(w.place);
    r.idle_windows = w.clock->idle_before(w.place);
  }
  detail::measure_performance(r, w, watch.settings());
  if (const reference* const baseline = watch.baseline()) {
    r.baseline = baseline->metrics();
    r.reference_held_out = baseline->held_out();
    detail::judge(r, detail::compare_columns<Task>(*baseline, w.rows), baseline->features().size(),
                  watch.settings());
  }
  return r;
}

/// Measures the oldest open window of a monitor, whatever its length, and starts the next one.
///
/// Cost  sorts the window's columns, and a test of each against the reference: milliseconds; on
///       the cold path
template <class Task>
[[nodiscard]] report close_window(basic_monitor<Task>& watch) {
  return watch.close([&](const window_view<Task>& w) { return measure_window(watch, w); });
}

}  // namespace telltale::inline TELLTALE_ABI
