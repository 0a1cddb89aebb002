// SPDX-License-Identifier: Apache-2.0

namespace telltale::inline TELLTALE_ABI::simd::TELLTALE_PATH {

// Requires: `n` is a multiple of 16.
template <class T>
TELLTALE_TARGET void grid_counts(const T* values, std::size_t n, const grid_lookup& lookup,
                                 double lowest, double highest, std::uint32_t* counters,
                                 set_aside& aside) noexcept {
  const doubles origin = doubles{} + lookup.grid.origin, scale = doubles{} + lookup.grid.scale;
  const doubles low = doubles{} + lowest, high = doubles{} + highest;
  const doubles last = doubles{} + (double{grid_cells} - 1);
  const std::uint8_t* const table = lookup.table;
  for (std::size_t i = 0; i < n; i += 16) {
    std::int32_t at[16];
    longs within = ~longs{};
#pragma GCC unroll 8
    for (std::size_t k = 0; k < 16; k += lanes) {
      const doubles x = load_doubles(values + i + k);
      within &= (x >= low) & (x <= high);
      // NaN falls into the first cell; what it did not belong to is taken back below.
      store_whole(at + k, smaller(larger((x - origin) * scale, doubles{}), last));
    }
#pragma GCC unroll 16
    for (std::size_t k = 0; k < 16; ++k) ++counters[table[at[k]]];
    if (all_set(within)) [[likely]]
      continue;
    for (std::size_t k = 0; k < 16; ++k) {
      const auto x = static_cast<double>(values[i + k]);
      if (x >= lowest && x <= highest) continue;
      const bool finite = x - x == 0;  // an infinity minus itself is NaN
      aside.missing += x != x;
      aside.infinite += !finite && x == x;
      aside.below += finite && x < lowest;
      aside.above += finite && x > highest;
      counters[table[at[k]]] -= !finite;
    }
  }
  TELLTALE_LEAVE;
}

}  // namespace telltale::inline TELLTALE_ABI::simd::TELLTALE_PATH
