// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/math/compensated.hpp>

#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// Weight, squared weights, and weighted sums of labels and of scores over the rows of one bin: a
/// point of a reliability diagram.
///
/// Algebra  mergeable, scalable, as a part of a state (it counts nothing as rejected)
/// Units    weight
/// Cost     O(1)
/// Size     56 bytes
class reliability_sums {
public:
  /// Requires: `score` is in [0, 1] and `weight` in [0, 1e150].
  constexpr void add(double score, bool positive, double weight) noexcept {
    weight_.add(weight);
    squares_ += weight * weight;
    if (positive) positives_.add(weight);
    scores_.add(weight * score);
  }

  constexpr reliability_sums& merge(const reliability_sums& part) noexcept {
    weight_.merge(part.weight_);
    squares_ += part.squares_;
    positives_.merge(part.positives_);
    scores_.merge(part.scores_);
    return *this;
  }

  /// Every weight times `factor`; what then weighs less than 1e-150 is forgotten, before it leaves
  /// the range of a double. Requires: 0 <= factor <= 1.
  constexpr reliability_sums& scale(double factor) noexcept {
    TELLTALE_EXPECTS(factor >= 0 && factor <= 1);
    if (weight() * factor < 1e-150) return *this = {};
    weight_.scale(factor);
    squares_ *= factor * factor;
    positives_.scale(factor);
    scores_.scale(factor);
    return *this;
  }

  [[nodiscard]] constexpr double weight() const noexcept { return weight_.value(); }
  /// Sum of the squared weights: what turns the weight into an effective size.
  [[nodiscard]] constexpr double weight_squares() const noexcept { return squares_; }
  /// Weight of the rows of class 1.
  [[nodiscard]] constexpr double positives() const noexcept { return positives_.value(); }
  /// Weighted sum of the scores.
  [[nodiscard]] constexpr double scores() const noexcept { return scores_.value(); }

  friend constexpr bool operator==(const reliability_sums&, const reliability_sums&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.weight_, self.squares_, self.positives_, self.scores_);
  }

private:
  math::compensated_sum weight_;
  double squares_ = 0;
  math::compensated_sum positives_;
  math::compensated_sum scores_;
};

}  // namespace telltale::inline TELLTALE_ABI::state
