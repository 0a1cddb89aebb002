// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/core/task.hpp>
#include <telltale/core/time.hpp>
#include <telltale/monitor/schema.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace replay {

/// A column and the value that its chosen cells have: the same text, or the same number.
struct cell_match {
  std::string column;
  std::string value;

  friend bool operator==(const cell_match&, const cell_match&) = default;
};

/// Which columns of a log mean what.
struct log_columns {
  telltale::task predicts = telltale::task::binary;
  std::vector<std::string> scores{};        ///< of a classifier: of class 1, or of each class
  std::optional<std::string> prediction{};  ///< the predicted number or class
  std::optional<std::string> label{};
  telltale::schema features{};         ///< with the categories that have a code already
  std::optional<cell_match> marked{};  ///< which rows to mark
  std::optional<std::string> time{};
  std::optional<std::string> weight{};
  std::optional<std::string> group{};
};

/// The rows of a log of predictions, in numbers.
struct prediction_log {
  /// The score of class 1, the predicted class or the predicted number; NaN and infinite ones as
  /// they stand.
  std::vector<double> outputs;
  std::vector<std::optional<double>> labels;  ///< 0 or 1, a class, a number; empty: has not come
  std::vector<double> features;               ///< row after row; missing: NaN
  std::vector<bool> marked;                   ///< empty unless asked for
  std::vector<telltale::timestamp> times;     ///< empty unless asked for
  std::vector<double> weights;                ///< as they stand; empty unless asked for
  std::vector<std::size_t> groups;            ///< `no_group` for a row of none; empty unless asked
  std::vector<std::string> group_names;       ///< in order of appearance, no more than most_groups
  /// The probability of each class, row after row; as they stand. Empty but for a multiclass log
  /// with scores.
  std::vector<double> scores;
  /// The features, each categorical one with the texts behind its codes 0, 1, ..., in order of
  /// appearance.
  telltale::schema columns;
  std::size_t classes = 0;  ///< of a multiclass log: one more than the largest, at least 2

  [[nodiscard]] std::size_t rows() const noexcept { return outputs.size(); }
  [[nodiscard]] std::span<const double> features_of(std::size_t row) const noexcept {
    return std::span(features).subspan(row * columns.size(), columns.size());
  }
  [[nodiscard]] std::span<const double> scores_of(std::size_t row) const noexcept {
    return std::span(scores).subspan(row * classes, scores.empty() ? 0 : classes);
  }

  static constexpr std::size_t no_group = static_cast<std::size_t>(-1);
};

/// Groups that are told apart: those with the most rows. The rows of the others are of none.
inline constexpr std::size_t most_groups = 100;

/// Classes are numbered from 0 up to less than this.
inline constexpr std::size_t most_classes = 128;

/// Reads a log from the text of a CSV file with a header. Throws `failure` (bad_log) with the
/// name, the line and the column where the text is not what `wanted` says, or has no rows.
[[nodiscard]] prediction_log read_log(const std::string& name, std::string text,
                                      const log_columns& wanted);

}  // namespace replay
