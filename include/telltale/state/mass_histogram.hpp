// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/simd/usable.hpp>
#include <telltale/state/score_cells.hpp>
#include <telltale/state/score_edges.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <tuple>
#include <utility>

namespace telltale::inline TELLTALE_ABI::state {

/// Scores of each class in the bins of a reference: as `score_histogram`, and as sharp wherever the
/// reference's scores crowd, be it at 1e-9 or one unit in the last place apart. A score on an edge
/// lies in the bin above it.
///
/// `Count`: as for `score_histogram`.
///
/// Algebra  reversible (integer counts), between states of equal edges
/// Units    unweighted observations; a row's weight is ignored
/// Rejects  a score outside [0, 1] or NaN; a label that is neither 0 nor 1
/// Cost     update O(1) (`score_edges`); merge, unmerge O(Bins); never allocates
/// Size     2 sizeof(Count) bytes a bin, and 32: 16 KiB of counters; the edges are shared
/// Threads  one writer
template <std::size_t Bins = 2048, std::unsigned_integral Count = std::uint32_t>
class mass_histogram {
public:
  static constexpr std::size_t bins = Bins;
  using count_type = Count;

  /// Requires: `edges` is not null.
  explicit mass_histogram(std::shared_ptr<const score_edges<Bins>> edges) noexcept
      : edges_(std::move(edges)) {
    TELLTALE_EXPECTS(edges_ != nullptr);
  }

  template <class Score>
  void update(const binary_outcome<Score>& row) noexcept {
    if (usable_score(row.score) && row.actual <= 1)
      cells_.add(row.actual, edges_->bin(row.score));
    else
      ++rejected_;
  }
  template <class Score>
  void update(const simd::usable_batch<Score>& rows) noexcept {
    edges_->count(rows, cells_.hot(rows.size()));
  }
  template <class Score>
  void update(const binary_batch<Score>& rows) noexcept {
    simd::update_usable(rows, [&](const auto& usable) { update(usable); });
  }

  /// Requires: equal edges.
  mass_histogram& merge(const mass_histogram& part) noexcept {
    TELLTALE_EXPECTS(same_edges(part));
    cells_.merge(part.cells_);
    rejected_ += part.rejected_;
    return *this;
  }
  /// Requires: `part` was merged into `*this` and is still in it.
  mass_histogram& unmerge(const mass_histogram& part) noexcept {
    TELLTALE_EXPECTS(same_edges(part));
    cells_.unmerge(part.cells_);
    rejected_ -= part.rejected_;
    return *this;
  }
  void clear() noexcept {
    cells_ = {};
    rejected_ = 0;
  }

  /// Requires (both): `i < bins`. 0 where `exact()` is false.
  [[nodiscard]] std::uint64_t negatives(std::size_t i) const noexcept {
    return cells_.negatives(i);
  }
  [[nodiscard]] std::uint64_t positives(std::size_t i) const noexcept {
    return cells_.positives(i);
  }
  /// As `score_edges` has them. Requires (both): `i < bins`.
  [[nodiscard]] double lower_edge(std::size_t i) const noexcept { return edges_->lower_edge(i); }
  [[nodiscard]] bool single(std::size_t i) const noexcept { return edges_->single(i); }
  [[nodiscard]] const score_edges<Bins>& edges() const noexcept { return *edges_; }
  /// Rows in all bins.
  [[nodiscard]] std::uint64_t count() const noexcept { return cells_.rows(); }
  /// Whether `count()` fits in a `Count`, so that every bin is known.
  [[nodiscard]] bool exact() const noexcept { return cells_.exact(); }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }

  /// Members in wire order; the edges belong to the reference.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.cells_, self.rejected_);
  }

  friend bool operator==(const mass_histogram& a, const mass_histogram& b) noexcept {
    return a.same_edges(b) && fields(a) == fields(b);
  }

private:
  [[nodiscard]] bool same_edges(const mass_histogram& other) const noexcept {
    return edges_ == other.edges_ || *edges_ == *other.edges_;
  }

  std::shared_ptr<const score_edges<Bins>> edges_;
  score_cells<Bins, Count> cells_;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
