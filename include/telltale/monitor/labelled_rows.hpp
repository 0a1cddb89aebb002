// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/monitor/open_window.hpp>

#include <cstddef>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// The outputs and truths of those kept rows whose truth has come.
template <class Task>
struct labelled_rows {
  std::vector<typename Task::output_type> outputs;
  std::vector<typename Task::label_type> labels;

  /// Requires: the window kept its rows.
  explicit labelled_rows(const open_window<Task>& window) {
    TELLTALE_EXPECTS(window.kept() != nullptr);
    const auto& rows = *window.kept();
    outputs.reserve(rows.size());
    labels.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (Task::is_missing(rows.labels()[i])) continue;
      outputs.push_back(rows.outputs()[i]);
      labels.push_back(rows.labels()[i]);
    }
  }
};

}  // namespace telltale::inline TELLTALE_ABI
