// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/simd/confusion.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// Joint counts of (actual, predicted) labels over `K` classes: all that any metric in
/// <telltale/metric/classification.hpp> needs. Feed it once, read them all.
///
/// Algebra  reversible (integer counts)
/// Units    unweighted observations; a row's weight is ignored
/// Rejects  a label outside [0, K)
/// Cost     update O(1); merge, unmerge O(K^2); never allocates
/// Size     8 (K^2 + 1) bytes
/// Threads  one writer
template <std::size_t K>
requires(K >= 2) class confusion {
public:
  using count_type = std::uint64_t;
  static constexpr std::size_t classes = K;

  constexpr void update(std::size_t actual, std::size_t predicted) noexcept {
    if (actual < K && predicted < K)
      ++cells_[actual * K + predicted];
    else
      ++rejected_;
  }
  constexpr void update(const class_outcome& row) noexcept { update(row.actual, row.predicted); }
  template <class Score>
  requires(K == 2) constexpr void update(const binary_outcome<Score>& row) noexcept {
    update(std::size_t{row.actual}, std::size_t{row.predicted});
  }

  /// The same as the loop over the rows, for columns.
  template <class Score>
  requires(K == 2) constexpr void update(const binary_batch<Score>& rows) noexcept {
    const simd::confusion_counts counts = simd::confusion(rows.scores, rows.actual, rows.threshold);
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i] += counts.cells[i];
    rejected_ += counts.rejected;
  }

  constexpr confusion& merge(const confusion& part) noexcept {
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i] += part.cells_[i];
    rejected_ += part.rejected_;
    return *this;
  }

  /// Requires: `part` was merged into `*this` and is still in it.
  constexpr confusion& unmerge(const confusion& part) noexcept {
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i] -= part.cells_[i];
    rejected_ -= part.rejected_;
    return *this;
  }

  constexpr void clear() noexcept { *this = {}; }

  /// Requires: `actual < K` and `predicted < K`.
  [[nodiscard]] constexpr count_type count(std::size_t actual,
                                           std::size_t predicted) const noexcept {
    TELLTALE_EXPECTS(actual < K && predicted < K);
    return cells_[actual * K + predicted];
  }
  [[nodiscard]] constexpr count_type rejected() const noexcept { return rejected_; }

  friend constexpr bool operator==(const confusion&, const confusion&) = default;

  /// Members in wire order: all that serialisation ever sees of a state.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.cells_, self.rejected_);
  }

private:
  std::array<count_type, K * K> cells_{};  // row actual, column predicted
  count_type rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
