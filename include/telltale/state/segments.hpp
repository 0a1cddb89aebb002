// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/concepts.hpp>
#include <telltale/math/mix.hpp>

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

namespace detail {
[[nodiscard]] constexpr std::uint64_t key_bits(std::string_view text) noexcept {
  std::uint64_t h = text.size();
  for (const char c : text) h = math::mix(h ^ static_cast<unsigned char>(c)) + 1;
  return h;
}
template <class T>
requires std::is_arithmetic_v<T>
[[nodiscard]] constexpr std::uint64_t key_bits(T value) noexcept { return math::value_bits(value); }
}  // namespace detail

/// The key of a segment from the values that make it, texts and numbers, in their order:
/// `segment_key("DE", 3)`. Two segments share a key with a probability of 2^-64.
template <class... Parts>
[[nodiscard]] constexpr std::uint64_t segment_key(const Parts&... parts) noexcept {
  std::uint64_t h = sizeof...(Parts);
  ((h = math::mix(h ^ detail::key_bits(parts)) + 0x9e3779b97f4a7c15u), ...);
  return h;
}

/// A state for each segment of a stream, of those with the most rows, and one for the rest:
/// segments that come at run time, and never more of them than there is room for. No row is lost:
/// all segments and `other()`, merged, are the state of all rows.
///
/// The first segments to come are kept. When there is no room, a new one's rows go to `other()` and
/// are counted by; once it has shown at least twice as many rows as the smallest that is kept has,
/// that one is merged into `other()`, an eviction, and its place is taken. The rows that showed it
/// stay in `other()`.
///
/// Algebra  mergeable: the segments with the most rows of both are kept
/// Rejects  what the states reject
/// Cost     update: that of the state and a probe of a table; an eviction is a merge and a look at
///          all segments, and each takes at least as many rows; never allocates after construction
/// Size     that of the state times `capacity` + 1, and 80 bytes a segment
/// Threads  one writer
template <mergeable S>
class segments {
public:
  struct segment {
    std::uint64_t key = 0;
    std::uint64_t rows = 0;    ///< of those since it was kept
    std::uint64_t before = 0;  ///< at least so many of its rows are in `other()`
    S state;

    /// At least so many rows came.
    [[nodiscard]] std::uint64_t traffic() const noexcept { return rows + before; }

    friend bool operator==(const segment&, const segment&) = default;
  };

  /// `capacity`: segments that are kept, at least 1. Each starts as a copy of `empty`.
  explicit segments(std::size_t capacity, const S& empty = {})
      : capacity_((std::max)(capacity, std::size_t{1})),
        empty_(empty),
        other_(empty),
        table_(std::bit_ceil(2 * capacity_ + 1), free_),
        candidates_(std::bit_ceil(2 * capacity_)),
        common_(capacity_) {
    kept_.reserve(capacity_);
  }

  template <class... Xs>
  requires accepts<S, Xs...>
  void update(std::uint64_t key, const Xs&... row) noexcept {
    segment* const at = keep(key);
    if (at != nullptr) {
      ++at->rows;
      at->state.update(row...);
      return;
    }
    other_.update(row...);
    ++other_rows_;
    vote(key);
  }

  /// Requires: the same capacity.
  segments& merge(const segments& part) noexcept {
    TELLTALE_EXPECTS(part.capacity_ == capacity_);
    if (&part == this) {
      const segments copy = part;
      return merge(copy);
    }
    // What both keep first, so that what is weighed against each other has all of its rows.
    std::fill(common_.begin(), common_.end(), std::uint8_t{0});
    for (std::size_t i = 0; i < part.kept_.size(); ++i) {
      const auto place = find(part.kept_[i].key);
      if (!place) continue;
      add(kept_[*place], part.kept_[i]);
      common_[i] = 1;
    }
    for (std::size_t i = 0; i < part.kept_.size(); ++i) {
      if (common_[i] != 0) continue;
      const segment& theirs = part.kept_[i];
      if (segment* const fresh = keep(theirs.key)) {
        add(*fresh, theirs);
        continue;
      }
      const std::size_t smallest = find_smallest();
      if (theirs.traffic() > kept_[smallest].traffic()) {
        replace(smallest, theirs.key, 0);
        add(kept_[smallest], theirs);
      } else {
        other_.merge(theirs.state);
        other_rows_ += theirs.rows;
        ++evictions_;
      }
    }
    other_.merge(part.other_);
    other_rows_ += part.other_rows_;
    evictions_ += part.evictions_;
    return *this;
  }
  void clear() noexcept {
    kept_.clear();
    other_.clear();
    std::fill(table_.begin(), table_.end(), free_);
    std::fill(candidates_.begin(), candidates_.end(), candidate{});
    other_rows_ = evictions_ = 0;
    least_ = 0;
  }

