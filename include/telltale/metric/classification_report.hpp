// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/class_average.hpp>
#include <telltale/metric/class_cells.hpp>
#include <telltale/metric/class_ratio.hpp>
#include <telltale/metric/label_counts.hpp>

#include <array>
#include <cstddef>
#include <optional>

namespace telltale::inline TELLTALE_ABI::metric {

/// Precision, recall and F1 of a class, or their average over the classes. Each is empty where it
/// has no answer; an average counts such a class 0.
struct report_row {
  std::optional<estimate> precision;
  std::optional<estimate> recall;
  std::optional<estimate> f1;
  double support = 0;  ///< rows of the class; of an average, of all classes
};

/// The table of a classifier, over classes or over labels.
template <std::size_t K>
struct report_table {
  std::array<report_row, K> of_class;
  report_row micro;  ///< of one class a row all three are the accuracy
  report_row macro;
  report_row weighted;
};

/// The table of a confusion over classes, or of the counts of several labels a row: all that
/// scikit-learn's `classification_report` has but its text, with intervals. Cost O(K^2) of K
/// classes, O(L) of L labels.
template <class S>
requires(class_or_label_counts::matches<S>)
    [[nodiscard]] auto classification_report(const S& s,
                                             const confidence_level& level = {}) noexcept {
  const auto m = margins_of(s);
  constexpr std::size_t classes = decltype(m.of_class){}.size();
  report_table<classes> table;
  double support = 0;
  for (std::size_t k = 0; k < classes; ++k) {
    const class_cells& c = m.of_class[k];
    table.of_class[k] = {detail::precision_ratio.of(c, level), detail::recall_ratio.of(c, level),
                         detail::f1_ratio.of(c, level), c.actual};
    support += c.actual;
  }
  table.micro = {precision_micro(s, level), recall_micro(s, level), f1_micro(s, level), support};
  table.macro = {precision_macro(s, level), recall_macro(s, level), f1_macro(s, level), support};
  table.weighted = {precision_weighted(s, level), recall_weighted(s, level), f1_weighted(s, level),
                    support};
  return table;
}

}  // namespace telltale::inline TELLTALE_ABI::metric
