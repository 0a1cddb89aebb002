// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/core/task.hpp>
#include <telltale/monitor/performance.hpp>
#include <telltale/monitor/settings.hpp>
#include <telltale/monitor/task_traits.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI {

/// A number, and the true one in the same units; weighted: rows that count by their weight.
template <class Value, bool Weighted = false>
struct regression_task {
  static constexpr task predicts = task::regression;
  static constexpr std::size_t classes = 0;
  static constexpr bool weighted = Weighted;
  static constexpr bool scored = false;
  using value_type = Value;
  using output_type = Value;
  using label_type = Value;
  using given_output = Value;
  using given_label = Value;
  using performance_type =
      std::conditional_t<Weighted, weighted_regression_performance, regression_performance>;
  using batch_type = regression_batch<Value>;

  static constexpr label_type no_label = std::numeric_limits<Value>::quiet_NaN();
  [[nodiscard]] static constexpr output_type output(given_output given,
                                                    const monitor_settings&) noexcept {
    return given;
  }
  /// A truth as the host gave it: NaN is an unusable one, and not one that has not come.
  [[nodiscard]] static constexpr label_type label(given_label given) noexcept {
    return given == given ? given : std::numeric_limits<Value>::infinity();
  }
  [[nodiscard]] static constexpr bool is_missing(label_type l) noexcept { return l != l; }
  [[nodiscard]] static constexpr bool usable(Value predicted, const monitor_settings&) noexcept {
    return usable_value(predicted);
  }
  [[nodiscard]] static constexpr bool usable_label(label_type l, const monitor_settings&) noexcept {
    return usable_value(l);
  }
  [[nodiscard]] static bool all_usable(const row_block<regression_task>& rows,
                                       const monitor_settings&) noexcept {
    std::uint32_t unusable = 0;
    for (std::size_t i = 0; i < rows.size(); ++i)
      unusable |= static_cast<std::uint32_t>(
          !(usable_value(rows.outputs[i]) && usable_value(rows.labels[i])));
    return unusable == 0;
  }
  [[nodiscard]] static constexpr batch_type batch(const row_block<regression_task>& rows,
                                                  const monitor_settings&) noexcept {
    return {rows.labels, rows.outputs, {}, rows.weights};
  }

  /// The naive forecast says what was true last: the truth of the row before in the same window,
  /// and for its first row the last that had come when the window was opened.
  struct memory {
    Value last = no_label;
  };
  static constexpr void remember(memory& latest, label_type label) noexcept {
    if (usable_value(label)) latest.last = label;
  }
  /// Requires: every row can be used.
  static void update(performance_type& performance, const batch_type& rows,
                     memory& before) noexcept {
    std::array<Value, 256> naive;
    for (std::size_t begin = 0; begin < rows.size(); begin += naive.size()) {
      const std::size_t n = (std::min)(naive.size(), rows.size() - begin);
      for (std::size_t i = 0; i < n; ++i) {
        naive[i] = before.last;
        before.last = rows.actual[begin + i];
      }
      const regression_batch<Value> part{
          rows.actual.subspan(begin, n), rows.predicted.subspan(begin, n),
          std::span<const Value>{naive}.first(n),
          rows.weights.empty() ? rows.weights : rows.weights.subspan(begin, n)};
      if constexpr (Weighted)
        for (std::size_t i = 0; i < n; ++i) performance.update(part[i]);
      else
        performance.update(part);
    }
  }
};

}  // namespace telltale::inline TELLTALE_ABI
