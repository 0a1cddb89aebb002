// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// The gap between two distribution functions along a run of slots, in units of 1 / (m w): by how
/// much it moves, and how far it gets above and below where it was before.
struct gap_run {
  std::int64_t sum = 0;
  std::int64_t highest = 0;  ///< never below 0
  std::int64_t lowest = 0;   ///< never above 0

  /// The larger of both.
  [[nodiscard]] constexpr std::uint64_t widest() const noexcept {
    return static_cast<std::uint64_t>((std::max)(highest, -lowest));
  }
  friend constexpr bool operator==(const gap_run&, const gap_run&) = default;
};

/// What of a window and what of a reference sample of m values fell into each slot of a
/// `slot_index`, and the gap between their distribution functions: w window values, c of them in a
/// slot, and r values of the reference move it by c m - r w.
///
/// Size  12 bytes a distinct value of the reference
class slot_gaps {
public:
  /// Slots that are read at once.
  static constexpr std::size_t block = 8;

  /// By the repetitions of each distinct value. Requires: fewer than 2^31 in sum.
  explicit slot_gaps(std::span<const std::uint32_t> repeats)
      : pairs_((repeats.size() + pairs) / pairs * pairs) {
    for (std::size_t i = 0; i < repeats.size(); ++i) {
      pairs_[i].reference = repeats[i];
      m_ += repeats[i];
    }
    TELLTALE_EXPECTS(m_ < std::int64_t{1} << 31);
  }

  /// Values of the reference.
  [[nodiscard]] std::int64_t m() const noexcept { return m_; }
  [[nodiscard]] std::size_t blocks() const noexcept { return pairs_.size() / pairs; }

  void add(std::size_t slot) noexcept { ++pairs_[slot / 2].window[slot % 2]; }
  void remove(std::size_t slot) noexcept { --pairs_[slot / 2].window[slot % 2]; }
  void clear() noexcept {
    for (pair& each : pairs_) each.window[0] = each.window[1] = 0;
  }

  /// One block, by the size of the window. Requires: `w < 2^31`.
  [[nodiscard]] gap_run run(std::size_t of_block, std::int64_t w) const noexcept {
    return run(pairs_.data() + of_block * pairs, pairs, w);
  }
  /// All slots; its sum is 0 where w is how many were added and not removed. Cost: O(slots).
  [[nodiscard]] gap_run run(std::int64_t w) const noexcept {
    return run(pairs_.data(), pairs_.size(), w);
  }

  /// The same in each slot.
  friend bool operator==(const slot_gaps&, const slot_gaps&) = default;

private:
  static constexpr std::size_t pairs = block / 2;
  // A value of the reference, and what lies between it and the one before. After the last one come
  // some without a value.
  struct pair {
    std::uint32_t window[2] = {0, 0};
    std::uint32_t reference = 0;

    friend bool operator==(const pair&, const pair&) = default;
  };

  [[nodiscard]] gap_run run(const pair* first, std::size_t n, std::int64_t w) const noexcept {
    gap_run all;
    for (std::size_t i = 0; i < n; ++i) {
      // Between two values of the reference the gap only grows.
      const std::int64_t before = all.sum + first[i].window[0] * m_;
      all.sum = before + (first[i].window[1] * m_ - first[i].reference * w);
      all.highest = (std::max)(all.highest, (std::max)(before, all.sum));
      all.lowest = (std::min)(all.lowest, all.sum);
    }
    return all;
  }

  std::vector<pair> pairs_;
  std::int64_t m_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
