// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/simd/lanes.hpp>
#include <telltale/simd/usable.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::simd {

/// The bin [b / Bins, (b + 1) / Bins) of a score, the last one closed at 1. Scaling by a power of
/// two is exact in float as well, so no score is rounded over a border.
///
/// Requires: `score` is in [0, 1].
template <std::size_t Bins, class Score>
requires(std::has_single_bit(Bins) && Bins <= 65536) [[nodiscard]] constexpr std::size_t
    score_bin(Score score) noexcept {
  // By way of a signed integer, which is one instruction; only 1 falls behind the last bin, and is
  // moved back without a branch.
  const auto at = static_cast<std::uint32_t>(static_cast<std::int32_t>(score * Score{Bins}));
  return at - (at >> std::countr_zero(Bins));
}

#if TELLTALE_LANES

namespace detail {

// Of four scores.
template <std::size_t Bins>
[[nodiscard]] inline int4 score_bins(const float* scores) noexcept {
  const int4 at = __builtin_convertvector(load<float4>(scores) * float{Bins}, int4);
  return at - (at >> std::countr_zero(Bins));
}
template <std::size_t Bins>
[[nodiscard]] inline int4 score_bins(const double* scores) noexcept {
  int4 at;
  for (std::size_t i = 0; i < 4; ++i) at[i] = static_cast<std::int32_t>(scores[i] * double{Bins});
  return at - (at >> std::countr_zero(Bins));
}

// Requires: `n` is a multiple of 16.
template <std::size_t Bins, class Score>
void count_score_bins(const Score* scores, const std::uint8_t* actual, std::size_t n,
                      std::uint32_t* counters) noexcept {
  // All the indices of a step first: what is left then is one increment in memory a row.
  std::int32_t at[16];
  for (std::size_t i = 0; i < n; i += 16) {
    const widened labels = widen(load<byte16>(actual + i));
#pragma GCC unroll 4
    for (std::size_t k = 0; k < 4; ++k)
      store(at + 4 * k,
            score_bins<Bins>(scores + i + 4 * k) + (labels.of[k] << std::countr_zero(Bins)));
#pragma GCC unroll 16
    for (std::size_t k = 0; k < 16; ++k) ++counters[static_cast<std::uint32_t>(at[k])];
  }
}

}  // namespace detail

#endif

/// Counts rows in `counters[actual * Bins + score_bin<Bins>(score)]`.
///
/// Requires: `counters.size() == 2 * Bins`.
template <std::size_t Bins, class Score>
constexpr void count_score_bins(const usable_batch<Score>& rows,
                                std::span<std::uint32_t> counters) noexcept {
  TELLTALE_EXPECTS(counters.size() == 2 * Bins);
  std::size_t i = 0;
#if TELLTALE_LANES
  if (!std::is_constant_evaluated()) {
    i = rows.size() / 16 * 16;
    detail::count_score_bins<Bins>(rows.scores.data(), rows.actual.data(), i, counters.data());
  }
#endif
  for (; i < rows.size(); ++i) ++counters[rows.actual[i] * Bins + score_bin<Bins>(rows.scores[i])];
}

}  // namespace telltale::inline TELLTALE_ABI::simd
