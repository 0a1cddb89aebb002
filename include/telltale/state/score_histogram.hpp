// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/simd/score_bins.hpp>
#include <telltale/simd/usable.hpp>
#include <telltale/state/counters.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// Scores of each class in `Bins` equal-width bins of [0, 1]: what ranking quality is bracketed by,
/// and thresholds are chosen from, in bounded memory. Bin b holds the scores in
/// [b / Bins, (b + 1) / Bins); the last one is closed at 1. `Bins` is a power of two, so that no
/// score is rounded over a border.
///
/// Algebra  reversible (integer counts)
/// Units    unweighted observations; a row's weight is ignored
/// Rejects  a score outside [0, 1] or NaN; a label that is neither 0 nor 1
/// Cost     update O(1); merge, unmerge O(Bins); never allocates
/// Size     24 Bins bytes
/// Threads  one writer
template <std::size_t Bins = 1024>
requires(std::has_single_bit(Bins) && Bins <= 65536) class score_histogram {
public:
  static constexpr std::size_t bins = Bins;

  template <class Score>
  constexpr void update(const binary_outcome<Score>& row) noexcept {
    if (usable_score(row.score) && row.actual <= 1)
      cells_.add(row.actual * Bins + simd::score_bin<Bins>(row.score));
    else
      ++rejected_;
  }

  template <class Score>
  constexpr void update(const simd::usable_batch<Score>& rows) noexcept {
    constexpr std::size_t block = 65'536;  // far below what the u32 cells take
    for (std::size_t begin = 0; begin < rows.size(); begin += block) {
      const std::size_t take = (std::min)(block, rows.size() - begin);
      simd::count_score_bins<Bins>(rows.part(begin, take),
                                   cells_.hot(static_cast<std::uint32_t>(take)));
    }
  }
  template <class Score>
  constexpr void update(const binary_batch<Score>& rows) noexcept {
    simd::update_usable(rows, [&](const auto& usable) { update(usable); });
  }

  constexpr score_histogram& merge(const score_histogram& part) noexcept {
    cells_.merge(part.cells_);
    rejected_ += part.rejected_;
    return *this;
  }

  /// Requires: `part` was merged into `*this` and is still in it.
  constexpr score_histogram& unmerge(const score_histogram& part) noexcept {
    cells_.unmerge(part.cells_);
    rejected_ -= part.rejected_;
    return *this;
  }

  constexpr void clear() noexcept { *this = {}; }

  /// Requires (both): `i < bins`.
  [[nodiscard]] constexpr std::uint64_t negatives(std::size_t i) const noexcept {
    TELLTALE_EXPECTS(i < Bins);
    return cells_[i];
  }
  [[nodiscard]] constexpr std::uint64_t positives(std::size_t i) const noexcept {
    TELLTALE_EXPECTS(i < Bins);
    return cells_[Bins + i];
  }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }

  friend constexpr bool operator==(const score_histogram&, const score_histogram&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.cells_, self.rejected_);
  }

private:
  folded_counters<2 * Bins> cells_;  // negatives, then positives
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
