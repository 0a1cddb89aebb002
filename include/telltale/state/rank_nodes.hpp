// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/simd/few_keys.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

// What a `rank_tree` is made of. Keys are signed, as registers compare them; `no_key` is larger
// than each that is used, and stands in all places behind the last one.

namespace telltale::inline TELLTALE_ABI::state {

template <std::signed_integral Key>
inline constexpr Key no_key = (std::numeric_limits<Key>::max)();

/// Distinct numbers in no order, each with its counts of two classes: nothing moves where one comes
/// or goes.
template <std::signed_integral Key>
struct rank_leaf {
  static constexpr std::size_t most = 32;
  /// In each of a tree but its root.
  static constexpr std::size_t least = 10;
  /// Two neighbours with no more become one.
  static constexpr std::size_t joined = 24;

  std::uint32_t size;
  simd::few_keys<Key, most> keys;
  std::array<simd::few_counts<most>, 2> counts;  ///< negatives and positives

  /// How many of a class.
  [[nodiscard]] std::uint32_t total(std::size_t label) const noexcept {
    std::uint32_t all = 0;
    for (std::size_t i = 0; i < size; ++i) all += counts[label][i];
    return all;
  }

  /// Requires: room, and a key that is not in it.
  void append(Key key, std::uint32_t negatives, std::uint32_t positives) noexcept {
    keys[size] = key;
    counts[0][size] = negatives;
    counts[1][size] = positives;
    ++size;
  }
  void remove(std::size_t i) noexcept {
    --size;
    keys[i] = keys[size];  // itself, where it is the last
    keys[size] = no_key<Key>;
    for (auto& column : counts) column[i] = column[size];
  }

  /// Where its numbers are, in ascending order.
  [[nodiscard]] std::array<std::uint8_t, most> order() const noexcept {
    std::array<std::uint8_t, most> all;
    for (std::size_t i = 0; i < size; ++i)
      all[simd::count_below(keys, keys[i])] = static_cast<std::uint8_t>(i);
    return all;
  }

  /// Moves those that are [begin, end) in ascending order, and gives the first of them. The others
  /// stay in order. Requires: begin < end <= size.
  Key move(std::size_t begin, std::size_t end, rank_leaf& to) noexcept {
    const rank_leaf old = *this;
    const auto places = old.order();
    size = 0;
    keys.fill(no_key<Key>);
    for (std::size_t r = 0; r < old.size; ++r) {
      const std::size_t i = places[r];
      rank_leaf& where = r >= begin && r < end ? to : *this;
      where.append(old.keys[i], old.counts[0][i], old.counts[1][i]);
    }
    return old.keys[places[begin]];
  }
  /// Moves all of another one here. Requires: room.
  void take_all(const rank_leaf& from) noexcept {
    for (std::size_t i = 0; i < from.size; ++i)
      append(from.keys[i], from.counts[0][i], from.counts[1][i]);
  }
};

/// Children in ascending order: the least that may be in each, and what is in all before it.
template <std::signed_integral Key>
struct rank_inner {
  static constexpr std::size_t width = 64;
  static constexpr std::size_t most = width - 1;  ///< so that what is in all of them has a place
  static constexpr std::size_t least = 21;
  static constexpr std::size_t joined = 48;

  std::uint32_t size;
  simd::few_keys<Key, width> keys;
  std::array<simd::few_counts<width>, 2> before;  ///< negatives and positives; of `size`, all
  std::array<std::uint32_t, width> children;

  [[nodiscard]] std::uint32_t total(std::size_t label) const noexcept {
    return before[label][size];
  }
  /// The one that a key is in. Requires: `keys[0] <= key < no_key`.
  [[nodiscard]] std::size_t child_of(Key key) const noexcept {
    return simd::count_at_most(keys, key) - 1;
  }
  void start(std::uint32_t child) noexcept {
    size = 1;
    keys[0] = (std::numeric_limits<Key>::min)();
    children[0] = child;
    before[0][0] = before[1][0] = 0;
  }

