// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

// Intervals at a fixed n that need nothing but a square root: no quantile function is opened here.

namespace telltale::inline TELLTALE_ABI::metric {

/// Wilson's score interval of a share, from a size that may be an effective one. Coverage at the
/// stated confidence on average over the true share. Never leaves [0, 1].
/// Requires: n > 0 and 0 <= share <= 1.
/// Source: Wilson 1927, doi:10.1080/01621459.1927.10502953; Newcombe 1998,
/// doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, method 3.
[[nodiscard]] inline interval wilson(double share, double n, double z) noexcept {
  const double zz = z * z / n;
  const double centre = (share + zz / 2) / (1 + zz);
  const double half = z * std::sqrt(share * (1 - share) / n + zz / (4 * n)) / (1 + zz);
  // At the ends the two terms cancel to a rounding error: the bound is the end itself. Elsewhere
  // the bounds hold the share, but for such an error.
  return {std::clamp(centre - half, 0.0, share), std::clamp(centre + half, share, 1.0)};
}

/// `value` plus and minus `half`, cut to the metric's range.
[[nodiscard]] inline interval around(double value, double half, const interval& range) noexcept {
  return {(std::max)(range.lower, value - half), (std::min)(range.upper, value + half)};
}

/// Interval of a weighted sum of independent estimates from the interval of each, without assuming
/// that they are symmetric: add every term, then read `bounds`.
/// Source: Zou & Donner 2008, doi:10.1002/sim.3095 (MOVER, the method of variance estimates
/// recovery).
class mover {
public:
  /// Requires: weight >= 0.
  void add(double weight, double value, const interval& bounds) noexcept {
    value_ += weight * value;
    below_ += square(weight * (value - bounds.lower));
    above_ += square(weight * (bounds.upper - value));
  }

  [[nodiscard]] double value() const noexcept { return value_; }
  /// Shifted by `offset` and cut to the metric's range.
  [[nodiscard]] interval bounds(double offset, const interval& range) const noexcept {
    const double value = value_ + offset;
    return {(std::max)(range.lower, value - std::sqrt(below_)),
            (std::min)(range.upper, value + std::sqrt(above_))};
  }

private:
  static double square(double x) noexcept { return x * x; }

  double value_ = 0;
  double below_ = 0;
  double above_ = 0;
};

/// The quantile of Student's t that goes with a confidence level. From 3 degrees of freedom by its
/// expansion in 1 / df: within 0.2 % at 95 % confidence, 1 % at 99 %. Below, which need not be
/// whole, that of 1 or 2, exactly. Requires: df >= 1. Source: Abramowitz & Stegun 1964, 26.7.5.
[[nodiscard]] inline double student_quantile(double df, const confidence_level& level) noexcept {
  constexpr double half_pi = 1.57079632679489661923;
  const double c = level.probability, z = level.z;
  if (df < 2) return std::tan(half_pi * c);
  if (df < 3) return c * std::sqrt(2 / (1 - c * c));
  const double s = z * z;
  const double g1 = z * (s + 1) / 4;
  const double g2 = z * ((5 * s + 16) * s + 3) / 96;
  const double g3 = z * (((3 * s + 19) * s + 17) * s - 15) / 384;
  const double g4 = z * ((((79 * s + 776) * s + 1482) * s - 1920) * s - 945) / 92160;
  return z + (g1 + (g2 + (g3 + g4 / df) / df) / df) / df;
}

/// Unbiased variance of n values from their sum and the sum of their squares; empty for fewer than
/// two. For values of about one magnitude: squares are subtracted.
[[nodiscard]] inline std::optional<double> sample_variance(double n, double sum,
                                                           double squares) noexcept {
  if (n < 2) return std::nullopt;
  const double centred = squares - sum * (sum / n);
  // What is left of equal values is rounding.
  const double noise = 8 * std::numeric_limits<double>::epsilon() * squares;
  return centred > noise ? centred / (n - 1) : 0;
}

/// Student's interval of a mean, cut to the metric's range. Empty where the rows show no spread
/// from which one could be drawn: fewer than two, or all alike.
[[nodiscard]] inline std::optional<interval> mean_interval(double mean,
                                                           std::optional<double> variance, double n,
                                                           const confidence_level& level,
                                                           const interval& range) noexcept {
  if (!variance || !(*variance > 0)) return std::nullopt;
  return around(mean, student_quantile(n - 1, level) * std::sqrt(*variance / n), range);
}

}  // namespace telltale::inline TELLTALE_ABI::metric
