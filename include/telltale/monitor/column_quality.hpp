// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/ratio.hpp>
#include <telltale/monitor/report.hpp>
#include <telltale/state/runs.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// Whether a column is fit to be used, from the window's rows themselves: infinities apart from
/// what is missing, the share of the most common value, the longest run of one value.
///
/// `table` holds the column row by row, `width` values a row; `values` are its finite ones in
/// ascending order.
template <class T>
void measure_quality(column_report& r, std::span<const T> table, std::size_t column,
                     std::size_t width, const std::vector<double>& values) {
  state::runs in_order;
  std::uint64_t rows = 0, infinite = 0;
  for (std::size_t at = column; at < table.size(); at += width, ++rows) {
    const auto x = static_cast<double>(table[at]);
    in_order.update(x);
    infinite += std::isinf(x);
  }
  if (rows == 0) return;
  r.infinite_rate = ratio(infinite, rows);
  r.longest_run = static_cast<double>(in_order.longest());
  std::size_t most = 0;
  for (auto first = values.begin(); first != values.end();) {
    const auto next = std::upper_bound(first, values.end(), *first);
    most = (std::max)(most, static_cast<std::size_t>(next - first));
    first = next;
  }
  r.most_common_share = ratio(most, values.size());
}

/// The share of a binary classifier's scores that are exactly 0 or 1: a model that has stopped
/// thinking, or whose output was clipped. `values` are the window's scores in ascending order.
inline void measure_saturation(column_report& r, const std::vector<double>& values) {
  const auto zeros = std::upper_bound(values.begin(), values.end(), 0.0) - values.begin();
  const auto ones = values.end() - std::lower_bound(values.begin(), values.end(), 1.0);
  r.saturation_rate = ratio(static_cast<std::size_t>(zeros + ones), values.size());
}

}  // namespace telltale::inline TELLTALE_ABI
