// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// One row of a classifier that gives each of several labels or withholds it, counted.
struct label_row {
  std::uint64_t hits = 0;       ///< labels that are there and were predicted
  std::uint64_t actual = 0;     ///< labels that are there
  std::uint64_t predicted = 0;  ///< labels that were predicted

  /// Every label is right.
  [[nodiscard]] constexpr bool exact() const noexcept {
    return hits == actual && hits == predicted;
  }
  /// Empty unless both columns hold `labels` zeros and ones.
  [[nodiscard]] static constexpr std::optional<label_row> of(
      std::span<const std::uint8_t> actual, std::span<const std::uint8_t> predicted,
      std::size_t labels) noexcept {
    if (actual.size() != labels || predicted.size() != labels) return std::nullopt;
    label_row row;
    unsigned seen = 0;
    for (std::size_t k = 0; k < labels; ++k) {
      const unsigned there = actual[k], called = predicted[k];
      seen |= there | called;
      row.hits += there & called;
      row.actual += actual[k];
      row.predicted += predicted[k];
    }
    if (seen > 1) return std::nullopt;
    return row;
  }
};

/// The quality of one row, of which the means over the rows are taken ("samples" in scikit-learn).
/// Where it has no whole it counts 0.
enum class row_quality : std::uint8_t { precision, recall, f1, jaccard };
inline constexpr std::size_t row_qualities = 4;

/// The share of a row that a quality is: `part / whole`. By the number of the quality.
struct row_share {
  std::uint64_t part = 0, whole = 0;

  [[nodiscard]] static constexpr std::array<row_share, row_qualities> all_of(
      const label_row& r) noexcept {
    return {{{r.hits, r.predicted},
             {r.hits, r.actual},
             {2 * r.hits, r.actual + r.predicted},
             {r.hits, r.actual + r.predicted - r.hits}}};
  }
};

/// Counts of a classifier that gives a row any number of `L` labels: for each label the rows that
/// have it, are predicted to, and both; the rows without a mistake; and of the rows' own counts the
/// sums and products from which the averages over rows, and the intervals, are made.
///
/// Algebra  reversible (integer counts; shares of rows in fixed point of 64 bits)
/// Units    unweighted rows
/// Rejects  a row that has not L labels of 0 or 1 on either side
/// Cost     update O(L), no division; merge, unmerge O(L); never allocates
/// Size     8 (3 L + 25) bytes; a table of 16 L bytes once
/// Error    counts are exact; a sum of n shares is within n L 2^-64, of their squares n 2^-30
/// Threads  one writer
template <std::size_t L>
requires(L >= 1) class multilabel_confusion {
public:
  using count_type = std::uint64_t;
  static constexpr std::size_t labels = L;

  /// One byte a label, 1 where the row has it.
  constexpr void update(std::span<const std::uint8_t> actual,
                        std::span<const std::uint8_t> predicted) noexcept {
    const std::optional<label_row> row = label_row::of(actual, predicted, L);
    if (!row) {
      ++rejected_;
      return;
    }
    for (std::size_t k = 0; k < L; ++k) {
      hits_[k] += unsigned{actual[k]} & predicted[k];
      actual_[k] += actual[k];
      predicted_[k] += predicted[k];
    }
    ++rows_;
    exact_ += row->exact();
    const std::array<std::uint64_t, 3> of_row{row->hits, row->actual, row->predicted};
    std::size_t at = 0;
    for (std::size_t i = 0; i < 3; ++i)
      for (std::size_t j = i; j < 3; ++j) products_[at++] += of_row[i] * of_row[j];
    const auto shares = row_share::all_of(*row);
    for (std::size_t q = 0; q < row_qualities; ++q) add(q, shares[q]);
  }

  constexpr multilabel_confusion& merge(const multilabel_confusion& part) noexcept {
    for (std::size_t k = 0; k < L; ++k) {
      hits_[k] += part.hits_[k];
      actual_[k] += part.actual_[k];
      predicted_[k] += part.predicted_[k];
    }
    rows_ += part.rows_;
    exact_ += part.exact_;
    for (std::size_t i = 0; i < products_.size(); ++i) products_[i] += part.products_[i];
    for (std::size_t i = 0; i < fractions_.size(); ++i) {
      const std::uint64_t added = part.fractions_[i];  // read first: it may be this very object
      wholes_[i] += part.wholes_[i] + (fractions_[i] + added < added);
      fractions_[i] += added;
    }
    rejected_ += part.rejected_;
    return *this;
  }

  /// Requires: `part` was merged into `*this` and is still in it.
  constexpr multilabel_confusion& unmerge(const multilabel_confusion& part) noexcept {
    for (std::size_t k = 0; k < L; ++k) {
      hits_[k] -= part.hits_[k];
      actual_[k] -= part.actual_[k];
      predicted_[k] -= part.predicted_[k];
    }
    rows_ -= part.rows_;
    exact_ -= part.exact_;
    for (std::size_t i = 0; i < products_.size(); ++i) products_[i] -= part.products_[i];
    for (std::size_t i = 0; i < fractions_.size(); ++i) {
      const std::uint64_t borrow = fractions_[i] < part.fractions_[i];
      wholes_[i] -= part.wholes_[i] + borrow;
      fractions_[i] -= part.fractions_[i];
    }
    rejected_ -= part.rejected_;
    return *this;
  }

  constexpr void clear() noexcept { *this = {}; }

  [[nodiscard]] constexpr count_type rows() const noexcept { return rows_; }
  /// Rows without a mistake.
  [[nodiscard]] constexpr count_type exact() const noexcept { return exact_; }
  [[nodiscard]] constexpr count_type rejected() const noexcept { return rejected_; }

  // Rows that have label k and are predicted to; that have it; that are predicted to.
  // Requires: `k < L`.
  [[nodiscard]] constexpr count_type hits(std::size_t k) const noexcept { return at(hits_, k); }
  [[nodiscard]] constexpr count_type actual(std::size_t k) const noexcept { return at(actual_, k); }
  [[nodiscard]] constexpr count_type predicted(std::size_t k) const noexcept {
    return at(predicted_, k);
  }
  /// Rows in a cell of the 2 x 2 table of label k. Requires: `k < L`.
  [[nodiscard]] constexpr count_type count(std::size_t k, bool actually,
                                           bool as_predicted) const noexcept {
    if (actually) return as_predicted ? hits(k) : actual(k) - hits(k);
    return as_predicted ? predicted(k) - hits(k) : rows_ - actual(k) - predicted(k) + hits(k);
  }

  /// Sum over the rows of the product of two of their numbers of hits (0), labels that are there
  /// (1) and predicted (2). Requires: `i <= j <= 2`.
  [[nodiscard]] constexpr count_type product(std::size_t i, std::size_t j) const noexcept {
    TELLTALE_EXPECTS(i <= j && j <= 2);
    return products_[i * (5 - i) / 2 + j];
  }
  /// Sum over the rows of a quality.
  [[nodiscard]] constexpr double sum(row_quality q) const noexcept {
    return fixed(static_cast<std::size_t>(q));
  }
  /// Of its square.
  [[nodiscard]] constexpr double sum_squares(row_quality q) const noexcept {
    return fixed(row_qualities + static_cast<std::size_t>(q));
  }

  friend constexpr bool operator==(const multilabel_confusion&,
                                   const multilabel_confusion&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.hits_, self.actual_, self.predicted_, self.rows_, self.exact_,
                    self.products_, self.wholes_, self.fractions_, self.rejected_);
  }

