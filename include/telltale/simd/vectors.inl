// SPDX-License-Identifier: Apache-2.0

// The registers of one instruction set, and the operations on them that compilers need a word for.

namespace telltale::inline TELLTALE_ABI::simd::TELLTALE_PATH {

inline constexpr std::size_t bytes = TELLTALE_BYTES;

using doubles [[gnu::vector_size(TELLTALE_BYTES)]] = double;
using words [[gnu::vector_size(TELLTALE_BYTES)]] = std::uint64_t;
using longs [[gnu::vector_size(TELLTALE_BYTES)]] = std::int64_t;
using floats [[gnu::vector_size(TELLTALE_BYTES)]] = float;
using ints [[gnu::vector_size(TELLTALE_BYTES)]] = std::int32_t;
using shorts [[gnu::vector_size(TELLTALE_BYTES)]] = std::int16_t;
using octets [[gnu::vector_size(TELLTALE_BYTES)]] = std::uint8_t;
#if TELLTALE_BYTES == 64
using quads [[gnu::vector_size(TELLTALE_BYTES)]] = long long;  // what a compiler calls them
#endif
// As many as there are doubles.
using few_floats [[gnu::vector_size(TELLTALE_BYTES / 2)]] = float;
using few_octets [[gnu::vector_size(TELLTALE_BYTES / 8)]] = std::uint8_t;
using few_ints [[gnu::vector_size(TELLTALE_BYTES / 2)]] = std::int32_t;

inline constexpr std::size_t lanes = TELLTALE_BYTES / 8;  // doubles in a register

/// The register of these, and of what comparing them gives.
template <class T>
struct register_of;
template <>
struct register_of<float> {
  using type = floats;
  using mask = ints;
};
template <>
struct register_of<double> {
  using type = doubles;
  using mask = longs;
};

/// Values in memory, aligned to no more than themselves.
template <class Vector, class T>
TELLTALE_INLINE Vector load(const T* from) noexcept {
  Vector values;
  __builtin_memcpy(&values, from, sizeof values);
  return values;
}
template <class T, class Vector>
TELLTALE_INLINE void store(T* to, Vector values) noexcept {
  __builtin_memcpy(to, &values, sizeof values);
}

/// As many doubles, labels and whole parts of doubles. GCC 12 does not know its own instructions by
/// the name that they have in common.
TELLTALE_INLINE doubles load_doubles(const double* from) noexcept { return load<doubles>(from); }
TELLTALE_INLINE doubles load_doubles(const float* from) noexcept {
#if TELLTALE_BYTES == 16
  return doubles{static_cast<double>(from[0]), static_cast<double>(from[1])};
#elif defined(__clang__)
  return __builtin_convertvector(load<few_floats>(from), doubles);
#elif TELLTALE_BYTES == 32
  return __builtin_ia32_cvtps2pd256(load<few_floats>(from));
#else
  return __builtin_ia32_cvtps2pd512_mask(load<few_floats>(from), doubles{}, -1, 4);
#endif
}
TELLTALE_INLINE words load_words(const std::uint8_t* from) noexcept {
#if TELLTALE_BYTES == 16
  return words{from[0], from[1]};
#elif defined(__clang__)
  return __builtin_convertvector(load<few_octets>(from), words);
#elif TELLTALE_BYTES == 32
  std::int32_t four;
  __builtin_memcpy(&four, from, 4);
  using few [[gnu::vector_size(16)]] = std::int32_t;
  using few_chars [[gnu::vector_size(16)]] = char;
  return reinterpret_cast<words>(
      __builtin_ia32_pmovzxbq256(reinterpret_cast<few_chars>(few{four})));
#else
  long long eight;
  __builtin_memcpy(&eight, from, 8);
  using few [[gnu::vector_size(16)]] = long long;
  using few_chars [[gnu::vector_size(16)]] = char;
  return reinterpret_cast<words>(
      __builtin_ia32_pmovzxbq512_mask(reinterpret_cast<few_chars>(few{eight}), quads{}, 0xff));
#endif
}

/// As many floats as integers, and the whole parts of as many floats.
TELLTALE_INLINE floats as_floats(ints x) noexcept { return __builtin_convertvector(x, floats); }
TELLTALE_INLINE ints as_ints(floats x) noexcept { return __builtin_convertvector(x, ints); }

/// A product that is rounded before it is used: GCC would join it with the sum that it goes into
/// where the instruction set has one for both, and round once.
TELLTALE_INLINE doubles apart(doubles product) noexcept {
#if TELLTALE_BYTES == 64
  asm("" : "+v"(product));
#elif defined(__FMA__) && defined(__x86_64__)
  asm("" : "+x"(product));
#endif
  return product;
}

// a > b ? a : b, and b where one is NaN: one instruction of x86, which GCC does not find.
TELLTALE_INLINE doubles larger(doubles a, doubles b) noexcept {
#if TELLTALE_BYTES == 64 && defined(__clang__)
  return __builtin_ia32_maxpd512(a, b, 4);
#elif TELLTALE_BYTES == 64
  return __builtin_ia32_maxpd512_mask(a, b, a, 0xff, 4);
#elif TELLTALE_BYTES == 32
  return __builtin_ia32_maxpd256(a, b);
#elif defined(__SSE2__)
  return __builtin_ia32_maxpd(a, b);
#else
  return a > b ? a : b;
#endif
}
// a < b ? a : b, and b where one is NaN.
TELLTALE_INLINE doubles smaller(doubles a, doubles b) noexcept {
#if TELLTALE_BYTES == 64 && defined(__clang__)
  return __builtin_ia32_minpd512(a, b, 4);
#elif TELLTALE_BYTES == 64
  return __builtin_ia32_minpd512_mask(a, b, a, 0xff, 4);
#elif TELLTALE_BYTES == 32
  return __builtin_ia32_minpd256(a, b);
#elif defined(__SSE2__)
  return __builtin_ia32_minpd(a, b);
#else
  return a < b ? a : b;
#endif
}

/// The whole parts of as many doubles. Requires: they fit.
TELLTALE_INLINE void store_whole(std::int32_t* to, doubles x) noexcept {
#if TELLTALE_BYTES == 16 && defined(__SSE2__)
  const auto whole = __builtin_ia32_cvttpd2dq(x);
  __builtin_memcpy(to, &whole, 8);
#elif TELLTALE_BYTES == 32 && !defined(__clang__)
  store(to, __builtin_ia32_cvttpd2dq256(x));
#elif TELLTALE_BYTES == 64 && !defined(__clang__)
  store(to, __builtin_ia32_cvttpd2dq512_mask(x, few_ints{}, -1, 4));
#else
  store(to, __builtin_convertvector(x, few_ints));
#endif
}

/// Whether all bits of the register are set.
TELLTALE_INLINE bool all_set(longs x) noexcept {
#if TELLTALE_BYTES == 16
  return (x[0] & x[1]) == -1;
#elif TELLTALE_BYTES == 32
  return __builtin_ia32_movmskpd256(reinterpret_cast<doubles>(x)) == 15;
#else
  return __builtin_ia32_cvtq2mask512(reinterpret_cast<quads>(x)) == 255;
#endif
}

}  // namespace telltale::inline TELLTALE_ABI::simd::TELLTALE_PATH
