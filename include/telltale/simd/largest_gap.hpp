// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/simd/auc.hpp>
#include <telltale/simd/value_map.hpp>

#include <algorithm>
#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <vector>

namespace telltale::inline TELLTALE_ABI::simd {

/// Where the distribution functions of two samples lie furthest apart: after so many values of
/// each, that many lie at or below one value.
struct widest_gap {
  std::uint64_t first = 0;
  std::uint64_t second = 0;
};

namespace detail {

// By bound and prune. One histogram of both samples over buckets gives the gap at their borders
// exactly, and bounds what it can be within each: only in buckets whose bound beats the largest gap
// at a border can a larger one lie, and only their values are sorted.
template <std::floating_point T>
class gap_search {
public:
  gap_search(std::span<const T> x, std::span<const T> y, const value_range<T>& range)
      : x_(x),
        y_(y),
        n_(static_cast<std::int64_t>(x.size())),
        m_(static_cast<std::int64_t>(y.size())),
        map_(range, bits_for(x, y), sampled(x, y)),
        counts_(std::size_t{1} << bits_for(x, y)) {}

  [[nodiscard]] widest_gap run() {
    count(x_, x_buckets_, &pair::x);
    count(y_, y_buckets_, &pair::y);
    look_at_borders();
    mark_candidates();
    if (!candidates_.empty()) {
      choose_common_values();
      look_inside();
    }
    return best_;
  }

private:
  struct pair {
    std::uint32_t x = 0, y = 0;
  };
  struct candidate {
    std::uint32_t bucket;
    std::int64_t i, j;  // values of either sample below it
    pair common = {};   // those that are `value`, and not looked at one by one
    image_word<T> value = 0;
  };
  static constexpr std::size_t group = 64;

  static unsigned bits_for(std::span<const T> x, std::span<const T> y) noexcept {
    const auto wanted = static_cast<unsigned>(std::bit_width((x.size() + y.size()) / 6));
    return std::clamp(wanted, 10u, 16u);
  }
  static std::vector<T> sampled(std::span<const T> x, std::span<const T> y) {
    std::vector<T> some;
    for (const auto values : {x, y}) {
      const std::size_t step = values.size() / 256 + 1;
      for (std::size_t i = step / 2; i < values.size(); i += step) some.push_back(values[i]);
    }
    return some;
  }

  void count(std::span<const T> values, std::vector<std::uint16_t>& buckets,
             std::uint32_t pair::*of) {
    buckets.resize(values.size());
    constexpr std::size_t block = 256;
    for (std::size_t begin = 0; begin < values.size(); begin += block) {
      const std::size_t n = (std::min)(block, values.size() - begin);
      map_.fill(values.subspan(begin, n), buckets.data() + begin);
      for (std::size_t k = begin; k < begin + n; ++k) ++(counts_[buckets[k]].*of);
    }
  }

  // n m times the gap after i and j values.
  [[nodiscard]] std::int64_t gap(std::int64_t i, std::int64_t j) const noexcept {
    return i * m_ - j * n_;
  }
  void offer(std::int64_t i, std::int64_t j) noexcept {
    const std::int64_t d = gap(i, j), size = d < 0 ? -d : d;
    if (size <= largest_) return;
    largest_ = size;
    best_ = {static_cast<std::uint64_t>(i), static_cast<std::uint64_t>(j)};
  }
  // Whether the gap can be larger somewhere among p and q values, where i and j are below them.
  [[nodiscard]] bool may_beat(std::int64_t i, std::int64_t j, std::int64_t p,
                              std::int64_t q) const noexcept {
    return gap(i + p, j) > largest_ || -gap(i, j + q) > largest_;
  }

