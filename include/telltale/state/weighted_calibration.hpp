// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/state/reliability_sums.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// `calibration` of rows that count by their weight (scikit-learn's `sample_weight`), read by the
/// same metrics: bin b of `Bins` of equal width holds the scores in [b / Bins, (b + 1) / Bins); the
/// last one is closed at 1.
///
/// Algebra  mergeable, scalable. Forgetting does not touch the two counts: they are of all rows
/// Units    weight
/// Rejects  a score outside [0, 1] or NaN; a label that is neither 0 nor 1; a weight that is
///          negative, NaN or above 1e150. A row of weight 0 is counted, and changes nothing else
/// Cost     update O(1); merge, scale O(Bins); never allocates
/// Error    squared weights: n 1.1e-16 relative; the other sums: 2e-16, compensated
/// Size     56 Bins bytes, and 16
/// Threads  one writer
template <std::size_t Bins = 15>
requires(Bins >= 1 && Bins <= 65536) class weighted_calibration {
public:
  static constexpr std::size_t bins = Bins;

  template <class Score>
  constexpr void update(const binary_outcome<Score>& row) noexcept {
    if (!usable_score(row.score) || row.actual > 1 || !usable_weight(row.weight)) {
      ++rejected_;
      return;
    }
    ++count_;
    if (row.weight == 0) return;
    const auto p = static_cast<double>(row.score);
    bins_[(std::min)(static_cast<std::size_t>(p * double{Bins}), Bins - 1)].add(p, row.actual == 1,
                                                                                row.weight);
  }
  template <class Score>
  constexpr void update(const binary_batch<Score>& rows) noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) update(rows[i]);
  }

  constexpr weighted_calibration& merge(const weighted_calibration& part) noexcept {
    for (std::size_t i = 0; i < Bins; ++i) bins_[i].merge(part.bins_[i]);
    count_ += part.count_;
    rejected_ += part.rejected_;
    return *this;
  }

  /// Every row's weight times `factor`; a bin that then weighs less than 1e-150 is forgotten.
  /// Requires: 0 <= factor <= 1.
  constexpr weighted_calibration& scale(double factor) noexcept {
    for (reliability_sums& bin : bins_) bin.scale(factor);
    return *this;
  }

  constexpr void clear() noexcept { *this = {}; }

  /// Requires: `i < bins`.
  [[nodiscard]] constexpr const reliability_sums& bin(std::size_t i) const noexcept {
    TELLTALE_EXPECTS(i < Bins);
    return bins_[i];
  }
  /// Rows that were used, forgotten ones and those of weight 0 included.
  [[nodiscard]] constexpr std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }

  friend constexpr bool operator==(const weighted_calibration&,
                                   const weighted_calibration&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.bins_, self.count_, self.rejected_);
  }

private:
  std::array<reliability_sums, Bins> bins_{};
  std::uint64_t count_ = 0;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
