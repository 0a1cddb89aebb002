// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/monitor/open_window.hpp>
#include <telltale/monitor/task_traits.hpp>

#include <cstddef>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// Those kept rows of a window whose truth has come, column by column.
template <class Task>
class labelled_rows {
public:
  labelled_rows() = default;
  /// Requires: the window kept its rows.
  explicit labelled_rows(const open_window<Task>& window) {
    TELLTALE_EXPECTS(window.kept() != nullptr);
    add(row_block<Task>::of(*window.kept()), [](std::size_t) { return true; });
  }
  /// Those of them that are in one part of the window's groups.
  /// Requires: the window kept its rows, and has groups.
  labelled_rows(const open_window<Task>& window, std::size_t part) {
    TELLTALE_EXPECTS(window.kept() != nullptr);
    const auto rows = row_block<Task>::of(*window.kept());
    add(rows, [&](std::size_t i) { return window.groups().index(rows.groups[i]) == part; });
  }

  /// Adds the rows for which `wanted(i)` holds, if they have their label.
  void add(const row_block<Task>& rows, auto&& wanted) {
    const std::size_t width = rows.size() == 0 ? 0 : rows.scores.size() / rows.size();
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (Task::is_missing(rows.labels[i]) || !wanted(i)) continue;
      outputs_.push_back(rows.outputs[i]);
      labels_.push_back(rows.labels[i]);
      const auto scores = rows.scores.subspan(i * width, width);
      scores_.insert(scores_.end(), scores.begin(), scores.end());
      if (!rows.weights.empty()) weights_.push_back(rows.weights[i]);
    }
  }

  [[nodiscard]] row_block<Task> block() const noexcept {
    return {outputs_, labels_, scores_, weights_};
  }

private:
  std::vector<typename Task::output_type> outputs_;
  std::vector<typename Task::label_type> labels_;
  std::vector<typename Task::value_type> scores_;
  std::vector<double> weights_;
};

}  // namespace telltale::inline TELLTALE_ABI
