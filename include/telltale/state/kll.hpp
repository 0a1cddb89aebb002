// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/math/mix.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// A sample of a stream from which every rank is known to within a stated error, whatever the
/// values are and in whatever order they come (KLL): values stand in levels, one of level h for 2^h
/// values that came; a level that is full is sorted, and every other value of it goes up.
///
/// Algebra  mergeable; which values are kept depends on the order of merging, the bound does not
/// Units    unweighted observations
/// Rejects  NaN
/// Cost     update O(1) amortised, O(k) when levels are full; merge O(k); never allocates after
///          construction
/// Error    all ranks at once within `rank_error()` of n with 99 % probability: 1.65 % at k = 200
/// Size     16 (3 k + 384) bytes at most, taken at construction
/// Source   Karnin, Lang & Liberty 2016, doi:10.1109/FOCS.2016.17; the bound's constants are those
///          that Apache DataSketches measured for levels that shrink by 2/3 to no less than 8
/// Threads  one writer
class kll {
public:
  /// `k`: the size of the largest level, in [8, 4096]. `seed`: of the coin that chooses which half
  /// of a level goes up; parts that will be merged should differ in it.
  explicit kll(std::size_t k = 200, std::uint64_t seed = 0)
      : k_(std::clamp(k, std::size_t{8}, std::size_t{4096})), seed_(seed) {
    // Twice what can stand in all levels, so that another one fits beside it in a merge.
    items_.resize(2 * capacity(most_levels));
  }

  template <class T>
  void update(T value) noexcept {
    const auto x = static_cast<double>(value);
    if (x != x) {
      ++rejected_;
      return;
    }
    if (size_ >= capacity(levels_)) compress();
    items_[size_++] = x;
    ++sizes_[0];
    ++count_;
  }

  kll& merge(const kll& part) noexcept {
    if (&part == this) {
      const kll copy = part;
      return merge(copy);
    }
    if (part.levels_ > levels_) levels_ = part.levels_;
    // From the last level up, so that what is moved is moved once.
    std::size_t from = part.size_, end = size_;
    for (std::size_t h = 0; h < part.levels_; ++h) {
      from -= part.sizes_[h];
      const std::size_t more = part.sizes_[h];
      // Behind this level's own values stand those of the levels below it.
      const auto at = items_.begin() + static_cast<std::ptrdiff_t>(end);
      std::move_backward(at, items_.begin() + static_cast<std::ptrdiff_t>(size_),
                         items_.begin() + static_cast<std::ptrdiff_t>(size_ + more));
      std::copy_n(part.items_.begin() + static_cast<std::ptrdiff_t>(from), more, at);
      size_ += more;
      end -= sizes_[h];
      sizes_[h] += more;
    }
    count_ += part.count_;
    rejected_ += part.rejected_;
    while (size_ > capacity(levels_)) compress();
    return *this;
  }
  void clear() noexcept {
    sizes_.fill(0);
    levels_ = 1;
    size_ = 0;
    count_ = rejected_ = coins_ = 0;
  }

  /// Values that came.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }
  [[nodiscard]] std::size_t k() const noexcept { return k_; }
  /// Values that are kept.
  [[nodiscard]] std::size_t kept() const noexcept { return size_; }
  /// By how much every share of values is right at once, with 99 % probability; 0 while all values
  /// are kept.
  [[nodiscard]] double rank_error() const noexcept {
    return levels_ == 1 ? 0 : 2.446 / std::pow(static_cast<double>(k_), 0.9433);
  }

  /// The share of the values that are at most `x`. Requires: `count() > 0`.
  [[nodiscard]] double share_up_to(double x) const noexcept {
    std::uint64_t below = 0;
    for_each([&](double value, std::uint64_t weight) { below += value <= x ? weight : 0; });
    return static_cast<double>(below) / static_cast<double>(count_);
  }
  /// Calls `visit(value, weight)` for each value that is kept, in no order; the weights add up to
  /// `count()`.
  void for_each(auto&& visit) const noexcept {
    std::size_t at = size_;
    for (std::size_t h = 0; h < levels_; ++h)
      for (std::size_t i = 0; i < sizes_[h]; ++i) visit(items_[--at], std::uint64_t{1} << h);
  }

  /// The same values in the same levels.
  friend bool operator==(const kll& a, const kll& b) noexcept {
    return a.k_ == b.k_ && a.seed_ == b.seed_ && a.sizes_ == b.sizes_ && a.count_ == b.count_ &&
           a.rejected_ == b.rejected_ && a.coins_ == b.coins_ && a.levels_ == b.levels_ &&
           std::equal(a.items_.begin(), a.items_.begin() + static_cast<std::ptrdiff_t>(a.size_),
                      b.items_.begin(), b.items_.begin() + static_cast<std::ptrdiff_t>(b.size_));
  }

private:
  static constexpr std::size_t most_levels = 48;
  static constexpr std::size_t least = 8;

  // Of level h where there are so many: k at the top, 2/3 of that below it, and so on.
  [[nodiscard]] std::size_t capacity_of(std::size_t h, std::size_t levels) const noexcept {
    auto size = static_cast<double>(k_);
    for (std::size_t depth = levels - 1 - h; depth > 0 && size > least; --depth) size *= 2.0 / 3;
    return (std::max)(least, static_cast<std::size_t>(std::ceil(size)));
  }
  [[nodiscard]] std::size_t capacity(std::size_t levels) const noexcept {
    if (levels == capacity_levels_) return capacity_;
    std::size_t all = 0;
    for (std::size_t h = 0; h < levels; ++h) all += capacity_of(h, levels);
    capacity_levels_ = levels;
    return capacity_ = all;
  }

  // Sends half of the lowest full level up. The levels stand in the array from the top down, so
  // what is sent up only moves to the front of its own level. One value of an odd level stays.
  void compress() noexcept {
    std::size_t h = 0, end = size_;
    while (sizes_[h] < capacity_of(h, levels_)) end -= sizes_[h++];
    if (h + 1 == levels_) {
      if (levels_ == most_levels) return;  // some 10^16 values
      ++levels_;
    }
    const std::size_t begin = end - sizes_[h], half = sizes_[h] / 2, odd = sizes_[h] % 2;
    double* const level = items_.data() + begin;
    const std::uint64_t coin = math::random_bits(seed_, coins_++);
    // The one that stays is the first or the last that came to the level.
    double stays = 0;
    if (odd != 0) {
      if ((coin & 2) != 0) std::swap(level[0], level[sizes_[h] - 1]);
      stays = level[sizes_[h] - 1];
    }
    std::sort(level, level + 2 * half);
    for (std::size_t i = 0; i < half; ++i) level[i] = level[2 * i + (coin & 1)];
    if (odd != 0) level[half] = stays;
    std::move(items_.data() + end, items_.data() + size_, level + half + odd);
    size_ -= half;
    sizes_[h] = odd;
    sizes_[h + 1] += half;
  }

  std::size_t k_;
  std::uint64_t seed_;
  std::vector<double> items_;  // level after level, the last one, of single values, at the end
  std::array<std::size_t, most_levels> sizes_{};
  std::size_t levels_ = 1;
  std::size_t size_ = 0;
  std::uint64_t count_ = 0;
  std::uint64_t rejected_ = 0;
  std::uint64_t coins_ = 0;
  mutable std::size_t capacity_levels_ = 0, capacity_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
