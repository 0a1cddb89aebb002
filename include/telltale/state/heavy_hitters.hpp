// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <tuple>
#include <type_traits>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// The values that come most often, in `Capacity` counters whatever the number of distinct ones:
/// sentinels (0, -1, -999) in a number, a value that is stuck, the common keys of a hash.
///
/// A counter never counts too much, and too little by at most `error()`; a value without a counter
/// came at most `error()` times. While no more than `Capacity` distinct values have come, all
/// counts are exact.
///
/// Algebra  mergeable within the stated error; the same counters whatever the order of two parts
/// Units    unweighted observations
/// Rejects  NaN (state/completeness.hpp counts those); -0 is 0
/// Cost     update: a search of `Capacity` keys, so keep it small; a value without a counter takes
///          one from each, which as many updates before it have paid for; merge
///          O(Capacity log Capacity); never allocates
/// Error    error() <= total() / (Capacity + 1), after merging as well
/// Size     16 bytes a counter, and 32; 288 as it stands
/// Source   Misra & Gries 1982, doi:10.1016/0167-6423(82)90012-0; merging: Agarwal et al. 2012,
///          doi:10.1145/2213556.2213562
/// Threads  one writer
///
/// `Key`: double, to which every float and every integer up to 2^53 converts as it is, or an
/// unsigned integer of 64 bits for codes and hashes.
template <class Key = double, std::size_t Capacity = 16>
requires(Capacity > 0 &&
         (std::same_as<Key, double> || std::same_as<Key, std::uint64_t>)) class heavy_hitters {
public:
  /// How often a value came: at least `lower` and at most `upper` times.
  struct item {
    Key value{};
    std::uint64_t lower = 0;
    std::uint64_t upper = 0;

    friend constexpr bool operator==(const item&, const item&) = default;
  };

  /// What a key is made of without loss.
  template <class T>
  static constexpr bool takes =
      std::same_as<Key, double> ? std::is_arithmetic_v<T> : std::unsigned_integral<T>;

  template <class T>
  requires(takes<T>) constexpr void update(T value) noexcept {
    const Key key = plain(static_cast<Key>(value));
    if (key != key) {
      ++rejected_;
      return;
    }
    ++total_;
    for (std::size_t i = 0; i < used_; ++i) {
      if (keys_[i] != key) continue;
      ++counts_[i];
      return;
    }
    if (used_ < Capacity)
      append(key, 1);
    else
      take_one_from_each();
  }
  /// The same as the loop over the values.
  template <class T, std::size_t Extent>
  requires(takes<std::remove_const_t<T>>) constexpr void update(
      std::span<T, Extent> values) noexcept {
    for (const T value : values) update(value);
  }

  constexpr heavy_hitters& merge(const heavy_hitters& part) noexcept {
    // Both tables at once, then what the largest counter that finds no place has is taken from all.
    std::array<Key, 2 * Capacity> keys{};
    std::array<std::uint64_t, 2 * Capacity> counts{};
    std::size_t all = 0;
    for (; all < used_; ++all) keys[all] = keys_[all], counts[all] = counts_[all];
    for (std::size_t i = 0; i < part.used_; ++i) {
      std::size_t at = 0;
      while (at < used_ && keys[at] != part.keys_[i]) ++at;
      if (at == used_) keys[at = all++] = part.keys_[i];
      counts[at] += part.counts_[i];
    }
    std::uint64_t surplus = 0;
    if (all > Capacity) {
      auto order = counts;
      const auto place = order.begin() + static_cast<std::ptrdiff_t>(Capacity);
      std::nth_element(order.begin(), place, order.begin() + static_cast<std::ptrdiff_t>(all),
                       std::greater<>{});
      surplus = *place;
    }
    total_ += part.total_;
    error_ += part.error_ + surplus;
    rejected_ += part.rejected_;
    used_ = 0;
    for (std::size_t i = 0; i < all; ++i)
      if (counts[i] > surplus) append(keys[i], counts[i] - surplus);
    return *this;
  }
  constexpr void clear() noexcept { *this = {}; }

  /// Values that were counted.
  [[nodiscard]] constexpr std::uint64_t total() const noexcept { return total_; }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }
  /// By how much a counter may be too low. 0 while every count is exact.
  [[nodiscard]] constexpr std::uint64_t error() const noexcept { return error_; }
  [[nodiscard]] static constexpr std::size_t capacity() noexcept { return Capacity; }

  /// How often one value came. NaN came never.
  template <class T>
  requires(takes<T>) [[nodiscard]] constexpr item find(T value) const noexcept {
    const Key key = plain(static_cast<Key>(value));
    if (key != key) return {key, 0, 0};
    for (std::size_t i = 0; i < used_; ++i)
      if (keys_[i] == key) return at(i);
    return {key, 0, error_};
  }
  /// The value with the highest counter, of several the least: no value came more than `upper`
  /// times. Empty until a value has come, and where none holds a counter.
  [[nodiscard]] constexpr std::optional<item> top() const noexcept {
    if (used_ == 0) return std::nullopt;
    std::size_t best = 0;
    for (std::size_t i = 1; i < used_; ++i)
      if (before(i, best)) best = i;
    return at(best);
  }
  /// All values with a counter, the most frequent first. Every value that came more than `error()`
  /// times is among them.
  [[nodiscard]] std::vector<item> items() const {
    std::vector<item> all;
    for (std::size_t i = 0; i < used_; ++i) all.push_back(at(i));
    std::sort(all.begin(), all.end(), [](const item& a, const item& b) {
      return a.lower != b.lower ? a.lower > b.lower : a.value < b.value;
    });
    return all;
  }

  /// The same counters, whatever their order in the table.
  friend constexpr bool operator==(const heavy_hitters& a, const heavy_hitters& b) noexcept {
    if (a.total_ != b.total_ || a.error_ != b.error_ || a.rejected_ != b.rejected_ ||
        a.used_ != b.used_)
      return false;
    for (std::size_t i = 0; i < a.used_; ++i)
      if (b.find(a.keys_[i]).lower != a.counts_[i]) return false;
    return true;
  }

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.keys_, self.counts_, self.used_, self.total_, self.error_, self.rejected_);
  }

private:
  static constexpr Key plain(Key key) noexcept { return key + Key{}; }  // -0 + 0 is 0

  [[nodiscard]] constexpr item at(std::size_t i) const noexcept {
    return {keys_[i], counts_[i], counts_[i] + error_};
  }
  [[nodiscard]] constexpr bool before(std::size_t a, std::size_t b) const noexcept {
    return counts_[a] != counts_[b] ? counts_[a] > counts_[b] : keys_[a] < keys_[b];
  }
  constexpr void append(Key key, std::uint64_t count) noexcept {
    keys_[used_] = key, counts_[used_] = count;
    ++used_;
  }
  constexpr void take_one_from_each() noexcept {
    ++error_;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < used_; ++i) {
      if (counts_[i] == 1) continue;
      keys_[kept] = keys_[i], counts_[kept] = counts_[i] - 1;
      ++kept;
    }
    used_ = kept;
  }

  std::array<Key, Capacity> keys_{};
  std::array<std::uint64_t, Capacity> counts_{};
  std::uint64_t used_ = 0;
  std::uint64_t total_ = 0;
  std::uint64_t error_ = 0;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
