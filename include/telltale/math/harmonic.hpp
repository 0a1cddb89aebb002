// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <cmath>

namespace telltale::inline TELLTALE_ABI::math {

/// 1 / (a + 1) + ... + 1 / b: the difference of two harmonic numbers, without their cancellation. 0
/// where b is a.
///
/// Requires: a and b are whole, 0 <= a <= b < 2^53.
/// Error   within 8 units in the last place
/// Cost    at most 64 divisions, or a logarithm
/// Source  Abramowitz & Stegun 1964, 6.3.5 and 6.3.18, about the middles of the terms
[[nodiscard]] inline double harmonic_difference(double a, double b) noexcept {
  constexpr double few = 32;
  const auto summed = [](double from, double to) {
    double sum = 0;
    for (double k = to; k > from; --k) sum += 1 / k;  // the small ones first
    return sum;
  };
  if (b - a <= few) return summed(a, b);
  if (a < few) return summed(a, few) + harmonic_difference(few, b);
  // digamma(x + 1/2) - ln x, the first of its powers of 1 / x^2; what they leave is below 1e-14 of
  // the first term of the sum.
  const auto correction = [](double x) {
    const double s = 1 / (x * x);
    return s * (1.0 / 24 - s * (7.0 / 960 - s * (31.0 / 8064 - s * (127.0 / 30720))));
  };
  const double x = a + 0.5, y = b + 0.5;
  return std::log1p((b - a) / x) + (correction(y) - correction(x));
}

}  // namespace telltale::inline TELLTALE_ABI::math
