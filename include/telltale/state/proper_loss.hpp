// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/math/compensated.hpp>
#include <telltale/math/log_product.hpp>
#include <telltale/simd/proper_loss.hpp>
#include <telltale/simd/usable.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// Sums of the proper losses of a probability, and of what calibration in the large needs: all
/// that <telltale/metric/probability.hpp> reads.
///
/// Algebra  mergeable
/// Units    unweighted observations; losses in nats and in squared probability
/// Rejects  a score outside [0, 1] or NaN; a label that is neither 0 nor 1
/// Cost     update O(1), without a logarithm (math/log_product.hpp); merge O(1); never allocates
/// Error    sums: 3e-14 relative at most, and commonly 1e-15 (256 rows in plain double, compensated
///          from there on); mean log loss: 1.2e-16 absolute besides. A batch gives what its loop
///          gives, to the last bit without FMA
/// Threads  one writer
class proper_loss {
public:
  template <class Score>
  constexpr void update(const binary_outcome<Score>& row) noexcept {
    if (!usable_score(row.score) || row.actual > 1) {
      ++rejected_;
      return;
    }
    simd::add(block_, row.score, row.actual);
    if (block_.n == block_rows) flush();
  }

  template <class Score>
  constexpr void update(const simd::usable_batch<Score>& rows) noexcept {
    for (std::size_t begin = 0; begin < rows.size();) {
      const std::size_t take = (std::min)(block_rows - block_.n, rows.size() - begin);
      simd::add(block_, rows.part(begin, take));
      if (block_.n == block_rows) flush();
      begin += take;
    }
  }
  template <class Score>
  constexpr void update(const binary_batch<Score>& rows) noexcept {
    simd::update_usable(rows, [&](const auto& usable) { update(usable); });
  }

  constexpr proper_loss& merge(const proper_loss& part) noexcept {
    // A copy first, so that a state may be merged into itself.
    proper_loss other = part;
    other.flush();
    flush();
    n_ += other.n_;
    positives_ += other.positives_;
    rejected_ += other.rejected_;
    product_.merge(other.product_);
    squared_error_.merge(other.squared_error_);
    squared_error_squares_.merge(other.squared_error_squares_);
    bits_.merge(other.bits_);
    bits_squares_.merge(other.bits_squares_);
    scores_.merge(other.scores_);
    score_variance_.merge(other.score_variance_);
    return *this;
  }

  constexpr void clear() noexcept { *this = {}; }

  /// Rows that were used.
  [[nodiscard]] constexpr std::uint64_t count() const noexcept { return n_ + block_.n; }
  /// Those of class 1.
  [[nodiscard]] constexpr std::uint64_t positives() const noexcept {
    return positives_ + block_.positives;
  }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }

  /// Sum of -ln of the probability given to the truth, clipped to [eps, 1 - eps] of the score's
  /// type; nats, >= 0.
  [[nodiscard]] double log_loss() const noexcept {
    math::log_product all = product_;
    const double sum = -all.merge(block_.given()).log();
    return sum > 0 ? sum : 0;
  }
  /// Sum of the same by `simd::rough_log2`, and of its squares: their variance is within 3 % of the
  /// loss's, good for the width of an interval.
  [[nodiscard]] constexpr double rough_log_loss() const noexcept {
    return plus(bits_, block_.bits) * std::numbers::ln2;
  }
  [[nodiscard]] constexpr double rough_log_loss_squares() const noexcept {
    return plus(bits_squares_, block_.bits_squares) * (std::numbers::ln2 * std::numbers::ln2);
  }
  /// Sum of (p - y)^2 and of its squares.
  [[nodiscard]] constexpr double squared_error() const noexcept {
    return plus(squared_error_, block_.squared_error);
  }
  [[nodiscard]] constexpr double squared_error_squares() const noexcept {
    return plus(squared_error_squares_, block_.squared_error_squares);
  }
  /// Sum of p: the positives that the model expected.
  [[nodiscard]] constexpr double scores() const noexcept { return plus(scores_, block_.scores); }
  /// Sum of p (1 - p): the variance of the positives if the model is calibrated.
  [[nodiscard]] constexpr double score_variance() const noexcept {
    return plus(score_variance_, block_.score_variance);
  }

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.n_, self.positives_, self.rejected_, self.product_, self.squared_error_,
                    self.squared_error_squares_, self.bits_, self.bits_squares_, self.scores_,
                    self.score_variance_, self.block_);
  }

  /// The same sums, wherever the open block stands.
  friend constexpr bool operator==(proper_loss a, proper_loss b) noexcept {
    a.flush();
    b.flush();
    return fields(a) == fields(b);
  }

private:
  static constexpr std::size_t block_rows = 512;

  static constexpr double plus(math::compensated_sum sum, const simd::lane_sums& open) noexcept {
    sum.add(open.value());
    return sum.value();
  }

  constexpr void flush() noexcept {
    n_ += block_.n;
    positives_ += block_.positives;
    product_.merge(block_.given());
    squared_error_.add(block_.squared_error.value());
    squared_error_squares_.add(block_.squared_error_squares.value());
    bits_.add(block_.bits.value());
    bits_squares_.add(block_.bits_squares.value());
    scores_.add(block_.scores.value());
    score_variance_.add(block_.score_variance.value());
    block_ = {};
  }

  std::uint64_t n_ = 0;
  std::uint64_t positives_ = 0;
  std::uint64_t rejected_ = 0;
  math::log_product product_;
  math::compensated_sum squared_error_;
  math::compensated_sum squared_error_squares_;
  math::compensated_sum bits_;
  math::compensated_sum bits_squares_;
  math::compensated_sum scores_;
  math::compensated_sum score_variance_;
  simd::loss_block block_;
};

}  // namespace telltale::inline TELLTALE_ABI::state
