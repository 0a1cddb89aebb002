// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/simd/lanes.hpp>

namespace telltale::inline TELLTALE_ABI::simd {

/// Two numbers with arithmetic number by number, in one register where compilers know such
/// (simd/lanes.hpp) and as plain doubles elsewhere, with the same answer.
class two {
public:
#if TELLTALE_LANES
  using both = double2;
#else
  struct alignas(16) both {
    double of[2];
    double operator[](int i) const noexcept { return of[i]; }
  };
#endif

  constexpr two() = default;
  two(double first, double second) noexcept : both_{first, second} {}

  [[nodiscard]] double first() const noexcept { return both_[0]; }
  [[nodiscard]] double second() const noexcept { return both_[1]; }
  /// (second, first).
  [[nodiscard]] two swapped() const noexcept { return {second(), first()}; }

#if TELLTALE_LANES
  friend two operator+(two x, two y) noexcept { return x.both_ + y.both_; }
  friend two operator-(two x, two y) noexcept { return x.both_ - y.both_; }
  friend two operator*(two x, two y) noexcept { return x.both_ * y.both_; }
  friend two operator/(two x, two y) noexcept { return x.both_ / y.both_; }
  /// `chosen` where x > 0, else 0.
  [[nodiscard]] friend two where_positive(two x, two chosen) noexcept {
    return x.both_ > both{} ? chosen.both_ : both{};
  }
#else
  friend two operator+(two x, two y) noexcept { return {x[0] + y[0], x[1] + y[1]}; }
  friend two operator-(two x, two y) noexcept { return {x[0] - y[0], x[1] - y[1]}; }
  friend two operator*(two x, two y) noexcept { return {x[0] * y[0], x[1] * y[1]}; }
  friend two operator/(two x, two y) noexcept { return {x[0] / y[0], x[1] / y[1]}; }
  [[nodiscard]] friend two where_positive(two x, two chosen) noexcept {
    return {x[0] > 0 ? chosen[0] : 0, x[1] > 0 ? chosen[1] : 0};
  }
#endif

  two& operator+=(two x) noexcept { return *this = *this + x; }

  friend bool operator==(two x, two y) noexcept {
    return x.first() == y.first() && x.second() == y.second();
  }

private:
#if TELLTALE_LANES
  two(both lanes) noexcept : both_(lanes) {}
#else
  double operator[](int i) const noexcept { return both_[i]; }
#endif

  both both_{};
};

}  // namespace telltale::inline TELLTALE_ABI::simd
