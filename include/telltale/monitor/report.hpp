// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/ratio.hpp>
#include <telltale/core/signal.hpp>
#include <telltale/core/time.hpp>
#include <telltale/monitor/column_report.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// A metric of one window, by name. Empty where it has no answer in this window.
struct measurement {
  std::string name;
  direction better = direction::neutral;
  std::optional<estimate> value;

  friend bool operator==(const measurement&, const measurement&) = default;
};

/// The performance of one group of a window's rows, or of those of none (`other_group`).
struct group_report {
  std::string group;
  std::uint64_t rows = 0;    ///< that could be used
  std::uint64_t labels = 0;  ///< those of them with a label
  std::vector<measurement> metrics;

  friend bool operator==(const group_report&, const group_report&) = default;
};

/// How far the groups of a window are from each other in one thing, and the two that are farthest
/// apart; these are empty where there is no answer.
struct fairness_measurement {
  std::string name;
  direction better = direction::neutral;
  std::optional<estimate> value;
  std::string highest{};
  std::string lowest{};

  friend bool operator==(const fairness_measurement&, const fairness_measurement&) = default;
};

/// Everything that was measured at one moment, as one plain value: monitors write it; policy and
/// exporters read it and know nothing else.
struct report {
  std::uint64_t index = 0;      ///< of the window, from 0
  std::uint64_t first_row = 0;  ///< of the window, counted from the monitor's first
  std::uint64_t rows = 0;       ///< observed in the window, rejected ones included
  std::uint64_t labels = 0;     ///< rows with a usable label
  std::uint64_t rejected = 0;   ///< rows that could not be used

  /// The bounds of a window of time, [begin, end); empty for one of rows, and then the counts
  /// below are 0.
  std::optional<timestamp> begin;
  std::optional<timestamp> end;
  std::uint64_t late = 0;            ///< rows of it that came after a later window had begun
  std::uint64_t dropped = 0;         ///< rows in no window since the last one was closed
  std::uint64_t idle_windows = 0;    ///< windows without a row since the last one that was closed
  std::uint64_t clock_restarts = 0;  ///< how often the clock was set back since then

  std::vector<measurement> metrics;   ///< of this window
  std::vector<measurement> baseline;  ///< the same metrics of the reference; empty without one
  std::vector<measurement> slow;      ///< of the last windows together; empty without a slow window
  std::vector<group_report> groups;   ///< in the settings' order, then the rows of none
  std::vector<fairness_measurement> fairness;  ///< of the groups with a name
  /// Whether the reference's predictions were made by a model that had not seen those rows. Where
  /// not, its performance is optimistic, and rules relative to it may only alert.
  bool reference_held_out = true;
  std::vector<column_report> columns;   ///< features in schema order, the output, the label
  std::optional<double> drifted_share;  ///< of the features, [0, 1]; empty when none was comparable

  /// The number that a signal names; empty when it has no answer here or is not in the report.
  [[nodiscard]] std::optional<double> value(const signal& wanted) const;

  friend bool operator==(const report&, const report&) = default;
};

/// The signals of the whole window, and those that only a window of time has.
inline constexpr std::array<std::string_view, 4> window_signals{"rows", "labels", "rejected_rate",
                                                                "drifted_share"};
inline constexpr std::array<std::string_view, 4> time_signals{"late_rate", "dropped",
                                                              "idle_windows", "clock_restarts"};

/// How much worse a metric is than in the reference: `drop(metric)`. Positive is worse, whichever
/// way the metric improves. Not defined for a neutral one.
inline constexpr std::string_view drop_signal = "drop";
/// The part of a drop that the uncertainty of both sides leaves standing: `sure_drop(metric)`, from
/// the reference's interval to the window's, each taken at the end that speaks against a drop.
/// Negative while the intervals overlap. Empty where the metric has no interval, or only a
/// certified bracket, which says nothing about chance.
inline constexpr std::string_view sure_drop_signal = "sure_drop";
/// By how much a metric differs from the reference, current minus reference: `change(metric)`.
inline constexpr std::string_view change_signal = "change";

/// The end of a metric's interval at which it is best: `at_best(recall)`, its upper bound. A rule
/// on it fires only where chance does not excuse the value. Empty as `sure_drop` is; not defined
/// for a neutral metric.
inline constexpr std::string_view at_best_signal = "at_best";

/// A metric of the slow window: `slow(metric)`; and the same two drops of it.
inline constexpr std::string_view slow_signal = "slow";
inline constexpr std::string_view slow_drop_signal = "slow_drop";
inline constexpr std::string_view slow_sure_drop_signal = "slow_sure_drop";

/// Whether a signal is measured against the reference's performance.
[[nodiscard]] inline bool is_relative(const signal& s) noexcept {
  return !s.of.empty() &&
         (s.name == drop_signal || s.name == sure_drop_signal || s.name == change_signal ||
          s.name == slow_drop_signal || s.name == slow_sure_drop_signal);
}

