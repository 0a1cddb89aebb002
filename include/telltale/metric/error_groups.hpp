// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/core/ratio.hpp>
#include <telltale/math/compensated.hpp>
#include <telltale/metric/error_quantiles.hpp>
#include <telltale/state/error_histogram.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::metric {

/// Rows whose errors are alike.
struct error_group {
  std::uint64_t rows = 0;              ///< of a weight above 0
  std::optional<double> mean_error;    ///< of predicted - actual
  std::optional<double> mean_feature;  ///< of the rows whose feature is a usable value

  friend bool operator==(const error_group&, const error_group&) = default;
};

/// Whether the rows that a model errs on most are other rows in respect of one feature.
struct error_bias {
  error_group under_estimated;  ///< the errors at their lower quantile or below
  error_group majority;         ///< those between
  error_group over_estimated;   ///< the errors at their upper quantile or above
  /// How far apart the two tails are: the difference of their means of the feature, without its
  /// sign, in its range over all rows; in [0, 1]. Empty where a mean or a range is lacking.
  std::optional<double> range_share;

  friend bool operator==(const error_bias&, const error_bias&) = default;
};

namespace detail {

class group_sums {
public:
  template <class Value>
  void add(double error, Value feature, double weight) noexcept {
    ++rows_;
    weight_.add(weight);
    errors_.add(weight * error);
    if (!usable_value(feature)) return;
    feature_weight_.add(weight);
    feature_.add(weight * static_cast<double>(feature));
  }

  [[nodiscard]] error_group group() const noexcept {
    return {rows_, ratio(errors_.value(), weight_.value()),
            ratio(feature_.value(), feature_weight_.value())};
  }

private:
  std::uint64_t rows_ = 0;
  math::compensated_sum weight_, errors_;
  math::compensated_sum feature_weight_, feature_;  // of the rows whose feature is usable
};

}  // namespace detail

/// The rows that are most under-estimated, those most over-estimated and the others, with the mean
/// of a feature in each: a difference says where the model is wrong, and so what to retrain on. The
/// tails are the errors at or beyond the quantiles `share` and 1 - `share` (as `error_quantile`),
/// so that many equal errors may make one larger than its share. Where rows have weights, quantiles
/// and means are weighted. Empty without a usable row, and where the two quantiles are equal: then
/// nothing tells the tails apart. O(n); takes memory for an error a row. Requires: as many features
/// as rows; 0 < share < 0.5. Source: after Evidently's regression error bias table, which gives the
/// range share in percent.
template <class Value>
[[nodiscard]] std::optional<error_bias> error_groups(
    const regression_batch<Value>& rows, std::type_identity_t<std::span<const Value>> feature,
    double share = 0.05) {
  TELLTALE_EXPECTS(feature.size() == rows.size() && share > 0 && share < 0.5);
  const auto low = error_quantile(rows, share), high = error_quantile(rows, 1 - share);
  if (!low || !(low->value < high->value)) return std::nullopt;
  detail::group_sums under, majority, over;
  double least = std::numeric_limits<double>::infinity(), most = -least;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto row = rows[i];
    if (!usable_value(row.actual) || !usable_value(row.predicted)) continue;
    if (!usable_weight(row.weight) || row.weight == 0) continue;
    const double error = state::signed_error(row);
    auto& group = error <= low->value ? under : error >= high->value ? over : majority;
    group.add(error, feature[i], row.weight);
    if (!usable_value(feature[i])) continue;
    least = (std::min)(least, static_cast<double>(feature[i]));
    most = (std::max)(most, static_cast<double>(feature[i]));
  }
  error_bias found{under.group(), majority.group(), over.group(), std::nullopt};
  const auto &one = found.under_estimated.mean_feature, &other = found.over_estimated.mean_feature;
  if (one && other && least < most)
    found.range_share = (std::min)(std::abs(*one - *other) / (most - least), 1.0);
  return found;
}

}  // namespace telltale::inline TELLTALE_ABI::metric
