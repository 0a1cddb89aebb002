// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/state/loss_tally.hpp>

#include <cstddef>
#include <cstdint>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// How well a predicted quantile does: the pinball losses of rows whose `predicted` is what
/// `actual` is to stay below with probability tau, and how much of the weight did.
///
/// Algebra  mergeable, scalable. Forgetting does not touch the two counts: they are of all rows
/// Units    weight; losses in units of the label
/// Rejects  a row whose actual or predicted value is NaN, infinite or beyond 1e60; a weight that is
///          negative, NaN or above 1e150. A row of weight 0 is counted, and changes nothing else
/// Cost     update O(1); merge O(1); never allocates
/// Size     80 bytes
/// Threads  one writer
class quantile_loss {
public:
  /// Requires: 0 < tau < 1.
  explicit quantile_loss(double tau) noexcept : tau_(tau) { TELLTALE_EXPECTS(tau > 0 && tau < 1); }

  template <class Value>
  void update(const regression_outcome<Value>& row) noexcept {
    const auto actual = static_cast<double>(row.actual);
    const auto predicted = static_cast<double>(row.predicted);
    if (!usable_value(actual) || !usable_value(predicted) || !usable_weight(row.weight)) {
      ++rejected_;
      return;
    }
    ++count_;
    if (row.weight == 0) return;
    const bool above = actual > predicted;
    losses_.add(above ? tau_ * (actual - predicted) : (1 - tau_) * (predicted - actual),
                row.weight);
    if (!above) covered_ += row.weight;
  }
  template <class Value>
  void update(const regression_batch<Value>& rows) noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) update(rows[i]);
  }

  /// Requires: the same tau.
  quantile_loss& merge(const quantile_loss& part) noexcept {
    TELLTALE_EXPECTS(tau_ == part.tau_);
    count_ += part.count_;
    rejected_ += part.rejected_;
    losses_.merge(part.losses_);
    covered_ += part.covered_;
    return *this;
  }

  /// Every row's weight times `factor`; what then weighs less than 1e-150 is forgotten, before it
  /// leaves the range of a double. Requires: 0 <= factor <= 1.
  quantile_loss& scale(double factor) noexcept {
    losses_.scale(factor);
    covered_ *= losses_.weight() > 0 ? factor : 0;
    return *this;
  }

  void clear() noexcept { *this = quantile_loss{tau_}; }

  [[nodiscard]] double tau() const noexcept { return tau_; }
  /// Rows that were used, forgotten ones and those of weight 0 included.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }
  /// tau (actual - predicted) where that is positive, (1 - tau) (predicted - actual) elsewhere.
  [[nodiscard]] const loss_tally& losses() const noexcept { return losses_; }
  /// Weight of the rows with actual <= predicted.
  [[nodiscard]] double covered() const noexcept { return covered_; }

  friend bool operator==(const quantile_loss&, const quantile_loss&) = default;

  /// Members in wire order; tau belongs to the settings.
  static auto fields(auto& self) noexcept {
    return std::tie(self.count_, self.rejected_, self.losses_, self.covered_);
  }

private:
  double tau_;
  std::uint64_t count_ = 0;
  std::uint64_t rejected_ = 0;
  loss_tally losses_;
  double covered_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
