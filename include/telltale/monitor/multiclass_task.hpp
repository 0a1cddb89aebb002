// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/core/task.hpp>
#include <telltale/monitor/performance.hpp>
#include <telltale/monitor/settings.hpp>
#include <telltale/monitor/task_traits.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI {

/// The probability of each class, class 0 first, and the class that was predicted from them.
template <class Value>
struct class_scores {
  std::span<const Value> scores;
  std::size_t predicted;

  /// The first of the most probable.
  constexpr class_scores(std::span<const Value> given) noexcept : scores(given), predicted(0) {
    for (std::size_t k = 1; k < given.size(); ++k)
      if (given[k] > given[predicted]) predicted = k;
  }
  constexpr class_scores(std::span<const Value> given, std::size_t chosen) noexcept
      : scores(given), predicted(chosen) {}
};

/// One of `K` classes, and the true one: numbers from 0. `Scored`: with the probabilities of the
/// classes in use. Weighted: rows that count by their weight.
template <std::size_t K, class Value, bool Scored = false, bool Weighted = false>
requires(K >= 2 && K <= 10'000) struct multiclass_task {
  static constexpr task predicts = task::multiclass;
  static constexpr std::size_t classes = K;
  static constexpr bool weighted = Weighted;
  static constexpr bool scored = Scored;
  using value_type = Value;
  using output_type = std::uint16_t;
  using label_type = std::uint16_t;
  using given_output = std::conditional_t<Scored, class_scores<Value>, std::size_t>;
  using given_label = std::size_t;
  using performance_type = multiclass_performance<K, Scored, Weighted>;
  using batch_type =
      std::conditional_t<Scored, scored_class_batch<Value>, class_batch<std::uint16_t>>;

  static constexpr label_type no_label = 65'535;
  /// A class as the host gave it: one beyond all that is used where it is none, or where its
  /// probabilities are not those of the classes in use.
  [[nodiscard]] static constexpr output_type output(const given_output& given,
                                                    const monitor_settings& s) noexcept {
    if constexpr (Scored) {
      const bool usable = given.scores.size() == classes_in_use<multiclass_task>(s) &&
                          std::all_of(given.scores.begin(), given.scores.end(),
                                      [](Value p) { return usable_score(p); });
      return usable ? label(given.predicted) : static_cast<output_type>(no_label - 1);
    } else {
      static_cast<void>(s);
      return label(given);
    }
  }
  [[nodiscard]] static constexpr label_type label(given_label given) noexcept {
    return static_cast<label_type>((std::min)(given, std::size_t{no_label - 1}));
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
  [[nodiscard]] static bool all_usable(const row_block<multiclass_task>& rows,
                                       const monitor_settings& s) noexcept {
    const std::size_t most = classes_in_use<multiclass_task>(s);
    std::uint32_t unusable = 0;
    for (std::size_t i = 0; i < rows.size(); ++i)
      unusable |= static_cast<std::uint32_t>(rows.outputs[i] >= most || rows.labels[i] >= most);
    return unusable == 0;
  }
  [[nodiscard]] static constexpr batch_type batch(const row_block<multiclass_task>& rows,
                                                  const monitor_settings& s) noexcept {
    if constexpr (Scored) {
      return {rows.labels, rows.outputs, rows.scores, classes_in_use<multiclass_task>(s),
              rows.weights};
    } else {
      static_cast<void>(s);
      return {rows.labels, rows.outputs, rows.weights};
    }
  }

  struct memory {};
  static constexpr void remember(memory&, label_type) noexcept {}
  /// Requires: every row can be used.
  static void update(performance_type& performance, const batch_type& rows, memory&) noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) performance.update(rows[i]);
  }
};

}  // namespace telltale::inline TELLTALE_ABI
