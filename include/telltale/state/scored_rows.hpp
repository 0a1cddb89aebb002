// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// The rows themselves, scores and labels apart, up to a capacity that is taken at construction:
/// what exact rank metrics need. Rows beyond the capacity are counted, and `complete()` is false
/// from then on: a metric of the rows then has no answer, rather than that of a part of them.
///
/// Algebra  none (summary only)
/// Units    unweighted observations
/// Rejects  a score outside [0, 1] or NaN; a label that is neither 0 nor 1
/// Cost     update O(1), never allocates
/// Size     (sizeof(Score) + 1) bytes a row of capacity
/// Threads  one writer
template <class Score = float>
class scored_rows {
public:
  using score_type = Score;

  scored_rows() = default;
  explicit scored_rows(std::size_t capacity) : scores_(capacity), actual_(capacity) {}

  void update(const binary_outcome<Score>& row) noexcept {
    if (!usable_score(row.score) || row.actual > 1) {
      ++rejected_;
    } else if (size_ == scores_.size()) {
      ++dropped_;
    } else {
      scores_[size_] = row.score;
      actual_[size_] = row.actual;
      ++size_;
    }
  }
  void update(const binary_batch<Score>& rows) noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) update(rows[i]);
  }

  void clear() noexcept { size_ = 0, dropped_ = 0, rejected_ = 0; }

  [[nodiscard]] std::span<const Score> scores() const noexcept {
    return std::span{scores_}.first(size_);
  }
  [[nodiscard]] std::span<const std::uint8_t> actual() const noexcept {
    return std::span{actual_}.first(size_);
  }
  /// Whether every usable row was kept.
  [[nodiscard]] bool complete() const noexcept { return dropped_ == 0; }
  [[nodiscard]] std::size_t capacity() const noexcept { return scores_.size(); }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }

  /// The same rows in the same order.
  friend bool operator==(const scored_rows& a, const scored_rows& b) noexcept {
    if (a.size_ != b.size_ || a.dropped_ != b.dropped_ || a.rejected_ != b.rejected_) return false;
    for (std::size_t i = 0; i < a.size_; ++i)
      if (a.scores_[i] != b.scores_[i] || a.actual_[i] != b.actual_[i]) return false;
    return true;
  }

private:
  std::vector<Score> scores_;
  std::vector<std::uint8_t> actual_;
  std::size_t size_ = 0;
  std::uint64_t dropped_ = 0;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
