// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/monitor/settings.hpp>
#include <telltale/monitor/task_traits.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// What a window keeps of one group of its rows.
template <class Task>
struct group_part {
  std::uint64_t rows = 0;  ///< usable ones
  std::uint64_t labels = 0;
  typename Task::performance_type performance;
  /// A naive forecast of a regression is the truth that came before in the same group.
  typename Task::memory memory;
};

/// The performance of each group of a window, and of the rows of none: all rows are in one of them.
///
/// Cost  update: that of the task's states for each row by itself; never allocates
/// Size  as many of the task's states as there are groups, and one
template <class Task>
class group_performance {
public:
  /// No groups, no parts.
  explicit group_performance(std::size_t groups) : parts_(groups == 0 ? 0 : groups + 1) {}

  /// Rows that can be used, with or without a label: a look at the groups alone.
  void count(const row_block<Task>& rows) noexcept {
    if (parts_.empty()) return;
    for (std::size_t i = 0; i < rows.size(); ++i) ++of(rows.groups[i]).rows;
  }
  /// Rows that have their label.
  void update(const row_block<Task>& rows, const monitor_settings& settings) noexcept {
    if (parts_.empty()) return;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      group_part<Task>& part = of(rows.groups[i]);
      ++part.labels;
      Task::update(part.performance, Task::batch(rows.part(i, 1), settings), part.memory);
    }
  }

  void clear() noexcept {
    for (group_part<Task>& part : parts_) {
      part.rows = part.labels = 0;
      part.performance.clear();
      part.memory = {};
    }
  }

  /// Those of the groups in their order, then that of the rows of none; none without groups.
  [[nodiscard]] const std::vector<group_part<Task>>& parts() const noexcept { return parts_; }
  /// The part that a row of `group` is in. Requires: there are groups.
  [[nodiscard]] std::size_t index(group_number group) const noexcept {
    TELLTALE_EXPECTS(!parts_.empty());
    return (std::min)(std::size_t{group}, parts_.size() - 1);
  }

private:
  [[nodiscard]] group_part<Task>& of(group_number group) noexcept { return parts_[index(group)]; }

  std::vector<group_part<Task>> parts_;
};

}  // namespace telltale::inline TELLTALE_ABI
