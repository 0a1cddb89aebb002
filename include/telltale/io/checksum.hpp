// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace telltale::inline TELLTALE_ABI::io {

namespace detail {
// The remainder that each byte leaves: the polynomial 42F0E1EBA9EA3693 with its bits reversed.
inline constexpr std::array<std::uint64_t, 256> checksum_table = [] {
  std::array<std::uint64_t, 256> table{};
  for (std::size_t i = 0; i < table.size(); ++i) {
    std::uint64_t rest = i;
    for (int bit = 0; bit < 8; ++bit)
      rest = (rest >> 1) ^ ((rest & 1) != 0 ? 0xc96c5795d7870f42u : 0u);
    table[i] = rest;
  }
  return table;
}();
}  // namespace detail

/// CRC-64/XZ: tells bytes that were damaged from those that were written. It sees every burst of at
/// most 64 bits, so every flipped bit and byte; other damage but once in 2^64. It is no signature:
/// who changes bytes on purpose can also change it.
///
/// Cost    one table read a byte
/// Source  ECMA-182; the .xz file format, section 6
[[nodiscard]] constexpr std::uint64_t checksum(std::span<const std::byte> bytes) noexcept {
  std::uint64_t rest = ~std::uint64_t{0};
  for (const std::byte b : bytes)
    rest = (rest >> 8) ^ detail::checksum_table[(rest ^ std::to_integer<std::uint64_t>(b)) & 0xff];
  return ~rest;
}

}  // namespace telltale::inline TELLTALE_ABI::io
