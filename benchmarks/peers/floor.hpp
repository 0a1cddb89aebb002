// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

// What no code can be faster than: reading the bytes, and counting in a table.

namespace floors {

/// All bytes, read 32 at a time where the machine can.
#if defined(__x86_64__)
[[gnu::target("avx2")]]
#endif
inline std::uint64_t
read(const void* from, std::size_t bytes) {
  using words [[gnu::vector_size(32)]] = std::uint64_t;
  words all[4]{};
  const auto* at = static_cast<const unsigned char*>(from);
  for (; bytes >= sizeof all; bytes -= sizeof all, at += sizeof all)
#pragma GCC unroll 4
    for (std::size_t k = 0; k < 4; ++k) {
      words some;
      std::memcpy(&some, at + 32 * k, sizeof some);
      all[k] |= some;
    }
  const words sum = (all[0] | all[1]) | (all[2] | all[3]);
  return sum[0] | sum[1] | sum[2] | sum[3];
}

/// One count for each index: what a histogram costs where its bins are known.
inline void count(std::span<const std::uint16_t> bins, std::uint32_t* counts) {
  for (const std::uint16_t bin : bins) ++counts[bin];
}

}  // namespace floors
