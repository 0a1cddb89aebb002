// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

namespace telltale::inline TELLTALE_ABI::math {

/// A sum of doubles that keeps what rounding would drop: the error does not grow with the number
/// of terms. -ffast-math deletes the correction; a test fails where that was done.
///
/// Error   about 1.1e-16 relative to the sum, plus n^2 1.2e-32 relative to the sum of magnitudes
/// Source  Neumaier 1974, doi:10.1002/zamm.19740540106
class compensated_sum {
public:
  constexpr void add(double x) noexcept {
    const double sum = sum_ + x;
    // What the larger of the two did not take in of the smaller.
    if (magnitude(sum_) >= magnitude(x))
      correction_ += (sum_ - sum) + x;
    else
      correction_ += (x - sum) + sum_;
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
  static constexpr double magnitude(double x) noexcept { return x < 0 ? -x : x; }

  double sum_ = 0;
  double correction_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::math
