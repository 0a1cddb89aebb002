// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/share.hpp>

#include <cmath>
#include <limits>
#include <optional>

// What intervals of positive, skewed quantities share: means of squares, ratios of two means.

namespace telltale::inline TELLTALE_ABI::metric::detail {

/// All rows as a whole, `part` of them being of a kind.
template <class S>
[[nodiscard]] counts rows_of(const S& s, double part = 0) noexcept {
  return {part, s.weight(), s.weight_squares()};
}

/// Unbiased variance from the weighted sum of squared deviations.
[[nodiscard]] inline std::optional<double> variance_of(double squares,
                                                       const counts& rows) noexcept {
  const double n = rows.effective();
  if (n < 2) return std::nullopt;
  return squares / rows.whole * (n / (n - 1));
}

/// What is left of a difference of squares whose terms are of the size `scale`: nothing, where it
/// is but rounding.
[[nodiscard]] inline double beyond_rounding(double difference, double scale) noexcept {
  return difference > 16 * std::numeric_limits<double>::epsilon() * scale ? difference : 0;
}

/// `value` with Student's interval from the variance of the rows' terms, symmetric in the
/// logarithm: for a mean or a ratio that is positive and skewed where there are few rows. No
/// interval where the rows show no spread, and none beyond the range of a double.
[[nodiscard]] inline estimate in_logarithm(double value, std::optional<double> variance,
                                           const counts& rows,
                                           const confidence_level& level) noexcept {
  const double n = rows.effective();
  std::optional<interval> bounds;
  if (variance && *variance > 0 && value > 0) {
    const double error = std::sqrt(*variance / n) / value;
    const double factor = std::exp(student_quantile(n - 1, level) * error);
    const double upper = value * factor;
    if (upper <= (std::numeric_limits<double>::max)()) bounds = interval{value / factor, upper};
  }
  return {value, bounds, rounded(n)};
}

/// The ratio of two means over the same rows, `below` being the lower one's sum, with its interval
/// by the delta method. `squares` is the sum over the rows of the squares of
/// above - value * below. Empty where the ratio is beyond the range of a double.
/// Source: Cochran 1977, Sampling Techniques, 3rd ed., section 6.4.
[[nodiscard]] inline std::optional<estimate> ratio_of_means(
    double value, double below, double squares, const counts& rows,
    const confidence_level& level) noexcept {
  if (!(value <= (std::numeric_limits<double>::max)())) return std::nullopt;
  const double mean = below / rows.whole;
  auto variance = variance_of(squares, rows);
  if (variance) variance = *variance / mean / mean;
  return in_logarithm(value, variance, rows, level);
}

/// 1 - value, and its interval turned.
[[nodiscard]] inline std::optional<estimate> one_minus(std::optional<estimate> ratio) noexcept {
  if (!ratio) return std::nullopt;
  ratio->value = 1 - ratio->value;
  if (ratio->bounds) ratio->bounds = interval{1 - ratio->bounds->upper, 1 - ratio->bounds->lower};
  return ratio;
}

}  // namespace telltale::inline TELLTALE_ABI::metric::detail
