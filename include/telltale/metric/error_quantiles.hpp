// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/sample_quantile.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

// How large the errors are that the mean hides: quantiles of the error, predicted - actual, and of
// its magnitude; exactly, from the rows, or in bounded memory, from a histogram. As NumPy's default
// where a quantile falls between two errors: on the line from one to the other.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

inline constexpr interval signed_errors{-std::numeric_limits<double>::infinity(),
                                        std::numeric_limits<double>::infinity()};
inline constexpr interval error_magnitudes{0, std::numeric_limits<double>::infinity()};

enum class error_side : std::uint8_t { signed_error, magnitude };

template <error_side Side>
struct error_quantile_formula {
  static constexpr bool is_noexcept = false;  // takes memory to select among the errors

  double probability;

  template <class Value>
  [[nodiscard]] std::optional<estimate> operator()(const regression_batch<Value>& rows,
                                                   const confidence_level& level) const {
    std::vector<double> errors;
    errors.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto row = rows[i];
      if (!usable_value(row.actual) || !usable_value(row.predicted)) continue;
      const double error = state::signed_error(row);
      errors.push_back(Side == error_side::magnitude ? std::abs(error) : error);
    }
    if (errors.empty()) return std::nullopt;
    const auto nth = [&](std::uint64_t rank) {
      const auto at = errors.begin() + static_cast<std::ptrdiff_t>(rank);
      std::nth_element(errors.begin(), at, errors.end());
      return *at;
    };
    const std::uint64_t n = errors.size();
    const sample_quantile place{n, probability};
    const double below = nth(place.below), above = nth(place.above);
    estimate found{place.between(below, above), std::nullopt, n};
    if (const auto ranks = quantile_ranks(n, probability, level)) {
      const double lower = nth(ranks->lower), upper = nth(ranks->upper);
      found.bounds = interval{(std::min)(lower, found.value), (std::max)(upper, found.value)};
    }
    return found;
  }
};

/// Signed errors of a histogram, or their magnitudes, as cells in order.
template <error_side Side, class Histogram>
struct error_cells {
  const Histogram& s;

  static constexpr bool of_magnitudes = Side == error_side::magnitude;
  static constexpr std::size_t size() noexcept {
    return of_magnitudes ? Histogram::magnitudes : Histogram::cells;
  }
  [[nodiscard]] std::uint64_t count(std::size_t i) const noexcept {
    return of_magnitudes ? s.count_of_magnitude(i) : s.count(i);
  }
  static interval bounds(std::size_t i) noexcept {
    return of_magnitudes ? Histogram::magnitude_bounds(i) : Histogram::bounds(i);
  }
  static double typical(std::size_t i) noexcept {
    return of_magnitudes ? Histogram::typical_magnitude(i) : Histogram::typical(i);
  }
  /// The cell of the error of a rank, from 0. Requires: there are more errors than that.
  [[nodiscard]] std::size_t at(std::uint64_t rank) const noexcept {
    std::size_t i = 0;
    for (std::uint64_t below = count(0); below <= rank && i + 1 < size();) below += count(++i);
    return i;
  }
};

template <error_side Side>
struct binned_error_quantile_formula {
  static constexpr bool is_noexcept = true;

  double probability;

  template <class Histogram>
  [[nodiscard]] std::optional<estimate> operator()(const Histogram& s,
                                                   const confidence_level&) const noexcept {
    const std::uint64_t n = s.count();
    if (n == 0) return std::nullopt;
    const error_cells<Side, Histogram> cells{s};
    const sample_quantile place{n, probability};
    const std::size_t below = cells.at(place.below), above = cells.at(place.above);
    const interval low = cells.bounds(below), high = cells.bounds(above);
    return estimate{place.between(cells.typical(below), cells.typical(above)),
                    interval{place.between(low.lower, high.lower),
                             place.between(low.upper, high.upper), coverage::certified},
                    n};
  }
};

using exact_magnitude = error_quantile_formula<error_side::magnitude>;
using exact_error = error_quantile_formula<error_side::signed_error>;
using binned_magnitude = binned_error_quantile_formula<error_side::magnitude>;
using binned_error = binned_error_quantile_formula<error_side::signed_error>;

}  // namespace detail

/// The quantile of the errors of `regression_batch` rows, unusable ones left out, in units of the
/// label: so large, or smaller, is a share `probability` of predicted - actual. Empty without a
/// row. Its interval lies between two of the errors, whatever their distribution; empty while there
/// are too few. O(n), and takes memory for an error a row. Requires: 0 <= probability <= 1.
/// Source: Hyndman & Fan 1996, doi:10.1080/00031305.1996.10473566, definition 7; interval: Conover
/// 1999, Practical Nonparametric Statistics, 3rd ed., section 3.2.
template <class Value>
[[nodiscard]] std::optional<estimate> error_quantile(const regression_batch<Value>& rows,
                                                     double probability,
                                                     const confidence_level& level = {}) {
  return detail::exact_error{probability}(rows, level);
}
/// The same of the magnitude |predicted - actual|.
template <class Value>
[[nodiscard]] std::optional<estimate> absolute_error_quantile(const regression_batch<Value>& rows,
                                                              double probability,
                                                              const confidence_level& level = {}) {
  return detail::exact_magnitude{probability}(rows, level);
}

