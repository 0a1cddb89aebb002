// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/state/slot_gap_tree.hpp>
#include <telltale/state/slot_gaps.hpp>
#include <telltale/state/slot_index.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// When a `sliding_ks` works its gap out.
enum class gap_upkeep : std::uint8_t {
  on_demand,  ///< when it is asked for: updates are cheap, and asking costs O(reference)
  each_row,   ///< with each update: asking a full window is free
};

/// The last values, as many as were asked for at construction, against a reference sample that
/// stays: the widest gap between their distribution functions, which is Kolmogorov and Smirnov's
/// D, exactly, ties included.
///
/// The window is its own: it slides by itself, and there is nothing to merge. Values of the
/// reference that are not finite are left out of it, and counted by `left_out`.
///
/// Algebra  none (summary only)
/// Units    unweighted observations
/// Rejects  NaN and infinities, which move nothing out of the window
/// Cost     update O(1), at most O(log reference) where no grid fits the reference; with
///          `each_row` O(log reference) more; never allocates
/// Size     4 bytes a row of capacity; at most sizeof(T) + 28 bytes a distinct value of the
///          reference, with `each_row` 24 more
/// Threads  one writer
template <std::floating_point T = float, gap_upkeep Upkeep = gap_upkeep::on_demand>
class sliding_ks {
public:
  using value_type = T;

  /// Requires: fewer than 2^31 values, 0 < capacity < 2^31.
  sliding_ks(std::span<const T> reference, std::size_t capacity)
      : sliding_ks(sorted(reference), reference.size(), capacity) {}

  void update(T x) noexcept {
    if (!finite(x)) {
      ++rejected_;
      return;
    }
    const std::uint32_t slot = index_(x);
    const std::uint32_t left = std::exchange(ring_[next_], slot);
    if (++next_ == ring_.size()) next_ = 0;
    gaps_.add(slot);
    if (size_ < ring_.size()) {
      if (++size_ == ring_.size()) build();
      return;
    }
    gaps_.remove(left);
    if constexpr (Upkeep == gap_upkeep::each_row) {
      const std::size_t gives = left / slot_gaps::block, takes = slot / slot_gaps::block;
      const auto w = static_cast<std::int64_t>(size_);
      tree_.replace(gives, gaps_.run(gives, w), takes, gaps_.run(takes, w), gaps_.m());
    }
  }
  /// The same as the loop over the values.
  template <std::size_t Extent>
  void update(std::span<const T, Extent> values) noexcept {
    for (const T x : values) update(x);
  }

  /// Forgets the window, and keeps the reference.
  void clear() noexcept {
    gaps_.clear();
    size_ = next_ = 0;
    rejected_ = 0;
  }

  /// The widest gap as a whole number: D = widest_gap / (reference_size * size), which is at most
  /// 1. Empty while the window is, and without a reference.
  ///
  /// Cost: O(reference); with `each_row` O(1) once the window is full.
  [[nodiscard]] std::optional<std::uint64_t> widest_gap() const noexcept {
    if (size_ == 0 || gaps_.m() == 0) return std::nullopt;
    if (Upkeep == gap_upkeep::each_row && size_ == ring_.size()) return tree_.widest();
    return gaps_.run(static_cast<std::int64_t>(size_)).widest();
  }

  /// Values of the reference that count.
  [[nodiscard]] std::size_t reference_size() const noexcept {
    return static_cast<std::size_t>(gaps_.m());
  }
  /// Those that do not.
  [[nodiscard]] std::uint64_t left_out() const noexcept { return left_out_; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::size_t capacity() const noexcept { return ring_.size(); }
  /// Since construction: a rejected value never leaves.
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }

  /// The same reference, and windows that it cannot tell apart, in the same order.
  friend bool operator==(const sliding_ks& a, const sliding_ks& b) noexcept {
    if (a.capacity() != b.capacity() || a.size_ != b.size_ || a.rejected_ != b.rejected_ ||
        a.left_out_ != b.left_out_ || !(a.index_ == b.index_) || !(a.gaps_ == b.gaps_))
      return false;
    for (std::size_t age = 1; age <= a.size_; ++age)
      if (a.row(age) != b.row(age)) return false;
    return true;
  }

private:
  sliding_ks(const std::vector<T>& reference, std::size_t all, std::size_t capacity)
      : index_(reference),
        gaps_(repeats(reference)),
        tree_(Upkeep == gap_upkeep::each_row ? gaps_.blocks() : 1),
        ring_(capacity),
        left_out_(all - reference.size()) {
    TELLTALE_EXPECTS(capacity > 0 && capacity < std::size_t{1} << 31);
  }

  static bool finite(T x) noexcept { return x - x == 0; }  // an infinity minus itself is NaN
  static std::vector<T> sorted(std::span<const T> reference) {
    std::vector<T> values;
    values.reserve(reference.size());
    for (const T x : reference)
      if (finite(x)) values.push_back(x);
    std::sort(values.begin(), values.end());
    return values;
  }
  // Of each distinct value.
  static std::vector<std::uint32_t> repeats(const std::vector<T>& sorted) {
    std::vector<std::uint32_t> all;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
      if (i == 0 || sorted[i] != sorted[i - 1]) all.push_back(0);
      ++all.back();
    }
    return all;
  }

  void build() noexcept {
    if constexpr (Upkeep == gap_upkeep::each_row)
      tree_.build(gaps_.blocks(),
                  [this](std::size_t i) { return gaps_.run(i, static_cast<std::int64_t>(size_)); });
  }
  // The slot of the value that came `age` values ago. Requires: 1 <= age <= size_.
  [[nodiscard]] std::uint32_t row(std::size_t age) const noexcept {
    return ring_[next_ >= age ? next_ - age : next_ + ring_.size() - age];
  }

  slot_index<T> index_;
  slot_gaps gaps_;
  slot_gap_tree tree_;               // of a full window
  std::vector<std::uint32_t> ring_;  // slots; `next_` is the oldest one when it is full
  std::size_t size_ = 0;
  std::size_t next_ = 0;
  std::uint64_t left_out_ = 0;
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
