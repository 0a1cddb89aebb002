// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/state/category_index.hpp>
#include <telltale/state/counters.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// Counts of a categorical column over the categories of its reference, with a cell for those that
/// the reference never had and one for missing values (NaN).
///
/// Algebra  reversible (integer counts)
/// Units    unweighted observations
/// Rejects  a value that is no integer in [-2^53, 2^53]
/// Cost     update O(1); merge O(categories); never allocates
/// Size     12 bytes a category, and 80; the index is shared
/// Threads  one writer
class categories {
public:
  /// Requires: `index` is not null.
  explicit categories(std::shared_ptr<const category_index> index)
      : index_(std::move(index)), cells_(index_->cells() + 2) {}

  template <class T>
  requires std::is_arithmetic_v<T>
  void update(T value) noexcept {
    const auto code = static_cast<double>(value);
    if (category_index::is_code(code))
      cells_.add(index_->cell(code).value_or(unseen_cell()));
    else if (code != code)
      cells_.add(missing_cell());
    else
      ++rejected_;
  }
  /// The same as the loop over the values.
  template <class T, std::size_t Extent>
  void update(std::span<T, Extent> values) noexcept {
    for (const T value : values) update(value);
  }
  /// One column of a row-major table, `width` values a row.
  /// Requires: `column < width`, `table.size()` is a multiple of `width`.
  template <class T, std::size_t Extent>
  void update(std::span<T, Extent> table, std::size_t width, std::size_t column) noexcept {
    TELLTALE_EXPECTS(column < width && table.size() % width == 0);
    for (std::size_t at = column; at < table.size(); at += width) update(table[at]);
  }

  /// Requires: the same categories.
  categories& merge(const categories& part) noexcept {
    TELLTALE_EXPECTS(same_index(part));
    cells_.merge(part.cells_);
    rejected_ += part.rejected_;
    return *this;
  }
  /// Requires: `part` was merged into `*this` and is still in it.
  categories& unmerge(const categories& part) noexcept {
    TELLTALE_EXPECTS(same_index(part));
    cells_.unmerge(part.cells_);
    rejected_ -= part.rejected_;
    return *this;
  }
  void clear() noexcept {
    cells_.clear();
    rejected_ = 0;
  }

  /// Requires: `cell < index().cells()`.
  [[nodiscard]] std::uint64_t count(std::size_t cell) const noexcept {
    TELLTALE_EXPECTS(cell < index_->cells());
    return cells_[cell];
  }
  /// Values with a category, unseen ones included: neither missing nor rejected.
  [[nodiscard]] std::uint64_t total() const noexcept { return cells_.sum(0, missing_cell()); }
  /// Values of categories that the reference had, but too rarely for a cell of their own.
  [[nodiscard]] std::uint64_t other() const noexcept {
    return index_->capped() ? cells_[index_->other_cell()] : 0;
  }
  /// Values of categories that the reference never had.
  [[nodiscard]] std::uint64_t unseen() const noexcept { return cells_[unseen_cell()]; }
  [[nodiscard]] std::uint64_t missing() const noexcept { return cells_[missing_cell()]; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }

  /// The known categories in the order of their codes, the others if the index is capped, the
  /// unseen, the missing.
  [[nodiscard]] std::vector<std::uint64_t> cells() const {
    std::vector<std::uint64_t> all(cells_.size());
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = cells_[i];
    return all;
  }
  [[nodiscard]] std::size_t unseen_cell() const noexcept { return index_->cells(); }
  [[nodiscard]] std::size_t missing_cell() const noexcept { return index_->cells() + 1; }
  [[nodiscard]] const category_index& index() const noexcept { return *index_; }

  /// Members in wire order; the index belongs to the reference.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.cells_, self.rejected_);
  }

  friend bool operator==(const categories& a, const categories& b) noexcept {
    return a.same_index(b) && fields(a) == fields(b);
  }

private:
  [[nodiscard]] bool same_index(const categories& other) const noexcept {
    return index_ == other.index_ || *index_ == *other.index_;
  }

  std::shared_ptr<const category_index> index_;
  folded_counters<> cells_;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
