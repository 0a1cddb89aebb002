// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/state/binning.hpp>
#include <telltale/state/reliability_sums.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <tuple>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// Reliability bins between frozen edges: rows by weight, positives and the sum of scores. With
/// edges of equal mass in a reference (`binning::equal_mass` of its scores) each bin has rows,
/// however the scores crowd together; the edges do not follow the data that are judged.
///
/// Algebra  mergeable, scalable. Forgetting does not touch the two counts: they are of all rows
/// Units    weight; a row without one weighs 1
/// Rejects  a score outside [0, 1] or NaN; a label that is neither 0 nor 1; a weight that is
///          negative, NaN or above 1e150. A row of weight 0 is counted, and changes nothing else
/// Cost     update O(1) from the grid (state/binning.hpp); merge, scale O(bins); never allocates
/// Error    squared weights: n 1.1e-16 relative; the other sums: 2e-16, compensated
/// Size     56 bytes a bin, and 56; the edges themselves are shared
/// Threads  one writer
class edged_calibration {
public:
  /// Requires: `edges` is not null.
  explicit edged_calibration(std::shared_ptr<const binning> edges)
      : edges_(std::move(edges)), bins_(edges_->bins()) {}

  template <class Score>
  void update(const binary_outcome<Score>& row) noexcept {
    if (!usable_score(row.score) || row.actual > 1 || !usable_weight(row.weight)) {
      ++rejected_;
      return;
    }
    ++count_;
    if (row.weight == 0) return;
    const auto p = static_cast<double>(row.score);
    bins_[edges_->bin(p)].add(p, row.actual == 1, row.weight);
  }
  template <class Score>
  void update(const binary_batch<Score>& rows) noexcept {
    for (std::size_t i = 0; i < rows.size(); ++i) update(rows[i]);
  }

  /// Requires: the same edges.
  edged_calibration& merge(const edged_calibration& part) noexcept {
    TELLTALE_EXPECTS(same_edges(part));
    for (std::size_t i = 0; i < bins_.size(); ++i) bins_[i].merge(part.bins_[i]);
    count_ += part.count_;
    rejected_ += part.rejected_;
    return *this;
  }

  /// Every row's weight times `factor`; a bin that then weighs less than 1e-150 is forgotten.
  /// Requires: 0 <= factor <= 1.
  edged_calibration& scale(double factor) noexcept {
    for (reliability_sums& bin : bins_) bin.scale(factor);
    return *this;
  }

  void clear() noexcept {
    for (reliability_sums& bin : bins_) bin = {};
    count_ = rejected_ = 0;
  }

  /// Number of bins, one more than edges.
  [[nodiscard]] std::size_t size() const noexcept { return bins_.size(); }
  /// Requires: `i < size()`.
  [[nodiscard]] const reliability_sums& bin(std::size_t i) const noexcept {
    TELLTALE_EXPECTS(i < bins_.size());
    return bins_[i];
  }
  [[nodiscard]] const binning& edges() const noexcept { return *edges_; }
  /// Rows that were used, forgotten ones and those of weight 0 included.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }

  /// Members in wire order; the edges belong to the reference.
  static auto fields(auto& self) noexcept {
    return std::tie(self.bins_, self.count_, self.rejected_);
  }

  friend bool operator==(const edged_calibration& a, const edged_calibration& b) noexcept {
    return a.same_edges(b) && fields(a) == fields(b);
  }

private:
  [[nodiscard]] bool same_edges(const edged_calibration& other) const noexcept {
    return edges_ == other.edges_ || *edges_ == *other.edges_;
  }

  std::shared_ptr<const binning> edges_;
  std::vector<reliability_sums> bins_;
  std::uint64_t count_ = 0;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
