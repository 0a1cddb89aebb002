// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/drift/multiplicity.hpp>
#include <telltale/math/special.hpp>
#include <telltale/monitor/binary.hpp>
#include <telltale/monitor/compare.hpp>
#include <telltale/monitor/measure.hpp>
#include <telltale/monitor/report.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

namespace detail {

// One column out of a row-major table: its finite values, ascending.
template <class Score>
[[nodiscard]] std::vector<double> sorted_column(std::span<const Score> table, std::size_t column,
                                                std::size_t width) {
  std::vector<double> values;
  values.reserve(table.size() / width);
  for (std::size_t at = column; at < table.size(); at += width)
    if (std::isfinite(table[at])) values.push_back(static_cast<double>(table[at]));
  std::sort(values.begin(), values.end());
  return values;
}

// What the reference's values would have been as the window's type: 0.1 is another number in float,
// and two samples of one discrete column would share no value.
template <class Score>
[[nodiscard]] std::vector<double> as_seen(const std::vector<double>& values) {
  std::vector<double> seen;
  seen.reserve(values.size());
  for (const double x : values) {
    const auto rounded = static_cast<double>(static_cast<Score>(x));
    if (std::isfinite(rounded)) seen.push_back(rounded);
  }
  return seen;
}

template <class Score, class Counts>
[[nodiscard]] column_comparison compare_kept(const column_baseline& b, const Counts& counts,
                                             std::vector<double> current) {
  if constexpr (std::is_same_v<Score, double>) {
    return compare(b, counts, {b.values, current});
  } else {
    const std::vector<double> seen = as_seen<Score>(b.values);
    return compare(b, counts, {seen, current});
  }
}

template <class Score, class View>
[[nodiscard]] std::vector<column_comparison> compare_columns(const reference& baseline,
                                                             const View& w) {
  std::vector<column_comparison> all;
  const auto& features = baseline.features();
  for (std::size_t c = 0; c < features.size(); ++c) {
    all.push_back(std::visit(
        [&](const auto& counts) {
          if (!w.kept) return compare(features[c], counts, {});
          return compare_kept<Score>(features[c], counts,
                                     sorted_column(w.kept->features(), c, features.size()));
        },
        w.columns->features()[c]));
  }
  const state::histogram& scores = w.columns->score();
  all.push_back(
      w.kept ? compare_kept<Score>(baseline.score(), scores, sorted_column(w.kept->scores(), 0, 1))
             : compare(baseline.score(), scores, {}));
  return all;
}

// Which columns drifted, and what share of the features. The score is corrected for with the
// features, but it is not one of them.
inline void judge(report& r, std::vector<column_comparison> all, const binary_settings& settings) {
  std::vector<double> p_values;
  for (const column_comparison& c : all)
    if (c.report.p_value) p_values.push_back(*c.report.p_value);
  const std::vector<double> adjusted = drift::holm(p_values);
  std::size_t next = 0, comparable = 0, drifted = 0;
  for (column_comparison& c : all) {
    if (c.report.p_value) {
      c.report.p_value_adjusted = adjusted[next++];
      c.report.drifted =
          *c.report.p_value_adjusted < settings.alpha && c.move >= settings.tolerance;
      if (&c != &all.back()) ++comparable, drifted += c.report.drifted;
    }
    r.columns.push_back(std::move(c.report));
  }
  if (comparable > 0)
    r.drifted_share = static_cast<double>(drifted) / static_cast<double>(comparable);
}

}  // namespace detail

/// Measures the open window of a monitor, whatever its length, and starts the next one.
///
/// Cost  sorts the window's columns, and a test of each against the reference: milliseconds; on
///       the cold path
template <class Score>
[[nodiscard]] report close_window(basic_binary_monitor<Score>& watch) {
  return watch.close([&](const auto& w) {
    report r;
    r.index = w.index;
    r.first_row = w.first_row;
    r.rows = w.rows;
    r.labels = w.labels;
    r.rejected = w.rejected;
    const confidence_level level = *math::confidence(watch.settings().confidence);
    r.metrics = w.kept ? measure(w.performance,
                                 binary_batch<Score>{w.kept->scores(), w.kept->actual()}, level)
                       : measure(w.performance, level);
    if (const reference* const baseline = watch.baseline()) {
      r.baseline = baseline->metrics();
      r.reference_held_out = baseline->held_out();
      detail::judge(r, detail::compare_columns<Score>(*baseline, w), watch.settings());
    }
    return r;
  });
}

}  // namespace telltale::inline TELLTALE_ABI
