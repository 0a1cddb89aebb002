// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/math/mix.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// A uniform sample without replacement of the rows that came, of a size fixed at construction:
/// every set of so many rows is as probable as any other.
///
/// Each row draws a number from (seed, its place in the stream), and the rows with the least ones
/// stay. So the sample is the same wherever the same stream is replayed, and merging is exact.
///
/// Algebra  mergeable: the parts have different seeds, or their rows would draw the same numbers
/// Units    unweighted observations
/// Rejects  nothing
/// Cost     update O(1); O(log capacity) for a row that stays, which are about
///          capacity * ln(rows / capacity); merge O(capacity log capacity); never allocates
/// Size     (8 + sizeof(T)) bytes a row of capacity, rounded up to T's alignment, and 48
/// Source   Vitter 1985, doi:10.1145/3147.3165, for the problem; the least of random keys:
/// Efraimidis
///          & Spirakis 2006, doi:10.1016/j.ipl.2005.11.003
/// Threads  one writer
///
/// `T`: a value, the id of a row, a small struct with ==.
template <class T = double>
requires std::is_trivially_copyable_v<T> && std::is_default_constructible_v<T>
class reservoir {
public:
  /// Requires: `capacity > 0`.
  explicit reservoir(std::size_t capacity, std::uint64_t seed = 0) : seed_(seed), kept_(capacity) {
    TELLTALE_EXPECTS(capacity > 0);
  }

  void update(const T& row) noexcept { keep({math::random_bits(seed_, count_++), row}); }
  /// The same as the loop over the values.
  template <std::size_t Extent>
  void update(std::span<const T, Extent> rows) noexcept {
    for (const T& row : rows) update(row);
  }

  /// Requires: the same capacity.
  reservoir& merge(const reservoir& part) noexcept {
    TELLTALE_EXPECTS(capacity() == part.capacity());
    count_ += part.count_;
    const std::size_t n = part.size_;
    for (std::size_t i = 0; i < n; ++i) keep(part.kept_[i]);
    return *this;
  }
  void clear() noexcept {
    size_ = 0;
    count_ = 0;
  }

  /// Rows that came.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return 0; }
  [[nodiscard]] std::size_t capacity() const noexcept { return kept_.size(); }
  /// Rows that stay: the lesser of the two.
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// Requires: `i < size()`. In no order.
  [[nodiscard]] const T& operator[](std::size_t i) const noexcept {
    TELLTALE_EXPECTS(i < size_);
    return kept_[i].row;
  }

  /// The same rows, whatever the order in which they lie.
  friend bool operator==(const reservoir& a, const reservoir& b) {
    if (a.capacity() != b.capacity() || a.count_ != b.count_ || a.size_ != b.size_) return false;
    auto x = a.kept_, y = b.kept_;
    std::sort(x.begin(), x.begin() + a.end(), before);
    std::sort(y.begin(), y.begin() + b.end(), before);
    return std::equal(
        x.begin(), x.begin() + a.end(), y.begin(),
        [](const entry& p, const entry& q) { return p.number == q.number && p.row == q.row; });
  }

private:
  struct entry {
    std::uint64_t number = 0;
    T row{};
  };
  static bool before(const entry& a, const entry& b) noexcept { return a.number < b.number; }
  [[nodiscard]] std::ptrdiff_t end() const noexcept { return static_cast<std::ptrdiff_t>(size_); }

  // The largest number is on top of the heap.
  void keep(entry one) noexcept {
    if (size_ == kept_.size()) {
      if (!before(one, kept_.front())) return;
      std::pop_heap(kept_.begin(), kept_.end(), before);
      kept_.back() = one;
    } else {
      kept_[size_++] = one;
    }
    std::push_heap(kept_.begin(), kept_.begin() + end(), before);
  }

  std::uint64_t seed_;
  std::uint64_t count_ = 0;
  std::size_t size_ = 0;
  std::vector<entry> kept_;
};

}  // namespace telltale::inline TELLTALE_ABI::state
