// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
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
/// `score >= threshold`: what a state's batch update takes. Without `weights` each row weighs 1.
template <class Score = float>
struct binary_batch {
  using score_type = Score;

  std::span<const Score> scores;
  std::span<const std::uint8_t> actual;
  Score threshold = Score(0.5);
  std::span<const double> weights = {};

  [[nodiscard]] constexpr std::size_t size() const noexcept { return scores.size(); }
  /// Requires: `i < size()`.
  [[nodiscard]] constexpr binary_outcome<Score> operator[](std::size_t i) const noexcept {
    const bool positive = scores[i] >= threshold;
    return {scores[i], actual[i], static_cast<std::uint8_t>(positive),
            weights.empty() ? 1 : weights[i]};
  }
};

/// One prediction of a classifier over K classes and its truth.
struct class_outcome {
  std::size_t actual = 0;
  std::size_t predicted = 0;
  double weight = 1;
};

/// Columns of the same of equal length: classes as numbers from 0. Without `weights` each row
/// weighs 1.
template <class Class>
struct class_batch {
  std::span<const Class> actual;
  std::span<const Class> predicted;
  std::span<const double> weights = {};

  [[nodiscard]] constexpr std::size_t size() const noexcept { return actual.size(); }
  /// Requires: `i < size()`.
  [[nodiscard]] constexpr class_outcome operator[](std::size_t i) const noexcept {
    return {std::size_t{actual[i]}, std::size_t{predicted[i]}, weights.empty() ? 1 : weights[i]};
  }
};

/// The same with the probability that was given to each class: class 0 first.
template <class Score = float>
struct scored_class_outcome : class_outcome {
  using score_type = Score;

  std::span<const Score> scores{};
};

/// Columns of the same; the probabilities in row-major order, `classes` a row. Without `weights`
/// each row weighs 1.
template <class Score = float>
struct scored_class_batch {
  using score_type = Score;

  std::span<const std::uint16_t> actual;
  std::span<const std::uint16_t> predicted;
  std::span<const Score> scores;
  std::size_t classes = 0;
  std::span<const double> weights = {};

  [[nodiscard]] constexpr std::size_t size() const noexcept { return actual.size(); }
  /// Requires: `i < size()`.
  [[nodiscard]] constexpr scored_class_outcome<Score> operator[](std::size_t i) const noexcept {
    return {{std::size_t{actual[i]}, std::size_t{predicted[i]}, weights.empty() ? 1 : weights[i]},
            scores.subspan(i * classes, classes)};
  }
};

/// One prediction of a number and its truth, in the units of the label.
template <class Value = float>
struct regression_outcome {
  using value_type = Value;

  Value actual{};
  Value predicted{};
  /// What a forecast without a model would have said (the last truth known at the time): NaN where
  /// there is none.
  Value naive = std::numeric_limits<Value>::quiet_NaN();
  double weight = 1;  ///< finite, >= 0; unweighted states ignore it
};

/// Columns of the same of equal length: what a state's batch update takes. `naive` may be empty,
/// and `weights`: then each row weighs 1.
template <class Value = float>
struct regression_batch {
  using value_type = Value;

  std::span<const Value> actual;
  std::span<const Value> predicted;
  std::span<const Value> naive = {};
  std::span<const double> weights = {};

  [[nodiscard]] constexpr std::size_t size() const noexcept { return actual.size(); }
  /// Requires: `i < size()`.
  [[nodiscard]] constexpr regression_outcome<Value> operator[](std::size_t i) const noexcept {
    return {actual[i], predicted[i],
            naive.empty() ? std::numeric_limits<Value>::quiet_NaN() : naive[i],
            weights.empty() ? 1 : weights[i]};
  }
};

/// A predicted or true number that can be used: finite, and no further from 0 than 1e60, so that no
/// sum of fourth powers leaves the range of a double. NaN compares false.
template <class Value>
[[nodiscard]] constexpr bool usable_value(Value value) noexcept {
  const auto x = static_cast<double>(value);
  return x >= -1e60 && x <= 1e60;
}

/// A weight that can be used: not negative, and no more than 1e150, so that no sum of squares
/// leaves the range of a double. NaN compares false.
[[nodiscard]] constexpr bool usable_weight(double weight) noexcept {
  return weight >= 0 && weight <= 1e150;
}

/// A score that can be used: finite and in [0, 1]. NaN compares false, so it fails both.
template <class Score>
[[nodiscard]] constexpr bool usable_score(Score score) noexcept {
  return score >= Score(0) && score <= Score(1);
}

}  // namespace telltale::inline TELLTALE_ABI
