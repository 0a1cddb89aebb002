// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/core/task.hpp>
#include <telltale/monitor/performance.hpp>
#include <telltale/monitor/settings.hpp>
#include <telltale/simd/usable.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

// What the monitor, the reference builder and the report need to know of a task: the types of a
// row, which rows can be used, and the states that a block of them updates. All else is the same
// for every task.

namespace telltale::inline TELLTALE_ABI {

/// How many classes of a task are in use.
template <class Task>
[[nodiscard]] constexpr std::size_t classes_in_use(const monitor_settings& s) noexcept {
  return s.classes == 0 ? Task::classes : s.classes;
}

/// A score in [0, 1] and a label that is 0 or 1.
template <class Value>
struct binary_task {
  static constexpr task predicts = task::binary;
  static constexpr std::size_t classes = 2;
  using value_type = Value;  ///< of a feature
  using output_type = Value;
  using label_type = std::uint8_t;
  using given_output = Value;  ///< as the host passes it
  using given_label = int;
  using performance_type = binary_performance;
  using batch_type = binary_batch<Value>;

  static constexpr label_type no_label = 255;
  [[nodiscard]] static constexpr output_type output(given_output given) noexcept { return given; }
  /// A label as the host gave it: the mark of a missing one must not come in from outside.
  [[nodiscard]] static constexpr label_type label(given_label given) noexcept {
    return given == 0 || given == 1 ? static_cast<label_type>(given) : label_type{2};
  }
  [[nodiscard]] static constexpr bool is_missing(label_type l) noexcept { return l == no_label; }
  [[nodiscard]] static constexpr bool usable(Value score, const monitor_settings&) noexcept {
    return usable_score(score);
  }
  [[nodiscard]] static constexpr bool usable_label(label_type l, const monitor_settings&) noexcept {
    return l <= 1;
  }
  /// Whether every row of a block can be used and has its label: one pass for the usual case.
  [[nodiscard]] static bool all_usable(std::span<const Value> scores,
                                       std::span<const label_type> labels,
                                       const monitor_settings&) noexcept {
    return simd::all_usable(scores, labels);
  }
  [[nodiscard]] static constexpr batch_type batch(std::span<const Value> scores,
                                                  std::span<const label_type> labels,
                                                  const monitor_settings& s) noexcept {
    return {scores, labels, static_cast<Value>(s.threshold)};
  }

  /// What a block needs to know of the rows before it.
  struct memory {};
  static constexpr void remember(memory&, label_type) noexcept {}
  /// Requires: every row can be used.
  static void update(performance_type& performance, const batch_type& rows, memory&) noexcept {
    performance.update(simd::usable_batch<Value>{rows});
  }
};

/// One of `K` classes, and the true one: numbers from 0.
template <std::size_t K, class Value>
requires(K >= 2 && K <= 10'000) struct multiclass_task {
  static constexpr task predicts = task::multiclass;
  static constexpr std::size_t classes = K;
  using value_type = Value;
  using output_type = std::uint16_t;
  using label_type = std::uint16_t;
  using given_output = std::size_t;
  using given_label = std::size_t;
  using performance_type = multiclass_performance<K>;
  using batch_type = class_batch<std::uint16_t>;

  static constexpr label_type no_label = 65'535;
  /// A class as the host gave it: one beyond all that is used where it is none.
  [[nodiscard]] static constexpr output_type output(given_output given) noexcept {
    return static_cast<output_type>((std::min)(given, std::size_t{no_label - 1}));
  }
  [[nodiscard]] static constexpr label_type label(given_label given) noexcept {
    return output(given);
  }
  [[nodiscard]] static constexpr bool is_missing(label_type l) noexcept { return l == no_label; }
  [[nodiscard]] static constexpr bool usable(output_type predicted,
                                             const monitor_settings& s) noexcept {
    return predicted < classes_in_use<multiclass_task>(s);
  }
  [[nodiscard]] static constexpr bool usable_label(label_type l,
                                                   const monitor_settings& s) noexcept {
    return l < classes_in_use<multiclass_task>(s);
  }
  [[nodiscard]] static bool all_usable(std::span<const output_type> predicted,
                                       std::span<const label_type> labels,
                                       const monitor_settings& s) noexcept {
    const std::size_t most = classes_in_use<multiclass_task>(s);
    std::uint32_t unusable = 0;
    for (std::size_t i = 0; i < predicted.size(); ++i)
      unusable |= static_cast<std::uint32_t>(predicted[i] >= most || labels[i] >= most);
    return unusable == 0;
  }
  [[nodiscard]] static constexpr batch_type batch(std::span<const output_type> predicted,
                                                  std::span<const label_type> labels,
                                                  const monitor_settings&) noexcept {
    return {labels, predicted};
  }

  struct memory {};
  static constexpr void remember(memory&, label_type) noexcept {}
  static void update(performance_type& performance, const batch_type& rows, memory&) noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) performance.update(rows[i]);
  }
};

/// A number, and the true one in the same units.
template <class Value>
struct regression_task {
  static constexpr task predicts = task::regression;
  static constexpr std::size_t classes = 0;
  using value_type = Value;
  using output_type = Value;
  using label_type = Value;
  using given_output = Value;
  using given_label = Value;
  using performance_type = regression_performance;
  using batch_type = regression_batch<Value>;

  static constexpr label_type no_label = std::numeric_limits<Value>::quiet_NaN();
  [[nodiscard]] static constexpr output_type output(given_output given) noexcept { return given; }
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
  [[nodiscard]] static bool all_usable(std::span<const Value> predicted,
                                       std::span<const label_type> labels,
                                       const monitor_settings&) noexcept {
    std::uint32_t unusable = 0;
    for (std::size_t i = 0; i < predicted.size(); ++i)
      unusable |=
          static_cast<std::uint32_t>(!(usable_value(predicted[i]) && usable_value(labels[i])));
    return unusable == 0;
  }
  [[nodiscard]] static constexpr batch_type batch(std::span<const Value> predicted,
                                                  std::span<const Value> labels,
                                                  const monitor_settings&) noexcept {
    return {labels, predicted};
  }

  /// The naive forecast says what was true last: the truth of the row before in the same window,
  /// and for its first row the last that had come when the window was opened.
  struct memory {
    Value last = no_label;
  };
  static constexpr void remember(memory& latest, label_type label) noexcept {
    if (usable_value(label)) latest.last = label;
  }
  static void update(performance_type& performance, const batch_type& rows,
                     memory& before) noexcept {
    std::array<Value, 256> naive;
    for (std::size_t begin = 0; begin < rows.size(); begin += naive.size()) {
      const std::size_t n = (std::min)(naive.size(), rows.size() - begin);
      for (std::size_t i = 0; i < n; ++i) {
        naive[i] = before.last;
        before.last = rows.actual[begin + i];
      }
      performance.update(regression_batch<Value>{rows.actual.subspan(begin, n),
                                                 rows.predicted.subspan(begin, n),
                                                 std::span<const Value>{naive}.first(n)});
    }
  }
};

}  // namespace telltale::inline TELLTALE_ABI
