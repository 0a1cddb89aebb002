// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/state/counters.hpp>
#include <telltale/state/log_grid.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// By how much a prediction was too large, in double whatever the type of the row.
template <class Value>
[[nodiscard]] constexpr double signed_error(const regression_outcome<Value>& row) noexcept {
  return static_cast<double>(row.predicted) - static_cast<double>(row.actual);
}

/// Signed errors, predicted - actual, in cells whose width is in proportion to the error: what
/// brackets any quantile of the error and of its magnitude in bounded memory, in whatever units.
/// The cells are those of a `log_grid`, once for each sign: errors below 2^Lowest in magnitude
/// share one about 0; those from 2^Highest on share one on either side.
///
/// Algebra  reversible (integer counts)
/// Units    unweighted observations; errors in units of the label
/// Rejects  a truth or a prediction that is not a `usable_value`
/// Cost     update O(1), some 2 ns, without a logarithm; merge, unmerge, reading O(cells); never
///          allocates
/// Error    a cell is at most 2^-MantissaBits of its lower end wide
/// Size     12 (2 (Highest - Lowest) 2^MantissaBits + 3) + 12 bytes: 24,624 by default, for errors
///          of 1e-6 to 1.7e13
/// Source   Masson, Rim & Lee 2019, doi:10.14778/3352063.3352135 (relative value error)
/// Threads  one writer
template <int Lowest = -20, int Highest = 44, int MantissaBits = 4>
class error_histogram {
  using grid = log_grid<Lowest, Highest, MantissaBits>;

public:
  /// Magnitude m is 0 about zero, then the cells away from it, and `magnitudes - 1` beyond the
  /// range.
  static constexpr std::size_t magnitudes = grid::cells;
  /// In the order of the errors; that about zero is in the middle.
  static constexpr std::size_t cells = 2 * magnitudes - 1;
  static constexpr std::size_t zero_cell = magnitudes - 1;

  template <class Value>
  constexpr void update(const regression_outcome<Value>& row) noexcept {
    if (usable_value(row.actual) && usable_value(row.predicted))
      cells_.add(cell_of(signed_error(row)));
    else
      ++rejected_;
  }

  template <class Value>
  constexpr void update(const regression_batch<Value>& rows) noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) update(rows[i]);
  }

  constexpr error_histogram& merge(const error_histogram& part) noexcept {
    cells_.merge(part.cells_);
    rejected_ += part.rejected_;
    return *this;
  }

  /// Requires: `part` was merged into `*this` and is still in it.
  constexpr error_histogram& unmerge(const error_histogram& part) noexcept {
    cells_.unmerge(part.cells_);
    rejected_ -= part.rejected_;
    return *this;
  }

  constexpr void clear() noexcept { *this = {}; }

  /// Rows that were used. O(cells).
  [[nodiscard]] constexpr std::uint64_t count() const noexcept { return cells_.total(); }
  /// Requires: `cell < cells`.
  [[nodiscard]] constexpr std::uint64_t count(std::size_t cell) const noexcept {
    TELLTALE_EXPECTS(cell < cells);
    return cells_[cell];
  }
  /// Errors of one magnitude, of both signs. Requires: `magnitude < magnitudes`.
  [[nodiscard]] constexpr std::uint64_t count_of_magnitude(std::size_t magnitude) const noexcept {
    TELLTALE_EXPECTS(magnitude < magnitudes);
    const std::uint64_t above = cells_[zero_cell + magnitude];
    return magnitude == 0 ? above : above + cells_[zero_cell - magnitude];
  }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }

  /// The cell of an error. Requires: it is finite.
  static constexpr std::size_t cell_of(double error) noexcept {
    const auto magnitude = static_cast<std::int64_t>(grid::cell(error));
    // Without a branch on the sign, which no processor could foretell.
    const auto sign = 1 - 2 * static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(error) >> 63);
    return static_cast<std::size_t>(std::int64_t{zero_cell} + sign * magnitude);
  }
  /// Where the errors of a cell are, exactly. Requires: `cell < cells`.
  [[nodiscard]] static constexpr interval bounds(std::size_t cell) noexcept {
    TELLTALE_EXPECTS(cell < cells);
    if (cell == zero_cell) return {-grid::end(0), grid::end(0), coverage::certified};
    if (cell > zero_cell) return magnitude_bounds(cell - zero_cell);
    const interval mirrored = magnitude_bounds(zero_cell - cell);
    return {-mirrored.upper, -mirrored.lower, coverage::certified};
  }
  /// Where the magnitudes of its errors are, exactly. Requires: `magnitude < magnitudes`.
  [[nodiscard]] static constexpr interval magnitude_bounds(std::size_t magnitude) noexcept {
    TELLTALE_EXPECTS(magnitude < magnitudes);
    constexpr double largest = 2e60;  // between two usable values
    return {grid::begin(magnitude), (std::min)(grid::end(magnitude), largest), coverage::certified};
  }
  /// The error that stands for a cell: its middle, and in the three cells without a relative width
  /// (about zero, beyond the range) the end next to zero. Requires: `cell < cells`.
  [[nodiscard]] static constexpr double typical(std::size_t cell) noexcept {
    TELLTALE_EXPECTS(cell < cells);
    return cell < zero_cell ? -typical_magnitude(zero_cell - cell)
                            : typical_magnitude(cell - zero_cell);
  }
  /// The same of its magnitude. Requires: `magnitude < magnitudes`.
  [[nodiscard]] static constexpr double typical_magnitude(std::size_t magnitude) noexcept {
    const interval ends = magnitude_bounds(magnitude);
    if (magnitude == 0 || magnitude == magnitudes - 1) return ends.lower;
    return ends.lower + (ends.upper - ends.lower) / 2;
  }

  friend constexpr bool operator==(const error_histogram&, const error_histogram&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.cells_, self.rejected_);
  }

private:
  folded_counters<cells> cells_;  // from the largest underestimate to the largest overestimate
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
