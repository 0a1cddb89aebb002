// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/simd/dispatch.hpp>
#include <telltale/simd/vectors.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::simd {

/// Counts of one batch: cells [actual * 2 + predicted], and rows whose label is neither 0 nor 1.
struct confusion_counts {
  std::array<std::uint64_t, 4> cells{};
  std::uint64_t rejected = 0;
};

// Of the rows with a usable label.
struct three_sums {
  std::uint64_t positives = 0;
  std::uint64_t called = 0;
  std::uint64_t hits = 0;
};

namespace detail {

template <class Score>
constexpr void count_scalar(std::span<const Score> scores, std::span<const std::uint8_t> actual,
                            Score threshold, three_sums& sums, std::uint64_t& rejected) noexcept {
  for (std::size_t i = 0; i < scores.size(); ++i) {
    const std::uint64_t usable = actual[i] <= 1;
    const std::uint64_t is_called = static_cast<std::uint64_t>(scores[i] >= threshold) & usable;
    rejected += usable ^ 1u;
    sums.positives += actual[i] == 1;
    sums.called += is_called;
    sums.hits += is_called & actual[i];
  }
}

}  // namespace detail

}  // namespace telltale::inline TELLTALE_ABI::simd

#if TELLTALE_LANES
#define TELLTALE_KERNEL <telltale/simd/confusion.inl>
#define TELLTALE_KERNEL_AVX2_IS_ENOUGH
#include <telltale/simd/each_path.inl>
#endif

namespace telltale::inline TELLTALE_ABI::simd {

#if TELLTALE_LANES
namespace detail {

// Requires: `n` is a multiple of 32.
template <class Score>
std::uint64_t confusion_sums(const Score* scores, const std::uint8_t* actual, std::size_t n,
                             Score threshold, path form, three_sums& sums) noexcept {
  switch (form) {
#if TELLTALE_DISPATCH
    case path::avx512:  // waits for memory, too
    case path::avx2: return by_32::confusion_sums(scores, actual, n, threshold, sums);
#endif
    default: return by_16::confusion_sums(scores, actual, n, threshold, sums);
  }
}

template <class Score>
void confusion_block(std::span<const Score> scores, std::span<const std::uint8_t> actual,
                     Score threshold, path form, three_sums& sums,
                     std::uint64_t& rejected) noexcept {
  constexpr std::size_t step = 32;
  const std::size_t whole = scores.size() / step * step, rest = scores.size() - whole;
  three_sums all = sums;
  std::uint64_t bits = confusion_sums(scores.data(), actual.data(), whole, threshold, form, all);
  if (rest > 0) {  // on rows that count nowhere: a NaN reaches no threshold
    Score last[step];
    std::uint8_t labels[step] = {};
    std::fill(last, last + step, std::numeric_limits<Score>::quiet_NaN());
    std::copy_n(scores.data() + whole, rest, last);
    std::copy_n(actual.data() + whole, rest, labels);
    bits |= confusion_sums(last, labels, step, threshold, form, all);
  }
  if ((bits & 0xfefefefefefefefeu) == 0)
    sums = all;
  else
    count_scalar(scores, actual, threshold, sums, rejected);
}

}  // namespace detail
#endif

/// Counts (actual, score >= threshold) over two columns of equal length. A score that is NaN
/// predicts class 0, as the comparison says: whoever rejects it does so before.
///
/// Shape: no branch on the data but on an unusable label, and three sums from which the four cells
/// follow by subtraction.
///
/// Requires: `actual.size() == scores.size()`.
template <class Score>
[[nodiscard]] constexpr confusion_counts confusion(std::span<const Score> scores,
                                                   std::span<const std::uint8_t> actual,
                                                   Score threshold) noexcept {
  TELLTALE_EXPECTS(scores.size() == actual.size());
  three_sums sums;
  std::uint64_t rejected = 0;
  std::size_t done = 0;
#if TELLTALE_LANES
  if constexpr (std::is_same_v<Score, float> || std::is_same_v<Score, double>) {
    path form = path::scalar;
    if (!std::is_constant_evaluated()) form = current_path();
    // In blocks, since one unusable label sends all of its block the slow way.
    for (constexpr std::size_t most = 1024; form != path::scalar && scores.size() - done >= 16;) {
      const std::size_t take = (std::min)(most, scores.size() - done);
      detail::confusion_block(scores.subspan(done, take), actual.subspan(done, take), threshold,
                              form, sums, rejected);
      done += take;
    }
  }
#endif
  detail::count_scalar(scores.subspan(done), actual.subspan(done), threshold, sums, rejected);
  const std::uint64_t negatives = scores.size() - rejected - sums.positives;
  const std::uint64_t false_alarms = sums.called - sums.hits;
  return {{negatives - false_alarms, false_alarms, sums.positives - sums.hits, sums.hits},
          rejected};
}

}  // namespace telltale::inline TELLTALE_ABI::simd
