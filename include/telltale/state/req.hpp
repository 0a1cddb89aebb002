// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/math/mix.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// The end of a distribution at which ranks are to be sharp.
enum class sharp_end : std::uint8_t {
  high,  ///< p99, p99.9 and on: latencies, losses
  low,   ///< p1, p0.1
};

/// Quantiles of any stream whose error shrinks towards one end: the share of values beyond x is off
/// by a part of itself, and not by a part of all values, so that p99.99 is as good as p90. Values
/// stand in levels, one of level h for 2^h that came; of a full level only values far from the end
/// are thinned out, every other one of them goes up.
///
/// Algebra  mergeable; which values are kept depends on the order of merging, the bound does not
/// Units    unweighted observations
/// Rejects  NaN
/// Cost     update O(1) amortised, O(k) when levels are full; merge O(k levels); never allocates
///          after construction
/// Error    the share beyond any value within `relative_error()` of itself, with 99 % probability:
///          5 % at k = 12
/// Size     8 bytes a value of room, 17 k values in each of 32 levels: 48 KiB at k = 12
/// Source   Cormode, Karnin, Liberty, Thaler & Vesely 2021, Relative Error Streaming Quantiles,
///          arXiv:2004.01668
/// Threads  one writer
class req {
public:
  /// `k`: the size of the sections that a level is thinned out by, even, in [4, 1024]. `seed`: of
  /// the coin that chooses which half goes up; parts that will be merged should differ in it.
  explicit req(std::size_t k = 12, sharp_end end = sharp_end::high, std::uint64_t seed = 0)
      : k_(std::clamp(k, std::size_t{4}, std::size_t{1024}) / 2 * 2), end_(end), seed_(seed) {
    levels_.fill({first_sections, k_});
    for (std::size_t doubled = first_sections, j = 0; doubled <= most_sections; doubled *= 2, ++j)
      room_ = (std::max)(room_, 2 * doubled * section_size(j));
    items_.resize(most_levels * room_);
  }

  template <class T>
  void update(T value) noexcept {
    const auto x = static_cast<double>(value);
    if (x != x) {
      ++rejected_;
      return;
    }
    push(0, end_ == sharp_end::high ? -x : x);
    ++count_;
  }

  /// Requires: both have the same k and are sharp at the same end.
  req& merge(const req& part) noexcept {
    TELLTALE_EXPECTS(k_ == part.k_ && end_ == part.end_);
    if (&part == this) {
      const req copy = part;
      return merge(copy);
    }
    for (std::size_t h = 0; h < most_levels; ++h) {
      // A level is as far on as either was.
      levels_[h].thinned |= part.levels_[h].thinned;
      while (grow(levels_[h])) {
      }
      for (std::size_t i = 0; i < part.levels_[h].size; ++i) push(h, part.level(h)[i]);
    }
    count_ += part.count_;
    rejected_ += part.rejected_;
    return *this;
  }
  void clear() noexcept {
    levels_.fill({first_sections, k_});
    count_ = rejected_ = coins_ = 0;
  }

  /// Values that came.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }
  [[nodiscard]] std::size_t k() const noexcept { return k_; }
  [[nodiscard]] sharp_end end() const noexcept { return end_; }
  /// Values that are kept.
  [[nodiscard]] std::size_t kept() const noexcept {
    std::size_t all = 0;
    for (const about& one : levels_) all += one.size;
    return all;
  }
  /// By what part of itself the share beyond any one value is off at most, with 99 % probability; 0
  /// while all values are kept.
  [[nodiscard]] double relative_error() const noexcept {
    return levels_[0].thinned == 0 ? 0 : 0.6 / static_cast<double>(k_);
  }

  /// The share of the values that are at most `x`. Requires: `count() > 0`.
  [[nodiscard]] double share_up_to(double x) const noexcept {
    return share([&](double value) { return value <= x; });
  }
  /// The share of those that are larger: of the values at the high end, without what 1 would take
  /// from its digits. Requires: `count() > 0`.
  [[nodiscard]] double share_above(double x) const noexcept {
    return share([&](double value) { return value > x; });
  }
  /// Calls `visit(value, weight)` for each value that is kept, in no order; the weights add up to
  /// `count()`.
  void for_each(auto&& visit) const noexcept {
    for (std::size_t h = 0; h < most_levels; ++h)
      for (std::size_t i = 0; i < levels_[h].size; ++i)
        visit(end_ == sharp_end::high ? -level(h)[i] : level(h)[i], std::uint64_t{1} << h);
  }