  void look_at_borders() {
    std::int64_t i = 0, j = 0;
    below_.reserve(counts_.size() / group);
    for (std::size_t b = 0; b < counts_.size(); ++b) {
      if (b % group == 0) below_.push_back({0, i, j});
      i += counts_[b].x, j += counts_[b].y;
      offer(i, j);
    }
    below_.push_back({0, i, j});
  }
  void mark_candidates() {
    wanted_.assign(counts_.size(), 0);
    for (std::size_t g = 0; g + 1 < below_.size(); ++g) {
      std::int64_t i = below_[g].i, j = below_[g].j;
      if (!may_beat(i, j, below_[g + 1].i - i, below_[g + 1].j - j)) continue;
      for (std::size_t b = g * group; b < (g + 1) * group; ++b) {
        if (may_beat(i, j, counts_[b].x, counts_[b].y))
          candidates_.push_back({static_cast<std::uint32_t>(b), i, j});
        i += counts_[b].x, j += counts_[b].y;
      }
    }
  }
  // Where far more values than its share lie in a bucket, most of them are often one and the same,
  // which then is one step however many they are. One of the bucket's values is most likely that.
  void choose_common_values() {
    std::size_t open = 0;
    for (const candidate& c : candidates_) {
      const std::size_t here = counts_[c.bucket].x;
      const bool full = here > 64 && here * counts_.size() > 16 * x_.size();
      open += full;
      wanted_[c.bucket] = full ? 2 : 1;
    }
    if (open == 0) return;
    common_.assign(counts_.size(), std::numeric_limits<T>::quiet_NaN());
    for (std::size_t k = 0; open > 0; ++k) {
      const std::uint16_t b = x_buckets_[k];
      if (wanted_[b] != 2 || common_[b] == common_[b]) continue;
      common_[b] = x_[k];
      --open;
    }
    for (candidate& c : candidates_) c.value = value_image(common_[c.bucket]);
  }
  // The images of the candidates' values, in order, but for the common ones, which are counted.
  [[nodiscard]] std::vector<image_word<T>> inside(std::span<const T> values,
                                                  const std::vector<std::uint16_t>& buckets,
                                                  std::uint32_t pair::*of) {
    std::size_t most = 0;
    for (const candidate& c : candidates_) most += counts_[c.bucket].*of;
    // One more, where the values that are not wanted go.
    std::vector<image_word<T>> some(most + 1);
    std::size_t n = 0;
    if (common_.empty()) {
      for (std::size_t k = 0; k < values.size(); ++k) {
        some[n] = value_image(values[k]);
        n += wanted_[buckets[k]];
      }
    } else {
      std::vector<std::uint32_t> equal(counts_.size());
      for (std::size_t k = 0; k < values.size(); ++k) {
        const std::uint16_t b = buckets[k];
        if (wanted_[b] == 0) continue;
        if (values[k] == common_[b])
          ++equal[b];
        else
          some[n++] = value_image(values[k]);
      }
      for (candidate& c : candidates_) c.common.*of = equal[c.bucket];
    }
    some.resize(n);
    std::vector<image_word<T>> scratch(n);
    sort_keys(some, scratch);
    return some;
  }
  void look_inside() {
    const auto x = inside(x_, x_buckets_, &pair::x), y = inside(y_, y_buckets_, &pair::y);
    std::size_t a = 0, b = 0;
    for (const candidate& c : candidates_) {
      const std::size_t x_end = a + counts_[c.bucket].x - c.common.x;
      const std::size_t y_end = b + counts_[c.bucket].y - c.common.y;
      pair common = c.common;
      std::int64_t i = c.i, j = c.j;
      const auto pass_common = [&] {
        i += common.x, j += common.y;
        common = {};
        offer(i, j);
      };
      while (a < x_end || b < y_end) {
        const auto value = b == y_end || (a < x_end && x[a] <= y[b]) ? x[a] : y[b];
        if (value > c.value) pass_common();
        for (; a < x_end && x[a] == value; ++a) ++i;
        for (; b < y_end && y[b] == value; ++b) ++j;
        offer(i, j);
      }
    }
  }

  std::span<const T> x_, y_;
  std::int64_t n_, m_;
  value_map<T> map_;
  std::vector<std::uint16_t> x_buckets_, y_buckets_;  // of each value
  std::vector<pair> counts_;
  std::vector<candidate> below_;  // before each group of buckets, and after the last
  std::vector<candidate> candidates_;
  std::vector<std::uint8_t> wanted_;
  std::vector<T> common_;  // of each bucket, where they were set apart
  std::int64_t largest_ = -1;
  widest_gap best_;
};

}  // namespace detail

/// The widest gap between the distribution functions of two samples, in any order; exact with ties.
/// Empty where a sample is, and where one holds NaN.
///
/// Shape     two passes over the values and a histogram of at most 65,536 buckets; some values in a
///           hundred are sorted
/// Memory    2 bytes a value beside the histogram and what is sorted
/// Requires  fewer than 2^31 values each
template <std::floating_point T>
[[nodiscard]] std::optional<widest_gap> largest_gap(std::span<const T> first,
                                                    std::span<const T> second) {
  TELLTALE_EXPECTS(first.size() < (std::size_t{1} << 31) && second.size() < (std::size_t{1} << 31));
  if (first.empty() || second.empty()) return std::nullopt;
  value_range<T> range;
  if (!range.add(first) || !range.add(second)) return std::nullopt;
  return detail::gap_search<T>{first, second, range}.run();
}

}  // namespace telltale::inline TELLTALE_ABI::simd
