// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/core/task.hpp>
#include <telltale/monitor/performance.hpp>
#include <telltale/monitor/settings.hpp>
#include <telltale/monitor/task_traits.hpp>
#include <telltale/simd/usable.hpp>

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI {

/// A score in [0, 1] and a label that is 0 or 1; weighted: rows that count by their weight.
template <class Value, bool Weighted = false>
struct binary_task {
  static constexpr task predicts = task::binary;
  static constexpr std::size_t classes = 2;
  static constexpr bool weighted = Weighted;
  static constexpr bool scored = false;
  using value_type = Value;  ///< of a feature
  using output_type = Value;
  using label_type = std::uint8_t;
  using given_output = Value;  ///< as the host passes it
  using given_label = int;
  using performance_type =
      std::conditional_t<Weighted, weighted_binary_performance, binary_performance>;
  using batch_type = binary_batch<Value>;

  static constexpr label_type no_label = 255;
  [[nodiscard]] static constexpr output_type output(given_output given,
                                                    const monitor_settings&) noexcept {
    return given;
  }
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
  [[nodiscard]] static bool all_usable(const row_block<binary_task>& rows,
                                       const monitor_settings&) noexcept {
    return simd::all_usable(rows.outputs, rows.labels);
  }
  [[nodiscard]] static constexpr batch_type batch(const row_block<binary_task>& rows,
                                                  const monitor_settings& s) noexcept {
    return {rows.outputs, rows.labels, static_cast<Value>(s.threshold), rows.weights};
  }

  /// What a block needs to know of the rows before it.
  struct memory {};
  static constexpr void remember(memory&, label_type) noexcept {}
  /// Requires: every row can be used.
  static void update(performance_type& performance, const batch_type& rows, memory&) noexcept {
    if constexpr (Weighted)
      for (std::size_t i = 0; i < rows.size(); ++i) performance.update(rows[i]);
    else
      performance.update(simd::usable_batch<Value>{rows});
  }
};

}  // namespace telltale::inline TELLTALE_ABI