namespace detail {

template <class Named>
[[nodiscard]] const Named* find(const std::vector<Named>& all, std::string_view name) noexcept {
  const auto at =
      std::find_if(all.begin(), all.end(), [&](const Named& m) { return m.name == name; });
  return at == all.end() ? nullptr : &*at;
}

// A certified bracket holds the answer of these rows; it knows nothing of other rows.
[[nodiscard]] inline bool by_chance(const std::optional<interval>& bounds) noexcept {
  return bounds && bounds->promise != coverage::certified;
}

[[nodiscard]] inline std::optional<double> best_end(const std::optional<estimate>& value,
                                                    direction better) noexcept {
  if (better == direction::neutral || !value || !by_chance(value->bounds)) return std::nullopt;
  return better == direction::higher_is_better ? value->bounds->upper : value->bounds->lower;
}

// By how much a metric became worse; where `sure`, by how much at least.
[[nodiscard]] inline std::optional<double> drop_of(const measurement& now, const measurement& then,
                                                   bool sure) noexcept {
  if (now.better == direction::neutral || !now.value || !then.value) return std::nullopt;
  const bool up = now.better == direction::higher_is_better;
  const estimate &current = *now.value, &reference = *then.value;
  if (!sure) return up ? reference.value - current.value : current.value - reference.value;
  if (!by_chance(current.bounds) || !by_chance(reference.bounds)) return std::nullopt;
  return up ? reference.bounds->lower - current.bounds->upper
            : current.bounds->lower - reference.bounds->upper;
}

// The signals of the whole window, or a metric.
[[nodiscard]] inline std::optional<double> plain_value(const report& r,
                                                       std::string_view name) noexcept {
  if (name == "rows") return static_cast<double>(r.rows);
  if (name == "labels") return static_cast<double>(r.labels);
  if (name == "drifted_share") return r.drifted_share;
  if (name == "rejected_rate") return ratio(r.rejected, r.rows);
  if (r.begin) {
    if (name == "late_rate") return ratio(r.late, r.rows);
    if (name == "dropped") return static_cast<double>(r.dropped);
    if (name == "idle_windows") return static_cast<double>(r.idle_windows);
    if (name == "clock_restarts") return static_cast<double>(r.clock_restarts);
  }
  const measurement* const m = find(r.metrics, name);
  const fairness_measurement* const f = m == nullptr ? find(r.fairness, name) : nullptr;
  if (m != nullptr && m->value) return m->value->value;
  if (f != nullptr && f->value) return f->value->value;
  return std::nullopt;
}

// A metric of one group: `recall(F)`.
[[nodiscard]] inline std::optional<double> group_value(const report& r, const signal& wanted) {
  const auto group = std::find_if(r.groups.begin(), r.groups.end(),
                                  [&](const group_report& g) { return g.group == wanted.of; });
  if (group == r.groups.end()) return std::nullopt;
  const measurement* const m = find(group->metrics, wanted.name);
  if (m == nullptr || !m->value) return std::nullopt;
  return m->value->value;
}

}  // namespace detail

inline std::optional<double> report::value(const signal& wanted) const {
  if (wanted.of.empty()) return detail::plain_value(*this, wanted.name);
  const bool is_slow = wanted.name.starts_with(slow_signal);
  if (is_relative(wanted) || is_slow) {
    const measurement* const now = detail::find(is_slow ? slow : metrics, wanted.of);
    if (now == nullptr || !now->value) return std::nullopt;
    if (wanted.name == slow_signal) return now->value->value;
    const measurement* const then = detail::find(baseline, wanted.of);
    if (then == nullptr || !then->value) return std::nullopt;
    if (wanted.name == change_signal) return now->value->value - then->value->value;
    return detail::drop_of(*now, *then,
                           wanted.name == sure_drop_signal || wanted.name == slow_sure_drop_signal);
  }
  if (wanted.name == at_best_signal) {
    if (const auto* const m = detail::find(metrics, wanted.of))
      return detail::best_end(m->value, m->better);
    const auto* const f = detail::find(fairness, wanted.of);
    return f == nullptr ? std::nullopt : detail::best_end(f->value, f->better);
  }
  const auto reader = std::find_if(column_signals.begin(), column_signals.end(),
                                   [&](const column_signal& s) { return s.name == wanted.name; });
  if (reader == column_signals.end()) return detail::group_value(*this, wanted);
  const auto column = std::find_if(columns.begin(), columns.end(),
                                   [&](const column_report& c) { return c.column == wanted.of; });
  if (column == columns.end()) return std::nullopt;
  return reader->read(*column);
}

}  // namespace telltale::inline TELLTALE_ABI
