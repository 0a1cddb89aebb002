// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/simd/lanes.hpp>
#include <telltale/simd/value_map.hpp>

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// The slots that the k distinct values of a sample cut the line into: before the first, the first,
/// between it and the second, the second, and so on; 2 k + 1 of them, in order. Whatever falls into
/// the same slot compares alike with every value of the sample.
///
/// Cost  O(1) where a grid of equal steps, of the value or of its bits, spreads the values well;
///       at most O(log k), whatever they are. No branch on the value
/// Size  sizeof(T) bytes a distinct value, and 8 to 16 for the grid
template <std::floating_point T>
class slot_index {
public:
  /// Requires: finite values in ascending order, fewer than 2^31.
  explicit slot_index(std::span<const T> sorted) : slot_index(distinct(sorted)) {}

  /// Distinct values.
  [[nodiscard]] std::size_t values() const noexcept { return size_; }
  [[nodiscard]] std::size_t slots() const noexcept { return 2 * size_ + 1; }

  /// Requires: x is finite.
  [[nodiscard]] std::uint32_t operator()(T x) const noexcept {
    const T inside = x < lowest_ ? lowest_ : x > highest_ ? highest_ : x;
    // The first of its cell; by halves while there are many; all that may be left at once.
    std::size_t below = first_[map_(inside)];
    for (unsigned step = steps_; step-- > 0;) {
      const bool more = values_[below + (window << step) - 1] < x;
      below += (window * more) << step;  // a choice, or a mask, would be a branch for Clang
    }
    return static_cast<std::uint32_t>(2 * below) + slot_in(values_.data() + below, x);
  }

  /// The same values.
  friend bool operator==(const slot_index& a, const slot_index& b) noexcept {
    return a.values_ == b.values_;
  }

private:
  explicit slot_index(std::vector<T>&& values)
      : size_(values.size()),
        lowest_(values.empty() ? T(0) : values.front()),
        highest_(values.empty() ? T(0) : values.back()),
        map_({lowest_, highest_}, bits_for(size_), some_of(values)),
        first_(std::size_t{1} << bits_for(size_)) {
    std::size_t most = 0;
    for (std::size_t cell = 0, i = 0; cell < first_.size(); ++cell) {
      first_[cell] = static_cast<std::uint32_t>(i);
      while (i < size_ && map_(values[i]) == cell) ++i;
      most = (std::max)(most, i - first_[cell]);
    }
    steps_ = static_cast<unsigned>(std::bit_width(most / window));
    // What the search may look at beyond the last.
    values.resize(size_ + (window << steps_) + window, std::numeric_limits<T>::infinity());
    values_ = std::move(values);
  }

  // Values that are smaller, and once more those that are not larger.
  static std::uint32_t slot_in(const T* values, T x) noexcept {
    std::uint32_t slot = 0;
#if TELLTALE_LANES
    if constexpr (sizeof(T) == 4) {
      const simd::float4 wanted = simd::float4{} + x;
      simd::int4 lanes{};
#pragma GCC unroll 2
      for (std::size_t i = 0; i < window; i += 4) {
        const auto some = simd::load<simd::float4>(values + i);
        lanes -= (some < wanted) + (some <= wanted);
      }
      lanes += __builtin_shufflevector(lanes, lanes, 2, 3, 0, 1);
      lanes += __builtin_shufflevector(lanes, lanes, 1, 0, 3, 2);
      return static_cast<std::uint32_t>(lanes[0]);
    }
#endif
    for (std::size_t i = 0; i < window; ++i)
      slot +=
          static_cast<std::uint32_t>(values[i] < x) + static_cast<std::uint32_t>(values[i] <= x);
    return slot;
  }

  static std::vector<T> distinct(std::span<const T> sorted) {
    TELLTALE_EXPECTS(std::is_sorted(sorted.begin(), sorted.end()));
    TELLTALE_EXPECTS(sorted.size() < std::size_t{1} << 31);
    std::vector<T> values(sorted.begin(), sorted.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
  }
  static unsigned bits_for(std::size_t n) noexcept {
    return std::clamp(static_cast<unsigned>(std::bit_width(n)) + 1, 1u, 16u);
  }
  static std::vector<T> some_of(const std::vector<T>& values) {
    std::vector<T> some;
    const std::size_t step = values.size() / 512 + 1;
    for (std::size_t i = step / 2; i < values.size(); i += step) some.push_back(values[i]);
    return some;
  }

  static constexpr std::size_t window = 8;

  std::size_t size_;
  T lowest_, highest_;
  simd::value_map<T> map_;
  std::vector<std::uint32_t> first_;  // of the values in a cell, or after it
  std::vector<T> values_;             // then infinities
  unsigned steps_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
