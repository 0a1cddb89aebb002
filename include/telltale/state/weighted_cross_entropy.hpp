// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/state/cross_entropy.hpp>
#include <telltale/state/loss_tally.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// Log loss over at most `K` classes where each row counts by its weight (scikit-learn's
/// `sample_weight`): `cross_entropy`, whose clipping it shares.
///
/// Algebra  mergeable, scalable
/// Units    weight; nats
/// Rejects  what `cross_entropy` rejects; a weight that is negative, NaN or above 1e150
/// Cost     update O(K) and a logarithm; merge O(1); never allocates
/// Error    the mean: 1e-15 relative
/// Threads  one writer
template <std::size_t K>
requires(K >= 2) class weighted_cross_entropy {
public:
  static constexpr std::size_t classes = K;

  template <class Score>
  void update(const scored_class_outcome<Score>& row) noexcept {
    const auto given = cross_entropy<K>::given(row.scores, row.actual);
    if (!given || !usable_weight(row.weight)) {
      ++rejected_;
      return;
    }
    // Not below 0, which the clipping of a certain row that was right would leave it at.
    loss_.add(*given < 1 ? -std::log(*given) : 0, row.weight);
  }

  weighted_cross_entropy& merge(const weighted_cross_entropy& part) noexcept {
    loss_.merge(part.loss_);
    rejected_ += part.rejected_;
    return *this;
  }
  /// Every weight times `factor`. Requires: 0 <= factor <= 1.
  weighted_cross_entropy& scale(double factor) noexcept {
    loss_.scale(factor);
    return *this;
  }
  void clear() noexcept { *this = {}; }

  /// Of the rows that were used, and the sum of their squares.
  [[nodiscard]] double weight() const noexcept { return loss_.weight(); }
  [[nodiscard]] double weight_squares() const noexcept { return loss_.weight_squares(); }
  /// Weighted sum of the losses and of their squares; nats.
  [[nodiscard]] double log_loss() const noexcept { return loss_.sum(); }
  [[nodiscard]] double log_loss_squares() const noexcept { return loss_.squares(); }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }

  friend bool operator==(const weighted_cross_entropy&, const weighted_cross_entropy&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept { return std::tie(self.loss_, self.rejected_); }

private:
  loss_tally loss_;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
