// SPDX-License-Identifier: Apache-2.0

namespace telltale::inline TELLTALE_ABI::simd::TELLTALE_PATH {

// All bits for each score that reaches the threshold, as many as there are ints.
TELLTALE_INLINE ints reach(const float* scores, float threshold) noexcept {
  return load<floats>(scores) >= threshold;
}
TELLTALE_INLINE ints reach(const double* scores, double threshold) noexcept {
  const auto a = reinterpret_cast<ints>(load<doubles>(scores) >= threshold);
  const auto b = reinterpret_cast<ints>(load<doubles>(scores + lanes) >= threshold);
#if TELLTALE_BYTES == 16
  return __builtin_shufflevector(a, b, 0, 2, 4, 6);
#else
  return __builtin_shufflevector(a, b, 0, 2, 4, 6, 8, 10, 12, 14);
#endif
}

// The same of four times as many, in bytes and in order.
template <class Score>
TELLTALE_INLINE octets reach_bytes(const Score* scores, Score threshold) noexcept {
  constexpr std::size_t step = bytes / 4;
  const ints a = reach(scores, threshold), b = reach(scores + step, threshold);
  const ints c = reach(scores + 2 * step, threshold), d = reach(scores + 3 * step, threshold);
#if TELLTALE_BYTES == 32
  // Each half by itself, which leaves the quarters out of order.
  const auto packed = __builtin_ia32_packsswb256(__builtin_ia32_packssdw256(a, b),
                                                 __builtin_ia32_packssdw256(c, d));
  const auto quarters = reinterpret_cast<ints>(packed);
  return reinterpret_cast<octets>(
      __builtin_shufflevector(quarters, quarters, 0, 4, 1, 5, 2, 6, 3, 7));
#elif defined(__SSE2__)
  return reinterpret_cast<octets>(__builtin_ia32_packsswb128(__builtin_ia32_packssdw128(a, b),
                                                             __builtin_ia32_packssdw128(c, d)));
#else
  octets all;
  for (std::size_t k = 0; k < step; ++k) {
    all[k] = static_cast<std::uint8_t>(a[k]);
    all[k + step] = static_cast<std::uint8_t>(b[k]);
    all[k + 2 * step] = static_cast<std::uint8_t>(c[k]);
    all[k + 3 * step] = static_cast<std::uint8_t>(d[k]);
  }
  return all;
#endif
}

TELLTALE_INLINE words sum_bytes(octets x) noexcept {
#if TELLTALE_BYTES == 32
  using chars [[gnu::vector_size(32)]] = char;
  return reinterpret_cast<words>(__builtin_ia32_psadbw256(reinterpret_cast<chars>(x), chars{}));
#elif defined(__SSE2__)
  using chars [[gnu::vector_size(16)]] = char;
  return reinterpret_cast<words>(__builtin_ia32_psadbw128(reinterpret_cast<chars>(x), chars{}));
#else
  words sums{};
  for (std::size_t k = 0; k < bytes; ++k) sums[k / 8] += x[k];
  return sums;
#endif
}

// The bits that any label has; the sums hold where in each byte that is the last alone.
// Requires: `n` is a multiple of 32.
template <class Score>
TELLTALE_TARGET std::uint64_t confusion_sums(const Score* scores, const std::uint8_t* actual,
                                             std::size_t n, Score threshold,
                                             three_sums& sums) noexcept {
  words positives{}, called{}, hits{}, any{};
  for (std::size_t i = 0; i < n;) {
    // So often a byte holds.
    const std::size_t end = n - i < 255 * bytes ? n : i + 255 * bytes;
    octets some_positives{}, some_called{}, some_hits{};
    for (; i < end; i += bytes) {
      const octets call = reach_bytes(scores + i, threshold), label = load<octets>(actual + i);
      any |= reinterpret_cast<words>(label);
      some_positives += label;
      some_called -= call;
      some_hits += call & label;
    }
    positives += sum_bytes(some_positives);
    called += sum_bytes(some_called);
    hits += sum_bytes(some_hits);
  }
  std::uint64_t bits = 0;
  for (std::size_t k = 0; k < lanes; ++k) {
    bits |= any[k];
    sums.positives += positives[k];
    sums.called += called[k];
    sums.hits += hits[k];
  }
  TELLTALE_LEAVE;
  return bits;
}

}  // namespace telltale::inline TELLTALE_ABI::simd::TELLTALE_PATH
