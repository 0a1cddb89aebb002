// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/math/compensated.hpp>
#include <telltale/math/joint_moments.hpp>
#include <telltale/simd/residuals.hpp>
#include <telltale/state/loss_tally.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// Errors of a predicted number, e = predicted - actual: positive where the model says too much.
/// All that <telltale/metric/regression.hpp> reads, intervals included.
///
/// Algebra  mergeable, scalable. Forgetting does not touch the counts and the largest error: they
///          are of all rows that came
/// Units    weight 1 a row; errors in units of the label
/// Rejects  a row whose actual or predicted value is NaN, infinite or beyond 1e60. Such a naive
///          forecast only leaves the row out of the comparison with it
/// Cost     update O(1), without a division but one a column each 256 rows; merge O(1); never
///          allocates
/// Error    sums 1e-15, squared deviations 1e-12 relative at an offset of 1e9 standard deviations
///          and in any order of merging (blocks of 256 rows about a pivot, joined by the difference
///          form). A batch gives what its loop gives, to the last bit without FMA
/// Size     2824 bytes
/// Threads  one writer
class residuals {
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
    if (!usable_value(row.actual) || !usable_value(row.predicted)) {
      ++rejected_;
      return;
    }
    waiting_.actual[waiting_.n] = static_cast<double>(row.actual);
    waiting_.predicted[waiting_.n] = static_cast<double>(row.predicted);
    waiting_.naive[waiting_.n] = static_cast<double>(row.naive);
    if (++waiting_.n == few_rows::most || block_.n + waiting_.n == block_rows) take_waiting();
  }

  template <class Value>
  void update(const regression_batch<Value>& rows) noexcept {
    take_waiting();
    for (std::size_t begin = 0; begin < rows.size();) {
      const std::size_t take = (std::min)(block_rows - block_.n, rows.size() - begin);
      const auto actual = rows.actual.subspan(begin, take);
      const auto predicted = rows.predicted.subspan(begin, take);
      rejected_ += simd::residuals(actual, predicted, block_);
      if (!rows.naive.empty())
        simd::naive_errors(actual, predicted, rows.naive.subspan(begin, take), naive_block_);
      if (block_.n == block_rows) flush();
      begin += take;
    }
  }

  residuals& merge(const residuals& part) noexcept {
    // A copy first, so that a state may be merged into itself.
    residuals other = part;
    other.flush();
    flush();
    count_ += other.count_;
    rejected_ += other.rejected_;
    weight_squares_ += other.weight_squares_;
    moments_.merge(other.moments_);
    over_.merge(other.over_);
    under_.merge(other.under_);
    absolute_actual_.merge(other.absolute_actual_);
    absolute_product_.merge(other.absolute_product_);
    naive_.model.merge(other.naive_.model);
    naive_.naive.merge(other.naive_.naive);
    naive_.product.merge(other.naive_.product);
    max_error_ = (std::max)(max_error_, other.max_error_);
    return *this;
  }

  /// Every row's weight times `factor`; what then weighs less than 1e-150 is forgotten, before it
  /// leaves the range of a double. Requires: 0 <= factor <= 1.
  residuals& scale(double factor) noexcept {
    TELLTALE_EXPECTS(factor >= 0 && factor <= 1);
    flush();
    if (moments_.weight() * factor < 1e-150) factor = 0;
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

  /// Rows that were used, forgotten ones included.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_ + open(); }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }
  /// Sum of the rows' weights, and of their squares.
  [[nodiscard]] double weight() const noexcept { return moments_.weight() + open(); }
  [[nodiscard]] double weight_squares() const noexcept { return weight_squares_ + open(); }

  /// |e| of the rows whose prediction was above the truth, and of those below it.
  [[nodiscard]] loss_tally over() const noexcept { return closed().over_; }
  [[nodiscard]] loss_tally under() const noexcept { return closed().under_; }
  /// Moments of (x, y) = (e, actual).
  [[nodiscard]] math::joint_moments moments() const noexcept { return closed().moments_; }
  /// Sum of |actual|, and of |actual e|.
  [[nodiscard]] double absolute_actual() const noexcept {
    return closed().absolute_actual_.value();
  }
  [[nodiscard]] double absolute_product() const noexcept {
    return closed().absolute_product_.value();
  }
  [[nodiscard]] naive_comparison naive() const noexcept { return closed().naive_; }
  /// Largest |e| of all rows that ever came. Empty until one has.
  [[nodiscard]] std::optional<double> max_error() const noexcept {
    if (count() == 0) return std::nullopt;
    return closed().max_error_;
  }

  /// Members in wire order. The open block is not among them: what is written is a `closed()` copy.
  static auto fields(auto& self) noexcept {
    return std::tie(self.count_, self.rejected_, self.weight_squares_, self.moments_, self.over_,
                    self.under_, self.absolute_actual_, self.absolute_product_, self.naive_.model,
                    self.naive_.naive, self.naive_.product, self.max_error_);
  }

  /// The same sums, wherever the open block stands.
  friend bool operator==(residuals a, residuals b) noexcept {
    a.flush();
    b.flush();
    return fields(a) == fields(b);
  }

  /// The same state without an open block.
  [[nodiscard]] residuals closed() const noexcept {
    residuals copy = *this;
    copy.flush();
    return copy;
  }

private:
  static constexpr std::size_t block_rows = 256;

  /// Rows that came one by one: sums of several at once are faster.
  struct few_rows {
    static constexpr std::uint32_t most = 32;
    std::uint32_t n = 0;
    std::array<double, most> actual, predicted, naive;
  };

  /// Rows that are in no sum of all yet.
  [[nodiscard]] std::uint32_t open() const noexcept { return block_.n + waiting_.n; }

  void take_waiting() noexcept {
    const auto some = [&](const auto& column) {
      return std::span<const double>{column}.first(waiting_.n);
    };
    simd::residuals(some(waiting_.actual), some(waiting_.predicted), block_);
    simd::naive_errors(some(waiting_.actual), some(waiting_.predicted), some(waiting_.naive),
                       naive_block_);
    waiting_.n = 0;
    if (block_.n == block_rows) flush();
  }
  void flush() noexcept {
    if (waiting_.n != 0) take_waiting();
    if (block_.n == 0) return;
    const auto n = static_cast<double>(block_.n);
    const auto& b = block_;
    count_ += b.n;
    weight_squares_ += n;
    const double over_n = static_cast<double>(b.over_count.value());
    const double under_n = static_cast<double>(b.under_count.value());
    moments_.merge(math::joint_moments{{n, b.pivot_error, b.pivot_actual, b.d.value(), b.t.value(),
                                        b.d2.value(), b.dt.value(), b.t2.value(), b.d3.value(),
                                        b.d2t.value(), b.t2d.value(), b.t3.value(), b.d4.value(),
                                        b.d2t2.value(), b.t4.value()}});
    over_.add(over_n, b.over.value(), b.over2.value());
    under_.add(under_n, b.under.value(), b.under2.value());
    absolute_actual_.add(b.actual.value());
    absolute_product_.add(b.actual_error.value());
    max_error_ = (std::max)(max_error_, b.max_error);
    const auto& f = naive_block_;
    naive_.model.add(f.n, f.errors.value(), f.error_squares.value());
    naive_.naive.add(f.n, f.worths.value(), f.worth_squares.value());
    naive_.product.add(f.products.value());
    block_ = {};
    naive_block_ = {};
  }

  std::uint64_t count_ = 0;
  std::uint64_t rejected_ = 0;
  double weight_squares_ = 0;
  math::joint_moments moments_;  // its weight is that of all rows
  loss_tally over_, under_;
  math::compensated_sum absolute_actual_, absolute_product_;
  naive_comparison naive_;
  double max_error_ = 0;
  simd::residual_block block_;
  simd::naive_block naive_block_;
  few_rows waiting_;
};

}  // namespace telltale::inline TELLTALE_ABI::state
