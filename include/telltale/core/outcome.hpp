// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace telltale::inline TELLTALE_ABI {

/// One prediction of a binary classifier and its truth.
template <class Score = float>
struct binary_outcome {
  using score_type = Score;

  Score score{};               ///< probability of class 1, in [0, 1]
  std::uint8_t actual = 0;     ///< 0 or 1
  std::uint8_t predicted = 0;  ///< 0 or 1
  double weight = 1;           ///< finite, >= 0; unweighted states ignore it
};

/// Columns of predictions and truths of equal length, predicted class 1 where
/// `score >= threshold`: what a state's batch update takes.
template <class Score = float>
struct binary_batch {
  using score_type = Score;

  std::span<const Score> scores;
  std::span<const std::uint8_t> actual;
  Score threshold = Score(0.5);

  [[nodiscard]] constexpr std::size_t size() const noexcept { return scores.size(); }
  /// Requires: `i < size()`.
  [[nodiscard]] constexpr binary_outcome<Score> operator[](std::size_t i) const noexcept {
    const bool positive = scores[i] >= threshold;
    return {scores[i], actual[i], static_cast<std::uint8_t>(positive), 1};
  }
};

/// One prediction of a classifier over K classes and its truth.
struct class_outcome {
  std::size_t actual = 0;
  std::size_t predicted = 0;
  double weight = 1;
};

/// A score that can be used: finite and in [0, 1]. NaN compares false, so it fails both.
template <class Score>
[[nodiscard]] constexpr bool usable_score(Score score) noexcept {
  return score >= Score(0) && score <= Score(1);
}

}  // namespace telltale::inline TELLTALE_ABI
