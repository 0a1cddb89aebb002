// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/simd/dispatch.hpp>
#include <telltale/simd/vectors.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

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

/// The bin of a value, by way of its cell. Requires: `table` has an entry for each cell.
template <class Grid>
struct table_lookup {
  Grid grid;
  const std::uint8_t* table;

  [[nodiscard]] constexpr std::size_t operator()(double x) const noexcept {
    return table[grid.cell(x)];
  }
};
using grid_lookup = table_lookup<linear_grid>;

}  // namespace telltale::inline TELLTALE_ABI::simd

#if TELLTALE_LANES
#define TELLTALE_KERNEL <telltale/simd/grid_counts.inl>
#include <telltale/simd/each_path.inl>
#endif

namespace telltale::inline TELLTALE_ABI::simd {

namespace detail {

// Value by value, with any lookup.
template <class T, class BinOf>
constexpr void count_bins(column_view<T> values, const BinOf& bin_of, double lowest, double highest,
                          std::uint32_t* counters, set_aside& aside) noexcept {
  std::uint32_t missing = 0, infinite = 0, below = 0, above = 0;
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
  aside.missing += missing;
  aside.infinite += infinite;
  aside.below += below;
  aside.above += above;
}

#if TELLTALE_LANES
// Of what the lanes know how to load.
template <class T>
inline constexpr bool grid_countable =
    std::is_same_v<const T, const float> || std::is_same_v<const T, const double>;

// Sixteen at a time, out of a column that lies together.
template <class T>
void grid_counts(const T* values, std::size_t n, const grid_lookup& lookup, double lowest,
                 double highest, std::uint32_t* counters, set_aside& aside) noexcept {
  switch (current_path()) {
#if TELLTALE_DISPATCH
    case path::avx512:
      return by_64::grid_counts<std::remove_const_t<T>>(values, n, lookup, lowest, highest,
                                                        counters, aside);
    case path::avx2:
      return by_32::grid_counts<std::remove_const_t<T>>(values, n, lookup, lowest, highest,
                                                        counters, aside);
#endif
    case path::lanes:
      return by_16::grid_counts<std::remove_const_t<T>>(values, n, lookup, lowest, highest,
                                                        counters, aside);
    default:
      return count_bins(column_view<T>{values, n, 1}, lookup, lowest, highest, counters, aside);
  }
}

// Requires: `values.rows` is a multiple of 16.
template <class T>
void grid_counts(column_view<T> values, const grid_lookup& lookup, double lowest, double highest,
                 std::uint32_t* counters, set_aside& aside) noexcept {
  if (values.stride == 1)
    return grid_counts(values.first, values.rows, lookup, lowest, highest, counters, aside);
  // Brought together first, so long before they are read in lanes that the stores are done.
  std::remove_const_t<T> together[256];
  for (std::size_t begin = 0; begin < values.rows;) {
    const std::size_t take = (std::min)(std::size_t{256}, values.rows - begin);
    const T* from = values.first + begin * values.stride;
    for (std::size_t i = 0; i < take; ++i, from += values.stride) together[i] = *from;
    grid_counts<T>(together, take, lookup, lowest, highest, counters, aside);
    begin += take;
  }
}
#endif

}  // namespace detail

/// Counts the finite values of a column in `cells[bin_of(x)]`.
///
/// Shape: values outside [lowest, highest] are set aside by a branch, and nothing else is one; by a
/// linear grid sixteen at a time. The counters are the caller's u32 cells, and whoever has more
/// than 2^32 - 1 rows folds them in between.
///
/// Requires: `bin_of(x) < cells.size()` for every finite x; fewer than 2^32 rows.
template <class T, class BinOf>
[[nodiscard]] constexpr set_aside histogram(column_view<T> values, const BinOf& bin_of,
                                            double lowest, double highest,
                                            std::span<std::uint32_t> cells) noexcept {
  set_aside aside;
  std::uint32_t* const counters = cells.data();
#if TELLTALE_LANES
  if constexpr (std::is_same_v<BinOf, grid_lookup> && detail::grid_countable<T>) {
    if (!std::is_constant_evaluated() && values.rows >= 16) {
      const std::size_t take = values.rows / 16 * 16;
      detail::grid_counts(column_view<T>{values.first, take, values.stride}, bin_of, lowest,
                          highest, counters, aside);
      values.first += take * values.stride;
      values.rows -= take;
    }
  }
#endif
  detail::count_bins(values, bin_of, lowest, highest, counters, aside);
  return aside;
}

}  // namespace telltale::inline TELLTALE_ABI::simd
