// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/simd/binning.hpp>
#include <telltale/state/binning.hpp>
#include <telltale/state/counters.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// Counts of a numeric column over frozen bins, with a cell for missing values (NaN).
///
/// Values below the lowest or above the highest value that the bins were taken from are counted in
/// the outer bins, like any other, and in `underflow()` or `overflow()` as well: those two stand
/// beside the partition, they are no cells of it.
///
/// Algebra  reversible (integer counts)
/// Units    unweighted observations
/// Rejects  an infinite value
/// Cost     update O(1) from the grid; merge O(bins); never allocates
/// Size     12 bytes a bin, and 104; the bins themselves are shared
/// Threads  one writer
class histogram {
public:
  /// Requires: `bins` is not null.
  explicit histogram(std::shared_ptr<const binning> bins)
      : bins_(std::move(bins)), cells_(bins_->bins()) {}

  template <class T>
  requires std::is_arithmetic_v<T>
  void update(T value) noexcept {
    const auto x = static_cast<double>(value);
    if (x - x == 0) {  // an infinity minus itself is NaN
      cells_.add(bins_->bin(x));
      underflow_ += x < bins_->lowest();
      overflow_ += x > bins_->highest();
    } else if (x != x) {
      ++missing_;
    } else {
      ++rejected_;
    }
  }
  /// The same as the loop over the values.
  template <class T, std::size_t Extent>
  void update(std::span<T, Extent> values) noexcept {
    update_column(simd::column_view<T>{values.data(), values.size(), 1});
  }
  /// One column of a row-major table, `width` values a row.
  /// Requires: `column < width`, `table.size()` is a multiple of `width`.
  template <class T, std::size_t Extent>
  void update(std::span<T, Extent> table, std::size_t width, std::size_t column) noexcept {
    TELLTALE_EXPECTS(column < width && table.size() % width == 0);
    if (table.empty()) return;  // perhaps null, which cannot be moved
    update_column(simd::column_view<T>{table.data() + column, table.size() / width, width});
  }

  /// Requires: the same bins.
  histogram& merge(const histogram& part) noexcept {
    TELLTALE_EXPECTS(same_bins(part));
    cells_.merge(part.cells_);
    missing_ += part.missing_;
    underflow_ += part.underflow_;
    overflow_ += part.overflow_;
    rejected_ += part.rejected_;
    return *this;
  }
  /// Requires: `part` was merged into `*this` and is still in it.
  histogram& unmerge(const histogram& part) noexcept {
    TELLTALE_EXPECTS(same_bins(part));
    cells_.unmerge(part.cells_);
    missing_ -= part.missing_;
    underflow_ -= part.underflow_;
    overflow_ -= part.overflow_;
    rejected_ -= part.rejected_;
    return *this;
  }
  void clear() noexcept {
    cells_.clear();
    missing_ = underflow_ = overflow_ = rejected_ = 0;
  }

  /// Requires: `bin < bins().bins()`.
  [[nodiscard]] std::uint64_t count(std::size_t bin) const noexcept { return cells_[bin]; }
  /// Values in bins: neither missing nor rejected.
  [[nodiscard]] std::uint64_t total() const noexcept { return cells_.total(); }
  [[nodiscard]] std::uint64_t missing() const noexcept { return missing_; }
  [[nodiscard]] std::uint64_t underflow() const noexcept { return underflow_; }
  [[nodiscard]] std::uint64_t overflow() const noexcept { return overflow_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }

  /// The bins in ascending order, then one cell of missing values.
  [[nodiscard]] std::vector<std::uint64_t> cells() const {
    std::vector<std::uint64_t> all(cells_.size() + 1, missing_);
    for (std::size_t i = 0; i < cells_.size(); ++i) all[i] = cells_[i];
    return all;
  }
  [[nodiscard]] const binning& bins() const noexcept { return *bins_; }

  /// Members in wire order; the bins belong to the reference.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.cells_, self.missing_, self.underflow_, self.overflow_, self.rejected_);
  }

  friend bool operator==(const histogram& a, const histogram& b) noexcept {
    return a.same_bins(b) && fields(a) == fields(b);
  }

private:
  [[nodiscard]] bool same_bins(const histogram& other) const noexcept {
    return bins_ == other.bins_ || *bins_ == *other.bins_;
  }

  template <class T>
  void update_column(simd::column_view<T> values) noexcept {
    constexpr std::size_t block = 65'536;  // far below what the u32 cells take
    bins_->with_lookup([&](auto bin_of) {
      while (values.rows > 0) {
        const std::size_t rows = (std::min)(block, values.rows);
        const simd::set_aside aside = simd::histogram(
            simd::column_view<T>{values.first, rows, values.stride}, bin_of, bins_->lowest(),
            bins_->highest(), cells_.hot(static_cast<std::uint32_t>(rows)));
        missing_ += aside.missing;
        underflow_ += aside.below;
        overflow_ += aside.above;
        rejected_ += aside.infinite;
        values.first += rows * values.stride;
        values.rows -= rows;
      }
    });
  }

  std::shared_ptr<const binning> bins_;
  folded_counters<> cells_;
  std::uint64_t missing_ = 0;
  std::uint64_t underflow_ = 0;
  std::uint64_t overflow_ = 0;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
