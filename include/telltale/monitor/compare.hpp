// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/ratio.hpp>
#include <telltale/drift/chi_squared.hpp>
#include <telltale/drift/divergence.hpp>
#include <telltale/drift/kolmogorov_smirnov.hpp>
#include <telltale/drift/wasserstein.hpp>
#include <telltale/monitor/reference.hpp>
#include <telltale/monitor/report.hpp>
#include <telltale/state/categories.hpp>
#include <telltale/state/category_index.hpp>
#include <telltale/state/histogram.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// A column of a window against its reference: every distance and test that its kind allows, and
/// the p-value and the size of the move on which "drifted" rests.
struct column_comparison {
  column_report report;
  double move = 0;  ///< the larger of the distance and the change of the missing rate, [0, 1]
};

namespace detail {

// Presence in the reference and in the window as a 2x2 table: a value that went missing, or came
// back, is a move like any other.
inline std::optional<double> presence_p_value(const column_baseline& b, std::uint64_t present,
                                              std::uint64_t missing) {
  const std::array then{b.present, b.missing}, now{present, missing};
  const auto test = drift::chi_squared(then, now);
  if (!test) return std::nullopt;
  return test->p_value;
}

// Two looks at one column, values and presence, and each may speak for the move.
inline std::optional<double> either(std::optional<double> a, std::optional<double> b) {
  if (!a) return b;
  if (!b) return a;
  return (std::min)(1.0, 2 * (std::min)(*a, *b));
}

inline void compare_cells(column_report& r, std::span<const std::uint64_t> then,
                          std::span<const std::uint64_t> now) {
  r.chi_squared = drift::chi_squared(then, now);
  r.cramers_v = drift::cramers_v(then, now);
  r.psi = drift::psi(then, now);
  r.jensen_shannon = drift::jensen_shannon(then, now);
  r.hellinger = drift::hellinger(then, now);
  r.total_variation = drift::total_variation(then, now);
}

inline double missing_move(const column_report& r, const column_baseline& b) {
  const auto then = ratio(b.missing, b.present + b.missing);
  return then && r.missing_rate ? std::abs(*r.missing_rate - *then) : 0;
}

}  // namespace detail

/// The finite values of a column in ascending order, of the reference and of the window, in the
/// precision of the window's rows. Empty when the rows were not kept.
struct column_values {
  std::span<const double> reference;
  std::span<const double> current;
};

[[nodiscard]] inline column_comparison compare(const column_baseline& b,
                                               const state::histogram& counts,
                                               const column_values& values) {
  column_comparison c;
  column_report& r = c.report;
  r.column = b.what.name;
  r.current_n = counts.total();
  r.missing_rate = ratio(counts.missing(), counts.total() + counts.missing());
  r.out_of_range_rate = ratio(counts.underflow() + counts.overflow(), counts.total());

  const std::span<const std::uint64_t> then{b.cells};
  const std::vector<std::uint64_t> cells = counts.cells();
  const std::span<const std::uint64_t> now{cells};
  detail::compare_cells(r, then, now);
  r.chi_squared_pooled = drift::chi_squared_pooled(then, now, drift::pooling::ordinal);

  // The last cell is the missing values: they have no place in an order.
  const auto ordered_then = then.first(then.size() - 1), ordered_now = now.first(now.size() - 1);
  r.kolmogorov_smirnov_binned = drift::kolmogorov_smirnov_bracket(ordered_then, ordered_now);
  std::optional<ks_test> decisive;
  if (!values.current.empty() && !values.reference.empty()) {
    r.kolmogorov_smirnov = drift::kolmogorov_smirnov(values.reference, values.current);
    if (const auto w = drift::wasserstein(values.reference, values.current))
      r.wasserstein = transport_distance{*w, drift::normalized(*w, b.standard_deviation)};
    decisive = r.kolmogorov_smirnov;
  } else {
    decisive = drift::kolmogorov_smirnov_binned(ordered_then, ordered_now);
  }

  const bool gaps = b.missing + counts.missing() > 0;
  const auto presence =
      gaps ? detail::presence_p_value(b, counts.total(), counts.missing()) : std::nullopt;
  r.p_value = detail::either(decisive ? std::optional{decisive->p_value} : std::nullopt, presence);
  c.move = (std::max)(decisive ? decisive->statistic : 0, detail::missing_move(r, b));
  return c;
}

/// With the window's values each category that the reference never had is a column of the
/// chi-squared table; without, they share one.
[[nodiscard]] inline column_comparison compare(const column_baseline& b,
                                               const state::categories& counts,
                                               const column_values& values) {
  column_comparison c;
  column_report& r = c.report;
  r.column = b.what.name;
  r.categorical = true;
  r.current_n = counts.total();
  r.missing_rate = ratio(counts.missing(), counts.total() + counts.missing());
  r.unseen_rate = ratio(counts.unseen(), counts.total());

  std::vector<std::uint64_t> then = b.cells;
  std::vector<std::uint64_t> now = counts.cells();
  detail::compare_cells(r, then, now);
  r.chi_squared_pooled = drift::chi_squared_pooled(then, now, drift::pooling::nominal);

  if (!values.current.empty() && counts.unseen() > 0) {
    now[counts.unseen_cell()] = 0;
    for (auto at = values.current.begin(); at != values.current.end();) {
      const auto next = std::upper_bound(at, values.current.end(), *at);
      if (state::category_index::is_code(*at) && !b.categories->cell(*at)) {
        then.push_back(0);
        now.push_back(static_cast<std::uint64_t>(next - at));
      }
      at = next;
    }
    r.chi_squared = drift::chi_squared(then, now);
    r.cramers_v = drift::cramers_v(then, now);
  }
  const auto& decisive = r.chi_squared_pooled ? r.chi_squared_pooled : r.chi_squared;
  if (decisive) r.p_value = decisive->p_value;
  c.move = (std::max)(r.total_variation.value_or(0), detail::missing_move(r, b));
  return c;
}

}  // namespace telltale::inline TELLTALE_ABI
