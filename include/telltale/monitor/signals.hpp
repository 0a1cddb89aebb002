// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/core/signal.hpp>
#include <telltale/monitor/binary.hpp>
#include <telltale/monitor/measure.hpp>
#include <telltale/monitor/report.hpp>

#include <string_view>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

namespace detail {

// Whether reports on a column of this kind can hold the signal; `exact`: the rows of both sides
// are kept.
[[nodiscard]] inline bool has_signal(std::string_view name, column_kind kind, bool exact) noexcept {
  const bool from_rows = name == "kolmogorov_smirnov" || name.starts_with("wasserstein");
  if (kind == column_kind::categorical) return !from_rows && name != "out_of_range_rate";
  return name != "unseen_rate" && (exact || !from_rows);
}

}  // namespace detail

/// All that a monitor's reports may hold: what a policy for it may name.
template <class Score>
[[nodiscard]] vocabulary signals(const basic_binary_monitor<Score>& watch) {
  const reference* const baseline = watch.baseline();
  std::vector<signal> all;
  for (const std::string_view name : window_signals)
    if (baseline != nullptr || name != "drifted_share") all.emplace_back(name);

  const bool kept = watch.settings().keep_rows;
  const std::vector<measurement> metrics =
      kept ? measure(watch.total(), binary_batch<Score>{}, {}) : measure(watch.total(), {});
  for (const measurement& m : metrics) {
    all.emplace_back(m.name);
    if (baseline == nullptr) continue;
    all.emplace_back(change_signal, m.name);
    if (m.better == direction::neutral) continue;
    all.emplace_back(drop_signal, m.name);
    all.emplace_back(sure_drop_signal, m.name);
  }

  const auto add_column = [&](const column_baseline& column) {
    for (const column_signal& s : column_signals)
      if (detail::has_signal(s.name, column.what.kind, kept && !column.values.empty()))
        all.emplace_back(s.name, column.what.name);
  };
  if (baseline != nullptr) {
    for (const column_baseline& column : baseline->features()) add_column(column);
    add_column(baseline->score());
  }
  return vocabulary{std::move(all)};
}

}  // namespace telltale::inline TELLTALE_ABI
