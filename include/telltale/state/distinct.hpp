// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/math/mix.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numbers>
#include <span>
#include <tuple>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::state {

/// How many different values came, in bounded memory (HyperLogLog): the longest run of zeros that a
/// hash of a value began with, in each of 2^Bits registers.
///
/// Algebra  mergeable, and merging twice is merging once
/// Units    different values
/// Rejects  nothing: NaN is a value like any other, and 0 and -0 are one
/// Cost     update O(1), some ns; merge and reading O(2^Bits); never allocates
/// Error    standard error 1.04 / sqrt(2^Bits) of the number, 1.6 % by default, and less of few
/// Size     2^Bits bytes: 4 KiB by default
/// Source   Flajolet et al. 2007, HyperLogLog, AofA; the estimate is Ertl's 2017, arXiv:1702.01284,
///          algorithm 6, which needs no table of corrections
/// Threads  one writer
template <unsigned Bits = 12>
requires(Bits >= 4 && Bits <= 18) class distinct {
public:
  static constexpr std::size_t registers = std::size_t{1} << Bits;

  /// A number; numbers of different types that are equal are one value.
  template <class T>
  requires std::is_arithmetic_v<T>
  constexpr void update(T value) noexcept { update_hash(math::mix(math::value_bits(value))); }
  /// What the host has hashed itself, to 64 bits of which each depends on all of the value.
  constexpr void update_hash(std::uint64_t hash) noexcept {
    const auto place = static_cast<std::size_t>(hash >> (64 - Bits));
    // A one behind the bits that are left ends the zeros.
    const std::uint64_t rest = hash << Bits | std::uint64_t{1} << (Bits - 1);
    const auto zeros = static_cast<std::uint8_t>(std::countl_zero(rest) + 1);
    longest_[place] = (std::max)(longest_[place], zeros);
  }

  constexpr distinct& merge(const distinct& part) noexcept {
    for (std::size_t i = 0; i < registers; ++i)
      longest_[i] = (std::max)(longest_[i], part.longest_[i]);
    return *this;
  }
  constexpr void clear() noexcept { *this = {}; }

  /// About how many; 0 until a value has come.
  [[nodiscard]] double estimate() const noexcept {
    constexpr std::size_t most = 64 - Bits + 1;
    std::array<std::uint32_t, most + 1> of{};
    for (const std::uint8_t run : longest_) ++of[run];
    constexpr auto m = static_cast<double>(registers);
    double z = m * tau(1 - of[most] / m);
    for (std::size_t k = most - 1; k >= 1; --k) z = 0.5 * (z + of[k]);
    z += m * sigma(of[0] / m);
    return m * m / (2 * std::numbers::ln2 * z);
  }
  /// Of `estimate()`, relative.
  [[nodiscard]] static double standard_error() noexcept {
    return 1.04 / std::sqrt(static_cast<double>(registers));
  }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return 0; }

  friend constexpr bool operator==(const distinct&, const distinct&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept { return std::tie(self.longest_); }

private:
  [[nodiscard]] static double sigma(double x) noexcept {
    if (x >= 1) return std::numeric_limits<double>::infinity();
    double z = x, before = -1;
    for (double y = 1; z != before; y += y) {
      x *= x;
      before = z;
      z += x * y;
    }
    return z;
  }
  [[nodiscard]] static double tau(double x) noexcept {
    if (x <= 0 || x >= 1) return 0;
    double z = 1 - x, before = -1;
    for (double y = 0.5; z != before; y *= 0.5) {
      x = std::sqrt(x);
      before = z;
      z -= (1 - x) * (1 - x) * y;
    }
    return z / 3;
  }

  std::array<std::uint8_t, registers> longest_{};
};

}  // namespace telltale::inline TELLTALE_ABI::state
