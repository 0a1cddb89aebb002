// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/math/compensated.hpp>

#include <cstddef>
#include <cstdint>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// How much the Brier score is off what it is for a calibrated model: the sum of (y - p) (1 - 2 p),
/// and of its variance (1 - 2 p)^2 p (1 - p) if outcomes come with probability p.
///
/// Algebra  mergeable, scalable. Forgetting does not touch the two counts: they are of all rows
/// Units    weight, which a row without one has 1 of
/// Rejects  a score outside [0, 1] or NaN; a label that is neither 0 nor 1; a weight that is
///          negative, NaN or above 1e150. A row of weight 0 is counted, and changes nothing else
/// Cost     update O(1); merge O(1); never allocates
/// Error    2e-16 of the magnitudes that are added, compensated
/// Size     64 bytes
/// Source   Spiegelhalter 1986, doi:10.1002/sim.4780050506
/// Threads  one writer
class calibration_residuals {
public:
  template <class Score>
  constexpr void update(const binary_outcome<Score>& row) noexcept {
    if (!usable_score(row.score) || row.actual > 1 || !usable_weight(row.weight)) {
      ++rejected_;
      return;
    }
    ++count_;
    const auto p = static_cast<double>(row.score);
    const double slope = row.weight * (1 - 2 * p);
    weight_ += row.weight;
    squares_ += row.weight * row.weight;
    residual_.add((row.actual == 1 ? 1 - p : -p) * slope);
    variance_.add(slope * slope * (p * (1 - p)));
  }
  template <class Score>
  constexpr void update(const binary_batch<Score>& rows) noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) update(rows[i]);
  }

  constexpr calibration_residuals& merge(const calibration_residuals& part) noexcept {
    count_ += part.count_;
    rejected_ += part.rejected_;
    weight_ += part.weight_;
    squares_ += part.squares_;
    residual_.merge(part.residual_);
    variance_.merge(part.variance_);
    return *this;
  }

  /// Every row's weight times `factor`; what then weighs less than 1e-150 is forgotten, before it
  /// leaves the range of a double. Requires: 0 <= factor <= 1.
  constexpr calibration_residuals& scale(double factor) noexcept {
    TELLTALE_EXPECTS(factor >= 0 && factor <= 1);
    if (weight_ * factor < 1e-150) factor = 0;
    weight_ *= factor;
    squares_ *= factor * factor;
    residual_.scale(factor);
    variance_.scale(factor * factor);
    return *this;
  }

  constexpr void clear() noexcept { *this = {}; }

  /// Rows that were used, forgotten ones and those of weight 0 included.
  [[nodiscard]] constexpr std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }
  /// Sum of the rows' weights, and of their squares.
  [[nodiscard]] constexpr double weight() const noexcept { return weight_; }
  [[nodiscard]] constexpr double weight_squares() const noexcept { return squares_; }
  /// Sum of w (y - p) (1 - 2 p), and of w^2 (1 - 2 p)^2 p (1 - p).
  [[nodiscard]] constexpr double residual() const noexcept { return residual_.value(); }
  [[nodiscard]] constexpr double variance() const noexcept { return variance_.value(); }

  friend constexpr bool operator==(const calibration_residuals&,
                                   const calibration_residuals&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.count_, self.rejected_, self.weight_, self.squares_, self.residual_,
                    self.variance_);
  }

private:
  std::uint64_t count_ = 0;
  std::uint64_t rejected_ = 0;
  double weight_ = 0;
  double squares_ = 0;
  math::compensated_sum residual_;
  math::compensated_sum variance_;
};

}  // namespace telltale::inline TELLTALE_ABI::state
