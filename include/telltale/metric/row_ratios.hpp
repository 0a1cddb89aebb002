// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/math/compensated.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/error_quantiles.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/mean_loss.hpp>
#include <telltale/metric/ratio_of_means.hpp>
#include <telltale/metric/row_errors.hpp>
#include <telltale/metric/share.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <tuple>
#include <vector>

// Errors of rows beside how far the truth is from its own centre, or from end to end.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

/// A centre and what it lacks below its last digit.
struct centre_of_truth {
  double value = 0;
  double rest = 0;

  [[nodiscard]] double distance(double y) const noexcept { return (y - value) - rest; }
};

template <class Value>
[[nodiscard]] centre_of_truth mean_truth(const regression_batch<Value>& rows) noexcept {
  centre_of_truth mean;
  double weight = 0;
  for_each_usable(rows, [&](double y, double, const auto& row) {
    weight += row.weight;
    mean.value += (y - mean.value) * (row.weight / weight);
  });
  math::compensated_sum rest;
  for_each_usable(rows, [&](double y, double, const auto& row) {
    rest.add((y - mean.value) * (row.weight / weight));
  });
  mean.rest = rest.value();
  return mean;
}

/// Sum |e| / sum |y - centre|, with its interval by the delta method: in which the centre, if it is
/// the mean, is estimated from the same rows. Empty where all truths are the centre.
template <class Value>
[[nodiscard]] std::optional<estimate> error_over_deviation(const regression_batch<Value>& rows,
                                                           const centre_of_truth& centre,
                                                           bool is_mean,
                                                           const confidence_level& level) noexcept {
  counts all;
  math::compensated_sum above, below, side;
  for_each_usable(rows, [&](double y, double p, const auto& row) {
    const double w = row.weight;
    all.whole += w;
    all.squares += w * w;
    above.add(w * std::fabs(p - y));
    const double distance = centre.distance(y);
    below.add(w * std::fabs(distance));
    side.add(distance < 0 ? w : distance > 0 ? -w : 0);
  });
  if (!all.usable() || !(below.value() > 0)) return std::nullopt;
  const double value = above.value() / below.value();
  // What the mean distance gains where the centre moves up by one.
  const double slope = is_mean ? side.value() / all.whole : 0;
  math::compensated_sum squares, scale;
  for_each_usable(rows, [&](double y, double p, const auto& row) {
    const double distance = centre.distance(y), e = std::fabs(p - y);
    const double d = value * (std::fabs(distance) + slope * distance);
    squares.add(row.weight * (e - d) * (e - d));
    scale.add(row.weight * (e * e + d * d));
  });
  const double left = beyond_rounding(squares.value(), scale.value());
  return ratio_of_means(value, below.value(), left, all, level);
}

struct relative_absolute_error_formula {
  static constexpr bool is_noexcept = true;

  template <class Value>
  [[nodiscard]] std::optional<estimate> operator()(const regression_batch<Value>& rows,
                                                   const confidence_level& level) const noexcept {
    return error_over_deviation(rows, mean_truth(rows), true, level);
  }
};

struct d2_absolute_error_formula {
  static constexpr bool is_noexcept = false;  // takes memory to find the median

  template <class Value>
  [[nodiscard]] std::optional<estimate> operator()(const regression_batch<Value>& rows,
                                                   const confidence_level& level) const {
    // The median of the truth is that of the errors of a prediction of 0, turned.
    std::vector<Value> truths;
    std::vector<double> weights;
    for_each_usable(rows, [&](double, double, const auto& row) {
      truths.push_back(row.actual);
      if (!rows.weights.empty()) weights.push_back(row.weight);
    });
    if (truths.size() < 2) return std::nullopt;
    const std::vector<Value> zeros(truths.size());
    const auto median =
        exact_error{0.5}(regression_batch<Value>{zeros, truths, {}, weights}, level);
    if (!median) return std::nullopt;
    return one_minus(error_over_deviation(rows, {median->value, 0}, false, level));
  }
};

struct nrmse_by_range_formula {
  static constexpr bool is_noexcept = true;

  template <class Value>
  [[nodiscard]] std::optional<estimate> operator()(const regression_batch<Value>& rows,
                                                   const confidence_level& level) const noexcept {
    double least = std::numeric_limits<double>::infinity(), most = -least;
    for_each_usable(rows, [&](double y, double, const auto&) {
      least = (std::min)(least, y);
      most = (std::max)(most, y);
    });
    const auto square =
        mean_of_rows(rows, level, [](double y, double p) { return (p - y) * (p - y); });
    if (!square || !(most > least)) return std::nullopt;
    const double value = std::sqrt(square->value) / (most - least);
    if (!(value <= (std::numeric_limits<double>::max)())) return std::nullopt;
    return estimate{value, std::nullopt, square->n};
  }
};

}  // namespace detail

/// Sum |e| / sum |actual - mean of the actual values|: below 1 is better than always saying that
/// mean. O(n). Empty without a row, and where the truth does not vary. Interval by the delta
/// method, on the logarithm; asked for 95 %, it covers 91 % of twenty skewed truths, 93 % of fifty.
inline constexpr definition<kept_errors, detail::relative_absolute_error_formula>
    relative_absolute_error{"relative_absolute_error",
                            direction::lower_is_better,
                            loss_range,
                            "Botchkarev 2019, doi:10.28945/4184",
                            {}};

/// 1 - sum |e| / sum |actual - median of the actual values|, in (-inf, 1]: what R^2 is for squares.
/// O(n), and takes memory for a copy. Empty for fewer than two rows, and where the truth does not
/// vary about its median. Interval by the delta method, on the logarithm of the ratio.
inline constexpr definition<kept_errors, detail::d2_absolute_error_formula> d2_absolute_error{
    "d2_absolute_error",
    direction::higher_is_better,
    {-std::numeric_limits<double>::infinity(), 1},
    "Koenker & Machado 1999, doi:10.1080/01621459.1999.10473882",
    {}};

/// Root mean squared error over the range of the actual values. O(n). Empty where they do not vary.
/// No interval: the range grows with the rows.
inline constexpr definition<kept_errors, detail::nrmse_by_range_formula> nrmse_by_range{
    "nrmse_by_range",
    direction::lower_is_better,
    loss_range,
    "Botchkarev 2019, doi:10.28945/4184",
    {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple row_ratio_metrics{relative_absolute_error, d2_absolute_error,
                                              nrmse_by_range};

}  // namespace telltale::inline TELLTALE_ABI::metric
