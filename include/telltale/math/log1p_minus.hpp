// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <cmath>

namespace telltale::inline TELLTALE_ABI::math {

/// ln(1 + v) - v, which is <= 0, without the cancellation near v = 0. For v > -1.
///
/// Error  some 1e-15 relative
[[nodiscard]] inline double log1p_minus(double v) noexcept {
  if (std::abs(v) > 0.1) return std::log1p(v) - v;
  double power = v, sum = 0;
  for (int k = 2; k < 20; ++k) {
    power *= -v;
    sum += power / k;
  }
  return sum;
}

}  // namespace telltale::inline TELLTALE_ABI::math
