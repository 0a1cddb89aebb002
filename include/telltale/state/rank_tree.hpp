// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/simd/few_keys.hpp>
#include <telltale/state/rank_nodes.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::state {

/// Numbers of two classes in order, each distinct one with its counts: how many of the other class
/// are below a number, and how many equal it, as numbers come and go. A B+ tree whose inner nodes
/// count what is before each child, and whose leaves are in no order, so that no branch depends on
/// where a number is; nodes are taken from a pool.
///
/// Cost  insert, erase O(log distinct numbers), whatever the numbers; never allocates
/// Size  at most 3.7 sizeof(Key) + 30 bytes a number of capacity, and 2 KiB
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
  explicit rank_tree(std::size_t capacity)
      : leaves_(capacity / leaf::least + 1), inners_(inners_above(capacity / leaf::least)) {
    TELLTALE_EXPECTS(capacity < std::size_t{1} << 31);
    root_ = leaves_.take();
  }

  void clear() noexcept {
    leaves_.clear();
    inners_.clear();
    height_ = 0;
    root_ = leaves_.take();
  }

  /// Adds one, and says where among the other class. Requires: `label <= 1`, room, and a key below
  /// the largest of its type.
  place insert(Key key, std::size_t label) noexcept {
    const signed_key wanted = in_order(key);
    TELLTALE_EXPECTS(label <= 1 && wanted != no_key<signed_key>);
    if (full(root_, height_)) grow();
    place found;
    std::uint32_t here = root_;
    for (std::size_t level = height_; level > 0; --level) {
      inner& above = inners_[here];
      std::size_t i = above.child_of(wanted);
      if (full(above.children[i], level - 1)) {
        split(above, i, level - 1);
        i = above.child_of(wanted);
      }
      found.below += above.before[1 - label][i];
      simd::count_up_from(above.before[label], i + 1);
      here = above.children[i];
    }
    leaf& last = leaves_[here];
    auto [at, below] = simd::find(last.keys, last.counts[1 - label], wanted);
    if (at == leaf::most) {
      at = last.size;
      last.append(wanted, 0, 0);
    }
    found.below += below;
    found.equal = last.counts[1 - label][at];
    ++last.counts[label][at];
    return found;
  }

  /// Takes one out, and says where among the other class. Requires: it is in.
  place erase(Key key, std::size_t label) noexcept {
    const signed_key wanted = in_order(key);
    TELLTALE_EXPECTS(label <= 1);
    place found;
    std::uint32_t here = root_;
    for (std::size_t level = height_; level > 0; --level) {
      inner& above = inners_[here];
      std::size_t i = above.child_of(wanted);
      if (few_in(above.children[i], level - 1)) {
        fill(above, i, level - 1);
        i = above.child_of(wanted);
      }
      found.below += above.before[1 - label][i];
      simd::count_down_from(above.before[label], i + 1);
      here = above.children[i];
    }
    leaf& last = leaves_[here];
    const auto [at, below] = simd::find(last.keys, last.counts[1 - label], wanted);
    TELLTALE_EXPECTS(at < leaf::most && last.counts[label][at] > 0);
    found.below += below;
    found.equal = last.counts[1 - label][at];
    if (--last.counts[label][at] == 0 && found.equal == 0) last.remove(at);
    if (height_ > 0 && inners_[root_].size == 1) {  // its children became one
      const std::uint32_t old = root_;
      root_ = inners_[old].children[0];
      inners_.give(old);
      --height_;
    }
    return found;
  }

  /// Calls `visit(positives, negatives)` for each distinct number in ascending order. Cost: some
  /// nanoseconds a number.
  template <class Visit>
  void for_each(const Visit& visit) const noexcept {
    walk(root_, height_, visit);
  }

