// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/rank_tree.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <random>
#include <utility>
#include <vector>

namespace {

using telltale::state::rank_tree;

/// The same, and nothing clever.
template <class Key>
class plain {
public:
  typename rank_tree<Key>::place where(Key key, std::size_t label) const {
    typename rank_tree<Key>::place found;
    for (const auto& [each, counts] : all_) {
      if (each < key) found.below += counts[1 - label];
      if (each == key) found.equal = counts[1 - label];
    }
    return found;
  }
  void add(Key key, std::size_t label) { ++all_[key][label]; }
  void remove(Key key, std::size_t label) {
    const auto at = all_.find(key);
    --at->second[label];
    if (at->second[0] + at->second[1] == 0) all_.erase(at);
  }
  std::vector<std::pair<std::uint64_t, std::uint64_t>> counts() const {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> all;
    for (const auto& each : all_) all.emplace_back(each.second[1], each.second[0]);
    return all;
  }

private:
  std::map<Key, std::array<std::uint64_t, 2>> all_;
};

template <class Key>
struct pair_of_trees {
  rank_tree<Key> tree;
  plain<Key> want;
  std::vector<std::pair<Key, std::size_t>> rows;

  explicit pair_of_trees(std::size_t capacity) : tree(capacity) {}

  void insert(Key key, std::size_t label) {
    const auto expected = want.where(key, label), got = tree.insert(key, label);
    CHECK(got.below == expected.below);
    CHECK(got.equal == expected.equal);
    want.add(key, label);
    rows.emplace_back(key, label);
  }
  void erase(std::size_t row) {
    const auto [key, label] = rows[row];
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(row));
    want.remove(key, label);
    const auto expected = want.where(key, label), got = tree.erase(key, label);
    CHECK(got.below == expected.below);
    CHECK(got.equal == expected.equal);
  }
  void check_order() const {
    std::vector<std::pair<std::uint64_t, std::uint64_t>> seen;
    tree.for_each([&](std::uint64_t p, std::uint64_t n) { seen.emplace_back(p, n); });
    CHECK(seen == want.counts());
  }
};

}  // namespace

TEST_CASE_TEMPLATE("state/rank_tree finds what a plain map finds, as it fills and empties", Key,
                   std::uint32_t, std::uint64_t) {
  std::mt19937_64 rng{1};
  for (const std::uint64_t keys : {1ull, 20ull, 700ull, 1'000'000ull}) {
    CAPTURE(keys);
    constexpr std::size_t capacity = 600;
    pair_of_trees<Key> both{capacity};
    for (const bool growing : {true, false, true, false}) {
      for (int step = 0; step < 1200; ++step) {
        const bool insert = rng() % 4 != 0 ? growing : !growing;
        const auto key = static_cast<Key>(rng() % keys);
        const std::size_t label = rng() % 2;
        if (insert && both.rows.size() < capacity) both.insert(key, label);
        if (!insert && !both.rows.empty()) both.erase(rng() % both.rows.size());
      }
      both.check_order();
    }
    while (!both.rows.empty()) both.erase(0);
    both.check_order();
    both.insert(0, 1);
    both.tree.clear();
    both.want = {};
    both.insert(5, 0);
    both.insert(5, 1);
    both.check_order();
  }
}

TEST_CASE("state/rank_tree never runs out of nodes, whichever way its numbers come and go") {
  // The worst that fits: full, with everything new, from either end, inside out, thinned.
  constexpr std::size_t capacity = 6000;
  std::mt19937_64 rng{2};
  for (int way = 0; way < 6; ++way) {
    CAPTURE(way);
    rank_tree<std::uint32_t> tree{capacity};
    std::vector<std::uint32_t> in;
    std::uint64_t n = 0;
    const auto next = [&] {
      const auto i = static_cast<std::uint32_t>(n++);
      switch (way) {
        case 0: return i;                                       // ascending
        case 1: return 4'000'000u - i;                          // descending
        case 2: return i % 2 == 0 ? i : 4'000'000u - i;         // from both ends
        case 3: return 2'000'000u + (i % 2 == 0 ? i : 0u - i);  // from the middle
        case 4: return i * 2'654'435'761u % 4'294'967'291u;     // all over
        default: return i % 3000 * 1000 + i / 3000;             // again and again between
      }
    };
    std::uint64_t most_below = 0;
    for (int step = 0; step < 32'000; ++step) {
      if (in.size() == capacity) {
        // The oldest, or every other one.
        const std::size_t leaving = step / 8000 % 2 == 0 ? 0 : rng() % in.size();
        tree.erase(in[leaving], 0);
        in.erase(in.begin() + static_cast<std::ptrdiff_t>(leaving));
      }
      in.push_back(next());
      tree.insert(in.back(), 0);
      if (step % 997 == 0) {
        const auto probe = in[in.size() / 2];
        most_below = static_cast<std::uint64_t>(
            std::count_if(in.begin(), in.end(), [&](std::uint32_t k) { return k < probe; }));
        const auto got = tree.insert(probe, 1);
        CHECK(got.below == most_below);
        CHECK(got.equal == 1);
        CHECK(tree.erase(probe, 1).below == most_below);
      }
    }
    std::size_t left = 0;
    tree.for_each([&](std::uint64_t, std::uint64_t) { ++left; });
    CHECK(left == capacity);
    while (!in.empty()) {  // down to nothing, from where there is most to lose
      CHECK(tree.erase(in.back(), 0).equal == 0);
      in.pop_back();
    }
    CHECK(tree.insert(1, 1).below == 0);
  }
}

TEST_CASE("state/rank_tree holds one number any number of times") {
  rank_tree<std::uint32_t> tree{1};
  for (std::uint64_t i = 0; i < 1000; ++i) CHECK(tree.insert(7, i % 2).equal == (i + 1) / 2);
  for (std::uint64_t i = 1000; i-- > 0;) CHECK(tree.erase(7, i % 2).equal == (i + 1) / 2);
  CHECK(tree.insert(8, 0).below == 0);
}