  /// The same values in the same levels.
  friend bool operator==(const req& a, const req& b) noexcept {
    if (a.k_ != b.k_ || a.end_ != b.end_ || a.seed_ != b.seed_ || a.levels_ != b.levels_ ||
        a.count_ != b.count_ || a.rejected_ != b.rejected_ || a.coins_ != b.coins_)
      return false;
    for (std::size_t h = 0; h < most_levels; ++h)
      if (!std::equal(a.level(h), a.level(h) + a.levels_[h].size, b.level(h))) return false;
    return true;
  }

private:
  static constexpr std::size_t most_levels = 32, first_sections = 3, most_sections = 24;

  struct about {
    std::size_t sections;
    std::size_t section;        // its size
    std::size_t size = 0;       // values in the level
    std::uint64_t thinned = 0;  // how often it was
    bool upper = false;         // which half went up

    [[nodiscard]] std::size_t capacity() const noexcept { return 2 * sections * section; }
    friend bool operator==(const about&, const about&) = default;
  };

  // After the sections were doubled so often: each time sqrt(2) smaller, even, and 4 at least.
  [[nodiscard]] std::size_t section_size(std::size_t doubled) const noexcept {
    const double size = static_cast<double>(k_) / std::pow(2.0, static_cast<double>(doubled) / 2);
    return (std::max)(std::size_t{4}, 2 * static_cast<std::size_t>(std::lround(size / 2)));
  }
  // A level that was thinned out often has more sections, so that what is next to the end stays
  // untouched for longer.
  bool grow(about& one) const noexcept {
    if (one.sections == most_sections || one.thinned < std::uint64_t{1} << (one.sections - 1))
      return false;
    one.sections *= 2;
    one.section =
        section_size(static_cast<std::size_t>(std::countr_zero(one.sections / first_sections)));
    return true;
  }

  [[nodiscard]] double* level(std::size_t h) noexcept { return items_.data() + h * room_; }
  [[nodiscard]] const double* level(std::size_t h) const noexcept {
    return items_.data() + h * room_;
  }

  // The first values are the sharp ones, wherever the end is.
  void push(std::size_t h, double x) noexcept {
    if (levels_[h].size >= levels_[h].capacity()) thin_out(h);
    level(h)[levels_[h].size++] = x;
  }
  // Sends half of the last sections up: of one mostly, of two every other time, of three every
  // fourth time, and so on.
  void thin_out(std::size_t h) noexcept {
    about& one = levels_[h];
    double* const values = level(h);
    std::sort(values, values + one.size);
    const auto often = static_cast<std::size_t>(std::countr_one(one.thinned)) + 1;
    const std::size_t gone = (std::min)(often, one.sections) * one.section;
    one.upper = one.thinned % 2 == 0 ? (math::random_bits(seed_, coins_++) & 1) != 0 : !one.upper;
    ++one.thinned;
    one.size -= gone;
    const std::size_t next = (std::min)(h + 1, most_levels - 1);
    for (std::size_t i = one.upper; i < gone; i += 2) push(next, values[one.size + i]);
    grow(one);
  }

  [[nodiscard]] double share(const auto& counts) const noexcept {
    std::uint64_t all = 0;
    for_each([&](double value, std::uint64_t weight) { all += counts(value) ? weight : 0; });
    return static_cast<double>(all) / static_cast<double>(count_);
  }

  std::size_t k_;
  sharp_end end_;
  std::uint64_t seed_;
  std::size_t room_ = 0;       // of a level
  std::vector<double> items_;  // level after level
  std::array<about, most_levels> levels_;
  std::uint64_t count_ = 0;
  std::uint64_t rejected_ = 0;
  std::uint64_t coins_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
