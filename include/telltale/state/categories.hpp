// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/state/category_index.hpp>
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

/// Counts of a categorical column over the categories of its reference, with a cell for those that
/// the reference never had and one for missing values (NaN).
///
/// Algebra  reversible (integer counts)
/// Units    unweighted observations
/// Rejects  a value that is no integer in [-2^53, 2^53]
/// Cost     update O(1) for codes in [0, 4096), else a search; merge O(categories); never allocates
/// Size     12 bytes a category; the index is shared
/// Threads  one writer
class categories {
public:
  /// Requires: `index` is not null.
  explicit categories(std::shared_ptr<const category_index> index)
      : index_(std::move(index)), cells_(index_->size() + 2) {}

  template <class T>
    requires std::integral<T> || std::floating_point<T>
  void update(T value) noexcept {
    const auto code = static_cast<double>(value);
    if (category_index::is_code(code))
      cells_.add(index_->cell(code).value_or(unseen_cell()));
    else if (std::isnan(code))
      cells_.add(missing_cell());
    else
      ++rejected_;
  }
  template <class T>
    requires std::integral<T> || std::floating_point<T>
  void update(std::span<const T> values) noexcept {
    for (const T value : values) update(value);
  }

  /// Requires: the same categories.
  categories& merge(const categories& part) noexcept {
    TELLTALE_EXPECTS(*index_ == *part.index_);
    cells_.merge(part.cells_);
    rejected_ += part.rejected_;
    return *this;
  }
  /// Requires: `part` was merged into `*this` and is still in it.
  categories& unmerge(const categories& part) noexcept {
    TELLTALE_EXPECTS(*index_ == *part.index_);
    cells_.unmerge(part.cells_);
    rejected_ -= part.rejected_;
    return *this;
  }
  void clear() noexcept {
    cells_.clear();
    rejected_ = 0;
  }

  /// Requires: `cell < index().size()`.
  [[nodiscard]] std::uint64_t count(std::size_t cell) const noexcept {
    TELLTALE_EXPECTS(cell < index_->size());
    return cells_[cell];
  }
  /// Values with a category, unseen ones included: neither missing nor rejected.
  [[nodiscard]] std::uint64_t total() const noexcept { return cells_.sum(0, missing_cell()); }
  /// Values of a category that the reference never had.
  [[nodiscard]] std::uint64_t unseen() const noexcept { return cells_[unseen_cell()]; }
  [[nodiscard]] std::uint64_t missing() const noexcept { return cells_[missing_cell()]; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }

  /// The known categories in the order of their codes, then the unseen, then the missing.
  [[nodiscard]] std::vector<std::uint64_t> cells() const {
    std::vector<std::uint64_t> all(cells_.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = cells_[i];
    return all;
  }
  [[nodiscard]] std::size_t unseen_cell() const noexcept { return index_->size(); }
  [[nodiscard]] std::size_t missing_cell() const noexcept { return index_->size() + 1; }
  [[nodiscard]] const category_index& index() const noexcept { return *index_; }

  friend bool operator==(const categories& a, const categories& b) noexcept {
    return *a.index_ == *b.index_ && a.cells_ == b.cells_ && a.rejected_ == b.rejected_;
  }

private:
  std::shared_ptr<const category_index> index_;
  folded_counters<> cells_;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
