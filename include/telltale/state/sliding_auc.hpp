// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/simd/auc.hpp>
#include <telltale/state/rank_tree.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// The last rows, as many as were asked for at construction, in order of time and of score: the
/// area under their ROC curve is exact after every row, ties counting half, without sorting.
///
/// The window is its own: it slides by itself, and there is nothing to merge.
///
/// Algebra  none (summary only)
/// Units    unweighted observations
/// Rejects  a score outside [0, 1] or NaN; a label that is neither 0 nor 1: such a row moves
///          nothing out of the window
/// Cost     update O(log rows), whatever the scores; never allocates
/// Size     at most 48 bytes a row of capacity for float, 67 for double, and 2 KiB
/// Threads  one writer
template <class Score = float>
class sliding_auc {
public:
  using score_type = Score;

  /// Requires: 0 < capacity < 2^31.
  explicit sliding_auc(std::size_t capacity) : rows_(capacity), ranks_(capacity) {
    TELLTALE_EXPECTS(capacity > 0);
  }

  void update(const binary_outcome<Score>& row) noexcept {
    if (!usable_score(row.score) || row.actual > 1) {
      ++rejected_;
      return;
    }
    const key fresh = simd::make_rank_key(row.score, row.actual);
    if (size_ < rows_.size()) {
      ++size_;
      add(fresh);
    } else if (fresh != rows_[next_]) {  // or one like it takes its place
      remove(rows_[next_]);
      add(fresh);
    }
    rows_[next_] = fresh;
    if (++next_ == rows_.size()) next_ = 0;
  }
  void update(const binary_batch<Score>& rows) noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) update(rows[i]);
  }

  void clear() noexcept {
    ranks_.clear();
    size_ = next_ = 0;
    positives_ = twice_won_ = rejected_ = 0;
  }

  [[nodiscard]] std::uint64_t positives() const noexcept { return positives_; }
  [[nodiscard]] std::uint64_t negatives() const noexcept { return size_ - positives_; }
  /// Twice the pairs in which the positive has the higher score, and once those in which both have
  /// the same: Mann and Whitney's 2 U.
  [[nodiscard]] std::uint64_t twice_won() const noexcept { return twice_won_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t capacity() const noexcept { return rows_.size(); }
  /// Since construction: a rejected row never leaves.
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }

  /// Calls `visit(positives, negatives)` for each distinct score in the window in ascending order.
  template <class Visit>
  void for_each(const Visit& visit) const noexcept {
    ranks_.for_each(visit);
  }

  /// The same rows in the same order.
  friend bool operator==(const sliding_auc& a, const sliding_auc& b) noexcept {
    if (a.capacity() != b.capacity() || a.size_ != b.size_ || a.rejected_ != b.rejected_)
      return false;
    for (std::size_t age = 1; age <= a.size_; ++age)
      if (a.row(age) != b.row(age)) return false;
    return true;
  }

private:
  using key = simd::rank_key<Score>;  // the score and the label

  // The one that came `age` rows ago. Requires: 1 <= age <= size_.
  [[nodiscard]] key row(std::size_t age) const noexcept {
    return rows_[next_ >= age ? next_ - age : next_ + rows_.size() - age];
  }

  void add(key row) noexcept {
    const auto [below, equal] = ranks_.insert(row >> 1, row & 1);
    twice_won_ += (row & 1) != 0 ? 2 * below + equal : 2 * (positives_ - below) - equal;
    positives_ += row & 1;
  }
  void remove(key row) noexcept {
    const auto [below, equal] = ranks_.erase(row >> 1, row & 1);
    twice_won_ -= (row & 1) != 0 ? 2 * below + equal : 2 * (positives_ - below) - equal;
    positives_ -= row & 1;
  }

  std::vector<key> rows_;  // a ring; `next_` is the oldest one when it is full
  rank_tree<key> ranks_;
  std::size_t size_ = 0;
  std::size_t next_ = 0;
  std::uint64_t positives_ = 0;
  std::uint64_t twice_won_ = 0;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
