// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/metric/binned_error_quantile.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/sample_quantile.hpp>
#include <telltale/metric/share.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <tuple>
#include <vector>

// How large the errors are that the mean hides: quantiles of the error, predicted - actual, and of
// its magnitude; exactly, from the rows, or in bounded memory, from a histogram. As NumPy's default
// where a quantile falls between two errors: on the line from one to the other.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

inline constexpr interval signed_errors{-std::numeric_limits<double>::infinity(),
                                        std::numeric_limits<double>::infinity()};
inline constexpr interval error_magnitudes{0, std::numeric_limits<double>::infinity()};

template <error_side Side>
struct error_quantile_formula {
  static constexpr bool is_noexcept = false;  // takes memory to select among the errors

  double probability;

  template <class Value>
  [[nodiscard]] std::optional<estimate> operator()(const regression_batch<Value>& rows,
                                                   const confidence_level& level) const {
    if (!rows.weights.empty()) return of_weighted_rows(rows, level);
    std::vector<double> errors;
    errors.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (const auto row = rows[i]; usable_value(row.actual) && usable_value(row.predicted))
        errors.push_back(error_of(row));
    return of_equal_rows(errors, level);
  }

private:
  template <class Value>
  [[nodiscard]] static double error_of(const regression_outcome<Value>& row) noexcept {
    const double error = state::signed_error(row);
    return Side == error_side::magnitude ? std::abs(error) : error;
  }

  [[nodiscard]] std::optional<estimate> of_equal_rows(std::vector<double>& errors,
                                                      const confidence_level& level) const {
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

  template <class Value>
  [[nodiscard]] std::optional<estimate> of_weighted_rows(const regression_batch<Value>& rows,
                                                         const confidence_level& level) const {
    std::vector<weighted_value> errors;
    errors.reserve(rows.size());
    counts all;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const auto row = rows[i];
      if (!usable_value(row.actual) || !usable_value(row.predicted)) continue;
      if (!usable_weight(row.weight) || row.weight == 0) continue;
      errors.push_back({error_of(row), row.weight});
      all.whole += row.weight;
      all.squares += row.weight * row.weight;
    }
    if (errors.empty()) return std::nullopt;
    std::sort(errors.begin(), errors.end(),
              [](const weighted_value& a, const weighted_value& b) { return a.value < b.value; });
    const std::uint64_t n = rounded(all.effective());
    estimate found{weighted_quantile(errors, probability), std::nullopt, n};
    if (const auto ranks = quantile_ranks(n, probability, level)) {
      // The middle of a rank's share, which rounding does not move to the next one.
      const auto at = [&](std::uint64_t rank) {
        return weighted_quantile(errors,
                                 (static_cast<double>(rank) + 0.5) / static_cast<double>(n));
      };
      const double lower = at(ranks->lower), upper = at(ranks->upper);
      found.bounds = interval{(std::min)(lower, found.value), (std::max)(upper, found.value)};
    }
    return found;
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
/// are too few. O(n), and takes memory for an error a row. Where the rows have weights, it is the
/// least error at which those up to it weigh that share of all, as scikit-learn's; the interval is
/// at Kish's effective size; O(n log n). Requires: 0 <= probability <= 1.
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
/// Empty until a row has come. O(cells). Of weighted rows, `state::weighted_error_histogram`, it is
/// the least error at which those up to it weigh that share. Requires: 0 <= probability <= 1.
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

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple error_quantile_metrics{median_absolute_error,
                                                   absolute_error_p90,
                                                   absolute_error_p99,
                                                   error_p05,
                                                   error_p50,
                                                   error_p95,
                                                   median_absolute_error_binned,
                                                   absolute_error_p90_binned,
                                                   absolute_error_p99_binned,
                                                   error_p05_binned,
                                                   error_p50_binned,
                                                   error_p95_binned};

}  // namespace telltale::inline TELLTALE_ABI::metric
