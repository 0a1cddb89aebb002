// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace telltale::inline TELLTALE_ABI::simd {

/// Cells of the grid that the edges of a column are snapped to.
inline constexpr std::size_t grid_cells = 2048;
/// The bin of each cell.
using grid_table = std::array<std::uint8_t, grid_cells>;

namespace detail {
// The whole cells in `cell`; values outside the grid fall into its first or last one, and so does
// NaN.
[[nodiscard]] constexpr std::size_t clamp_cell(double cell) noexcept {
  // By the sign bit, since GCC makes two comparisons branches, and values outside are frequent: all
  // of the outer bins.
  const auto bits = std::bit_cast<std::int64_t>(cell);
  const double above = std::bit_cast<double>(bits & ~(bits >> 63));
  constexpr double last = double{grid_cells} - 1;
  return static_cast<std::size_t>(static_cast<std::int32_t>(above < last ? above : last));
}
}  // namespace detail

/// A grid of equal steps in the value. `cell` is monotone in x.
///
/// A difference and one product, so that no compiler can fuse them and a value falls into the same
/// cell in every build.
struct linear_grid {
  double origin = 0;
  double scale = 0;  ///< cells a unit; positive, finite

  [[nodiscard]] constexpr std::size_t cell(double x) const noexcept {
    return detail::clamp_cell((x - origin) * scale);
  }
};

/// Unsigned integers in the order of the doubles, -0 and +0 being the same one. Equal steps of it
/// are equal shares of the value within each power of two: close to a logarithm.
[[nodiscard]] constexpr std::uint64_t ordered_image(double x) noexcept {
  constexpr std::uint64_t sign = std::uint64_t{1} << 63;
  const auto bits = std::bit_cast<std::uint64_t>(x + 0.0);
  return (bits & sign) != 0 ? ~bits : bits | sign;
}
/// The value with that image. Requires: `image` is one of a double that is no NaN.
[[nodiscard]] constexpr double from_ordered_image(std::uint64_t image) noexcept {
  constexpr std::uint64_t sign = std::uint64_t{1} << 63;
  return std::bit_cast<double>((image & sign) != 0 ? image ^ sign : ~image) + 0.0;
}

/// A grid of equal steps in the ordered image: for columns over many orders of magnitude.
struct image_grid {
  std::uint64_t origin = 0;
  double scale = 0;

  [[nodiscard]] constexpr std::size_t cell(double x) const noexcept {
    const std::uint64_t image = ordered_image(x);
    const std::uint64_t above = image > origin ? image - origin : 0;
    return detail::clamp_cell(static_cast<double>(above) * scale);
  }
};

/// Values of one column: a whole span, or every `stride`-th value of a row-major table.
template <class T>
struct column_view {
  const T* first = nullptr;
  std::size_t rows = 0;
  std::size_t stride = 1;
};

/// What a batch held beside the bins: NaN and infinities are in none; values below `lowest` or
/// above `highest` are in one as well.
struct set_aside {
  std::uint64_t missing = 0;
  std::uint64_t infinite = 0;
  std::uint64_t below = 0;
  std::uint64_t above = 0;
};

/// Counts the finite values of a column in `cells[bin_of(x)]`.
///
/// Shape: no branch on the data but the one that sets values outside [lowest, highest] aside; the
/// counters are the caller's u32 cells, and whoever has more than 2^32 - 1 rows folds them in
/// between.
///
/// Requires: `bin_of(x) < cells.size()` for every finite x; fewer than 2^32 rows.
template <class T, class BinOf>
[[nodiscard]] constexpr set_aside histogram(column_view<T> values, BinOf bin_of, double lowest,
                                            double highest,
                                            std::span<std::uint32_t> cells) noexcept {
  std::uint32_t missing = 0, infinite = 0, below = 0, above = 0;
  std::uint32_t* const counters = cells.data();
  for (std::size_t i = 0; i < values.rows; ++i) {
    const auto x = static_cast<double>(values.first[i * values.stride]);
    if (!(x >= lowest && x <= highest)) {
      const bool finite = x - x == 0;  // an infinity minus itself is NaN
      missing += x != x;
      infinite += !finite && x == x;
      below += finite && x < lowest;
      above += finite && x > highest;
      if (!finite) continue;
    }
    ++counters[bin_of(x)];
  }
  return {missing, infinite, below, above};
}

}  // namespace telltale::inline TELLTALE_ABI::simd
