// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/core/concepts.hpp>

#include <doctest/doctest.h>

#include <functional>
#include <random>
#include <tuple>

// What the concepts of core/concepts.hpp can only promise. `empty` is a state that nothing was fed
// to; `draw(rng)` makes the arguments of one update, as a tuple, and should make unusable ones too;
// `equal(a, b)` is for states that round.
namespace laws {

inline constexpr int trials = 30;
inline constexpr int rows = 200;

namespace detail {

template <class S>
void feed(S& state, const auto& row) {
  std::apply([&](const auto&... x) { state.update(x...); }, row);
}

// A state fed by `rows` draws.
template <class S>
[[nodiscard]] S fed(const S& empty, auto& draw, std::mt19937_64& rng) {
  S state = empty;
  for (int i = 0; i < rows; ++i) feed(state, draw(rng));
  return state;
}

// The same rows once in one state, and once split among three.
template <class S>
struct split_stream {
  S whole, left, middle, right;

  split_stream(const S& empty, auto& draw, std::mt19937_64& rng)
      : whole(empty), left(empty), middle(empty), right(empty) {
    for (int i = 0; i < rows; ++i) {
      const auto row = draw(rng);
      const auto where = rng() % 4;
      feed(whole, row);
      feed(where == 0 ? left : where == 1 ? middle : right, row);
    }
  }
};

}  // namespace detail

/// Forgets everything, and takes rows as it did before.
template <telltale::summary S>
void clear(const S& empty, auto draw) {
  std::mt19937_64 rng{2024};
  for (int trial = 0; trial < trials; ++trial) {
    S state = detail::fed(empty, draw, rng);
    CHECK(state != empty);
    state.clear();
    CHECK(state == empty);
    CHECK(state.rejected() == empty.rejected());
    S fresh = empty;
    for (int i = 0; i < rows; ++i) {
      const auto row = draw(rng);
      detail::feed(state, row);
      detail::feed(fresh, row);
    }
    CHECK(state == fresh);
  }
}

/// Commutative monoid, and a stream may be split anywhere.
template <telltale::mergeable S, class Equal = std::equal_to<>>
void mergeable(const S& empty, auto draw, Equal equal = {}) {
  clear(empty, draw);
  std::mt19937_64 rng{2025};
  for (int trial = 0; trial < trials; ++trial) {
    const detail::split_stream<S> s(empty, draw, rng);
    const auto sum = [](S a, const S& b) {
      const S untouched = b;
      S& same = a.merge(b);
      CHECK(&same == &a);
      CHECK(b == untouched);
      return a;
    };
    CHECK(!equal(s.left, s.right));
    CHECK(equal(sum(sum(s.left, s.middle), s.right), s.whole));  // splitting changes nothing
    CHECK(equal(sum(s.left, sum(s.middle, s.right)), s.whole));
    CHECK(equal(sum(s.right, s.left), sum(s.left, s.right)));
    CHECK(equal(sum(s.whole, empty), s.whole));
    CHECK(equal(sum(empty, s.whole), s.whole));
    CHECK(sum(empty, empty) == empty);
    S twice = s.left;
    twice.merge(twice);
    CHECK(equal(twice, sum(s.left, s.left)));
    CHECK(!equal(twice, s.left));
    CHECK(s.whole.rejected() == s.left.rejected() + s.middle.rejected() + s.right.rejected());
  }
}

/// Group: what was merged comes out again without a trace.
template <telltale::reversible S>
void reversible(const S& empty, auto draw) {
  mergeable(empty, draw);
  std::mt19937_64 rng{2026};
  for (int trial = 0; trial < trials; ++trial) {
    const detail::split_stream<S> s(empty, draw, rng);
    S state = s.whole;
    S& same = state.unmerge(s.middle);
    CHECK(&same == &state);
    S both = s.left;
    CHECK(state == both.merge(s.right));
    CHECK(state.unmerge(s.left) == s.right);
    CHECK(state.unmerge(empty) == s.right);
    CHECK(state.unmerge(s.right) == empty);
    state = s.whole;
    CHECK(state.unmerge(state) == empty);
  }
}

/// Forgetting: by 1 it does nothing, it composes, and it does not matter whether parts forget
/// before or after they are merged.
template <telltale::scalable S, class Equal = std::equal_to<>>
void scalable(const S& empty, auto draw, Equal equal = {}) {
  mergeable(empty, draw, equal);
  std::mt19937_64 rng{2027};
  for (int trial = 0; trial < trials; ++trial) {
    const detail::split_stream<S> s(empty, draw, rng);
    const auto scaled = [](S state, double factor) {
      S& same = state.scale(factor);
      CHECK(&same == &state);
      return state;
    };
    CHECK(scaled(s.whole, 1) == s.whole);
    CHECK(scaled(empty, 0.5) == empty);
    CHECK(!equal(scaled(s.whole, 0.5), s.whole));
    CHECK(equal(scaled(scaled(s.whole, 0.5), 0.3), scaled(s.whole, 0.15)));
    S before = scaled(s.left, 0.3);
    S after = s.left;
    CHECK(equal(before.merge(scaled(s.right, 0.3)), scaled(after.merge(s.right), 0.3)));
  }
}

}  // namespace laws
