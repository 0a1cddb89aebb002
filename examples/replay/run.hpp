// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <replay/bins.hpp>
#include <replay/log.hpp>
#include <replay/options.hpp>
#include <replay/policy_file.hpp>

#include <telltale/core/task.hpp>
#include <telltale/monitor/reference.hpp>
#include <telltale/monitor/report.hpp>
#include <telltale/policy/decision.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace replay {

/// One window of the replay. `first_row` counts the rows of the log, from 0.
struct replayed_window {
  telltale::report measured;
  std::vector<telltale::decision> decisions;
  std::vector<cell_counts> bins;  ///< of the columns in the report's order; empty unless asked
};

/// What a replay showed.
struct replayed {
  telltale::task predicts = telltale::task::binary;
  std::uint64_t rows = 0;  ///< of the log
  std::optional<telltale::reference> baseline;
  bool saved = false;  ///< the reference came from a file: none of its rows is in the log
  std::vector<replayed_window> windows;
  std::vector<column_bins> bins;  ///< of the reference; empty unless asked for
  telltale::report total;         ///< over all replayed rows at once
  std::string policy;             ///< its rules, one a line

  /// Rows of the log that could not be used.
  [[nodiscard]] std::uint64_t rejected() const noexcept {
    return total.rejected + (baseline && !saved ? baseline->rejected() : 0);
  }
};

/// Which rows of a log are the reference, and which are replayed: their numbers, in order.
struct row_split {
  std::vector<std::size_t> reference;
  std::vector<std::size_t> replayed;
};

/// Splits a log as the options say. Throws `failure` (bad_log) where nothing would be left of
/// either side.
[[nodiscard]] row_split split_rows(const prediction_log& log, const options& asked);

/// Replays a log against a policy; without a policy file the default rules. `saved`: the reference
/// where it comes from a file. `progress` is called with the number of rows that are done, and of
/// all. Throws `failure`: what the log cannot give is a bad log, what the policy cannot ask for is
/// a bad argument.
[[nodiscard]] replayed replay(const prediction_log& log, const options& asked,
                              const std::optional<policy_file>& policy,
                              std::optional<telltale::reference> saved,
                              const std::function<void(std::size_t, std::size_t)>& progress);

}  // namespace replay
