// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/monitor/row_store.hpp>
#include <telltale/monitor/settings.hpp>

#include <cstddef>
#include <span>

// What the monitor, the reference builder and the report need to know of a task stands in a file a
// task: the types of a row, which rows can be used, and the states that a block of them updates.
// All else is the same for every task.

namespace telltale::inline TELLTALE_ABI {

/// How many classes of a task are in use.
template <class Task>
[[nodiscard]] constexpr std::size_t classes_in_use(const monitor_settings& s) noexcept {
  return s.classes == 0 ? Task::classes : s.classes;
}

/// Probabilities a row, of a task that watches those of each class; 0 for any other.
template <class Task>
[[nodiscard]] constexpr std::size_t scores_in_use(const monitor_settings& s) noexcept {
  return Task::scored ? classes_in_use<Task>(s) : 0;
}

/// The rows of a task that are stored or updated at once, column by column. Columns that a monitor
/// has no use for are empty: the probabilities (row-major), the weights, the groups.
template <class Task>
struct row_block {
  using output_type = typename Task::output_type;
  using label_type = typename Task::label_type;
  using value_type = typename Task::value_type;

  std::span<const output_type> outputs;
  std::span<const label_type> labels;
  std::span<const value_type> scores{};
  std::span<const double> weights{};
  std::span<const group_number> groups{};

  /// All rows of a store, from row `begin` on.
  [[nodiscard]] static row_block of(const row_store<output_type, label_type, value_type>& rows,
                                    std::size_t begin = 0) noexcept {
    const row_block all{rows.outputs(), rows.labels(), rows.scores(), rows.weights(),
                        rows.groups()};
    return all.part(begin, all.size() - begin);
  }

  [[nodiscard]] std::size_t size() const noexcept { return outputs.size(); }
  /// Requires: `begin + n <= size()`.
  [[nodiscard]] row_block part(std::size_t begin, std::size_t n) const noexcept {
    const auto cut = [&](auto column) {
      return column.empty() ? column : column.subspan(begin, n);
    };
    const std::size_t width = size() == 0 ? 0 : scores.size() / size();
    return {outputs.subspan(begin, n), labels.subspan(begin, n),
            scores.subspan(begin * width, n * width), cut(weights), cut(groups)};
  }
};

}  // namespace telltale::inline TELLTALE_ABI