  /// Those that are kept, in no order.
  [[nodiscard]] const std::vector<segment>& kept() const noexcept { return kept_; }
  /// One of them; null for one that is not kept.
  [[nodiscard]] const segment* operator[](std::uint64_t key) const noexcept {
    const auto place = find(key);
    return place ? &kept_[*place] : nullptr;
  }
  /// Of all other rows, and how many those are.
  [[nodiscard]] const S& other() const noexcept { return other_; }
  [[nodiscard]] std::uint64_t other_rows() const noexcept { return other_rows_; }
  /// How often a segment that was kept was merged into `other()`.
  [[nodiscard]] std::uint64_t evictions() const noexcept { return evictions_; }
  [[nodiscard]] std::size_t capacity() const noexcept { return capacity_; }
  [[nodiscard]] std::uint64_t rejected() const noexcept {
    std::uint64_t all = other_.rejected();
    for (const segment& s : kept_) all += s.state.rejected();
    return all;
  }

  /// The same segments in the same places, and the same counts.
  friend bool operator==(const segments& a, const segments& b) noexcept {
    return a.capacity_ == b.capacity_ && a.kept_ == b.kept_ && a.other_ == b.other_ &&
           a.other_rows_ == b.other_rows_ && a.evictions_ == b.evictions_ &&
           a.candidates_ == b.candidates_;
  }

private:
  // Who has the most rows among the strangers whose keys share a cell, by majority vote.
  struct candidate {
    std::uint64_t key = 0;
    std::uint64_t votes = 0;

    friend bool operator==(const candidate&, const candidate&) = default;
  };
  static constexpr std::uint32_t free_ = 0xFFFFFFFFu;

  [[nodiscard]] std::size_t cell_of(std::uint64_t key) const noexcept {
    return static_cast<std::size_t>(math::mix(key)) & (table_.size() - 1);
  }
  [[nodiscard]] std::optional<std::size_t> find(std::uint64_t key) const noexcept {
    for (std::size_t c = cell_of(key); table_[c] != free_; c = (c + 1) & (table_.size() - 1))
      if (kept_[table_[c]].key == key) return table_[c];
    return std::nullopt;
  }
  // The segment of a key, a new one where there is room; null where there is none.
  [[nodiscard]] segment* keep(std::uint64_t key) noexcept {
    if (const auto place = find(key)) return &kept_[*place];
    if (kept_.size() == capacity_) return nullptr;
    kept_.push_back({key, 0, 0, empty_});
    enter(kept_.size() - 1);
    return &kept_.back();
  }
  void enter(std::size_t place) noexcept {
    std::size_t c = cell_of(kept_[place].key);
    while (table_[c] != free_) c = (c + 1) & (table_.size() - 1);
    table_[c] = static_cast<std::uint32_t>(place);
  }
  static void add(segment& mine, const segment& theirs) noexcept {
    mine.rows += theirs.rows;
    mine.before += theirs.before;
    mine.state.merge(theirs.state);
  }

  void vote(std::uint64_t key) noexcept {
    candidate& c =
        candidates_[static_cast<std::size_t>(math::mix(~key)) & (candidates_.size() - 1)];
    if (c.key == key)
      ++c.votes;
    else if (c.votes == 0)
      c = {key, 1};
    else
      --c.votes;
    // Traffic only grows, so that the smallest of some time ago is a bound for the smallest now.
    if (c.key != key || c.votes < 2 * least_ || c.votes < 2) return;
    const std::size_t smallest = find_smallest();
    least_ = kept_[smallest].traffic();
    if (c.votes < 2 * least_) return;
    replace(smallest, key, c.votes);
    c = {};
    least_ = 0;
  }
  [[nodiscard]] std::size_t find_smallest() const noexcept {
    const auto fewer = [](const segment& a, const segment& b) { return a.traffic() < b.traffic(); };
    return static_cast<std::size_t>(std::min_element(kept_.begin(), kept_.end(), fewer) -
                                    kept_.begin());
  }
  void replace(std::size_t place, std::uint64_t key, std::uint64_t before) noexcept {
    segment& s = kept_[place];
    other_.merge(s.state);
    other_rows_ += s.rows;
    ++evictions_;
    s.key = key;
    s.rows = 0;
    s.before = before;
    s.state.clear();
    std::fill(table_.begin(), table_.end(), free_);
    for (std::size_t i = 0; i < kept_.size(); ++i) enter(i);
  }

  std::size_t capacity_;
  S empty_;
  std::vector<segment> kept_;
  S other_;
  std::vector<std::uint32_t> table_;  // places in `kept_`, by key, with linear probing
  std::vector<candidate> candidates_;
  std::uint64_t other_rows_ = 0;
  std::uint64_t evictions_ = 0;
  std::uint64_t least_ = 0;           // traffic that each segment has at least
  std::vector<std::uint8_t> common_;  // of a merge: which of the other's are ours too
};

}  // namespace telltale::inline TELLTALE_ABI::state
