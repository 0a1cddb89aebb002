// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/monitor/reference.hpp>
#include <telltale/state/categories.hpp>
#include <telltale/state/histogram.hpp>

#include <cstddef>
#include <span>
#include <variant>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// Counts of one column in the cells of its reference.
using column_counts = std::variant<state::histogram, state::categories>;

/// What a window's features and scores looked like: one count a column, over the cells that the
/// reference froze.
///
/// Cost  update: one increment a value, column by column; never allocates
class feature_counts {
public:
  explicit feature_counts(const reference& baseline) : score_(baseline.score().bins) {
    features_.reserve(baseline.features().size());
    for (const column_baseline& column : baseline.features()) {
      if (column.what.kind == column_kind::numeric)
        features_.emplace_back(state::histogram{column.bins});
      else
        features_.emplace_back(state::categories{column.categories});
    }
  }

  /// A block of rows: their features in row-major order, and their scores.
  /// Requires: `width` features a row, as in the reference.
  template <class Score>
  void update(std::span<const Score> features, std::size_t width,
              std::span<const Score> scores) noexcept {
    TELLTALE_EXPECTS(width == features_.size() && features.size() == width * scores.size());
    score_.update(scores);
    for (std::size_t c = 0; c < features_.size(); ++c)
      std::visit([&](auto& counts) { counts.update(features, width, c); }, features_[c]);
  }

  void clear() noexcept {
    score_.clear();
    for (column_counts& column : features_)
      std::visit([](auto& counts) { counts.clear(); }, column);
  }

  /// In schema order.
  [[nodiscard]] const std::vector<column_counts>& features() const noexcept { return features_; }
  [[nodiscard]] const state::histogram& score() const noexcept { return score_; }

private:
  std::vector<column_counts> features_;
  state::histogram score_;
};

}  // namespace telltale::inline TELLTALE_ABI
