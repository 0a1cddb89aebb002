// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/rank_nodes.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace {

using telltale::state::no_key;
using telltale::state::node_pool;
using telltale::state::rank_inner;
using telltale::state::rank_leaf;

using leaf = rank_leaf<std::int32_t>;
using inner = rank_inner<std::int64_t>;

static_assert(sizeof(leaf) == 4 * (1 + 3 * 32));
static_assert(sizeof(inner) == 8 + 8 * 64 + 4 * 3 * 64);

leaf empty_leaf() {
  leaf made{};
  made.keys.fill(no_key<std::int32_t>);
  return made;
}
// Keys [begin, end), negatives of each its key, positives a hundred more.
leaf leaf_of(std::int32_t begin, std::int32_t end, std::mt19937_64& rng) {
  std::vector<std::int32_t> keys;
  for (std::int32_t k = begin; k < end; ++k) keys.push_back(k);
  std::shuffle(keys.begin(), keys.end(), rng);
  leaf made = empty_leaf();
  for (const std::int32_t k : keys)
    made.append(k, static_cast<std::uint32_t>(k), static_cast<std::uint32_t>(k + 100));
  return made;
}
// It holds these, with what belongs to them, and nothing behind.
bool holds(const leaf& l, std::int32_t begin, std::int32_t end) {
  if (l.size != static_cast<std::uint32_t>(end - begin)) return false;
  const auto places = l.order();
  for (std::size_t r = 0; r < l.size; ++r) {
    const auto key = begin + static_cast<std::int32_t>(r);
    const std::size_t i = places[r];
    if (l.keys[i] != key || l.counts[0][i] != static_cast<std::uint32_t>(key) ||
        l.counts[1][i] != static_cast<std::uint32_t>(key + 100))
      return false;
  }
  return std::all_of(l.keys.begin() + l.size, l.keys.end(),
                     [](std::int32_t k) { return k == no_key<std::int32_t>; });
}

// Children [begin, end), before which there are k negatives and 3 k positives for child k.
inner inner_of(std::uint32_t begin, std::uint32_t end) {
  inner made{};
  made.keys.fill(no_key<std::int64_t>);
  for (std::uint32_t k = begin; k <= end; ++k) {
    const std::size_t i = k - begin;
    made.before[0][i] = i == 0 ? 0 : made.before[0][i - 1] + k - 1;
    made.before[1][i] = 3 * made.before[0][i];
    if (k == end) break;
    made.keys[i] = 10 * k;
    made.children[i] = k;
  }
  made.size = end - begin;
  return made;
}
bool same(const inner& a, const inner& b) {
  return a.size == b.size && a.keys == b.keys &&
         std::equal(a.children.begin(), a.children.begin() + a.size, b.children.begin()) &&
         std::equal(a.before[0].begin(), a.before[0].begin() + a.size + 1, b.before[0].begin()) &&
         std::equal(a.before[1].begin(), a.before[1].begin() + a.size + 1, b.before[1].begin());
}

}  // namespace

TEST_CASE("state/rank_nodes: a leaf moves the numbers that come first or last") {
  std::mt19937_64 rng{1};
  leaf full = leaf_of(0, 32, rng), right = empty_leaf();
  CHECK(full.total(0) == 31 * 16);
  CHECK(full.total(1) == 31 * 16 + 3200);
  CHECK(full.move(20, 32, right) == 20);
  CHECK(holds(full, 0, 20));
  CHECK(holds(right, 20, 32));
  CHECK(right.move(0, 5, full) == 20);
  CHECK(holds(full, 0, 25));
  CHECK(holds(right, 25, 32));
  CHECK(right.keys[0] == 25);  // in order afterwards
  CHECK(full.move(24, 25, right) == 24);
  CHECK(holds(full, 0, 24));
  CHECK(holds(right, 24, 32));
  full.take_all(right);
  CHECK(holds(full, 0, 32));
}

TEST_CASE("state/rank_nodes: a leaf drops a number wherever it is") {
  std::mt19937_64 rng{2};
  for (const bool last : {true, false}) {
    leaf l = leaf_of(0, 9, rng);
    l.append(9, 9, 109);
    if (last) {
      l.remove(9);
      CHECK(holds(l, 0, 9));
    } else {
      const auto places = l.order();
      l.remove(places[0]);
      CHECK(holds(l, 1, 10));
    }
  }
  leaf one = leaf_of(3, 4, rng);
  one.remove(0);
  CHECK(holds(one, 0, 0));
}

TEST_CASE("state/rank_nodes: an inner node finds the child of a key") {
  const inner n = inner_of(1, 40);
  for (std::uint32_t k = 1; k < 40; ++k) {
    CHECK(n.child_of(10 * k) == k - 1);
    CHECK(n.child_of(10 * k + 9) == k - 1);
  }
  inner top{};
  top.keys.fill(no_key<std::int64_t>);
  top.start(7);
  CHECK(top.size == 1);
  CHECK(top.children[0] == 7);
  CHECK(top.child_of((std::numeric_limits<std::int64_t>::min)()) == 0);
  CHECK(top.child_of(no_key<std::int64_t> - 1) == 0);
}

TEST_CASE("state/rank_nodes: an inner node moves children to either neighbour") {
  for (std::uint32_t cut = 0; cut <= 60; cut += 5)
    for (std::uint32_t to = 0; to <= 60; to += 6) {
      inner left = inner_of(1, 1 + cut), right = inner_of(1 + cut, 61);
      if (to > cut)
        right.move_back(to - cut, left);
      else
        left.move_on(cut - to, right);
      CHECK(same(left, inner_of(1, 1 + to)));
      CHECK(same(right, inner_of(1 + to, 61)));
    }
}

TEST_CASE("state/rank_nodes: an inner node opens and closes a place") {
  for (std::uint32_t i = 0; i + 1 < inner::most; ++i) {
    inner n = inner_of(1, 1 + inner::most);
    const std::uint32_t first = n.before[0][i + 1], second = n.before[1][i + 1];
    n.close(i + 1);
    CHECK(n.size == inner::most - 1);
    CHECK(n.keys[n.size] == no_key<std::int64_t>);
    CHECK(n.total(0) == inner_of(1, 1 + inner::most).total(0));
    n.open(i, 10 * (i + 2), i + 2);
    n.before[0][i + 1] = first;
    n.before[1][i + 1] = second;
    CHECK(same(n, inner_of(1, 1 + inner::most)));
  }
}

TEST_CASE("state/rank_nodes: a pool gives each node once") {
  node_pool<leaf> pool{3};
  for (int round = 0; round < 2; ++round) {
    const std::uint32_t a = pool.take(), b = pool.take(), c = pool.take();
    CHECK(a != b);
    CHECK(b != c);
    CHECK(a != c);
    pool[b].append(1, 2, 3);
    pool.give(b);
    CHECK(pool.take() == b);
    CHECK(pool[b].size == 0);
    CHECK(pool[b].keys[0] == no_key<std::int32_t>);
    if (round == 0) pool.clear();
  }
}
