// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <tuple>
#include <type_traits>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// Counts in a fixed number of cells: u32 cells for the hot path, half the cache of u64 ones, which
/// are folded into u64 before any of them can overflow.
///
/// Algebra  reversible, as a part of a state (it counts nothing as rejected)
/// Cost     add: one increment and one countdown; merge O(cells); never allocates
/// Size     12 bytes a cell, and 8
///
/// `Cells`: how many, or `std::dynamic_extent` where construction says. `Fold`: how many additions
/// the u32 cells take before they are folded.
template <std::size_t Cells = std::dynamic_extent,
          std::uint32_t Fold = (std::numeric_limits<std::uint32_t>::max)()>
requires(Fold > 0) class folded_counters {
  static constexpr bool dynamic = Cells == std::dynamic_extent;
  template <class T>
  using table = std::conditional_t<dynamic, std::vector<T>, std::array<T, dynamic ? 0 : Cells>>;

public:
  /// The most additions that `hot` can be asked for at once.
  static constexpr std::uint32_t fold_after = Fold;

  constexpr folded_counters() = default;
  explicit constexpr folded_counters(std::size_t cells) requires dynamic : folded_(cells),
                                                                           hot_(cells) {}

  /// Requires: `cell < size()`.
  constexpr void add(std::size_t cell) noexcept {
    TELLTALE_EXPECTS(cell < hot_.size());
    if (pending_ == Fold) fold();
    ++pending_;
    ++hot_[cell];
  }
  /// The u32 cells, for a kernel that will make `additions` to them itself.
  /// Requires: `additions <= fold_after`.
  [[nodiscard]] constexpr std::span<std::uint32_t> hot(std::uint32_t additions) noexcept {
    TELLTALE_EXPECTS(additions <= Fold);
    if (Fold - pending_ < additions) fold();
    pending_ += additions;
    return hot_;
  }

  /// Requires: the same number of cells.
  constexpr folded_counters& merge(const folded_counters& part) noexcept {
    TELLTALE_EXPECTS(part.size() == size());
    for (std::size_t i = 0; i < folded_.size(); ++i) folded_[i] += part[i];
    return *this;
  }
  /// Requires: `part` was merged into `*this` and is still in it.
  constexpr folded_counters& unmerge(const folded_counters& part) noexcept {
    TELLTALE_EXPECTS(part.size() == size());
    // Unsigned arithmetic wraps, so it does not matter which table a count stands in.
    for (std::size_t i = 0; i < folded_.size(); ++i) folded_[i] -= part[i];
    return *this;
  }
  constexpr void clear() noexcept {
    std::fill(hot_.begin(), hot_.end(), std::uint32_t{0});
    std::fill(folded_.begin(), folded_.end(), std::uint64_t{0});
    pending_ = 0;
  }

  [[nodiscard]] constexpr std::size_t size() const noexcept { return hot_.size(); }
  /// Requires: `cell < size()`.
  [[nodiscard]] constexpr std::uint64_t operator[](std::size_t cell) const noexcept {
    TELLTALE_EXPECTS(cell < hot_.size());
    return folded_[cell] + hot_[cell];
  }
  /// Of the cells [begin, end). Requires: `begin <= end` and `end <= size()`.
  [[nodiscard]] constexpr std::uint64_t sum(std::size_t begin, std::size_t end) const noexcept {
    TELLTALE_EXPECTS(begin <= end && end <= hot_.size());
    std::uint64_t all = 0;
    for (std::size_t i = begin; i < end; ++i) all += (*this)[i];
    return all;
  }
  [[nodiscard]] constexpr std::uint64_t total() const noexcept { return sum(0, size()); }

  /// The same counts, however they are split between the two tables.
  friend constexpr bool operator==(const folded_counters& a, const folded_counters& b) noexcept {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
      if (a[i] != b[i]) return false;
    return true;
  }

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.folded_, self.hot_, self.pending_);
  }

private:
  constexpr void fold() noexcept {
    for (std::size_t i = 0; i < hot_.size(); ++i) {
      folded_[i] += hot_[i];
      hot_[i] = 0;
    }
    pending_ = 0;
  }

  table<std::uint64_t> folded_{};
  table<std::uint32_t> hot_{};
  std::uint32_t pending_ = 0;  // additions since the last fold, <= Fold
};

}  // namespace telltale::inline TELLTALE_ABI::state
