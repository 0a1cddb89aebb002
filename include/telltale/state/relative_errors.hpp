// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/simd/relative_errors.hpp>
#include <telltale/state/loss_tally.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// Errors of a predicted number as shares of the number: all that
/// <telltale/metric/percentage.hpp> reads.
///
/// A row whose actual value is zero has no percentage error: it is left out of `of_actual` and
/// counted, instead of being divided by something small. What counts as zero is the host's choice.
///
/// Algebra  mergeable, scalable. Forgetting does not touch the counts: they are of all rows
/// Units    weight 1 a row; shares, 0.1 is 10 %
/// Rejects  a row whose actual or predicted value is NaN, infinite or beyond 1e60
/// Cost     update O(1) with two divisions in one; merge O(1); never allocates
/// Error    about 1e-15 relative (blocks of 256 rows in plain double, compensated across blocks). A
///          batch gives what its loop gives, to the last bit without FMA
/// Size     392 bytes
/// Threads  one writer
class relative_errors {
public:
  /// Actual values with |actual| <= `zero`, in units of the label, count as zero; and so do those
  /// so small that the error is more than 1e60 times as large. Requires: `zero` >= 0.
  explicit relative_errors(double zero = 0) noexcept : zero_(zero) { TELLTALE_EXPECTS(zero >= 0); }

  template <class Value>
  void update(const regression_outcome<Value>& row) noexcept {
    if (!usable_value(row.actual) || !usable_value(row.predicted)) {
      ++rejected_;
      return;
    }
    simd::add(block_, static_cast<double>(row.actual), static_cast<double>(row.predicted), zero_);
    if (block_.n == block_rows) flush();
  }

  template <class Value>
  void update(const regression_batch<Value>& rows) noexcept {
    for (std::size_t begin = 0; begin < rows.size();) {
      const std::size_t take = (std::min)(block_rows - block_.n, rows.size() - begin);
      rejected_ += simd::relative_errors(rows.actual.subspan(begin, take),
                                         rows.predicted.subspan(begin, take), zero_, block_);
      if (block_.n == block_rows) flush();
      begin += take;
    }
  }

  /// Requires: both count the same values as zero.
  relative_errors& merge(const relative_errors& part) noexcept {
    TELLTALE_EXPECTS(zero_ == part.zero_);
    // A copy first, so that a state may be merged into itself.
    relative_errors other = part;
    other.flush();
    flush();
    count_ += other.count_;
    zeros_ += other.zeros_;
    rejected_ += other.rejected_;
    of_actual_.merge(other.of_actual_);
    symmetric_.merge(other.symmetric_);
    return *this;
  }

  /// Every row's weight times `factor`; what then weighs less than 1e-150 is forgotten. Requires:
  /// 0 <= factor <= 1.
  relative_errors& scale(double factor) noexcept {
    TELLTALE_EXPECTS(factor >= 0 && factor <= 1);
    flush();
    of_actual_.scale(factor);
    symmetric_.scale(factor);
    return *this;
  }

  void clear() noexcept { *this = relative_errors{zero_}; }

  /// Rows that were used, forgotten ones included; those of them whose actual value is zero; and
  /// the largest value that counts as such.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_ + block_.n; }
  [[nodiscard]] std::uint64_t zeros() const noexcept { return zeros_ + block_.zeros; }
  [[nodiscard]] double zero() const noexcept { return zero_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }

  /// |predicted - actual| / |actual| of the rows whose actual value is not zero.
  [[nodiscard]] loss_tally of_actual() const noexcept { return closed().of_actual_; }
  /// 2 |predicted - actual| / (|actual| + |predicted|) of all rows, in [0, 2]; 0 where both are 0.
  [[nodiscard]] loss_tally symmetric() const noexcept { return closed().symmetric_; }

  /// Members in wire order. The open block is not among them: what is written is a `closed()` copy.
  static auto fields(auto& self) noexcept {
    return std::tie(self.zero_, self.count_, self.zeros_, self.rejected_, self.of_actual_,
                    self.symmetric_);
  }

  /// The same sums, wherever the open block stands.
  friend bool operator==(relative_errors a, relative_errors b) noexcept {
    a.flush();
    b.flush();
    return fields(a) == fields(b);
  }

  /// The same state without an open block.
  [[nodiscard]] relative_errors closed() const noexcept {
    relative_errors copy = *this;
    copy.flush();
    return copy;
  }

private:
  static constexpr std::size_t block_rows = 256;

  void flush() noexcept {
    count_ += block_.n;
    zeros_ += block_.zeros;
    of_actual_.add(static_cast<double>(block_.n - block_.zeros), block_.of_actual.value(),
                   block_.of_actual_squares.value());
    symmetric_.add(static_cast<double>(block_.n), block_.symmetric.value(),
                   block_.symmetric_squares.value());
    block_ = {};
  }

  double zero_;
  std::uint64_t count_ = 0;
  std::uint64_t zeros_ = 0;
  std::uint64_t rejected_ = 0;
  loss_tally of_actual_, symmetric_;
  simd::relative_block block_;
};

}  // namespace telltale::inline TELLTALE_ABI::state
