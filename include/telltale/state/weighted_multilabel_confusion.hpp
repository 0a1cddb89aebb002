// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/state/multilabel_confusion.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// `multilabel_confusion` where each row counts by its weight (scikit-learn's `sample_weight`).
///
/// Algebra  mergeable, scalable (weights are sums of doubles, so no unmerge)
/// Units    weight
/// Rejects  a row that has not L labels of 0 or 1 on either side; a weight that is negative, NaN or
///          above 1e150
/// Cost     update O(L), four divisions; merge O(L); never allocates
/// Size     8 (6 L + 22) bytes
/// Error    each sum is of n doubles: relative error at most n 1.1e-16
/// Threads  one writer
template <std::size_t L>
requires(L >= 1) class weighted_multilabel_confusion {
public:
  using count_type = double;
  static constexpr std::size_t labels = L;

  /// One byte a label, 1 where the row has it.
  constexpr void update(std::span<const std::uint8_t> actual,
                        std::span<const std::uint8_t> predicted, double weight) noexcept {
    const std::optional<label_row> row = label_row::of(actual, predicted, L);
    if (!row || !usable_weight(weight)) {
      ++rejected_;
      return;
    }
    const double square = weight * weight;
    for (std::size_t k = 0; k < L; ++k) {
      const auto add = [&](std::size_t column, bool there) {
        weights_[column * L + k] += there ? weight : 0;
        squares_[column * L + k] += there ? square : 0;
      };
      add(0, actual[k] != 0 && predicted[k] != 0);
      add(1, actual[k] != 0);
      add(2, predicted[k] != 0);
    }
    rows_ += weight;
    row_squares_ += square;
    exact_ += row->exact() ? weight : 0;
    const std::array of_row{static_cast<double>(row->hits), static_cast<double>(row->actual),
                            static_cast<double>(row->predicted)};
    std::size_t at = 0;
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = i; j < 3; ++j) products_[at++] += square * (of_row[i] * of_row[j]);
    const auto shares = row_share::all_of(*row);
    for (std::size_t q = 0; q < row_qualities; ++q) {
      if (shares[q].part == 0) continue;
      const double value =
          static_cast<double>(shares[q].part) / static_cast<double>(shares[q].whole);
      qualities_[q] += weight * value;
      qualities_[row_qualities + q] += square * (value * value);
      qualities_[2 * row_qualities + q] += square * value;
    }
  }

  constexpr weighted_multilabel_confusion& merge(
      const weighted_multilabel_confusion& part) noexcept {
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      weights_[i] += part.weights_[i];
      squares_[i] += part.squares_[i];
    }
    rows_ += part.rows_;
    row_squares_ += part.row_squares_;
    exact_ += part.exact_;
    for (std::size_t i = 0; i < products_.size(); ++i) products_[i] += part.products_[i];
    for (std::size_t i = 0; i < qualities_.size(); ++i) qualities_[i] += part.qualities_[i];
    rejected_ += part.rejected_;
    return *this;
  }

  /// Every weight times `factor`. Requires: 0 <= factor <= 1.
  constexpr weighted_multilabel_confusion& scale(double factor) noexcept {
    TELLTALE_EXPECTS(factor >= 0 && factor <= 1);
    const double square = factor * factor;
    for (std::size_t i = 0; i < weights_.size(); ++i) {
      weights_[i] *= factor;
      squares_[i] *= square;
    }
    rows_ *= factor;
    row_squares_ *= square;
    exact_ *= factor;
    for (double& product : products_) product *= square;
    for (std::size_t i = 0; i < qualities_.size(); ++i)
      qualities_[i] *= i < row_qualities ? factor : square;
    return *this;
  }

  constexpr void clear() noexcept { *this = {}; }

  /// Weight of all rows.
  [[nodiscard]] constexpr double rows() const noexcept { return rows_; }
  /// Sum of their squared weights.
  [[nodiscard]] constexpr double row_squares() const noexcept { return row_squares_; }
  /// Weight of the rows without a mistake.
  [[nodiscard]] constexpr double exact() const noexcept { return exact_; }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }

  // Weight of the rows that have label k and are predicted to; that have it; that are predicted to.
  // Requires: `k < L`.
  [[nodiscard]] constexpr double hits(std::size_t k) const noexcept { return at(weights_, 0, k); }
  [[nodiscard]] constexpr double actual(std::size_t k) const noexcept { return at(weights_, 1, k); }
  [[nodiscard]] constexpr double predicted(std::size_t k) const noexcept {
    return at(weights_, 2, k);
  }
  // The squared weights of the same.
  [[nodiscard]] constexpr double hits_squares(std::size_t k) const noexcept {
    return at(squares_, 0, k);
  }
  [[nodiscard]] constexpr double actual_squares(std::size_t k) const noexcept {
    return at(squares_, 1, k);
  }
  [[nodiscard]] constexpr double predicted_squares(std::size_t k) const noexcept {
    return at(squares_, 2, k);
  }

  /// Sum over the rows of the squared weight times the product of two of their numbers of hits (0),
  /// labels that are there (1) and predicted (2). Requires: `i <= j <= 2`.
  [[nodiscard]] constexpr double product(std::size_t i, std::size_t j) const noexcept {
    TELLTALE_EXPECTS(i <= j && j <= 2);
    return products_[i * (5 - i) / 2 + j];
  }
  /// Sum over the rows of weight times a quality.
  [[nodiscard]] constexpr double sum(row_quality q) const noexcept {
    return qualities_[static_cast<std::size_t>(q)];
  }
  /// Of squared weight times its square.
  [[nodiscard]] constexpr double sum_squares(row_quality q) const noexcept {
    return qualities_[row_qualities + static_cast<std::size_t>(q)];
  }
  /// Of squared weight times the quality itself.
  [[nodiscard]] constexpr double sum_cross(row_quality q) const noexcept {
    return qualities_[2 * row_qualities + static_cast<std::size_t>(q)];
  }

  friend constexpr bool operator==(const weighted_multilabel_confusion&,
                                   const weighted_multilabel_confusion&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.weights_, self.squares_, self.rows_, self.row_squares_, self.exact_,
                    self.products_, self.qualities_, self.rejected_);
  }

private:
  [[nodiscard]] static constexpr double at(const std::array<double, 3 * L>& columns,
                                           std::size_t column, std::size_t k) noexcept {
    TELLTALE_EXPECTS(k < L);
    return columns[column * L + k];
  }

  // Hits, then those of the labels that are there, then predicted: L each.
  std::array<double, 3 * L> weights_{};
  std::array<double, 3 * L> squares_{};
  double rows_ = 0;
  double row_squares_ = 0;
  double exact_ = 0;
  std::array<double, 6> products_{};  // (0,0) (0,1) (0,2) (1,1) (1,2) (2,2)
  // Of each quality, then of each one's square, then with the squared weight.
  std::array<double, 3 * row_qualities> qualities_{};
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
