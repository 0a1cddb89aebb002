// SPDX-License-Identifier: Apache-2.0

namespace telltale::inline TELLTALE_ABI::simd::TELLTALE_PATH {

/// Squares of counts, and their sum in integers.
TELLTALE_INLINE ints squares_of(ints counts) noexcept {
  const floats x = as_floats(counts);
  return as_ints(x * x);
}
TELLTALE_INLINE doubles squares_of(longs counts) noexcept {
  // An integer below 2^52 is the mantissa of 2^52.
  const auto shifted = reinterpret_cast<doubles>(counts | 0x4330000000000000);
  const doubles x = shifted - 0x1p52;
  return x * x;
}

// The places of `some` among `others`, of which there are few: squares are added in lanes, and the
// sum is given. Reads a register from the last of `some` on.
template <class T, class Squares>
TELLTALE_INLINE std::uint64_t count_places(const T* some, std::uint32_t size, const T* others,
                                           std::uint32_t other_size, Squares& squares) noexcept {
  using vector = typename register_of<T>::type;
  using mask = typename register_of<T>::mask;
  constexpr std::uint32_t width = TELLTALE_BYTES / sizeof(T);
  const auto place_in_register = load<vector>(first_numbers<T>);
  mask sums{};
  for (std::uint32_t i = 0; i < size; i += width) {
    const auto x = load<vector>(some + i);
    mask counts{};
    for (std::uint32_t j = 0; j < other_size; ++j) {
      const vector y = vector{} + others[j];
      counts -= y < x;
      counts -= y <= x;
    }
    counts &= place_in_register < vector{} + static_cast<T>(size - i);
    sums += counts;
    squares += squares_of(counts);
  }
  std::uint64_t sum = 0;
  for (std::uint32_t k = 0; k < width; ++k) sum += static_cast<std::uint64_t>(sums[k]);
  return sum;
}

// Takes in bucket after bucket, up to one that has more than `many` rows to compare: its number.
// Requires: many <= 96, so that the squares of 2,048 buckets fit into 32 bits.
template <class T>
TELLTALE_TARGET std::size_t count_buckets(const T* values, const std::uint32_t* ends,
                                          std::size_t begin, std::size_t end, std::uint32_t start,
                                          std::uint32_t many, class_pairs& pairs) noexcept {
  using squares = decltype(squares_of(typename register_of<T>::mask{}));
  class_pairs all = pairs;
  std::uint32_t first = begin == 0 ? start : ends[2 * begin - 1];
  for (bool more = true; more && begin < end;) {
    squares won_squares{}, lost_squares{};
    const std::size_t block_end = end - begin < 2048 ? end : begin + 2048;
    for (; begin < block_end; ++begin) {
      const std::uint32_t middle = ends[2 * begin], last = ends[2 * begin + 1];
      const std::uint32_t negatives = middle - first, positives = last - middle;
      std::uint64_t won = 0;
      if (negatives != 0 && positives != 0) {
        more = negatives + positives <= many;
        if (!more) break;
        won = count_places(values + middle, positives, values + first, negatives, won_squares);
        count_places(values + first, negatives, values + middle, positives, lost_squares);
      }
      all.add(positives, negatives, won);
      first = last;
    }
    std::uint64_t won = 0, lost = 0;
    for (std::size_t k = 0; k < sizeof(squares) / sizeof(won_squares[0]); ++k) {
      won += static_cast<std::uint64_t>(won_squares[k]);
      lost += static_cast<std::uint64_t>(lost_squares[k]);
    }
    all.add_squares(won, lost);
  }
  pairs = all;
  TELLTALE_LEAVE;
  return begin;
}

}  // namespace telltale::inline TELLTALE_ABI::simd::TELLTALE_PATH
