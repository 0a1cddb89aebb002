// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/math/compensated.hpp>
#include <telltale/state/reliability_sums.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// `weighted_calibration` that also keeps how the scores of a bin vary, and vary with the labels:
/// what the exact decomposition of the Brier score needs. Read by all metrics of reliability bins;
/// take one of the two. Bin b of `Bins` of equal width holds the scores in
/// [b / Bins, (b + 1) / Bins); the last one is closed at 1.
///
/// Algebra  mergeable, scalable. Forgetting does not touch the two counts: they are of all rows
/// Units    weight
/// Rejects  a score outside [0, 1] or NaN; a label that is neither 0 nor 1; a weight that is
///          negative, NaN or above 1e150. A row of weight 0 is counted, and changes nothing else
/// Cost     update O(1); merge, scale O(Bins); never allocates
/// Error    as weighted_calibration; deviations 1e-15 of the squared width of a bin
/// Size     88 Bins bytes, and 16
/// Threads  one writer
template <std::size_t Bins = 15>
requires(Bins >= 1 && Bins <= 65536) class reliability_moments {
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
    const std::size_t i = (std::min)(static_cast<std::size_t>(p * double{Bins}), Bins - 1);
    // About the middle of the bin, which no row is far from.
    const double off = p - middle(i), weighted = row.weight * off;
    bins_[i].sums.add(p, row.actual == 1, row.weight);
    bins_[i].squares.add(weighted * off);
    if (row.actual == 1) bins_[i].of_positives.add(weighted);
  }
  template <class Score>
  constexpr void update(const binary_batch<Score>& rows) noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) update(rows[i]);
  }

  constexpr reliability_moments& merge(const reliability_moments& part) noexcept {
    for (std::size_t i = 0; i < Bins; ++i) {
      bins_[i].sums.merge(part.bins_[i].sums);
      bins_[i].squares.merge(part.bins_[i].squares);
      bins_[i].of_positives.merge(part.bins_[i].of_positives);
    }
    count_ += part.count_;
    rejected_ += part.rejected_;
    return *this;
  }

  /// Every row's weight times `factor`; a bin that then weighs less than 1e-150 is forgotten.
  /// Requires: 0 <= factor <= 1.
  constexpr reliability_moments& scale(double factor) noexcept {
    for (cell& c : bins_) {
      c.sums.scale(factor);
      const double by = c.sums.weight() > 0 ? factor : 0;
      c.squares.scale(by);
      c.of_positives.scale(by);
    }
    return *this;
  }

  constexpr void clear() noexcept { *this = {}; }

  /// Requires (all): `i < bins`.
  [[nodiscard]] constexpr const reliability_sums& bin(std::size_t i) const noexcept {
    TELLTALE_EXPECTS(i < Bins);
    return bins_[i].sums;
  }
  /// Weighted sum over the rows of the bin of (p - mean p)^2. 0 until a row has come.
  [[nodiscard]] constexpr double score_deviation(std::size_t i) const noexcept {
    const double mean = mean_off(i), w = bin(i).weight();
    return (std::max)(bins_[i].squares.value() - mean * mean * w, 0.0);
  }
  /// Weighted sum over the rows of the bin of (p - mean p) (y - mean y). 0 until a row has come.
  [[nodiscard]] constexpr double codeviation(std::size_t i) const noexcept {
    return bins_[i].of_positives.value() - mean_off(i) * bin(i).positives();
  }
  /// Rows that were used, forgotten ones and those of weight 0 included.
  [[nodiscard]] constexpr std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }

  friend constexpr bool operator==(const reliability_moments&,
                                   const reliability_moments&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.bins_, self.count_, self.rejected_);
  }

private:
  struct cell {
    reliability_sums sums;
    math::compensated_sum squares;       // w (p - middle)^2
    math::compensated_sum of_positives;  // w (p - middle) of class 1
    friend constexpr bool operator==(const cell&, const cell&) = default;
  };

  static constexpr double middle(std::size_t i) noexcept {
    return (static_cast<double>(i) + 0.5) / double{Bins};
  }
  // Mean of p - middle.
  [[nodiscard]] constexpr double mean_off(std::size_t i) const noexcept {
    const reliability_sums& b = bin(i);
    return b.weight() > 0 ? b.scores() / b.weight() - middle(i) : 0;
  }

  std::array<cell, Bins> bins_{};
  std::uint64_t count_ = 0;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
