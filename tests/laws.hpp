// SPDX-License-Identifier: Apache-2.0
#pragma once

// What the concepts of core/concepts.hpp can only promise, checked. A state's test calls the law of
// the strongest concept that it models, and `scalable` and `batch_equals_loop` where they apply:
//
//   laws::reversible(confusion<3>{}, [](auto& rng) { return std::tuple{rng() % 4, rng() % 4}; });
//   laws::mergeable(moments{}, draw, close);  // floating states: how equal is equal
//
// `empty`  a state without observations, of the shape that is wanted
// `draw`   (std::mt19937_64&) -> one row: a value, or a tuple of the arguments of `update`. It
//          should also draw what the state rejects
// `close`  (const S&, const S&) -> bool; exact equality by default

#include <telltale/core/concepts.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <functional>
#include <random>
#include <span>
#include <tuple>
#include <type_traits>
#include <vector>

namespace laws {

namespace detail {

template <class Row>
inline constexpr bool is_tuple = false;
template <class... Xs>
inline constexpr bool is_tuple<std::tuple<Xs...>> = true;

template <class Row>
void feed(auto& state, const Row& row) {
  if constexpr (is_tuple<Row>)
    std::apply([&](const auto&... x) { state.update(x...); }, row);
  else
    state.update(row);
}

template <class Row>
void feed_all(auto& state, const std::vector<Row>& rows) {
  for (const Row& row : rows) feed(state, row);
}

auto draw_rows(auto& draw, std::mt19937_64& rng, std::size_t n) {
  std::vector<std::decay_t<decltype(draw(rng))>> rows;
  for (std::size_t i = 0; i < n; ++i) rows.push_back(draw(rng));
  return rows;
}

inline constexpr int trials = 20;

}  // namespace detail

/// `clear` forgets all and keeps the shape.
void clear(const telltale::summary auto& empty, auto draw) {
  std::mt19937_64 rng{2021};
  for (int trial = 0; trial < detail::trials; ++trial) {
    const auto rows = detail::draw_rows(draw, rng, 200);
    auto fresh = empty, used = empty;
    detail::feed_all(used, rows);
    CHECK_FALSE(used == empty);
    used.clear();
    CHECK(used == empty);
    CHECK(used.rejected() == 0);
    detail::feed_all(used, rows);
    detail::feed_all(fresh, rows);
    CHECK(used == fresh);
  }
}

/// Commutative monoid: splitting a stream changes nothing, whatever the order of the parts.
void mergeable(const telltale::mergeable auto& empty, auto draw, auto close) {
  clear(empty, draw);
  std::mt19937_64 rng{2022};
  for (int trial = 0; trial < detail::trials; ++trial) {
    auto whole = empty;
    std::array part{empty, empty, empty};
    for (const auto& row : detail::draw_rows(draw, rng, 300)) {
      detail::feed(whole, row);
      detail::feed(part[rng() % 5 % 3], row);
    }
    const auto before = part;
    auto left = part[0], right = part[1], reversed = part[2];
    CHECK(&left.merge(part[1]) == &left);
    left.merge(part[2]);
    CHECK(close(left, whole));
    right.merge(part[2]);
    auto nested = part[0];
    nested.merge(right);
    CHECK(close(nested, whole));
    reversed.merge(part[1]).merge(part[0]);
    CHECK(close(reversed, whole));
    CHECK(part == before);  // merging never changes its argument

    auto same = part[0], other = empty;
    same.merge(empty);
    other.merge(part[0]);
    CHECK(same == part[0]);
    CHECK(other == part[0]);

    auto doubled = part[0], twice = part[0];
    doubled.merge(doubled);
    twice.merge(part[0]);
    CHECK(close(doubled, twice));
  }
  std::mt19937_64 once{2023};
  const auto rows = detail::draw_rows(draw, once, 300);
  auto doubled = empty, repeated = empty;
  detail::feed_all(doubled, rows);
  doubled.merge(doubled);
  for (int i = 0; i < 2; ++i) detail::feed_all(repeated, rows);
  CHECK(close(doubled, repeated));
}
void mergeable(const telltale::mergeable auto& empty, auto draw) {
  mergeable(empty, draw, std::equal_to<>{});
}

/// Group: `unmerge` undoes `merge`, exactly.
void reversible(const telltale::reversible auto& empty, auto draw) {
  mergeable(empty, draw);
  std::mt19937_64 rng{2024};
  for (int trial = 0; trial < detail::trials; ++trial) {
    auto left = empty, right = empty;
    for (const auto& row : detail::draw_rows(draw, rng, 300))
      detail::feed(rng() % 3 == 0 ? left : right, row);
    const auto before = right;
    auto sum = left;
    sum.merge(right);
    CHECK(&sum.unmerge(right) == &sum);
    CHECK(sum == left);
    CHECK(right == before);
    sum.merge(right).unmerge(left);
    CHECK(sum == right);
    sum.unmerge(empty);
    CHECK(sum == right);
    sum.unmerge(sum);
    CHECK(sum == empty);
  }
}

/// Forgetting is a scalar product: it distributes over merging, and factors multiply.
void scalable(const telltale::scalable auto& empty, auto draw, auto close) {
  std::mt19937_64 rng{2025};
  for (int trial = 0; trial < detail::trials; ++trial) {
    auto left = empty, right = empty;
    for (const auto& row : detail::draw_rows(draw, rng, 300))
      detail::feed(rng() % 3 == 0 ? left : right, row);
    auto same = left;
    CHECK(&same.scale(1) == &same);
    CHECK(same == left);
    auto in_two = left, at_once = left;
    in_two.scale(0.5).scale(0.75);
    at_once.scale(0.375);
    CHECK(close(in_two, at_once));
    CHECK_FALSE(close(at_once, left));
    auto sum = left, scaled_sum = left, scaled_right = right;
    sum.merge(right).scale(0.3);
    scaled_sum.scale(0.3).merge(scaled_right.scale(0.3));
    CHECK(close(sum, scaled_sum));
  }
}

/// A batch gives what its loop gives. `feed` hands a `std::span<const Row>` to the state's batch
/// update.
void batch_equals_loop(const telltale::summary auto& empty, auto draw, auto feed, auto close) {
  std::mt19937_64 rng{2026};
  auto loop = empty, batch = empty;
  for (const std::size_t n :
       {0u, 1u, 2u, 3u, 7u, 8u, 9u, 31u, 64u, 255u, 256u, 257u, 511u, 512u, 1000u, 5000u}) {
    CAPTURE(n);
    const auto rows = detail::draw_rows(draw, rng, n);
    auto alone = empty, alone_batch = empty;
    detail::feed_all(alone, rows);
    detail::feed_all(loop, rows);
    feed(alone_batch, std::span{rows});
    feed(batch, std::span{rows});
    CHECK(close(alone_batch, alone));
    CHECK(close(batch, loop));  // also from where earlier batches left it
  }
}
void batch_equals_loop(const telltale::summary auto& empty, auto draw, auto feed) {
  batch_equals_loop(empty, draw, feed, std::equal_to<>{});
}

}  // namespace laws
