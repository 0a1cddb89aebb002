// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace telltale::inline TELLTALE_ABI::simd {

/// Counts of one batch: cells [actual * 2 + predicted], and rows whose label is neither 0 nor 1.
struct confusion_counts {
  std::array<std::uint64_t, 4> cells{};
  std::uint64_t rejected = 0;
};

/// Counts (actual, score >= threshold) over two columns of equal length. A score that is NaN
/// predicts class 0, as the comparison says: whoever rejects it does so before.
///
/// Shape: no branch on the data, u32 counters that are folded to u64 before they can overflow, and
/// three sums from which the four cells follow by subtraction.
///
/// Requires: `actual.size() == scores.size()`.
template <class Score>
[[nodiscard]] constexpr confusion_counts confusion(std::span<const Score> scores,
                                                   std::span<const std::uint8_t> actual,
                                                   Score threshold) noexcept {
  TELLTALE_EXPECTS(scores.size() == actual.size());
  constexpr std::size_t fold = std::size_t{1} << 30;
  std::uint64_t rejected = 0, positives = 0, called = 0, hits = 0;
  for (std::size_t begin = 0; begin < scores.size(); begin += fold) {
    const std::size_t end = begin + (std::min)(fold, scores.size() - begin);
    std::uint32_t bad = 0, positive = 0, call = 0, hit = 0;
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint32_t usable = actual[i] <= 1;
      const std::uint32_t is_positive = actual[i] == 1;
      const std::uint32_t is_called = static_cast<std::uint32_t>(scores[i] >= threshold) & usable;
      bad += usable ^ 1u;
      positive += is_positive;
      call += is_called;
      hit += is_called & is_positive;
    }
    rejected += bad, positives += positive, called += call, hits += hit;
  }
  const std::uint64_t negatives = scores.size() - rejected - positives;
  const std::uint64_t false_alarms = called - hits;
  return {{negatives - false_alarms, false_alarms, positives - hits, hits}, rejected};
}

}  // namespace telltale::inline TELLTALE_ABI::simd
