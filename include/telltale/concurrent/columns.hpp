// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>

// Some rows, column by column, as batch kernels take them: what a writer fills before a state sees
// them. A buffer of one's own needs the same four: `capacity`, `set(i, ...)` and `batch(n)`, and to
// be copied.

namespace telltale::inline TELLTALE_ABI::concurrent {

/// Rows that a buffer holds.
inline constexpr std::size_t buffered_rows = 256;

/// Scores and truths of a binary classifier that predicts 1 from `threshold` on.
template <class Score = float>
struct binary_columns {
  static constexpr std::size_t capacity = buffered_rows;
  Score threshold = Score(0.5);
  std::array<Score, capacity> scores;
  std::array<std::uint8_t, capacity> actual;

  /// Row i. Requires (both): no more rows than the capacity.
  void set(std::size_t i, Score score, int truth) noexcept {
    scores[i] = score;
    // What is neither 0 nor 1 is counted as such by the state.
    actual[i] = truth == 0 || truth == 1 ? static_cast<std::uint8_t>(truth) : std::uint8_t{2};
  }
  /// The first n rows.
  [[nodiscard]] binary_batch<Score> batch(std::size_t n) const noexcept {
    return {std::span{scores}.first(n), std::span{actual}.first(n), threshold};
  }
};

/// Predicted and true classes.
template <std::unsigned_integral Class = std::uint16_t>
struct class_columns {
  static constexpr std::size_t capacity = buffered_rows;
  std::array<Class, capacity> actual;
  std::array<Class, capacity> predicted;

  void set(std::size_t i, Class truth, Class said) noexcept {
    actual[i] = truth;
    predicted[i] = said;
  }
  [[nodiscard]] class_batch<Class> batch(std::size_t n) const noexcept {
    return {std::span{actual}.first(n), std::span{predicted}.first(n)};
  }
};

/// Predicted and true numbers.
template <std::floating_point Value = float>
struct regression_columns {
  static constexpr std::size_t capacity = buffered_rows;
  std::array<Value, capacity> actual;
  std::array<Value, capacity> predicted;

  void set(std::size_t i, Value truth, Value said) noexcept {
    actual[i] = truth;
    predicted[i] = said;
  }
  [[nodiscard]] regression_batch<Value> batch(std::size_t n) const noexcept {
    return {std::span{actual}.first(n), std::span{predicted}.first(n)};
  }
};

/// Values of one column.
template <class Value = float>
struct value_column {
  static constexpr std::size_t capacity = buffered_rows;
  std::array<Value, capacity> values;

  void set(std::size_t i, Value value) noexcept { values[i] = value; }
  [[nodiscard]] std::span<const Value> batch(std::size_t n) const noexcept {
    return std::span{values}.first(n);
  }
};

}  // namespace telltale::inline TELLTALE_ABI::concurrent
