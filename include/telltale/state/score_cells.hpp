// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// Rows of each class in `Bins` bins of a score: the counters of `score_histogram` and
/// `mass_histogram`.
///
/// A counter never saturates: counters wrap as unsigned integers do, and the rows are counted in 64
/// bits beside them. So merging and unmerging are exact whatever the counts, and as long as the
/// number of rows fits in a `Count`, so does every cell. Where it does not, `positives` and
/// `negatives` are 0, which no metric can read as a number: there is no answer, until enough rows
/// have left (a window unmerges its panes), rather than a wrong one.
///
/// Algebra  reversible, as a part of a state (it counts nothing as rejected)
/// Cost     add: two increments; merge O(Bins); never allocates
/// Size     2 sizeof(Count) bytes a bin, and 8
template <std::size_t Bins, std::unsigned_integral Count>
class score_cells {
public:
  /// Requires: `actual <= 1` and `bin < Bins`.
  constexpr void add(std::size_t actual, std::size_t bin) noexcept {
    TELLTALE_EXPECTS(actual <= 1 && bin < Bins);
    ++cells_[actual * Bins + bin];
    ++rows_;
  }
  /// The cells, negatives and then positives, for a kernel that will add so many rows itself.
  [[nodiscard]] constexpr std::span<Count> hot(std::uint64_t rows) noexcept {
    rows_ += rows;
    return cells_;
  }

  constexpr score_cells& merge(const score_cells& part) noexcept {
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i] += part.cells_[i];
    rows_ += part.rows_;
    return *this;
  }
  /// Requires: `part` was merged into `*this` and is still in it.
  constexpr score_cells& unmerge(const score_cells& part) noexcept {
    for (std::size_t i = 0; i < cells_.size(); ++i) cells_[i] -= part.cells_[i];
    rows_ -= part.rows_;
    return *this;
  }

  /// Requires (both): `bin < Bins`.
  [[nodiscard]] constexpr std::uint64_t negatives(std::size_t bin) const noexcept {
    TELLTALE_EXPECTS(bin < Bins);
    return exact() ? cells_[bin] : 0;
  }
  [[nodiscard]] constexpr std::uint64_t positives(std::size_t bin) const noexcept {
    TELLTALE_EXPECTS(bin < Bins);
    return exact() ? cells_[Bins + bin] : 0;
  }
  /// In all cells, however many they are.
  [[nodiscard]] constexpr std::uint64_t rows() const noexcept { return rows_; }
  /// Whether every row is in its cell: `rows()` fits in a `Count`.
  [[nodiscard]] constexpr bool exact() const noexcept {
    return rows_ <= (std::numeric_limits<Count>::max)();
  }

  friend constexpr bool operator==(const score_cells&, const score_cells&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept { return std::tie(self.cells_, self.rows_); }

private:
  std::array<Count, 2 * Bins> cells_{};  // negatives, then positives
  std::uint64_t rows_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
