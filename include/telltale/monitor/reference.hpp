// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/task.hpp>
#include <telltale/monitor/report.hpp>
#include <telltale/monitor/schema.hpp>
#include <telltale/state/binning.hpp>
#include <telltale/state/category_index.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
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

  /// The same baseline, wherever its bins live.
  friend bool operator==(const column_baseline& a, const column_baseline& b) noexcept {
    const auto same = [](const auto& x, const auto& y) { return x == y || (x && y && *x == *y); };
    return a.what == b.what && same(a.bins, b.bins) && same(a.categories, b.categories) &&
           a.cells == b.cells && a.values == b.values && a.present == b.present &&
           a.missing == b.missing && a.standard_deviation == b.standard_deviation;
  }
};

/// The frozen baseline of one model: how its features, its output, its truths and its performance
/// looked in training or validation. Fitted once by a reference builder, and never changed.
class reference {
public:
  /// What a reference builder hands over.
  struct parts {
    task predicts = task::binary;
    std::size_t classes = 2;  ///< of a classifier; 0 for a regression
    std::string model;        ///< the name or version that the host gave; may be empty
    std::vector<column_baseline> features;
    column_baseline output;
    std::optional<column_baseline> label;
    std::vector<measurement> metrics;
    std::uint64_t rows = 0;
    std::uint64_t rejected = 0;
    std::uint64_t labels = 0;
    double threshold = 0.5;
    bool held_out = true;

    friend bool operator==(const parts&, const parts&) = default;
  };
  explicit reference(parts all) : all_(std::move(all)) {}

  [[nodiscard]] task predicts() const noexcept { return all_.predicts; }
  /// Classes of a classifier; 0 for a regression.
  [[nodiscard]] std::size_t classes() const noexcept { return all_.classes; }
  /// The name or version of the model that the host gave; may be empty.
  [[nodiscard]] const std::string& model() const noexcept { return all_.model; }
  /// In schema order.
  [[nodiscard]] const std::vector<column_baseline>& features() const noexcept {
    return all_.features;
  }
  /// What the model said: the score, or the prediction (`output_column`).
  [[nodiscard]] const column_baseline& output() const noexcept { return all_.output; }
  /// What was true; none where the reference has no label.
  [[nodiscard]] const std::optional<column_baseline>& label() const noexcept { return all_.label; }
  /// Performance on the reference's labelled rows.
  [[nodiscard]] const std::vector<measurement>& metrics() const noexcept { return all_.metrics; }
  /// Rows that were given, rejected ones included; rejected ones; and those with a usable label.
  [[nodiscard]] std::uint64_t rows() const noexcept { return all_.rows; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return all_.rejected; }
  [[nodiscard]] std::uint64_t labels() const noexcept { return all_.labels; }
  /// The threshold at which the metrics of a binary classifier were measured.
  [[nodiscard]] double threshold() const noexcept { return all_.threshold; }
  /// Whether the model had not been trained on these rows.
  [[nodiscard]] bool held_out() const noexcept { return all_.held_out; }

  /// All of it, as a saved reference holds it.
  [[nodiscard]] const parts& all() const noexcept { return all_; }

  friend bool operator==(const reference&, const reference&) = default;

private:
  parts all_;
};

}  // namespace telltale::inline TELLTALE_ABI