/// The quantile of the errors in a histogram: that of the rows is between the bounds, whatever they
/// were (`coverage::certified`), and the value is between the middles of its cells; beyond the
/// range of the histogram it is the range's end, which the quantile is no nearer to zero than.
/// Empty until a row has come. O(cells). Requires: 0 <= probability <= 1.
template <class S>
[[nodiscard]] std::optional<estimate> error_quantile_binned(const S& summary,
                                                            double probability) noexcept {
  error_counts::check<S>();
  return detail::binned_error{probability}(state::pick<error_counts>(summary), {});
}
/// The same of the magnitude |predicted - actual|.
template <class S>
[[nodiscard]] std::optional<estimate> absolute_error_quantile_binned(const S& summary,
                                                                     double probability) noexcept {
  error_counts::check<S>();
  return detail::binned_magnitude{probability}(state::pick<error_counts>(summary), {});
}

/// Half of the predictions are off by less, half by more. As `absolute_error_quantile`.
inline constexpr definition<kept_errors, detail::exact_magnitude> median_absolute_error{
    "median_absolute_error",
    direction::lower_is_better,
    detail::error_magnitudes,
    "Hyndman & Fan 1996, doi:10.1080/00031305.1996.10473566",
    {0.5}};
/// One prediction in ten, in a hundred, is off by more.
inline constexpr definition<kept_errors, detail::exact_magnitude> absolute_error_p90{
    "absolute_error_p90",
    direction::lower_is_better,
    detail::error_magnitudes,
    "Hyndman & Fan 1996, doi:10.1080/00031305.1996.10473566",
    {0.9}};
inline constexpr definition<kept_errors, detail::exact_magnitude> absolute_error_p99{
    "absolute_error_p99",
    direction::lower_is_better,
    detail::error_magnitudes,
    "Hyndman & Fan 1996, doi:10.1080/00031305.1996.10473566",
    {0.99}};

/// The error below which are the 5 % that predict the most too little, the middle one, and that
/// above which are the 5 % that predict the most too much. As `error_quantile`.
inline constexpr definition<kept_errors, detail::exact_error> error_p05{
    "error_p05",
    direction::neutral,
    detail::signed_errors,
    "Hyndman & Fan 1996, doi:10.1080/00031305.1996.10473566",
    {0.05}};
inline constexpr definition<kept_errors, detail::exact_error> error_p50{
    "error_p50",
    direction::neutral,
    detail::signed_errors,
    "Hyndman & Fan 1996, doi:10.1080/00031305.1996.10473566",
    {0.5}};
inline constexpr definition<kept_errors, detail::exact_error> error_p95{
    "error_p95",
    direction::neutral,
    detail::signed_errors,
    "Hyndman & Fan 1996, doi:10.1080/00031305.1996.10473566",
    {0.95}};

/// The same from `state::error_histogram`, with a certified bracket. As `error_quantile_binned`.
inline constexpr definition<error_counts, detail::binned_magnitude> median_absolute_error_binned{
    "median_absolute_error_binned",
    direction::lower_is_better,
    detail::error_magnitudes,
    "Hyndman & Fan 1996, doi:10.1080/00031305.1996.10473566",
    {0.5}};
inline constexpr definition<error_counts, detail::binned_magnitude> absolute_error_p90_binned{
    "absolute_error_p90_binned",
    direction::lower_is_better,
    detail::error_magnitudes,
    "Hyndman & Fan 1996, doi:10.1080/00031305.1996.10473566",
    {0.9}};
inline constexpr definition<error_counts, detail::binned_magnitude> absolute_error_p99_binned{
    "absolute_error_p99_binned",
    direction::lower_is_better,
    detail::error_magnitudes,
    "Hyndman & Fan 1996, doi:10.1080/00031305.1996.10473566",
    {0.99}};
inline constexpr definition<error_counts, detail::binned_error> error_p05_binned{
    "error_p05_binned",
    direction::neutral,
    detail::signed_errors,
    "Hyndman & Fan 1996, doi:10.1080/00031305.1996.10473566",
    {0.05}};
inline constexpr definition<error_counts, detail::binned_error> error_p50_binned{
    "error_p50_binned",
    direction::neutral,
    detail::signed_errors,
    "Hyndman & Fan 1996, doi:10.1080/00031305.1996.10473566",
    {0.5}};
inline constexpr definition<error_counts, detail::binned_error> error_p95_binned{
    "error_p95_binned",
    direction::neutral,
    detail::signed_errors,
    "Hyndman & Fan 1996, doi:10.1080/00031305.1996.10473566",
    {0.95}};

}  // namespace telltale::inline TELLTALE_ABI::metric
