// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/simd/score_bins.hpp>
#include <telltale/simd/usable.hpp>
#include <telltale/state/score_cells.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// Scores of each class in `Bins` bins of about equal width in log-odds: what ranking quality is
/// bracketed by, and thresholds are chosen from, in bounded memory and without a reference. Sharp
/// where positives are rare and scores crowd near 0 (or 1), as far as 2^-16 from it: beyond, take
/// `mass_histogram`. A score on a border lies in the bin above it.
///
/// `Bins`: a power of two, 4 to 65,536. `Count`: with u32 there is an answer up to 2^32 - 1 rows:
/// ample for a window. A state that is never cleared takes u64.
///
/// Algebra  reversible (integer counts)
/// Units    unweighted observations; a row's weight is ignored
/// Rejects  a score outside [0, 1] or NaN; a label that is neither 0 nor 1
/// Cost     update O(1); merge, unmerge O(Bins); never allocates
/// Size     2 sizeof(Count) bytes a bin, and 16: 16 KiB of counters
/// Threads  one writer
template <std::size_t Bins = 2048, std::unsigned_integral Count = std::uint32_t>
class score_histogram {
public:
  static constexpr std::size_t bins = Bins;
  using count_type = Count;

  template <class Score>
  constexpr void update(const binary_outcome<Score>& row) noexcept {
    if (usable_score(row.score) && row.actual <= 1)
      cells_.add(row.actual, simd::score_bin<Bins>(row.score));
    else
      ++rejected_;
  }

  template <class Score>
  constexpr void update(const simd::usable_batch<Score>& rows) noexcept {
    simd::count_score_bins<Bins>(rows, cells_.hot(rows.size()));
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

  /// Requires (both): `i < bins`. 0 where `exact()` is false.
  [[nodiscard]] constexpr std::uint64_t negatives(std::size_t i) const noexcept {
    return cells_.negatives(i);
  }
  [[nodiscard]] constexpr std::uint64_t positives(std::size_t i) const noexcept {
    return cells_.positives(i);
  }
  /// The smallest score of bin i, ascending from 0, exactly: as a threshold, it splits the rows
  /// between the bins. Requires: `i < bins`.
  [[nodiscard]] static constexpr double lower_edge(std::size_t i) noexcept {
    return simd::score_edge<Bins>(i);
  }
  /// Rows in all bins.
  [[nodiscard]] constexpr std::uint64_t count() const noexcept { return cells_.rows(); }
  /// Whether `count()` fits in a `Count`, so that every bin is known.
  [[nodiscard]] constexpr bool exact() const noexcept { return cells_.exact(); }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }

  friend constexpr bool operator==(const score_histogram&, const score_histogram&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.cells_, self.rejected_);
  }

private:
  score_cells<Bins, Count> cells_;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
