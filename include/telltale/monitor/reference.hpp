// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/monitor/report.hpp>
#include <telltale/monitor/schema.hpp>
#include <telltale/state/binning.hpp>
#include <telltale/state/category_index.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// What the reference knows of one column.
struct column_baseline {
  column what;
  /// Bins of a numeric column, or the categories of a categorical one; the other is null.
  std::shared_ptr<const state::binning> bins;
  std::shared_ptr<const state::category_index> categories;
  /// Counts of the reference in the cells of `state::histogram` or `state::categories`.
  std::vector<std::uint64_t> cells;
  /// The finite values in ascending order (codes of a categorical column): what the exact tests
  /// compare with. Empty when the reference was told not to keep them.
  std::vector<double> values;
  std::uint64_t present = 0;                 ///< values that were neither missing nor unusable
  std::uint64_t missing = 0;                 ///< values that were missing
  std::optional<double> standard_deviation;  ///< of a numeric column with two values or more
};

/// The frozen baseline of one model: how its features, its score and its performance looked in
/// training or validation. Fitted once by `reference_builder`, and never changed.
class reference {
public:
  /// What `reference_builder` hands over.
  struct parts {
    std::vector<column_baseline> features;
    column_baseline score;
    std::vector<measurement> metrics;
    std::uint64_t rows = 0;
    std::uint64_t rejected = 0;
    std::uint64_t labels = 0;
    double threshold = 0.5;
    bool held_out = true;
  };
  explicit reference(parts all) : all_(std::move(all)) {}

  /// In schema order.
  [[nodiscard]] const std::vector<column_baseline>& features() const noexcept {
    return all_.features;
  }
  [[nodiscard]] const column_baseline& score() const noexcept { return all_.score; }
  /// Performance on the reference's labelled rows.
  [[nodiscard]] const std::vector<measurement>& metrics() const noexcept { return all_.metrics; }
  /// Rows that were given, rejected ones included; rejected ones; and those with a usable label.
  [[nodiscard]] std::uint64_t rows() const noexcept { return all_.rows; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return all_.rejected; }
  [[nodiscard]] std::uint64_t labels() const noexcept { return all_.labels; }
  /// The threshold at which `metrics()` were measured.
  [[nodiscard]] double threshold() const noexcept { return all_.threshold; }
  /// Whether the model had not been trained on these rows.
  [[nodiscard]] bool held_out() const noexcept { return all_.held_out; }

private:
  parts all_;
};

}  // namespace telltale::inline TELLTALE_ABI
