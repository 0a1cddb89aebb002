// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

namespace telltale::inline TELLTALE_ABI::math {

/// A sum of doubles that keeps what rounding would drop: the error does not grow with the number
/// of terms. -ffast-math deletes the correction; a test fails where that was done.
///
/// Error   about 1.1e-16 relative to the sum, plus n^2 1.2e-32 relative to the sum of magnitudes
/// Source  Neumaier 1974, doi:10.1002/zamm.19740540106; what an addition drops, without a branch,
/// as
///         in Ogita, Rump & Oishi 2005, doi:10.1137/030601818
class compensated_sum {
public:
  constexpr void add(double x) noexcept {
    // What the sum did not take in, exact whichever of the two is larger; no branch on which.
    const double sum = sum_ + x;
    const double taken = sum - sum_;
    correction_ += (sum_ - (sum - taken)) + (x - taken);
    sum_ = sum;
  }

  constexpr compensated_sum& merge(const compensated_sum& part) noexcept {
    const double correction = part.correction_;  // `part` may be *this
    add(part.sum_);
    correction_ += correction;
    return *this;
  }

  constexpr compensated_sum& scale(double factor) noexcept {
    sum_ *= factor;
    correction_ *= factor;
    return *this;
  }

  [[nodiscard]] constexpr double value() const noexcept { return sum_ + correction_; }

  friend constexpr bool operator==(const compensated_sum&, const compensated_sum&) = default;

private:
  double sum_ = 0;
  double correction_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::math
