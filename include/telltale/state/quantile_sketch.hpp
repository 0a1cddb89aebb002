// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <tuple>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// Every value in one of 65,536 cells: the upper 16 bits of a float (its sign, its exponent and the
/// first seven bits of its mantissa) put in the order of the values. Quantiles of any numbers, in
/// whatever units, without a range to be set; a merge is an addition, and nothing depends on the
/// order in which values came.
///
/// Algebra  reversible (integer counts)
/// Units    unweighted observations
/// Rejects  NaN. Infinite values are counted at the ends, and so are doubles beyond a float's range
/// Cost     update O(1), some ns; merge, unmerge and reading O(65,536); never allocates after
///          construction
/// Error    a cell is at most 1/128 of its value wide, so a value read from it is off by less than
///          0.8 %; below 1e-38 by less than 1e-40. Ranks at the borders of cells are exact
/// Size     256 KiB, taken at construction. Beyond 2^32 - 1 values there is no answer
/// Threads  one writer
class quantile_sketch {
public:
  static constexpr std::size_t cells = 65'536;

  quantile_sketch() : counts_(cells) {}

  template <class T>
  void update(T value) noexcept {
    const auto x = static_cast<float>(value);
    if (x != x) {
      ++rejected_;
      return;
    }
    ++counts_[cell_of(x)];
    ++total_;
  }
  /// The same as the loop over the values.
  template <class T, std::size_t Extent>
  void update(std::span<T, Extent> values) noexcept {
    for (const T value : values) update(value);
  }

  quantile_sketch& merge(const quantile_sketch& part) noexcept {
    for (std::size_t i = 0; i < cells; ++i) counts_[i] += part.counts_[i];
    total_ += part.total_;
    rejected_ += part.rejected_;
    return *this;
  }
  /// Requires: `part` was merged into `*this` and is still in it.
  quantile_sketch& unmerge(const quantile_sketch& part) noexcept {
    // Unsigned arithmetic wraps, so a count is right again once the total fits.
    for (std::size_t i = 0; i < cells; ++i) counts_[i] -= part.counts_[i];
    total_ -= part.total_;
    rejected_ -= part.rejected_;
    return *this;
  }
  void clear() noexcept {
    std::fill(counts_.begin(), counts_.end(), std::uint32_t{0});
    total_ = rejected_ = 0;
  }

  /// Values that came.
  [[nodiscard]] std::uint64_t count() const noexcept { return total_; }
  /// Whether the cells hold all of them: no more than 2^32 - 1.
  [[nodiscard]] bool exact() const noexcept {
    return total_ <= (std::numeric_limits<std::uint32_t>::max)();
  }
  /// Values in a cell, in ascending order. Requires: `cell < cells` and `exact()`.
  [[nodiscard]] std::uint32_t operator[](std::size_t cell) const noexcept {
    TELLTALE_EXPECTS(cell < cells);
    return counts_[cell];
  }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }

  /// The cell of a value; of a double that of the nearest float. Requires: not NaN.
  [[nodiscard]] static std::size_t cell_of(float value) noexcept {
    return ordered(value + 0.0f) >> 16;  // -0 + 0 is 0
  }
  /// Between which values a cell's lie, closed, the rounding of a double to a float included.
  /// Requires: `cell < cells`, and a value can be in it.
  [[nodiscard]] static double lowest(std::size_t cell) noexcept {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    return static_cast<double>(
        std::nextafter(value_of(static_cast<std::uint32_t>(cell << 16)), -infinity));
  }
  [[nodiscard]] static double highest(std::size_t cell) noexcept {
    constexpr float infinity = std::numeric_limits<float>::infinity();
    return static_cast<double>(
        std::nextafter(value_of(static_cast<std::uint32_t>(cell << 16 | 0xFFFF)), infinity));
  }

  friend bool operator==(const quantile_sketch&, const quantile_sketch&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.counts_, self.total_, self.rejected_);
  }

private:
  static constexpr std::uint32_t sign = 0x80000000u;

  // The bits of a float as an integer in the order of its values, and back.
  [[nodiscard]] static std::uint32_t ordered(float value) noexcept {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return (bits & sign) != 0 ? ~bits : bits | sign;
  }
  [[nodiscard]] static float value_of(std::uint32_t key) noexcept {
    const std::uint32_t bits = (key & sign) != 0 ? key & ~sign : ~key;
    constexpr std::uint32_t infinite = 0x7F800000u;
    // Behind infinity there are only NaNs.
    if ((bits & ~sign) > infinite)
      return (bits & sign) != 0 ? -std::numeric_limits<float>::infinity()
                                : std::numeric_limits<float>::infinity();
    return std::bit_cast<float>(bits);
  }

  std::vector<std::uint32_t> counts_;
  std::uint64_t total_ = 0;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
