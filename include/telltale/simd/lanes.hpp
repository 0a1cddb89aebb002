// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <bit>
#include <cstdint>
#include <cstring>

// Several numbers in one register, as GCC and Clang know them on every target: 16 bytes, which is
// what each x86-64 and each 64-bit Arm has without asking; simd/dispatch.hpp has the wider ones.
// Where a host defines TELLTALE_FORCE_SCALAR, and where the compiler knows no such registers,
// kernels run their scalar twins, which give the same to the last bit: as long as no a * b + c is
// contracted into one rounding, which GCC does by default where the target has FMA (-march=native).

#define TELLTALE_LANES 0
#if !defined(TELLTALE_FORCE_SCALAR) && defined(__has_builtin)
#if __has_builtin(__builtin_shufflevector)  // Clang; GCC 12 and later
#undef TELLTALE_LANES
#define TELLTALE_LANES 1
#endif
#endif

#if TELLTALE_LANES

namespace telltale::inline TELLTALE_ABI::simd {

using double2 [[gnu::vector_size(16)]] = double;
using word2 [[gnu::vector_size(16)]] = std::uint64_t;
using float4 [[gnu::vector_size(16)]] = float;
using int4 [[gnu::vector_size(16)]] = std::int32_t;
using uint4 [[gnu::vector_size(16)]] = std::uint32_t;
using short8 [[gnu::vector_size(16)]] = std::int16_t;
using byte16 [[gnu::vector_size(16)]] = std::uint8_t;

/// Values in memory, aligned to no more than themselves.
template <class Vector, class T>
[[nodiscard]] inline Vector load(const T* from) noexcept {
  Vector values;
  std::memcpy(&values, from, sizeof values);
  return values;
}

template <class Vector, class T>
inline void store(T* to, Vector values) noexcept {
  std::memcpy(to, &values, sizeof values);
}

// GCC 12 makes the comparison and the choice four instructions of what is one.
[[nodiscard]] inline double2 larger(double2 a, double2 b) noexcept {
#if defined(__SSE2__)
  return __builtin_ia32_maxpd(a, b);
#else
  return a > b ? a : b;
#endif
}
[[nodiscard]] inline double2 smaller(double2 a, double2 b) noexcept {
#if defined(__SSE2__)
  return __builtin_ia32_minpd(a, b);
#else
  return a < b ? a : b;
#endif
}

[[nodiscard]] inline float4 larger(float4 a, float4 b) noexcept {
#if defined(__SSE2__)
  return __builtin_ia32_maxps(a, b);
#else
  return a > b ? a : b;
#endif
}
[[nodiscard]] inline float4 smaller(float4 a, float4 b) noexcept {
#if defined(__SSE2__)
  return __builtin_ia32_minps(a, b);
#else
  return a < b ? a : b;
#endif
}

/// The lower halves of eight integers; in order.
[[nodiscard]] inline short8 narrow(uint4 a, uint4 b) noexcept {
#if defined(__SSE2__)
  // The instruction saturates: what is a sign to it, it has to be one throughout.
  return __builtin_ia32_packssdw128(std::bit_cast<int4>(a << 16) >> 16,
                                    std::bit_cast<int4>(b << 16) >> 16);
#else
  constexpr int first = std::endian::native == std::endian::little ? 0 : 1;
  return __builtin_shufflevector(std::bit_cast<short8>(a), std::bit_cast<short8>(b), first,
                                 first + 2, first + 4, first + 6, first + 8, first + 10, first + 12,
                                 first + 14);
#endif
}

/// Sixteen bytes, each as wide as a float; in order.
struct widened {
  int4 of[4];
};
[[nodiscard]] inline widened widen(byte16 x) noexcept {
  constexpr byte16 zero{};
  // What stands in front of a byte's zeros depends on the order of bytes in a word.
  constexpr bool little = std::endian::native == std::endian::little;
  const byte16 first = little ? x : zero, second = little ? zero : x;
  const auto low = std::bit_cast<short8>(__builtin_shufflevector(
      first, second, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23));
  const auto high = std::bit_cast<short8>(__builtin_shufflevector(
      first, second, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31));
  const auto four_of = [](short8 a, short8 b) {
    return widened{
        {std::bit_cast<int4>(__builtin_shufflevector(a, b, 0, 8, 1, 9, 2, 10, 3, 11)),
         std::bit_cast<int4>(__builtin_shufflevector(a, b, 4, 12, 5, 13, 6, 14, 7, 15))}};
  };
  constexpr short8 none{};
  const widened front = little ? four_of(low, none) : four_of(none, low);
  const widened back = little ? four_of(high, none) : four_of(none, high);
  return {{front.of[0], front.of[1], back.of[0], back.of[1]}};
}

/// The bits that any half, and that both halves of the register have.
template <class Vector>
[[nodiscard]] inline std::uint64_t any_bits(Vector x) noexcept {
  const auto words = std::bit_cast<word2>(x);
  return words[0] | words[1];
}
template <class Vector>
[[nodiscard]] inline std::uint64_t common_bits(Vector x) noexcept {
  const auto words = std::bit_cast<word2>(x);
  return words[0] & words[1];
}

}  // namespace telltale::inline TELLTALE_ABI::simd

#endif