private:
  using signed_key = std::make_signed_t<Key>;
  using leaf = rank_leaf<signed_key>;
  using inner = rank_inner<signed_key>;

  static std::size_t inners_above(std::size_t nodes) noexcept {
    std::size_t most = 1;
    while ((nodes /= inner::least) > 0) most += nodes + 1;
    return most;
  }
  static signed_key in_order(Key key) noexcept {
    constexpr Key sign = Key{1} << (8 * sizeof(Key) - 1);
    return static_cast<signed_key>(key ^ sign);
  }

  [[nodiscard]] bool full(std::uint32_t i, std::size_t level) const noexcept {
    return level == 0 ? leaves_[i].size == leaf::most : inners_[i].size == inner::most;
  }
  [[nodiscard]] bool few_in(std::uint32_t i, std::size_t level) const noexcept {
    return level == 0 ? leaves_[i].size <= leaf::least : inners_[i].size <= inner::least;
  }

  void grow() noexcept {
    const std::uint32_t above = inners_.take();
    inner& top = inners_[above];
    top.start(root_);
    for (std::size_t c = 0; c < 2; ++c)
      top.before[c][1] = height_ == 0 ? leaves_[root_].total(c) : inners_[root_].total(c);
    root_ = above;
    split(top, 0, height_++);
  }

  // Makes the full child `i` two.
  void split(inner& parent, std::size_t i, std::size_t level) noexcept {
    if (level == 0) {
      const std::uint32_t right = leaves_.take();
      leaf& left = leaves_[parent.children[i]];
      parent.open(i, left.move(leaf::most / 2, leaf::most, leaves_[right]), right);
      recount(parent, i, left);
    } else {
      const std::uint32_t right = inners_.take();
      inner &left = inners_[parent.children[i]], &fresh = inners_[right];
      fresh.start(0);
      fresh.size = 0;
      left.move_on(inner::width / 2, fresh);
      parent.open(i, fresh.keys[0], right);
      recount(parent, i, left);
    }
  }
  // What is in child `i`, of which a part went to the one after, or came from there.
  template <class Node>
  static void recount(inner& parent, std::size_t i, const Node& child) noexcept {
    for (std::size_t c = 0; c < 2; ++c)
      parent.before[c][i + 1] = parent.before[c][i] + child.total(c);
  }

  // Gives the child `i`, which has few entries, more: those of a neighbour, or some of them.
  void fill(inner& parent, std::size_t i, std::size_t level) noexcept {
    const std::size_t l = i > 0 ? i - 1 : i;
    if (level == 0)
      share(leaves_, parent, l);
    else
      share(inners_, parent, l);
  }
  template <class Node>
  void share(node_pool<Node>& nodes, inner& parent, std::size_t l) noexcept {
    const std::uint32_t after = parent.children[l + 1];
    Node &left = nodes[parent.children[l]], &right = nodes[after];
    const std::size_t both = std::size_t{left.size} + right.size;
    if (both <= Node::joined) {
      join(right, left);
      nodes.give(after);
      recount(parent, l, left);
      parent.close(l + 1);
      return;
    }
    const std::size_t wanted = both / 2;
    if (left.size < wanted)
      parent.keys[l + 1] = move_back(right, wanted - left.size, left);
    else
      parent.keys[l + 1] = move_on(left, left.size - wanted, right);
    recount(parent, l, left);
  }
  static void join(leaf& from, leaf& to) noexcept { to.take_all(from); }
  static void join(inner& from, inner& to) noexcept { from.move_back(from.size, to); }
  // The first of the right one afterwards.
  static signed_key move_back(leaf& from, std::size_t n, leaf& to) noexcept {
    from.move(0, n, to);
    return from.keys[0];
  }
  static signed_key move_back(inner& from, std::size_t n, inner& to) noexcept {
    from.move_back(n, to);
    return from.keys[0];
  }
  static signed_key move_on(leaf& from, std::size_t n, leaf& to) noexcept {
    return from.move(from.size - n, from.size, to);
  }
  static signed_key move_on(inner& from, std::size_t n, inner& to) noexcept {
    from.move_on(n, to);
    return to.keys[0];
  }

  template <class Visit>
  void walk(std::uint32_t i, std::size_t level, const Visit& visit) const noexcept {
    if (level > 0) {
      const inner& n = inners_[i];
      for (std::size_t k = 0; k < n.size; ++k) walk(n.children[k], level - 1, visit);
      return;
    }
    const leaf& n = leaves_[i];
    const auto places = n.order();
    for (std::size_t r = 0; r < n.size; ++r)
      visit(std::uint64_t{n.counts[1][places[r]]}, std::uint64_t{n.counts[0][places[r]]});
  }

  node_pool<leaf> leaves_;
  node_pool<inner> inners_;
  std::uint32_t root_ = 0;
  std::size_t height_ = 0;  // of the root above the leaves
};

}  // namespace telltale::inline TELLTALE_ABI::state
