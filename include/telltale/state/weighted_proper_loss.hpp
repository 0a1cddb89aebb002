// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/math/compensated.hpp>
#include <telltale/state/loss_tally.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// `proper_loss` of rows that count by their weight (scikit-learn's `sample_weight`), read by the
/// same metrics. It keeps the losses of each class apart, which gives those that compare with the
/// base rate their interval.
///
/// Algebra  mergeable, scalable. Forgetting does not touch the two counts: they are of all rows
/// Units    weight; losses in nats and in squared probability
/// Rejects  a score outside [0, 1] or NaN; a label that is neither 0 nor 1; a weight that is
///          negative, NaN or above 1e150. A row of weight 0 is counted, and changes nothing else
/// Cost     update O(1), with one logarithm; merge O(1); never allocates
/// Error    weights: n 1.1e-16 relative; the other sums: 2e-16, compensated
/// Size     192 bytes
/// Threads  one writer
class weighted_proper_loss {
public:
  template <class Score>
  void update(const binary_outcome<Score>& row) noexcept {
    if (!usable_score(row.score) || row.actual > 1 || !usable_weight(row.weight)) {
      ++rejected_;
      return;
    }
    ++count_;
    const double weight = row.weight;
    if (weight == 0) return;
    constexpr auto least = static_cast<double>(std::numeric_limits<Score>::epsilon());
    const auto p = static_cast<double>(row.score);
    const bool positive = row.actual == 1;
    const double given = positive ? p : 1 - p, error = positive ? 1 - p : p;
    const double square = error * error;
    losses_[positive].add(-std::log(std::clamp(given, least, 1 - least)), weight);
    squared_error_[positive].add(weight * square);
    squared_error_squares_.add(weight * square * square);
    scores_.add(weight * p);
    score_variance_.add(weight * weight * (p * (1 - p)));
  }

  template <class Score>
  void update(const binary_batch<Score>& rows) noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) update(rows[i]);
  }

  weighted_proper_loss& merge(const weighted_proper_loss& part) noexcept {
    count_ += part.count_;
    rejected_ += part.rejected_;
    for (std::size_t c = 0; c < 2; ++c) {
      losses_[c].merge(part.losses_[c]);
      squared_error_[c].merge(part.squared_error_[c]);
    }
    squared_error_squares_.merge(part.squared_error_squares_);
    scores_.merge(part.scores_);
    score_variance_.merge(part.score_variance_);
    return *this;
  }

  /// Every row's weight times `factor`; what then weighs less than 1e-150 is forgotten, before it
  /// leaves the range of a double. Requires: 0 <= factor <= 1.
  weighted_proper_loss& scale(double factor) noexcept {
    TELLTALE_EXPECTS(factor >= 0 && factor <= 1);
    if (weight() * factor < 1e-150) factor = 0;
    for (loss_tally& of_class : losses_) of_class.scale(factor);
    for (math::compensated_sum& of_class : squared_error_) of_class.scale(factor);
    squared_error_squares_.scale(factor);
    scores_.scale(factor);
    score_variance_.scale(factor * factor);
    return *this;
  }

  void clear() noexcept { *this = {}; }

  /// Rows that were used, forgotten ones and those of weight 0 included.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }
  /// Sum of the rows' weights, and of their squares.
  [[nodiscard]] double weight() const noexcept { return positives() + negatives(); }
  [[nodiscard]] double weight_squares() const noexcept {
    return losses_[0].weight_squares() + losses_[1].weight_squares();
  }
  /// Weight of the rows of class 1, and of class 0.
  [[nodiscard]] double positives() const noexcept { return losses_[1].weight(); }
  [[nodiscard]] double negatives() const noexcept { return losses_[0].weight(); }

  /// -ln of the probability given to the truth, clipped to [eps, 1 - eps] of the score's type, of
  /// the rows of one class. Requires: `actual` <= 1.
  [[nodiscard]] const loss_tally& losses(std::size_t actual) const noexcept {
    TELLTALE_EXPECTS(actual <= 1);
    return losses_[actual];
  }
  /// Sum of the same over both, and of its squares; nats.
  [[nodiscard]] double log_loss() const noexcept { return losses_[0].sum() + losses_[1].sum(); }
  [[nodiscard]] double log_loss_squares() const noexcept {
    return losses_[0].squares() + losses_[1].squares();
  }
  /// Sum of w (p - y)^2, of the rows of one class and of both, and of w (p - y)^4. Requires:
  /// `actual` <= 1.
  [[nodiscard]] double squared_error(std::size_t actual) const noexcept {
    TELLTALE_EXPECTS(actual <= 1);
    return squared_error_[actual].value();
  }
  [[nodiscard]] double squared_error() const noexcept {
    return squared_error(0) + squared_error(1);
  }
  [[nodiscard]] double squared_error_squares() const noexcept {
    return squared_error_squares_.value();
  }
  /// Sum of w p: the weight of the positives that the model expected.
  [[nodiscard]] double scores() const noexcept { return scores_.value(); }
  /// Sum of w^2 p (1 - p): the variance of that weight if the model is calibrated.
  [[nodiscard]] double score_variance() const noexcept { return score_variance_.value(); }

  friend bool operator==(const weighted_proper_loss&, const weighted_proper_loss&) = default;

  /// Members in wire order.
  static auto fields(auto& self) noexcept {
    return std::tie(self.count_, self.rejected_, self.losses_[0], self.losses_[1],
                    self.squared_error_[0], self.squared_error_[1], self.squared_error_squares_,
                    self.scores_, self.score_variance_);
  }

private:
  std::uint64_t count_ = 0;
  std::uint64_t rejected_ = 0;
  loss_tally losses_[2];                    // of each class
  math::compensated_sum squared_error_[2];  // of each class
  math::compensated_sum squared_error_squares_;
  math::compensated_sum scores_;
  math::compensated_sum score_variance_;
};

}  // namespace telltale::inline TELLTALE_ABI::state
