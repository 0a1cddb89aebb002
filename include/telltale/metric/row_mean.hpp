// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/class_ratio.hpp>
#include <telltale/metric/delta_method.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/label_counts.hpp>
#include <telltale/metric/share.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>

// Intervals where a row is a cluster of labels: rows are independent, the labels of a row are not.

namespace telltale::inline TELLTALE_ABI::metric::detail {

/// Wilson's interval at the size of which a share would vary as much as the rows say, less what the
/// estimated variance costs: `squares` is the sum over the rows of the squared influence of each on
/// the value. Where no row differs (`squares` is 0) each counts as one.
/// Source: Korn & Graubard 1998, Survey Methodology 24(2), 193-201.
[[nodiscard]] inline std::optional<estimate> of_clusters(double value, double squares,
                                                         const counts& rows,
                                                         const confidence_level& level) noexcept {
  constexpr double most = (std::numeric_limits<double>::max)();
  if (!rows.usable() || !(value >= 0 && value <= 2)) return std::nullopt;
  value = (std::min)(value, 1.0);  // a weighted part may round past 1
  const double n = rows.effective();
  double size = n;
  if (value > 0 && value < 1 && squares > 0 && n >= 2) {
    const double shrink = level.z / student_quantile(n - 1, level);
    size = value * (1 - value) / (squares * (n / (n - 1))) * (shrink * shrink);
    if (!(size > 0 && size <= most)) size = 1;
  }
  return estimate{value, wilson(value, size, level.z), rounded(n)};
}

/// The squared influences of rows on their mean: of (row - mean) / rows, from the sums over the
/// rows of their values and of the squares, both times the squared weight. 0 for what is no more
/// than rounding of equal rows (a share's square is known to 2^-31).
[[nodiscard]] inline double spread(double once, double twice, double mean,
                                   const counts& rows) noexcept {
  const double centred = twice - 2 * mean * once + mean * mean * rows.squares;
  return centred > 1e-8 * twice ? centred / rows.whole / rows.whole : 0;
}

/// A ratio of two sums over the rows, each of the row's numbers of hits, labels that are there and
/// labels predicted times a coefficient.
struct row_ratio {
  using coefficients = std::array<double, 3>;
  coefficients part, whole;

  template <class S>
  [[nodiscard]] std::optional<estimate> of(const S& s,
                                           const confidence_level& level) const noexcept {
    coefficients sums{};
    for (std::size_t k = 0; k < S::labels; ++k) {
      sums[0] += static_cast<double>(s.hits(k));
      sums[1] += static_cast<double>(s.actual(k));
      sums[2] += static_cast<double>(s.predicted(k));
    }
    const double all = dot(whole, sums);
    const counts rows{0, static_cast<double>(s.rows()), row_squares(s)};
    if (!(all > 0) || !rows.usable()) return std::nullopt;
    const double value = dot(part, sums) / all;
    // Influence of a row: (part - value whole) / all.
    coefficients gap{};
    for (std::size_t i = 0; i < 3; ++i) gap[i] = (part[i] - value * whole[i]) / all;
    double squares = 0, terms = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      for (std::size_t j = i; j < 3; ++j) {
        const double term =
            (i == j ? 1 : 2) * gap[i] * gap[j] * static_cast<double>(s.product(i, j));
        squares += term;
        terms += std::fabs(term);
      }
    }
    const bool alike = !(squares > 1e-12 * terms);  // what is left is rounding
    return of_clusters(value, alike ? 0 : squares, rows, level);
  }

private:
  static double dot(const coefficients& a, const coefficients& b) noexcept {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }
};

/// Of the counts summed over labels and rows.
[[nodiscard]] constexpr row_ratio pooled_ratio(const class_ratio& r) noexcept {
  return {{r.gain(), 0, 0}, {-r.by_hits, r.by_actual, r.by_predicted}};
}

}  // namespace telltale::inline TELLTALE_ABI::metric::detail
