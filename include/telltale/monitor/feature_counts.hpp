// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/monitor/reference.hpp>
#include <telltale/state/categories.hpp>
#include <telltale/state/histogram.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <variant>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// Counts of one column in the cells of its reference.
using column_counts = std::variant<state::histogram, state::categories>;

/// Counts of a column, none yet.
[[nodiscard]] inline column_counts empty_counts(const column_baseline& column) {
  if (column.what.kind == column_kind::numeric) return state::histogram{column.bins};
  return state::categories{column.categories};
}

/// What a window's features, outputs and truths looked like: one count a column, over the cells
/// that the reference froze.
///
/// Cost  update: one increment a value, column by column; never allocates
class feature_counts {
public:
  explicit feature_counts(const reference& baseline) : output_(empty_counts(baseline.output())) {
    features_.reserve(baseline.features().size());
    for (const column_baseline& column : baseline.features())
      features_.push_back(empty_counts(column));
    if (baseline.label()) label_ = empty_counts(*baseline.label());
  }

  /// A block of rows: their features in row-major order, and what the model said.
  /// Requires: `width` features a row, as in the reference.
  template <class Value, class Output>
  void update(std::span<const Value> features, std::size_t width,
              std::span<const Output> outputs) noexcept {
    TELLTALE_EXPECTS(width == features_.size() && features.size() == width * outputs.size());
    std::visit([&](auto& counts) { counts.update(outputs); }, output_);
    for (std::size_t c = 0; c < features_.size(); ++c)
      std::visit([&](auto& counts) { counts.update(features, width, c); }, features_[c]);
  }
  /// The truths of those rows that have one.
  template <class Label>
  void update_labels(std::span<const Label> labels) noexcept {
    if (label_) std::visit([&](auto& counts) { counts.update(labels); }, *label_);
  }

  void clear() noexcept {
    const auto forget = [](auto& counts) { counts.clear(); };
    std::visit(forget, output_);
    if (label_) std::visit(forget, *label_);
    for (column_counts& column : features_) std::visit(forget, column);
  }

  /// In schema order.
  [[nodiscard]] const std::vector<column_counts>& features() const noexcept { return features_; }
  [[nodiscard]] const column_counts& output() const noexcept { return output_; }
  /// None where the reference had no label.
  [[nodiscard]] const std::optional<column_counts>& label() const noexcept { return label_; }

private:
  std::vector<column_counts> features_;
  column_counts output_;
  std::optional<column_counts> label_;
};

}  // namespace telltale::inline TELLTALE_ABI
