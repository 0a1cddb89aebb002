// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/math/compensated.hpp>

#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// Sums of a loss and of its square over rows: its mean and how sure that is.
///
/// Algebra  mergeable, scalable, as a part of a state (it counts nothing as rejected)
/// Units    weight 1 a row until scaled, or the weight that it came with
/// Cost     O(1)
/// Size     48 bytes
class loss_tally {
public:
  /// Requires: `loss` and its square are finite.
  constexpr void add(double loss) noexcept {
    weight_ += 1;
    weight_squares_ += 1;
    sum_.add(loss);
    squares_.add(loss * loss);
  }

  /// A row of a weight. Requires: weight >= 0; it times the square of the loss is finite.
  constexpr void add(double loss, double weight) noexcept {
    weight_ += weight;
    weight_squares_ += weight * weight;
    const double weighted = weight * loss;
    sum_.add(weighted);
    squares_.add(weighted * loss);
  }

  /// A block of `n` rows by the sum of their losses and of the squares. Requires: both are finite.
  constexpr void add(double n, double sum, double squares) noexcept {
    weight_ += n;
    weight_squares_ += n;
    sum_.add(sum);
    squares_.add(squares);
  }

  constexpr loss_tally& merge(const loss_tally& part) noexcept {
    const loss_tally other = part;  // so that a tally may be merged into itself
    weight_ += other.weight_;
    weight_squares_ += other.weight_squares_;
    sum_.merge(other.sum_);
    squares_.merge(other.squares_);
    return *this;
  }

  /// Every weight times `factor`; what then weighs less than 1e-150 is forgotten, before it leaves
  /// the range of a double. Requires: 0 <= factor <= 1.
  constexpr loss_tally& scale(double factor) noexcept {
    TELLTALE_EXPECTS(factor >= 0 && factor <= 1);
    if (weight_ * factor < 1e-150) return *this = {};
    weight_ *= factor;
    weight_squares_ *= factor * factor;
    sum_.scale(factor);
    squares_.scale(factor);
    return *this;
  }

  /// Of all rows, and the sum of their squared weights: what turns it into an effective size.
  [[nodiscard]] constexpr double weight() const noexcept { return weight_; }
  [[nodiscard]] constexpr double weight_squares() const noexcept { return weight_squares_; }
  /// Weighted sum of the losses and of their squares.
  [[nodiscard]] constexpr double sum() const noexcept { return sum_.value(); }
  [[nodiscard]] constexpr double squares() const noexcept { return squares_.value(); }

  friend constexpr bool operator==(const loss_tally&, const loss_tally&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.weight_, self.weight_squares_, self.sum_, self.squares_);
  }

private:
  double weight_ = 0;
  double weight_squares_ = 0;
  math::compensated_sum sum_;
  math::compensated_sum squares_;
};

}  // namespace telltale::inline TELLTALE_ABI::state
