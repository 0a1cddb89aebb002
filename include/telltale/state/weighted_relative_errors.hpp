// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/state/loss_tally.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// Errors of a predicted number as shares of the number, of rows that count by their weight
/// (scikit-learn's `sample_weight`): `relative_errors` with weights, read by the same metrics.
///
/// A row whose actual value is zero has no percentage error: it is left out of `of_actual` and
/// counted, instead of being divided by something small. What counts as zero is the host's choice.
///
/// Algebra  mergeable, scalable. Forgetting does not touch the counts: they are of all rows
/// Units    weight; shares, 0.1 is 10 %
/// Rejects  a row whose actual or predicted value is NaN, infinite or beyond 1e60; a weight that is
///          negative, NaN or above 1e150
/// Cost     update O(1) with two divisions; merge O(1); never allocates
/// Error    about 1e-15 relative
/// Size     128 bytes
/// Threads  one writer
class weighted_relative_errors {
public:
  /// Actual values with |actual| <= `zero`, in units of the label, count as zero; and so do those
  /// so small that the error is more than 1e60 times as large. Requires: `zero` >= 0.
  explicit weighted_relative_errors(double zero = 0) noexcept : zero_(zero) {
    TELLTALE_EXPECTS(zero >= 0);
  }

  template <class Value>
  void update(const regression_outcome<Value>& row) noexcept {
    const auto actual = static_cast<double>(row.actual);
    const auto predicted = static_cast<double>(row.predicted);
    if (!usable_value(actual) || !usable_value(predicted) || !usable_weight(row.weight)) {
      ++rejected_;
      return;
    }
    ++count_;
    const double size = std::fabs(predicted - actual), truth = std::fabs(actual);
    const double both = truth + std::fabs(predicted);
    if (truth > zero_ && size <= truth * 1e60)
      of_actual_.add(size / truth, row.weight);
    else
      ++zeros_;
    symmetric_.add(both > 0 ? 2 * size / both : 0, row.weight);
  }

  template <class Value>
  void update(const regression_batch<Value>& rows) noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) update(rows[i]);
  }

  /// Requires: both count the same values as zero.
  weighted_relative_errors& merge(const weighted_relative_errors& part) noexcept {
    TELLTALE_EXPECTS(zero_ == part.zero_);
    count_ += part.count_;
    zeros_ += part.zeros_;
    rejected_ += part.rejected_;
    of_actual_.merge(part.of_actual_);
    symmetric_.merge(part.symmetric_);
    return *this;
  }

  /// Every row's weight times `factor`; what then weighs less than 1e-150 is forgotten. Requires:
  /// 0 <= factor <= 1.
  weighted_relative_errors& scale(double factor) noexcept {
    of_actual_.scale(factor);
    symmetric_.scale(factor);
    return *this;
  }

  void clear() noexcept { *this = weighted_relative_errors{zero_}; }

  /// Rows that were used, forgotten ones included; those of them whose actual value is zero; and
  /// the largest value that counts as such.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] std::uint64_t zeros() const noexcept { return zeros_; }
  [[nodiscard]] double zero() const noexcept { return zero_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }

  /// |predicted - actual| / |actual| of the rows whose actual value is not zero.
  [[nodiscard]] const loss_tally& of_actual() const noexcept { return of_actual_; }
  /// 2 |predicted - actual| / (|actual| + |predicted|) of all rows, in [0, 2]; 0 where both are 0.
  [[nodiscard]] const loss_tally& symmetric() const noexcept { return symmetric_; }

  friend bool operator==(const weighted_relative_errors&,
                         const weighted_relative_errors&) = default;

  /// Members in wire order.
  static auto fields(auto& self) noexcept {
    return std::tie(self.zero_, self.count_, self.zeros_, self.rejected_, self.of_actual_,
                    self.symmetric_);
  }

private:
  double zero_;
  std::uint64_t count_ = 0;
  std::uint64_t zeros_ = 0;
  std::uint64_t rejected_ = 0;
  loss_tally of_actual_, symmetric_;
};

}  // namespace telltale::inline TELLTALE_ABI::state
