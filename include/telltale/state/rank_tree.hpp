// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI::state {

/// Numbers of two classes in order, each distinct one with its counts: how many of the other class
/// are below a number, and how many equal it, as numbers come and go. A B+ tree whose inner nodes
/// count what is below them; nodes are taken from a pool.
///
/// Cost  insert, erase O(log distinct numbers), whatever the numbers; never allocates
/// Size  at most 3.2 sizeof(Key) + 39 bytes a number of capacity
/// Source: Bayer & McCreight 1972, doi:10.1007/BF00288683; split and filled up on the way down:
/// Guibas & Sedgewick 1978, doi:10.1109/SFCS.1978.3.
template <std::unsigned_integral Key>
class rank_tree {
public:
  /// Of the other class.
  struct place {
    std::uint64_t below = 0;
    std::uint64_t equal = 0;
  };

  /// Requires: `capacity < 2^31`: the most distinct numbers that are in it at a time.
  explicit rank_tree(std::size_t capacity) {
    TELLTALE_EXPECTS(capacity < std::size_t{1} << 31);
    std::size_t most = 1;
    for (std::size_t level = capacity / least; level > 0; level /= least) most += level + 1;
    nodes_.resize(most);
    clear();
  }

  void clear() noexcept {
    free_ = 0;
    for (node& each : nodes_) each.children[0] = ++free_;  // the free ones are a list
    free_ = 0;
    height_ = 0;
    root_ = take();
  }

  /// Adds one, and says where among the other class. Requires: `label <= 1`, room, and a key below
  /// the largest of its type.
  place insert(Key key, std::size_t label) noexcept {
    TELLTALE_EXPECTS(label <= 1 && key != nothing);
    if (at(root_).size == width) {
      const std::uint32_t above = take();
      node& top = at(above);
      top.size = 1;
      top.keys[0] = 0;
      top.children[0] = root_;
      for (std::size_t c = 0; c < 2; ++c) top.counts[c][0] = sum(at(root_).counts[c], width);
      root_ = above;
      ++height_;
      split(top, 0);
    }
    place found;
    std::uint32_t here = root_;
    for (std::size_t level = height_; level > 0; --level) {
      node& inner = at(here);
      std::size_t i = child_of(inner, key);
      if (at(inner.children[i]).size == width) {
        split(inner, i);
        i = child_of(inner, key);
      }
      found.below += sum(inner.counts[1 - label], i);
      ++inner.counts[label][i];
      here = inner.children[i];
    }
    node& leaf = at(here);
    const std::size_t i = lower_bound(leaf, key);
    found.below += sum(leaf.counts[1 - label], i);
    if (i == leaf.size || leaf.keys[i] != key) {
      open(leaf, i, 1, false);
      leaf.keys[i] = key;
      leaf.counts[0][i] = leaf.counts[1][i] = 0;
    }
    found.equal = leaf.counts[1 - label][i];
    ++leaf.counts[label][i];
    return found;
  }

  /// Takes one out, and says where among the other class. Requires: it is in.
  place erase(Key key, std::size_t label) noexcept {
    TELLTALE_EXPECTS(label <= 1);
    place found;
    std::uint32_t here = root_;
    for (std::size_t level = height_; level > 0; --level) {
      node& inner = at(here);
      std::size_t i = child_of(inner, key);
      if (at(inner.children[i]).size <= least) {
        fill(inner, i);
        i = child_of(inner, key);
      }
      found.below += sum(inner.counts[1 - label], i);
      --inner.counts[label][i];
      here = inner.children[i];
    }
    node& leaf = at(here);
    const std::size_t i = lower_bound(leaf, key);
    TELLTALE_EXPECTS(i < leaf.size && leaf.keys[i] == key && leaf.counts[label][i] > 0);
    found.below += sum(leaf.counts[1 - label], i);
    found.equal = leaf.counts[1 - label][i];
    if (--leaf.counts[label][i] == 0 && found.equal == 0) close(leaf, i, 1, false);
    if (height_ > 0 && at(root_).size == 1) {  // its children became one
      const std::uint32_t old = root_;
      root_ = at(old).children[0];
      give(old);
      --height_;
    }
    return found;
  }

  /// Calls `visit(positives, negatives)` for each distinct number in ascending order.
  template <class Visit>
  void for_each(const Visit& visit) const noexcept {
    walk(root_, height_, visit);
  }

private:
  static constexpr Key nothing = (std::numeric_limits<Key>::max)();
  static constexpr std::size_t width = 32;
  static constexpr std::size_t least = 11;   // in each node but the root
  static constexpr std::size_t joined = 24;  // two neighbours with no more become one

  struct node {
    // Of a leaf, its numbers; of an inner node, the least that may be below each child. Then
    // `nothing`, which is larger than all of them.
    std::array<Key, width> keys;
    std::array<std::array<std::uint32_t, width>, 2> counts;  // negatives and positives
    std::array<std::uint32_t, width> children;
    std::uint32_t size;
  };

  node& at(std::uint32_t i) noexcept { return nodes_[i]; }
  const node& at(std::uint32_t i) const noexcept { return nodes_[i]; }

