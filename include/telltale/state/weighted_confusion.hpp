// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// Joint weights of (actual, predicted) labels over `K` classes: `confusion` where each row counts
/// by its weight (scikit-learn's `sample_weight`).
///
/// Algebra  mergeable, scalable (weights are sums of doubles, so no unmerge)
/// Units    weight
/// Rejects  a label outside [0, K); a weight that is negative, NaN or above 1e150
/// Cost     update O(1); merge O(K^2); never allocates
/// Size     8 (2 K^2 + 1) bytes
/// Error    each weight is a sum of n doubles: relative error at most n 1.1e-16
/// Threads  one writer
template <std::size_t K>
requires(K >= 2) class weighted_confusion {
public:
  using count_type = double;
  static constexpr std::size_t classes = K;

  constexpr void update(std::size_t actual, std::size_t predicted, double weight) noexcept {
    if (actual < K && predicted < K && usable_weight(weight)) {
      cells_[actual * K + predicted] += weight;
      squares_[actual * K + predicted] += weight * weight;
    } else {
      ++rejected_;
    }
  }
  constexpr void update(const class_outcome& row) noexcept {
    update(row.actual, row.predicted, row.weight);
  }
  template <class Score>
  requires(K == 2) constexpr void update(const binary_outcome<Score>& row) noexcept {
    update(std::size_t{row.actual}, std::size_t{row.predicted}, row.weight);
  }

  constexpr weighted_confusion& merge(const weighted_confusion& part) noexcept {
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      cells_[i] += part.cells_[i];
      squares_[i] += part.squares_[i];
    }
    rejected_ += part.rejected_;
    return *this;
  }

  /// Every weight times `factor`. Requires: 0 <= factor <= 1.
  constexpr weighted_confusion& scale(double factor) noexcept {
    TELLTALE_EXPECTS(factor >= 0 && factor <= 1);
    for (std::size_t i = 0; i < cells_.size(); ++i) {
      cells_[i] *= factor;
      squares_[i] *= factor * factor;
    }
    return *this;
  }

  constexpr void clear() noexcept { *this = {}; }

  /// Requires: `actual < K` and `predicted < K`.
  [[nodiscard]] constexpr double count(std::size_t actual, std::size_t predicted) const noexcept {
    TELLTALE_EXPECTS(actual < K && predicted < K);
    return cells_[actual * K + predicted];
  }
  /// Sum of the squared weights of a cell: what turns a weight into an effective sample size.
  /// Requires: `actual < K` and `predicted < K`.
  [[nodiscard]] constexpr double squares(std::size_t actual, std::size_t predicted) const noexcept {
    TELLTALE_EXPECTS(actual < K && predicted < K);
    return squares_[actual * K + predicted];
  }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }

  friend constexpr bool operator==(const weighted_confusion&, const weighted_confusion&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.cells_, self.squares_, self.rejected_);
  }

private:
  std::array<double, K * K> cells_{};  // row actual, column predicted
  std::array<double, K * K> squares_{};
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
