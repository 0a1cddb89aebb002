// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/state/counters.hpp>
#include <telltale/state/log_grid.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <tuple>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::state {

/// How long something took, what it cost: values of 0 and above, in cells whose width is in
/// proportion to the value. Any quantile comes out within half a cell's width, whatever the shape;
/// a merge is an addition.
///
/// `Lowest` and `Highest` are powers of two between which the cells lie: by default 9e-10
/// to 1.7e10, seconds or dollars. What is smaller is in the first cell with 0, what is larger in
/// the last.
///
/// Algebra  reversible (integer counts)
/// Units    unweighted observations
/// Rejects  NaN, and values below 0, which are counted in `negative()` as well
/// Cost     update O(1), without a logarithm; merge, unmerge and reading O(cells); never allocates
/// Error    a cell is at most 2^-MantissaBits of its value wide: by default 1.6 %, so that a value
///          read from it is off by less than 0.8 %. Ranks at the borders of cells are exact
/// Size     12 ((Highest - Lowest) 2^MantissaBits + 2) + 24 bytes: 49,200 by default
/// Source   Masson, Rim & Lee 2019, doi:10.14778/3352063.3352135 (relative value error)
/// Threads  one writer
template <int Lowest = -30, int Highest = 34, int MantissaBits = 6>
class log_histogram {
  using grid = log_grid<Lowest, Highest, MantissaBits>;

public:
  static constexpr std::size_t cells = grid::cells;

  template <class T>
  requires std::is_arithmetic_v<T>
  constexpr void update(T value) noexcept {
    const auto x = static_cast<double>(value);
    if (x >= 0) {
      counts_.add(grid::cell(x));
      return;
    }
    ++rejected_;
    negative_ += x < 0;
  }
  /// The same as the loop over the values.
  template <class T, std::size_t Extent>
  constexpr void update(std::span<T, Extent> values) noexcept {
    for (const T value : values) update(value);
  }

  constexpr log_histogram& merge(const log_histogram& part) noexcept {
    counts_.merge(part.counts_);
    negative_ += part.negative_;
    rejected_ += part.rejected_;
    return *this;
  }
  /// Requires: `part` was merged into `*this` and is still in it.
  constexpr log_histogram& unmerge(const log_histogram& part) noexcept {
    counts_.unmerge(part.counts_);
    negative_ -= part.negative_;
    rejected_ -= part.rejected_;
    return *this;
  }
  constexpr void clear() noexcept { *this = {}; }

  /// Values that were used. O(cells).
  [[nodiscard]] constexpr std::uint64_t count() const noexcept { return counts_.total(); }
  /// Whether the cells hold all of them: always.
  [[nodiscard]] static constexpr bool exact() noexcept { return true; }
  /// Values in a cell, in ascending order. Requires: `cell < cells`.
  [[nodiscard]] constexpr std::uint64_t operator[](std::size_t cell) const noexcept {
    TELLTALE_EXPECTS(cell < cells);
    return counts_[cell];
  }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }
  /// Of those, the values below 0.
  [[nodiscard]] constexpr std::uint64_t negative() const noexcept { return negative_; }

  /// The cell of a value. Requires: at least 0.
  [[nodiscard]] static constexpr std::size_t cell_of(double value) noexcept {
    return grid::cell(value);
  }
  /// Between which values a cell's lie; the last one has no end. Requires: `cell < cells`.
  [[nodiscard]] static constexpr double lowest(std::size_t cell) noexcept {
    return grid::begin(cell);
  }
  [[nodiscard]] static constexpr double highest(std::size_t cell) noexcept {
    return grid::end(cell);
  }

  friend constexpr bool operator==(const log_histogram&, const log_histogram&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.counts_, self.negative_, self.rejected_);
  }

private:
  folded_counters<cells> counts_;
  std::uint64_t negative_ = 0;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
