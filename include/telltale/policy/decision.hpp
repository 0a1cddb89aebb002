// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/condition.hpp>
#include <telltale/core/number.hpp>
#include <telltale/core/time.hpp>
#include <telltale/policy/action.hpp>
#include <telltale/policy/history.hpp>

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

namespace detail {
/// `value` in four digits, or in as many as show its whole part and keep it on its side of the
/// threshold: a message that says `0.8 < 0.8` helps nobody.
[[nodiscard]] inline std::string short_value(double value, const condition& when) {
  int digits = 4;
  for (double bound = 1e4; std::abs(value) >= bound && digits < 17; bound *= 10) ++digits;
  for (; digits < 17; ++digits) {
    char buffer[32];
    char* const end =
        std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, digits)
            .ptr;
    std::string rounded(buffer, end);
    if (const auto read = parse_number(rounded); read && when.holds(*read)) return rounded;
  }
  return number_text(value);
}
}  // namespace detail

/// One rule that fired, and the numbers for which it did.
struct reason {
  std::string rule;
  action what = action::alert;  ///< that the rule may cause here: no more than it asks for
  condition when;
  double value = 0;     ///< of the condition's signal in this window
  persistence windows;  ///< the condition held in so many of the last so many that were judged
  bool capped = false;  ///< asked for another action, but rests on a reference not held out

  /// `accuracy floor: accuracy 0.71 < 0.8, 3 of the last 5 windows`, the value rounded.
  [[nodiscard]] std::string text() const {
    std::string all = rule + ": " + when.subject.text() + ' ';
    all += detail::short_value(value, when);
    all += ' ';
    all += symbol(when.compare);
    all += ' ' + number_text(when.threshold);
    if (windows.of > 1) {
      all += ", " + std::to_string(windows.held) + " of the last " + std::to_string(windows.of) +
             " windows";
    }
    return all;
  }

  friend bool operator==(const reason&, const reason&) = default;
};

/// What a policy asks for after one window, and why.
struct decision {
  std::uint64_t sequence = 0;        ///< of the policy's decisions, from 1
  std::uint64_t window = 0;          ///< index of the report that it was decided on
  std::uint64_t first_row = 0;       ///< of that window, counted from the monitor's first
  std::uint64_t rows = 0;            ///< of that window
  std::optional<timestamp> begin{};  ///< of that window, where it is one of time
  action what = action::keep;        ///< the strongest of the reasons'
  std::string rule;                  ///< the rule that caused it: that of the first reason
  /// Every rule that fired, the strongest action first, in the policy's order where equal.
  std::vector<reason> reasons;
  /// A rule relative to the reference asked for more, but the reference was not held out, so that
  /// it may only alert.
  bool capped = false;

  /// For whoever is on call: `#3 window 7 (rows 17000-17999): retrain — accuracy floor: accuracy
  /// 0.71 < 0.8, 3 of the last 5 windows`, on one line. A window of time is told by its beginning:
  /// `(from 2026-03-01T05:00:00Z, 1000 rows)`.
  [[nodiscard]] std::string text() const {
    std::string all = '#' + std::to_string(sequence) + " window " + std::to_string(window);
    if (rows == 0) {
      all += " (no rows): ";
    } else if (begin) {
      all += " (from " + timestamp_text(*begin) + ", " + std::to_string(rows) +
             (rows == 1 ? " row): " : " rows): ");
    } else {
      all += " (rows " + std::to_string(first_row) + '-' + std::to_string(first_row + rows - 1) +
             "): ";
    }
    all += name(what);
    const char* separator = " \u2014 ";
    for (const reason& why : reasons) {
      all += separator + why.text();
      separator = "; ";
    }
    if (capped) all += " (no more than an alert: the reference was not held out)";
    return all;
  }

  friend bool operator==(const decision&, const decision&) = default;
};

}  // namespace telltale::inline TELLTALE_ABI