  std::uint32_t take() noexcept {
    TELLTALE_EXPECTS(free_ < nodes_.size());
    const std::uint32_t i = free_;
    free_ = at(i).children[0];
    at(i).size = 0;
    at(i).keys.fill(nothing);
    return i;
  }
  void give(std::uint32_t i) noexcept { at(i).children[0] = std::exchange(free_, i); }

  static std::uint32_t sum(const std::array<std::uint32_t, width>& counts, std::size_t n) noexcept {
    std::uint32_t all = 0;
    for (std::size_t i = 0; i < n; ++i) all += counts[i];
    return all;
  }
  // How many keys are `below`, as those are that come before some point: the quarter first, then
  // its keys, each compared without waiting for another, and without a branch to mispredict.
  template <class Below>
  static std::size_t count_below(const node& n, const Below& below) noexcept {
    constexpr std::size_t part = width / 4;
    std::size_t begin = 0;
    Key more = 0;  // as wide as what is compared
    for (std::size_t i = part; i < width; i += part) begin += below(n.keys[i - 1]) ? part : 0;
    for (std::size_t i = 0; i < part; ++i) more += static_cast<Key>(below(n.keys[begin + i]));
    return begin + more;
  }
  static std::size_t lower_bound(const node& leaf, Key key) noexcept {
    return count_below(leaf, [key](Key k) { return k < key; });
  }
  static std::size_t child_of(const node& inner, Key key) noexcept {
    return count_below(inner, [key](Key k) { return k <= key; }) - 1;
  }

  // The entries [begin, size) of `from` to `to`, from `at_entry` on.
  static void copy(const node& from, std::size_t begin, std::size_t end, node& to,
                   std::size_t at_entry, bool inner = true) noexcept {
    const auto column = [&](const auto& source, auto& target) {
      if (&from == &to && at_entry > begin)
        std::copy_backward(source.begin() + begin, source.begin() + end,
                           target.begin() + (at_entry + end - begin));
      else
        std::copy(source.begin() + begin, source.begin() + end, target.begin() + at_entry);
    };
    column(from.keys, to.keys);
    column(from.counts[0], to.counts[0]);
    column(from.counts[1], to.counts[1]);
    if (inner) column(from.children, to.children);
  }
  static void open(node& n, std::size_t i, std::size_t entries = 1, bool inner = true) noexcept {
    copy(n, i, n.size, n, i + entries, inner);
    n.size += static_cast<std::uint32_t>(entries);
  }
  static void close(node& n, std::size_t i, std::size_t entries = 1, bool inner = true) noexcept {
    copy(n, i + entries, n.size, n, i, inner);
    cut(n, n.size - entries);
  }
  static void cut(node& n, std::size_t size) noexcept {
    for (std::size_t i = size; i < n.size; ++i) n.keys[i] = nothing;
    n.size = static_cast<std::uint32_t>(size);
  }

  // Makes the full child `i` two.
  void split(node& parent, std::size_t i) noexcept {
    const std::uint32_t fresh = take();
    node &left = at(parent.children[i]), &right = at(fresh);
    copy(left, width / 2, width, right, 0);
    right.size = width / 2;
    cut(left, width / 2);
    open(parent, i + 1);
    parent.keys[i + 1] = right.keys[0];
    parent.children[i + 1] = fresh;
    recount(parent, i);
    recount(parent, i + 1);
  }
  void recount(node& parent, std::size_t i) noexcept {
    const node& child = at(parent.children[i]);
    for (std::size_t c = 0; c < 2; ++c) parent.counts[c][i] = sum(child.counts[c], child.size);
  }

  // Gives the child `i`, which has few entries, more: those of a neighbour, or some of them.
  void fill(node& parent, std::size_t i) noexcept {
    const std::size_t l = i > 0 ? i - 1 : i;
    node &left = at(parent.children[l]), &right = at(parent.children[l + 1]);
    const std::size_t both = std::size_t{left.size} + right.size;
    const std::size_t wanted = both <= joined ? both : both / 2;
    if (left.size < wanted) {
      const std::size_t moved = wanted - left.size;
      copy(right, 0, moved, left, left.size);
      left.size += static_cast<std::uint32_t>(moved);
      close(right, 0, moved);
    } else {
      const std::size_t moved = left.size - wanted;
      open(right, 0, moved);
      copy(left, wanted, left.size, right, 0);
      cut(left, wanted);
    }
    recount(parent, l);
    if (right.size == 0) {
      give(parent.children[l + 1]);
      close(parent, l + 1);
    } else {
      parent.keys[l + 1] = right.keys[0];
      recount(parent, l + 1);
    }
  }

  template <class Visit>
  void walk(std::uint32_t i, std::size_t level, const Visit& visit) const noexcept {
    const node& n = at(i);
    for (std::size_t k = 0; k < n.size; ++k) {
      if (level > 0)
        walk(n.children[k], level - 1, visit);
      else
        visit(std::uint64_t{n.counts[1][k]}, std::uint64_t{n.counts[0][k]});
    }
  }

  std::vector<node> nodes_;
  std::uint32_t root_ = 0;
  std::uint32_t free_ = 0;
  std::size_t height_ = 0;  // of the root above the leaves
};

}  // namespace telltale::inline TELLTALE_ABI::state
