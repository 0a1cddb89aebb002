// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/math/class_pairs.hpp>
#include <telltale/simd/auc.hpp>
#include <telltale/simd/dispatch.hpp>
#include <telltale/simd/usable.hpp>
#include <telltale/simd/value_map.hpp>
#include <telltale/simd/vectors.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI::simd {

using math::class_pairs;

// As a register's lanes are numbered.
template <class T>
inline constexpr T first_numbers[16]{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

}  // namespace telltale::inline TELLTALE_ABI::simd

#if TELLTALE_LANES
#define TELLTALE_KERNEL <telltale/simd/count_class_pairs.inl>
#include <telltale/simd/each_path.inl>
#endif

namespace telltale::inline TELLTALE_ABI::simd {

namespace detail {

/// By sorting: what defines the answer.
template <class Score>
[[nodiscard]] class_pairs sorted_class_pairs(std::span<const Score> scores,
                                             std::span<const std::uint8_t> actual) {
  class_pairs pairs;
  const auto keys = sorted_keys(scores, actual);
  for (std::size_t i = 0; i < keys.size();) {
    const auto score = keys[i] >> 1;
    std::uint64_t positives = 0, all = 0;
    for (; i < keys.size() && keys[i] >> 1 == score; ++i, ++all) positives += keys[i] & 1;
    pairs.add_equal(positives, all - positives);
  }
  return pairs;
}

#if TELLTALE_LANES

[[nodiscard]] inline bool all_labels(std::span<const std::uint8_t> actual) noexcept {
  byte16 seen{};
  std::size_t i = 0;
  for (; i + sizeof seen <= actual.size(); i += sizeof seen) seen |= load<byte16>(&actual[i]);
  std::uint8_t rest = 0;
  for (; i < actual.size(); ++i) rest |= actual[i];
  return (any_bits(seen) & 0xfefefefefefefefeu) == 0 && rest <= 1;
}

// Without sorting: rows go into buckets by a monotone map of the score, the classes apart, and only
// rows of one bucket are compared. A bucket that holds too many for that has buckets of its own.
template <class Score>
class bucket_pairs {
public:
  /// Requires: usable rows, of scores in `range`.
  bucket_pairs(std::span<const Score> scores, std::span<const std::uint8_t> actual,
               const value_range<Score>& range)
      : rows_{std::vector<Score>(scores.size() + slack)} {
    const unsigned bits = bits_for(scores.size());
    const value_map<Score> map{range, bits, sampled(scores)};
    std::vector<std::uint32_t> ends(std::size_t{2} << bits);
    const auto each = [&](const auto& take) {
      each_slot(
          scores, map, [&](std::size_t i) { return actual[i]; }, take);
    };
    spread(each, 0, ends, rows_[0].data());
    count(ends, 0);
  }

  [[nodiscard]] const class_pairs& pairs() const noexcept { return pairs_; }

private:
  static constexpr std::uint32_t many = 96;  // rows of a bucket that are compared one by one
  static constexpr std::size_t slack = 64 / sizeof(Score);  // what may be read beyond the last

  static unsigned bits_for(std::size_t rows) noexcept {
    const auto wanted = static_cast<unsigned>(std::bit_width(rows / 24));
    // More places to write to than the caches hold: then in two rounds.
    return wanted > 13 ? 10 : (std::max)(wanted, 2u);
  }
  static std::vector<Score> sampled(std::span<const Score> values) {
    std::vector<Score> some;
    const std::size_t step = values.size() / 512 + 1;
    for (std::size_t i = step / 2; i < values.size(); i += step) some.push_back(values[i]);
    return some;
  }

