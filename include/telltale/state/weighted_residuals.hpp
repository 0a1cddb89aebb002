// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/math/compensated.hpp>
#include <telltale/math/joint_moments.hpp>
#include <telltale/state/loss_tally.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>

namespace telltale::inline TELLTALE_ABI::state {

/// Errors of a predicted number, e = predicted - actual, of rows that count by their weight
/// (scikit-learn's `sample_weight`): `residuals` with weights, read by the same metrics. Their
/// intervals, by the effective size, suppose weights that know nothing of the error: of 200 normal
/// errors e that weigh 1 + 3 |e|, 95 % are 86 to 92 %.
///
/// Algebra  mergeable, scalable. Forgetting does not touch the counts and the largest error: they
///          are of all rows that came
/// Units    weight; errors in units of the label
/// Rejects  a row whose actual or predicted value is NaN, infinite or beyond 1e60; a weight that is
///          negative, NaN, above 1e150, or above 1e290 over the fourth power of the row's larger
///          number. An unusable naive forecast only leaves the row out of the comparison with it. A
///          row of weight 0 is counted, and changes nothing else
/// Cost     update O(1), some 65 ns; merge O(1); never allocates
/// Error    sums 1e-15, squared deviations 1e-12 relative at an offset of 1e9 standard deviations,
///          whatever the weights and in any order of merging: each row joins by the difference of
///          the means
/// Size     408 bytes
/// Source   West 1979, doi:10.1145/359146.359153 (a weighted row joins a weighted mean)
/// Threads  one writer
class weighted_residuals {
public:
  /// The rows that had a naive forecast: what a forecast without a model would have cost there.
  struct naive_comparison {
    loss_tally model;               ///< |predicted - actual|
    loss_tally naive;               ///< |naive - actual|
    math::compensated_sum product;  ///< of the two

    friend constexpr bool operator==(const naive_comparison&, const naive_comparison&) = default;
  };

  template <class Value>
  void update(const regression_outcome<Value>& row) noexcept {
    const auto actual = static_cast<double>(row.actual);
    const auto predicted = static_cast<double>(row.predicted);
    const double weight = row.weight;
    const double error = predicted - actual, size = std::fabs(error), truth = std::fabs(actual);
    const double larger = (std::max)(size, truth), square = larger * larger;
    if (!usable_value(actual) || !usable_value(predicted) || !usable_weight(weight) ||
        !(weight * square * square <= 1e290)) {
      ++rejected_;
      return;
    }
    ++count_;
    if (weight == 0) return;
    weight_squares_ += weight * weight;
    math::power_sums one;
    one.n = weight, one.pivot_x = error, one.pivot_y = actual;
    join(math::joint_moments{one});
    if (error > 0) over_.add(size, weight);
    if (error < 0) under_.add(size, weight);
    absolute_actual_.add(weight * truth);
    absolute_product_.add(weight * truth * size);
    max_error_ = (std::max)(max_error_, size);
    if (!usable_value(row.naive)) return;
    const double worth = std::fabs(actual - static_cast<double>(row.naive));
    naive_.model.add(size, weight);
    naive_.naive.add(worth, weight);
    naive_.product.add(weight * size * worth);
  }

  template <class Value>
  void update(const regression_batch<Value>& rows) noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) update(rows[i]);
  }

  weighted_residuals& merge(const weighted_residuals& part) noexcept {
    count_ += part.count_;
    rejected_ += part.rejected_;
    weight_squares_ += part.weight_squares_;
    join(part.moments_);
    over_.merge(part.over_);
    under_.merge(part.under_);
    absolute_actual_.merge(part.absolute_actual_);
    absolute_product_.merge(part.absolute_product_);
    naive_.model.merge(part.naive_.model);
    naive_.naive.merge(part.naive_.naive);
    naive_.product.merge(part.naive_.product);
    max_error_ = (std::max)(max_error_, part.max_error_);
    return *this;
  }

  /// Every row's weight times `factor`; what then weighs less than 1e-150 is forgotten, before it
  /// leaves the range of a double. Requires: 0 <= factor <= 1.
  weighted_residuals& scale(double factor) noexcept {
    TELLTALE_EXPECTS(factor >= 0 && factor <= 1);
    if (weight() * factor < 1e-150) factor = 0;
    weight_squares_ *= factor * factor;
    moments_.scale(factor);
    over_.scale(factor);
    under_.scale(factor);
    absolute_actual_.scale(factor);
    absolute_product_.scale(factor);
    naive_.model.scale(factor);
    naive_.naive.scale(factor);
    naive_.product.scale(factor);
    return *this;
  }

  void clear() noexcept { *this = {}; }

  /// Rows that were used, forgotten ones and those of weight 0 included.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }
  /// Sum of the rows' weights, and of their squares.
  [[nodiscard]] double weight() const noexcept { return moments_.weight(); }
  [[nodiscard]] double weight_squares() const noexcept { return weight_squares_; }

  /// |e| of the rows whose prediction was above the truth, and of those below it.
  [[nodiscard]] const loss_tally& over() const noexcept { return over_; }
  [[nodiscard]] const loss_tally& under() const noexcept { return under_; }
  /// Weighted moments of (x, y) = (e, actual).
  [[nodiscard]] const math::joint_moments& moments() const noexcept { return moments_; }
  /// Weighted sum of |actual|, and of |actual e|.
  [[nodiscard]] double absolute_actual() const noexcept { return absolute_actual_.value(); }
  [[nodiscard]] double absolute_product() const noexcept { return absolute_product_.value(); }
  [[nodiscard]] const naive_comparison& naive() const noexcept { return naive_; }
  /// Largest |e| of all rows of a weight above 0 that ever came. Empty until one has.
  [[nodiscard]] std::optional<double> max_error() const noexcept {
    if (max_error_ < 0) return std::nullopt;
    return max_error_;
  }

  friend bool operator==(const weighted_residuals&, const weighted_residuals&) = default;

  /// Members in wire order.
  static auto fields(auto& self) noexcept {
    return std::tie(self.count_, self.rejected_, self.weight_squares_, self.moments_, self.over_,
                    self.under_, self.absolute_actual_, self.absolute_product_, self.naive_.model,
                    self.naive_.naive, self.naive_.product, self.max_error_);
  }

private:
  // The lighter to the heavier: a mean that moves by nearly all of the gap loses its digits.
  void join(math::joint_moments part) noexcept {
    if (part.weight() > moments_.weight()) std::swap(part, moments_);
    moments_.merge(part);
  }

  std::uint64_t count_ = 0;
  std::uint64_t rejected_ = 0;
  double weight_squares_ = 0;
  math::joint_moments moments_;  // its weight is that of all rows
  loss_tally over_, under_;
  math::compensated_sum absolute_actual_, absolute_product_;
  naive_comparison naive_;
  double max_error_ = -1;  // until a row has come
};

}  // namespace telltale::inline TELLTALE_ABI::state
