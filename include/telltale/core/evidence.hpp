// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <cstdint>
#include <optional>

namespace telltale::inline TELLTALE_ABI {

/// What an interval promises.
enum class coverage : std::uint8_t {
  fixed_n,    ///< covers the true value with the stated confidence when read once, at this n
  certified,  ///< holds the exact answer of these very data, always: arithmetic, not statistics
};

/// A closed interval [lower, upper] and what it promises.
struct interval {
  double lower = 0;
  double upper = 0;
  coverage promise = coverage::fixed_n;

  friend bool operator==(const interval&, const interval&) = default;
};

/// How sure an interval is to be: its coverage probability, and the standard normal quantile at
/// (1 + probability) / 2 that goes with it. math/special.hpp makes other ones.
struct confidence_level {
  double probability = 0.95;
  double z = 1.959963984540054;
};

/// A measured value with its uncertainty.
struct estimate {
  double value = 0;
  /// Empty where no interval is known for the metric.
  std::optional<interval> bounds;
  /// Observations the value rests on (its denominator, where it is a share).
  std::uint64_t n = 0;

  friend bool operator==(const estimate&, const estimate&) = default;
};

/// Which way a metric improves.
enum class direction : std::uint8_t {
  higher_is_better,
  lower_is_better,
  neutral,  ///< neither: a rate or a ratio that is watched for moving at all
};

/// How a Kolmogorov-Smirnov p-value was computed.
enum class ks_method : std::uint8_t { exact, asymptotic };

/// Two-sample Kolmogorov-Smirnov: the largest gap between two distribution functions, in [0, 1].
struct ks_test {
  double statistic = 0;
  double p_value = 1;
  ks_method method = ks_method::exact;

  friend bool operator==(const ks_test&, const ks_test&) = default;
};

/// Chi-squared homogeneity of two samples over the same cells.
struct chi_squared_test {
  double statistic = 0;
  double p_value = 1;
  std::uint64_t degrees_of_freedom = 0;

  friend bool operator==(const chi_squared_test&, const chi_squared_test&) = default;
};

/// Population stability index, and what it is on average when nothing moved: compare the two.
struct stability_index {
  double value = 0;
  double null_mean = 0;

  friend bool operator==(const stability_index&, const stability_index&) = default;
};

/// Wasserstein-1 distance in units of the column, and in standard deviations of the reference
/// (empty where the reference does not vary).
struct transport_distance {
  double value = 0;
  std::optional<double> normalized;

  friend bool operator==(const transport_distance&, const transport_distance&) = default;
};

}  // namespace telltale::inline TELLTALE_ABI