  /// Makes room after the child `i`, of which a part becomes the child after. Requires: room.
  void open(std::size_t i, Key first, std::uint32_t child) noexcept {
    const auto shift = [i](auto& column, std::size_t end) {
      std::copy_backward(column.begin() + i + 1, column.begin() + end, column.begin() + end + 1);
    };
    shift(keys, size);
    shift(children, size);
    for (auto& column : before) shift(column, size + 1);
    keys[i + 1] = first;
    children[i + 1] = child;
    ++size;
  }
  /// Drops the child `i`, which is empty. Requires: 0 < i < size.
  void close(std::size_t i) noexcept {
    const auto shift = [i](auto& column, std::size_t end) {
      std::copy(column.begin() + i + 1, column.begin() + end, column.begin() + i);
    };
    shift(keys, size);
    shift(children, size);
    for (auto& column : before) shift(column, size + 1);
    keys[--size] = no_key<Key>;
  }

  /// Moves the first `n` children to the end of the node before. Requires: room.
  void move_back(std::size_t n, rank_inner& to) noexcept {
    for (std::size_t c = 0; c < 2; ++c) {
      const std::uint32_t there = to.total(c), moved = before[c][n];
      for (std::size_t i = 0; i <= n; ++i) to.before[c][to.size + i] = there + before[c][i];
      for (std::size_t i = n; i <= size; ++i) before[c][i - n] = before[c][i] - moved;
    }
    const auto shift = [n, this](auto& column, auto* end) {
      std::copy_n(column.begin(), n, end);
      std::copy(column.begin() + n, column.begin() + size, column.begin());
    };
    shift(keys, to.keys.data() + to.size);
    shift(children, to.children.data() + to.size);
    to.size += static_cast<std::uint32_t>(n);
    cut(size - n);
  }
  /// Moves the last `n` children to the front of the node after. Requires: room.
  void move_on(std::size_t n, rank_inner& to) noexcept {
    const std::size_t first = size - n;
    for (std::size_t c = 0; c < 2; ++c) {
      const std::uint32_t left = before[c][first], moved = total(c) - left;
      for (std::size_t i = to.size + 1u; i-- > 0;) to.before[c][i + n] = to.before[c][i] + moved;
      for (std::size_t i = 0; i < n; ++i) to.before[c][i] = before[c][first + i] - left;
    }
    const auto shift = [n, first, &to](const auto& from, auto& column) {
      std::copy_backward(column.begin(), column.begin() + to.size, column.begin() + to.size + n);
      std::copy_n(from.begin() + first, n, column.begin());
    };
    shift(keys, to.keys);
    shift(children, to.children);
    to.size += static_cast<std::uint32_t>(n);
    cut(first);
  }

private:
  void cut(std::size_t n) noexcept {
    std::fill(keys.begin() + n, keys.begin() + size, no_key<Key>);
    size = static_cast<std::uint32_t>(n);
  }
};

/// Nodes that are taken and given back, without asking for memory. The free ones are a list.
template <class Node>
class node_pool {
public:
  explicit node_pool(std::size_t nodes) : nodes_(nodes) { clear(); }

  void clear() noexcept {
    free_ = 0;
    for (Node& each : nodes_) each.size = ++free_;
    free_ = 0;
  }
  /// An empty one. Requires: one is free.
  [[nodiscard]] std::uint32_t take() noexcept {
    TELLTALE_EXPECTS(free_ < nodes_.size());
    const std::uint32_t i = free_;
    free_ = std::exchange(nodes_[i].size, 0u);
    nodes_[i].keys.fill(no_key<typename decltype(Node::keys)::value_type>);
    return i;
  }
  void give(std::uint32_t i) noexcept { nodes_[i].size = std::exchange(free_, i); }

  [[nodiscard]] Node& operator[](std::uint32_t i) noexcept { return nodes_[i]; }
  [[nodiscard]] const Node& operator[](std::uint32_t i) const noexcept { return nodes_[i]; }

private:
  std::vector<Node> nodes_;
  std::uint32_t free_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
