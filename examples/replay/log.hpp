// SPDX-License-Identifier: Apache-2.0
#pragma once

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
  std::string score;
  std::optional<std::string> label;
  telltale::schema features;
  std::optional<cell_match> marked;  ///< which rows to mark
};

/// The rows of a log of predictions, in numbers.
struct prediction_log {
  std::vector<double> scores;                       ///< NaN and infinite ones as they stand
  std::vector<std::optional<std::uint8_t>> labels;  ///< empty: has not come
  std::vector<double> features;                     ///< row after row; missing: NaN
  std::vector<bool> marked;                         ///< empty unless asked for
  /// For each feature the texts behind its codes 0, 1, ..., in order of appearance; empty for a
  /// numeric one.
  std::vector<std::vector<std::string>> categories;

  [[nodiscard]] std::size_t rows() const noexcept { return scores.size(); }
  [[nodiscard]] std::span<const double> features_of(std::size_t row) const noexcept {
    return std::span(features).subspan(row * categories.size(), categories.size());
  }
};

/// Reads a log from the text of a CSV file with a header. Throws `failure` (bad_log) with the
/// name, the line and the column where the text is not what `wanted` says, or has no rows.
[[nodiscard]] prediction_log read_log(const std::string& name, std::string text,
                                      const log_columns& wanted);

}  // namespace replay