private:
  static constexpr double unit = 18446744073709551616.0;  // 2^64

  // Floor of (2^64 - 1) / d, so that a share is one product.
  static constexpr std::array<std::uint64_t, 2 * L + 1> reciprocals = [] {
    std::array<std::uint64_t, 2 * L + 1> table{};
    for (std::size_t d = 1; d < table.size(); ++d)
      table[d] = (std::numeric_limits<std::uint64_t>::max)() / d;
    return table;
  }();

  constexpr void add(std::size_t q, const row_share& share) noexcept {
    if (share.part == 0) return;
    if (share.part == share.whole) {
      ++wholes_[q];
      ++wholes_[row_qualities + q];
      return;
    }
    const std::uint64_t fraction = share.part * reciprocals[share.whole];
    const std::uint64_t high = fraction >> 32;
    carry(q, fraction);
    carry(row_qualities + q, high * high);
  }
  constexpr void carry(std::size_t i, std::uint64_t fraction) noexcept {
    fractions_[i] += fraction;
    wholes_[i] += fractions_[i] < fraction;
  }
  [[nodiscard]] constexpr double fixed(std::size_t i) const noexcept {
    return static_cast<double>(wholes_[i]) + static_cast<double>(fractions_[i]) / unit;
  }
  [[nodiscard]] static constexpr count_type at(const std::array<count_type, L>& of_label,
                                               std::size_t k) noexcept {
    TELLTALE_EXPECTS(k < L);
    return of_label[k];
  }

  std::array<count_type, L> hits_{};
  std::array<count_type, L> actual_{};
  std::array<count_type, L> predicted_{};
  count_type rows_ = 0;
  count_type exact_ = 0;
  std::array<count_type, 6> products_{};  // (0,0) (0,1) (0,2) (1,1) (1,2) (2,2)
  // Of each quality, then of each one's square.
  std::array<count_type, 2 * row_qualities> wholes_{};
  std::array<count_type, 2 * row_qualities> fractions_{};
  count_type rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
