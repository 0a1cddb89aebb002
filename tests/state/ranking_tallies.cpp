// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/ranking_tallies.hpp>

#include <doctest/doctest.h>

#include <tuple>
#include <type_traits>

namespace {
using telltale::state::ranking_tallies;

/// Each with sums of its own.
ranking_tallies distinct() {
  ranking_tallies s;
  double value = 1;
  std::apply([&](auto&... tally) { ((tally.add(value), value += 1), ...); },
             ranking_tallies::fields(s));
  return s;
}
}  // namespace

TEST_CASE("state/ranking_tallies joins and forgets each of its sums") {
  static_assert(
      std::tuple_size_v<decltype(ranking_tallies::fields(std::declval<ranking_tallies&>()))> == 10);
  static_assert(sizeof(ranking_tallies) == 480);
  ranking_tallies s = distinct();
  s.merge(distinct()).scale(0.25);
  double value = 1;
  std::apply(
      [&](const auto&... tally) {
        const auto check = [&](const auto& one) {
          CHECK(one.sum() == value / 2);
          CHECK(one.weight() == 0.5);
          CHECK(one.weight_squares() == 0.125);
          value += 1;
        };
        (check(tally), ...);
      },
      ranking_tallies::fields(s));
  CHECK(value == 11);
  CHECK(s.dcg.sum() == 3.5);
  CHECK(s.fall_out.sum() == 5);
}
