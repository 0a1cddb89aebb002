// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/simd/lanes.hpp>
#include <telltale/simd/usable.hpp>

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>

// A grid in log-odds that costs no logarithm. The bits of a number are its logarithm already, in
// octaves that are straight within: below 1/2 a bin is a few bits of p, from 1/2 on the same of
// 1 - p, which is exact there. The octave next to 1/2, where the odds move faster than p, has twice
// as many bins as the others: with 2,048, those are 128, and 64 in each of the 14 octaves that
// follow, down to 2^-16, and as many on the other side. The first and the last bin take what is
// further out.

namespace telltale::inline TELLTALE_ABI::simd {

/// What one float or double is cut into.
template <std::size_t Bins, class Score>
requires(std::has_single_bit(Bins) && Bins >= 4 && Bins <= 65536 &&
         std::numeric_limits<Score>::is_iec559 &&
         (sizeof(Score) == 4 || sizeof(Score) == 8)) struct score_grid {
  using word = std::conditional_t<sizeof(Score) == 4, std::uint32_t, std::uint64_t>;

  static constexpr std::size_t half = Bins / 2;
  static constexpr std::size_t octave = half < 16 ? 1 : half / 16;  // bins in all but the nearest
  static constexpr int octaves = static_cast<int>(half / octave) - 2;  // but the nearest

  // Twice as many cells an octave as bins, all alike: those of the nearest octave are its bins.
  static constexpr int shift =
      std::numeric_limits<Score>::digits - 1 - std::countr_zero(2 * octave);
  static constexpr word quarter = std::bit_cast<word>(Score(0.25));
  static constexpr word lowest =
      quarter - (static_cast<word>(octaves) << (std::numeric_limits<Score>::digits - 1));
  // In the middle of the lowest cell: what is lower counts as it.
  static constexpr Score floor =
      std::bit_cast<Score>(static_cast<word>(lowest + (word{1} << (shift - 1))));
  static constexpr word first = lowest >> 1 >> shift;
};

/// The bin of a score, in [0, Bins): monotone, and the same for a float as for the double of its
/// value. A score on a border lies in the bin above it.
///
/// Requires: `score` is in [0, 1].
template <std::size_t Bins, class Score>
[[nodiscard]] constexpr std::size_t score_bin(Score score) noexcept {
  using grid = score_grid<Bins, Score>;
  using word = typename grid::word;
  // Nothing here is a branch, which scores would take at random.
  const word upper = score >= Score(0.5);
  const Score other = 1 - score;
  const Score near = other < score ? other : score;  // to its end of [0, 1]
  // Seen from 1, the border belongs to the bin further away: one bit less.
  const word bits = std::bit_cast<word>(near > grid::floor ? near : grid::floor) - upper;
  // A bin is two cells as far as the nearest octave, where counting the single ones gets ahead.
  const word two_cells = bits >> 1, ahead = bits - grid::quarter / 2 - two_cells;
  const word negative = ahead >> (8 * sizeof(word) - 1);
  const word bin = ((two_cells + (ahead & (negative - 1))) >> grid::shift) - grid::first;
  return static_cast<std::size_t>(bin ^ ((0 - upper) & (Bins - 1)));
}

/// The smallest score of a bin, exactly. Requires: `bin < Bins`.
template <std::size_t Bins>
[[nodiscard]] constexpr double score_edge(std::size_t bin) noexcept {
  TELLTALE_EXPECTS(bin < Bins);
  using grid = score_grid<Bins, double>;
  if (bin == 0) return 0;
  if (bin > grid::half) return 1 - score_edge<Bins>(Bins - bin);
  const std::uint64_t nearest = grid::half - 2 * grid::octave;
  const std::uint64_t cell = bin < nearest ? 2 * bin : bin + nearest;
  return std::bit_cast<double>(grid::lowest + (cell << grid::shift));
}

#if TELLTALE_LANES

namespace detail {

// Of four scores. As `score_bin`; neither branch can be a denormal, so that comparing the bits as
// floats compares them.
template <std::size_t Bins>
[[nodiscard]] inline int4 score_bins(const float* scores) noexcept {
  using grid = score_grid<Bins, float>;
  const auto score = load<float4>(scores);
  const int4 upper = score >= 0.5f;
  const float4 near = larger(smaller(score, 1 - score), float4{} + grid::floor);
  const int4 bits = std::bit_cast<int4>(near) + upper;
  const int4 cells = std::bit_cast<int4>(
      larger(std::bit_cast<float4>(bits >> 1),
             std::bit_cast<float4>(bits - static_cast<std::int32_t>(grid::quarter / 2))));
  const int4 bin = (cells >> grid::shift) - static_cast<std::int32_t>(grid::first);
  return bin ^ (upper & static_cast<std::int32_t>(Bins - 1));
}
template <std::size_t Bins>
[[nodiscard]] inline word2 score_bins(double2 score) noexcept {
  using grid = score_grid<Bins, double>;
  const auto upper = std::bit_cast<word2>(score >= 0.5);
  const double2 near = larger(smaller(score, 1 - score), double2{} + grid::floor);
  const word2 bits = std::bit_cast<word2>(near) + upper;
  const word2 cells = std::bit_cast<word2>(
      larger(std::bit_cast<double2>(bits >> 1), std::bit_cast<double2>(bits - grid::quarter / 2)));
  return ((cells >> grid::shift) - grid::first) ^ (upper & (Bins - 1));
}
template <std::size_t Bins>
[[nodiscard]] inline int4 score_bins(const double* scores) noexcept {
  const word2 a = score_bins<Bins>(load<double2>(scores));
  const word2 b = score_bins<Bins>(load<double2>(scores + 2));
  constexpr int low = std::endian::native == std::endian::little ? 0 : 1;
  return __builtin_shufflevector(std::bit_cast<int4>(a), std::bit_cast<int4>(b), low, low + 2,
                                 low + 4, low + 6);
}

// Requires: `n` is a multiple of 16.
template <std::size_t Bins, class Score, class Count>
void count_score_bins(const Score* scores, const std::uint8_t* actual, std::size_t n,
                      Count* counters) noexcept {
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

/// `score_bin` of each of sixteen scores. Requires: as that.
template <std::size_t Bins, class Score>
inline void score_bins(std::span<const Score, 16> scores,
                       std::span<std::uint32_t, 16> bins) noexcept {
#if TELLTALE_LANES
  for (std::size_t k = 0; k < 16; k += 4)
    store(bins.data() + k, detail::score_bins<Bins>(scores.data() + k));
#else
  for (std::size_t k = 0; k < 16; ++k)
    bins[k] = static_cast<std::uint32_t>(score_bin<Bins>(scores[k]));
#endif
}

/// Counts rows in `counters[actual * Bins + score_bin<Bins>(score)]`.
///
/// Requires: `counters.size() == 2 * Bins`.
template <std::size_t Bins, class Score, std::unsigned_integral Count>
constexpr void count_score_bins(const usable_batch<Score>& rows,
                                std::span<Count> counters) noexcept {
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
