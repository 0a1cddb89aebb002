// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/state/binning.hpp>
#include <telltale/state/counters.hpp>

#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// Counts of a numeric column over frozen bins, with a cell for missing values (NaN).
///
/// Values below the lowest or above the highest value that the bins were taken from are counted in
/// the outer bins, like any other, and in `underflow()` or `overflow()` as well.
///
/// Algebra  reversible (integer counts)
/// Units    unweighted observations
/// Rejects  an infinite value
/// Cost     update O(1) from the grid; merge O(bins); never allocates
/// Size     12 bytes a bin; the bins themselves are shared
/// Threads  one writer
class histogram {
public:
  /// Requires: `bins` is not null.
  explicit histogram(std::shared_ptr<const binning> bins)
      : bins_(std::move(bins)), cells_(bins_->bins() + 1) {}

  template <class T>
    requires std::integral<T> || std::floating_point<T>
  void update(T value) noexcept {
    const auto x = static_cast<double>(value);
    if (std::isfinite(x)) {
      cells_.add(bins_->bin(x));
      underflow_ += x < bins_->lowest();
      overflow_ += x > bins_->highest();
    } else if (std::isnan(x)) {
      cells_.add(missing_cell());
    } else {
      ++rejected_;
    }
  }
  template <class T>
    requires std::integral<T> || std::floating_point<T>
  void update(std::span<const T> values) noexcept {
    for (const T value : values) update(value);
  }

  /// Requires: the same bins.
  histogram& merge(const histogram& part) noexcept {
    TELLTALE_EXPECTS(*bins_ == *part.bins_);
    cells_.merge(part.cells_);
    underflow_ += part.underflow_;
    overflow_ += part.overflow_;
    rejected_ += part.rejected_;
    return *this;
  }
  /// Requires: `part` was merged into `*this` and is still in it.
  histogram& unmerge(const histogram& part) noexcept {
    TELLTALE_EXPECTS(*bins_ == *part.bins_);
    cells_.unmerge(part.cells_);
    underflow_ -= part.underflow_;
    overflow_ -= part.overflow_;
    rejected_ -= part.rejected_;
    return *this;
  }
  void clear() noexcept {
    cells_.clear();
    underflow_ = overflow_ = rejected_ = 0;
  }

  /// Requires: `bin < bins().bins()`.
  [[nodiscard]] std::uint64_t count(std::size_t bin) const noexcept {
    TELLTALE_EXPECTS(bin < bins_->bins());
    return cells_[bin];
  }
  /// Values in bins: neither missing nor rejected.
  [[nodiscard]] std::uint64_t total() const noexcept { return cells_.sum(0, bins_->bins()); }
  [[nodiscard]] std::uint64_t missing() const noexcept { return cells_[missing_cell()]; }
  [[nodiscard]] std::uint64_t underflow() const noexcept { return underflow_; }
  [[nodiscard]] std::uint64_t overflow() const noexcept { return overflow_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }

  /// The bins in ascending order, then one cell of missing values.
  [[nodiscard]] std::vector<std::uint64_t> cells() const {
    std::vector<std::uint64_t> all(cells_.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = cells_[i];
    return all;
  }
  [[nodiscard]] const binning& bins() const noexcept { return *bins_; }

  friend bool operator==(const histogram& a, const histogram& b) noexcept {
    return *a.bins_ == *b.bins_ && a.cells_ == b.cells_ && a.underflow_ == b.underflow_ &&
           a.overflow_ == b.overflow_ && a.rejected_ == b.rejected_;
  }

private:
  [[nodiscard]] std::size_t missing_cell() const noexcept { return bins_->bins(); }

  std::shared_ptr<const binning> bins_;
  folded_counters<> cells_;
  std::uint64_t underflow_ = 0;
  std::uint64_t overflow_ = 0;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
