// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/simd/lanes.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::simd {

/// Counts of one batch: cells [actual * 2 + predicted], and rows whose label is neither 0 nor 1.
struct confusion_counts {
  std::array<std::uint64_t, 4> cells{};
  std::uint64_t rejected = 0;
};

namespace detail {

// Of the rows with a usable label.
struct three_sums {
  std::uint64_t positives = 0;
  std::uint64_t called = 0;
  std::uint64_t hits = 0;
};

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

#if TELLTALE_LANES

inline constexpr std::size_t confusion_step = 16;

// All bits for each of four scores that reach the threshold.
[[nodiscard]] inline int4 reach(const float* scores, float threshold) noexcept {
  return load<float4>(scores) >= threshold;
}
[[nodiscard]] inline int4 reach(const double* scores, double threshold) noexcept {
  const auto low = std::bit_cast<int4>(load<double2>(scores) >= threshold);
  const auto high = std::bit_cast<int4>(load<double2>(scores + 2) >= threshold);
  return __builtin_shufflevector(low, high, 0, 2, 4, 6);
}
[[nodiscard]] inline std::uint64_t sum_of(int4 x) noexcept {
  return static_cast<std::uint64_t>(std::int64_t{x[0]} + x[1] + x[2] + x[3]);
}

// Requires: `scores.size()` is a multiple of the step, and below 2^31.
template <class Score>
void count_lanes(std::span<const Score> scores, std::span<const std::uint8_t> actual,
                 Score threshold, three_sums& sums, std::uint64_t& rejected) noexcept {
  int4 positives{}, called{}, hits{};
  for (std::size_t i = 0; i < scores.size(); i += confusion_step) {
    const auto labels = load<byte16>(&actual[i]);
    if (any_bits(labels & 0xfe) != 0) {
      count_scalar(scores.subspan(i, confusion_step), actual.subspan(i, confusion_step), threshold,
                   sums, rejected);
      continue;
    }
    const widened positive = widen(labels);
#pragma GCC unroll 4
    for (std::size_t k = 0; k < 4; ++k) {
      const int4 call = reach(&scores[i + 4 * k], threshold);
      positives += positive.of[k];
      called -= call;
      hits += call & positive.of[k];
    }
  }
  sums.positives += sum_of(positives);
  sums.called += sum_of(called);
  sums.hits += sum_of(hits);
}

#endif

}  // namespace detail

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
  detail::three_sums sums;
  std::uint64_t rejected = 0;
  std::size_t done = 0;
#if TELLTALE_LANES
  if (!std::is_constant_evaluated()) {
    constexpr std::size_t block = std::size_t{1} << 30;
    while (scores.size() - done >= detail::confusion_step) {
      const std::size_t left = (std::min)(block, scores.size() - done);
      const std::size_t take = left / detail::confusion_step * detail::confusion_step;
      detail::count_lanes(scores.subspan(done, take), actual.subspan(done, take), threshold, sums,
                          rejected);
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
