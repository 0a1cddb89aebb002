// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/state/error_histogram.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// `error_histogram` of rows that count by their weight (scikit-learn's `sample_weight`): the same
/// cells, read by the same metrics.
///
/// Algebra  mergeable, scalable. Forgetting does not touch the counts: they are of all rows
/// Units    weight; errors in units of the label
/// Rejects  a truth or a prediction that is not a `usable_value`; a weight that is negative, NaN or
///          above 1e150
/// Cost     update O(1); merge, scale, reading O(cells); never allocates
/// Error    a cell is at most 2^-MantissaBits of its lower end wide; its weight is a sum of n
///          doubles: relative error at most n 1.1e-16
/// Size     8 (2 (Highest - Lowest) 2^MantissaBits + 3) + 32 bytes: 16,440 by default
/// Threads  one writer
template <int Lowest = -20, int Highest = 44, int MantissaBits = 4>
class weighted_error_histogram {
public:
  using shape = error_histogram<Lowest, Highest, MantissaBits>;
  static constexpr std::size_t magnitudes = shape::magnitudes;
  static constexpr std::size_t cells = shape::cells;
  static constexpr std::size_t zero_cell = shape::zero_cell;

  template <class Value>
  constexpr void update(const regression_outcome<Value>& row) noexcept {
    if (!usable_value(row.actual) || !usable_value(row.predicted) || !usable_weight(row.weight)) {
      ++rejected_;
      return;
    }
    ++count_;
    weight_ += row.weight;
    weight_squares_ += row.weight * row.weight;
    cells_[shape::cell_of(signed_error(row))] += row.weight;
  }

  template <class Value>
  constexpr void update(const regression_batch<Value>& rows) noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) update(rows[i]);
  }

  constexpr weighted_error_histogram& merge(const weighted_error_histogram& part) noexcept {
    for (std::size_t i = 0; i < cells; ++i) cells_[i] += part.cells_[i];
    weight_ += part.weight_;
    weight_squares_ += part.weight_squares_;
    count_ += part.count_;
    rejected_ += part.rejected_;
    return *this;
  }

  /// Every row's weight times `factor`; what then weighs less than 1e-150 is forgotten. Requires:
  /// 0 <= factor <= 1.
  constexpr weighted_error_histogram& scale(double factor) noexcept {
    TELLTALE_EXPECTS(factor >= 0 && factor <= 1);
    if (weight_ * factor < 1e-150) factor = 0;
    for (double& cell : cells_) cell *= factor;
    weight_ *= factor;
    weight_squares_ *= factor * factor;
    return *this;
  }

  constexpr void clear() noexcept { *this = {}; }

  /// Rows that were used, forgotten ones included.
  [[nodiscard]] constexpr std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }
  /// Sum of the rows' weights, and of their squares.
  [[nodiscard]] constexpr double weight() const noexcept { return weight_; }
  [[nodiscard]] constexpr double weight_squares() const noexcept { return weight_squares_; }
  /// Of the errors in a cell. Requires: `cell < cells`.
  [[nodiscard]] constexpr double weight(std::size_t cell) const noexcept {
    TELLTALE_EXPECTS(cell < cells);
    return cells_[cell];
  }
  /// Of the errors of one magnitude, of both signs. Requires: `magnitude < magnitudes`.
  [[nodiscard]] constexpr double weight_of_magnitude(std::size_t magnitude) const noexcept {
    TELLTALE_EXPECTS(magnitude < magnitudes);
    const double above = cells_[zero_cell + magnitude];
    return magnitude == 0 ? above : above + cells_[zero_cell - magnitude];
  }

  /// As of `error_histogram`.
  [[nodiscard]] static constexpr interval bounds(std::size_t cell) noexcept {
    return shape::bounds(cell);
  }
  [[nodiscard]] static constexpr interval magnitude_bounds(std::size_t magnitude) noexcept {
    return shape::magnitude_bounds(magnitude);
  }
  [[nodiscard]] static constexpr double typical(std::size_t cell) noexcept {
    return shape::typical(cell);
  }
  [[nodiscard]] static constexpr double typical_magnitude(std::size_t magnitude) noexcept {
    return shape::typical_magnitude(magnitude);
  }

  friend constexpr bool operator==(const weighted_error_histogram&,
                                   const weighted_error_histogram&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.cells_, self.weight_, self.weight_squares_, self.count_, self.rejected_);
  }

private:
  std::array<double, cells> cells_{};  // from the largest underestimate to the largest overestimate
  double weight_ = 0;
  double weight_squares_ = 0;
  std::uint64_t count_ = 0;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
