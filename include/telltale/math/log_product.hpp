// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <numbers>

namespace telltale::inline TELLTALE_ABI::math {

/// The logarithm of a product of many factors, for one multiplication a factor and one logarithm
/// at the end: -sum ln x = -ln prod x, with the product kept as mantissa and exponent so that it
/// never underflows.
///
/// Range   factors in [1e-27, 1]
/// Error   each factor costs at most half an ulp of the product: after n factors the logarithm is
///         off by at most n 1.2e-16, absolutely
class log_product {
public:
  constexpr log_product() = default;
  /// mantissa 2^exponent. Requires: `mantissa` is in [1e-280, 2).
  constexpr log_product(double mantissa, std::int64_t exponent) noexcept
      : mantissa_(mantissa), exponent_(exponent) {}

  /// Requires: 1e-27 <= factor <= 1.
  constexpr void multiply(double factor) noexcept {
    mantissa_ *= factor;
    if (mantissa_ < smallest) normalise();
  }

  constexpr log_product& merge(const log_product& part) noexcept {
    normalise();
    log_product other = part;
    other.normalise();
    mantissa_ *= other.mantissa_;
    exponent_ += other.exponent_;
    normalise();
    return *this;
  }

  /// Natural logarithm of the product, <= 0.
  [[nodiscard]] double log() const noexcept {
    return std::log(mantissa_) + static_cast<double>(exponent_) * std::numbers::ln2;
  }

  /// The two parts, for a kernel that goes on with them.
  [[nodiscard]] constexpr double mantissa() const noexcept { return mantissa_; }
  [[nodiscard]] constexpr std::int64_t exponent() const noexcept { return exponent_; }

  /// The same product, however it is split into mantissa and exponent.
  friend constexpr bool operator==(log_product a, log_product b) noexcept {
    a.normalise();
    b.normalise();
    return a.mantissa_ == b.mantissa_ && a.exponent_ == b.exponent_;
  }

private:
  // A factor of 1e-27 more keeps the product a normal number (> 2.3e-308).
  static constexpr double smallest = 1e-280;

  // Moves the power of two out of the mantissa, which then lies in [1, 2). Exact.
  constexpr void normalise() noexcept {
    const auto bits = std::bit_cast<std::uint64_t>(mantissa_);
    exponent_ += static_cast<std::int64_t>(bits >> 52) - 1023;
    mantissa_ = std::bit_cast<double>((bits & 0x000fffffffffffffu) | 0x3ff0000000000000u);
  }

  double mantissa_ = 1;
  std::int64_t exponent_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::math
