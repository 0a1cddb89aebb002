// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/number.hpp>
#include <telltale/core/result.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// A window's length in rows.
struct rows {
  std::uint64_t count = 0;

  friend bool operator==(const rows&, const rows&) = default;
};

/// How long a window is: so many rows, `rows{1'000}`, or a stretch of time,
/// `std::chrono::hours{1}`.
class window_length {
public:
  constexpr window_length(telltale::rows n) noexcept : rows_(n.count) {}
  template <class Rep, class Period>
  constexpr window_length(std::chrono::duration<Rep, Period> time) noexcept : timed_(true) {
    // What is longer than nanoseconds can say stays 0, which no monitor takes.
    constexpr double most = 9.2e18;
    if (std::chrono::duration<double, std::nano>(time).count() < most)
      time_ = std::chrono::duration_cast<std::chrono::nanoseconds>(time);
  }

  /// Whether it is a stretch of time.
  [[nodiscard]] constexpr bool timed() const noexcept { return timed_; }
  /// 0 where it is timed.
  [[nodiscard]] constexpr std::uint64_t rows() const noexcept { return rows_; }
  /// 0 where it is not.
  [[nodiscard]] constexpr std::chrono::nanoseconds time() const noexcept { return time_; }

  friend constexpr bool operator==(const window_length&, const window_length&) = default;

private:
  std::uint64_t rows_ = 0;
  std::chrono::nanoseconds time_{};
  bool timed_ = false;
};

/// What a report calls the rows that are of no group.
inline constexpr std::string_view other_group = "other";

/// What a row may say of itself besides: how much it counts, in a weighted monitor, and which of
/// the settings' groups it is of, counted from 0. A group that there is none of is no group.
struct row_tags {
  double weight = 1;
  std::size_t group = static_cast<std::size_t>(-1);
};

/// Settings of a monitor.
struct monitor_settings {
  /// A binary classifier's: class 1 is predicted where score >= threshold; [0, 1].
  double threshold = 0.5;
  /// A multiclass classifier's: how many of the monitor's classes are in use; 0 is all of them.
  std::size_t classes = 0;
  /// In rows, rejected ones included; or in time, and then the windows begin at multiples of their
  /// length since 1970.
  window_length window = rows{1'000};
  /// How long a window of time waits after its end for rows that come late.
  std::chrono::nanoseconds lateness{};
  /// Keep the rows of a window of rows until it is closed. Then AUC, medians, Kolmogorov-Smirnov
  /// and Wasserstein are exact; without, and in a window of time, they come from bins, with
  /// certified brackets, in memory that does not grow with the window.
  bool keep_rows = true;
  /// A longer window beside it: the last so many windows together, the one that is closed included;
  /// 0 is none; until there are so many, those there are. A policy reads it as `slow(metric)`.
  std::size_t slow_windows = 0;
  /// A window with fewer usable rows than this has no drifted column, and one with fewer usable
  /// labels (the slow window by its own) has no performance: both are empty, and no rule sees them.
  std::uint64_t min_rows = 0;
  std::uint64_t min_labels = 0;
  /// Groups of rows that are measured apart, and compared with each other (metric/fairness.hpp): a
  /// row says by its `row_tags` which one it is of. At most 1,000, each with a name of its own.
  std::vector<std::string> groups{};
  double confidence = 0.95;  ///< of every interval in the report; (0, 1)
  /// A column has drifted when its p-value, corrected for the number of columns, is below `alpha`
  /// and it has moved by at least `tolerance`: Kolmogorov-Smirnov distance of a number, total
  /// variation of a category, or the change of its missing rate. 0.1 is a shift of a quarter of a
  /// standard deviation; less is not worth waking anybody.
  double alpha = 0.05;
  double tolerance = 0.1;
};

/// What is wrong with settings, by the field; empty for those a monitor can be made of.
[[nodiscard]] inline std::optional<error> check(const monitor_settings& s) {
  using std::chrono::nanoseconds;
  constexpr std::uint64_t most_rows = (std::uint64_t{1} << 32) - 1;
  constexpr std::size_t most_slow = 1'000, most_groups = 1'000;
  constexpr std::int64_t most_waiting = 1'000;
  if (!(s.threshold >= 0 && s.threshold <= 1))
    return out_of_range("threshold", number_text(s.threshold), "[0, 1]");
  if (!(s.confidence > 0 && s.confidence < 1))
    return out_of_range("confidence", number_text(s.confidence), "(0, 1)");
  if (!(s.alpha > 0 && s.alpha < 1)) return out_of_range("alpha", number_text(s.alpha), "(0, 1)");
  if (!(s.tolerance >= 0 && s.tolerance <= 1))
    return out_of_range("tolerance", number_text(s.tolerance), "[0, 1]");
  if (s.slow_windows > most_slow)
    return out_of_range("slow_windows", std::to_string(s.slow_windows), "[0, 1000]");
  if (s.groups.size() > most_groups)
    return out_of_range("groups", std::to_string(s.groups.size()), "[0, 1000]");
  for (auto name = s.groups.begin(); name != s.groups.end(); ++name) {
    if (name->empty()) return error{errc::invalid_setting, "groups: a name is empty"};
    if (*name == other_group)
      return error{errc::invalid_setting,
                   "groups: '" + *name + "' is the name of the rows that are of none"};
    if (std::find(s.groups.begin(), name, *name) != name)
      return error{errc::invalid_setting, "groups: '" + *name + "' is named twice"};
  }
  if (!s.window.timed()) {
    if (s.window.rows() == 0 || s.window.rows() > most_rows)
      return out_of_range("window", std::to_string(s.window.rows()), "[1, 2^32) rows");
    if (s.lateness != nanoseconds{})
      return error{errc::invalid_setting, "lateness: only a window of time waits for late rows"};
    return std::nullopt;
  }
  if (s.window.time() <= nanoseconds{})
    return error{errc::invalid_setting,
                 "window: a stretch of time is more than 0 and less than 292 years"};
  if (s.lateness < nanoseconds{} || s.lateness / s.window.time() >= most_waiting)
    return out_of_range("lateness", std::to_string(s.lateness.count()), "[0, 1000 windows) of ns");
  return std::nullopt;
}

}  // namespace telltale::inline TELLTALE_ABI
