// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace telltale::inline TELLTALE_ABI::state {

/// Magnitudes in cells whose width is in proportion to them, read off the bits of a double: its
/// exponent and the first `MantissaBits` of its mantissa. Those below 2^Lowest share the first cell
/// with 0, those from 2^Highest on share the last.
///
/// Error   a cell is at most 2^-MantissaBits of its lower end wide
/// Source  Masson, Rim & Lee 2019, doi:10.14778/3352063.3352135 (relative value error)
template <int Lowest, int Highest, int MantissaBits>
requires(-1022 <= Lowest && Lowest < Highest && Highest <= 200 && 0 <= MantissaBits &&
         MantissaBits <= 8) struct log_grid {
  static constexpr std::size_t cells =
      (std::size_t{Highest - Lowest} << MantissaBits) + 2;  // that of 0, and that beyond

  /// The cell of |x|. Requires: not NaN.
  [[nodiscard]] static constexpr std::size_t cell(double x) noexcept {
    // The kept bits are a number that grows with the magnitude: one step, one cell.
    const auto bits = std::bit_cast<std::uint64_t>(x) & ~(std::uint64_t{1} << 63);
    const auto kept = static_cast<std::int64_t>(bits >> dropped_bits);
    return static_cast<std::size_t>(
        std::clamp(kept - first + 1, std::int64_t{0}, std::int64_t{cells - 1}));
  }
  /// Where the magnitudes of a cell begin, and below what they end. Requires: `cell < cells`.
  [[nodiscard]] static constexpr double begin(std::size_t cell) noexcept {
    TELLTALE_EXPECTS(cell < cells);
    return cell == 0 ? 0 : edge(cell - 1);
  }
  [[nodiscard]] static constexpr double end(std::size_t cell) noexcept {
    TELLTALE_EXPECTS(cell < cells);
    return cell == cells - 1 ? std::numeric_limits<double>::infinity() : edge(cell);
  }

private:
  static constexpr int dropped_bits = 52 - MantissaBits;
  // The kept bits of 2^Lowest.
  static constexpr std::int64_t first = std::int64_t{Lowest + 1023} << MantissaBits;

  static constexpr double edge(std::size_t step) noexcept {
    return std::bit_cast<double>((static_cast<std::uint64_t>(first) + step) << dropped_bits);
  }
};

}  // namespace telltale::inline TELLTALE_ABI::state