  // Calls `take(value, 2 bucket + label)` for each.
  static void each_slot(std::span<const Score> values, const value_map<Score>& map,
                        const auto& label_of, const auto& take) {
    std::uint16_t buckets[256];
    for (std::size_t begin = 0; begin < values.size(); begin += std::size(buckets)) {
      const auto some =
          values.subspan(begin, (std::min)(std::size(buckets), values.size() - begin));
      map.fill(some, buckets);
      for (std::size_t k = 0; k < some.size(); ++k)
        take(some[k], 2 * std::size_t{buckets[k]} + label_of(begin + k));
    }
  }
  // Groups the rows that `each` goes over by slot, from place `first` on; gives where slots end.
  static void spread(const auto& each, std::uint32_t first, std::vector<std::uint32_t>& ends,
                     Score* to) {
    each([&](Score, std::size_t slot) { ++ends[slot]; });
    for (std::uint32_t& place : ends) first += std::exchange(place, first);
    each([&](Score x, std::size_t slot) { to[ends[slot]++] = x; });
  }

  void count(const std::vector<std::uint32_t>& ends, std::uint32_t first, unsigned level = 0) {
    const Score* const rows = rows_[level % 2].data();
    for (std::size_t b = 0;; ++b) {
      b = count_buckets(rows, ends, b, first);
      if (2 * b == ends.size()) return;
      const std::uint32_t begin = b == 0 ? first : ends[2 * b - 1];
      look_into(begin, ends[2 * b], ends[2 * b + 1], level);
    }
  }
  void look_into(std::uint32_t first, std::uint32_t middle, std::uint32_t last, unsigned level) {
    const std::span all{rows_[level % 2]};
    const std::span<const Score> negatives = all.subspan(first, middle - first);
    const std::span<const Score> positives = all.subspan(middle, last - middle);
    value_range<Score> range;
    static_cast<void>(range.add(negatives) && range.add(positives));
    if (range.lowest == range.highest) return pairs_.add_equal(positives.size(), negatives.size());
    const unsigned bits = bits_for(last - first);
    const auto map = value_map<Score>::of_images(range, bits);
    auto& to = rows_[(level + 1) % 2];
    to.resize(rows_[0].size());
    std::vector<std::uint32_t> ends(std::size_t{2} << bits);
    const auto each = [&](const auto& take) {
      each_slot(
          negatives, map, [](std::size_t) { return 0u; }, take);
      each_slot(
          positives, map, [](std::size_t) { return 1u; }, take);
    };
    spread(each, first, ends, to.data());
    count(ends, first, level + 1);
  }
  std::size_t count_buckets(const Score* rows, const std::vector<std::uint32_t>& ends,
                            std::size_t begin, std::uint32_t first) noexcept {
    const std::size_t end = ends.size() / 2;
    switch (current_path()) {
#if TELLTALE_DISPATCH
      case path::avx512:
        return by_64::count_buckets(rows, ends.data(), begin, end, first, many, pairs_);
      case path::avx2:
        return by_32::count_buckets(rows, ends.data(), begin, end, first, many, pairs_);
#endif
      default: return by_16::count_buckets(rows, ends.data(), begin, end, first, many, pairs_);
    }
  }

  std::vector<Score> rows_[2];
  class_pairs pairs_;
};

#endif

}  // namespace detail

/// How the scores of the two classes lie among each other, over the usable rows, in any order;
/// exact with ties. Without sorting, where there are enough of them.
///
/// Memory    a score a row, twice where scores crowd
/// Requires  `actual.size() == scores.size()`, fewer than 2^32 rows
template <class Score>
[[nodiscard]] class_pairs count_class_pairs(std::span<const Score> scores,
                                            std::span<const std::uint8_t> actual) {
  TELLTALE_EXPECTS(scores.size() == actual.size());
#if TELLTALE_LANES
  constexpr std::size_t few = 256;
  if (scores.size() >= few && current_path() != path::scalar) {
    value_range<Score> range;
    const bool numbers = range.add(scores);
    if (numbers && range.lowest >= 0 && range.highest <= 1 && detail::all_labels(actual))
      return detail::bucket_pairs<Score>{scores, actual, range}.pairs();
  }
#endif
  return detail::sorted_class_pairs(scores, actual);
}

}  // namespace telltale::inline TELLTALE_ABI::simd
