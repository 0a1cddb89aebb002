// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>

// Hashes and random numbers of 64 bits that are the same on every machine. They are spread evenly;
// they are no defence against somebody who chooses the keys.

namespace telltale::inline TELLTALE_ABI::math {

/// A bijection of 64 bits in which each bit of the result depends on all of the argument.
/// Source: Steele, Lea & Flood 2014, doi:10.1145/2660193.2660195 (SplitMix64).
[[nodiscard]] constexpr std::uint64_t mix(std::uint64_t x) noexcept {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

/// Random number `i` of the stream `seed`, uniform over 64 bits, without a state that would have to
/// be stepped: SplitMix64's i-th, from 0.
[[nodiscard]] constexpr std::uint64_t random_bits(std::uint64_t seed, std::uint64_t i) noexcept {
  return mix(seed + (i + 1) * 0x9e3779b97f4a7c15u);
}

/// The bits of a value, the same for equal ones: of 0 and -0, and of every NaN.
template <class T>
requires std::is_arithmetic_v<T>
[[nodiscard]] constexpr std::uint64_t value_bits(T value) noexcept {
  const double x = static_cast<double>(value) + 0.0;  // -0 + 0 is 0
  return std::bit_cast<std::uint64_t>(x == x ? x : std::numeric_limits<double>::quiet_NaN());
}

/// A hash of a row of numbers, in their order.
template <class T, std::size_t Extent>
[[nodiscard]] constexpr std::uint64_t row_hash(std::span<T, Extent> row,
                                               std::uint64_t seed = 0) noexcept {
  std::uint64_t h = seed;
  for (const T value : row) h = mix(h ^ value_bits(value)) + 0x9e3779b97f4a7c15u;
  return mix(h);
}

}  // namespace telltale::inline TELLTALE_ABI::math
