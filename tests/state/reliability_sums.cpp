// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/reliability_sums.hpp>

#include <doctest/doctest.h>

namespace {

using telltale::state::reliability_sums;

static_assert(sizeof(reliability_sums) == 56);

}  // namespace

TEST_CASE("state/reliability_sums adds by weight, merges into itself, and scales") {
  reliability_sums s;
  s.add(0.25, true, 2);
  s.add(0.5, false, 1);
  CHECK(s.weight() == 3);
  CHECK(s.weight_squares() == 5);
  CHECK(s.positives() == 2);
  CHECK(s.scores() == 1);
  s.merge(s);
  CHECK(s.weight() == 6);
  CHECK(s.weight_squares() == 10);
  CHECK(s.positives() == 4);
  CHECK(s.scores() == 2);
  s.scale(0.5);
  CHECK(s.weight() == 3);
  CHECK(s.weight_squares() == 2.5);
  CHECK(s.positives() == 2);
  CHECK(s.scores() == 1);
}

TEST_CASE("state/reliability_sums forgets what weighs next to nothing, and no more") {
  reliability_sums s;
  s.add(1, true, 1);
  s.scale(1e-150);
  CHECK(s.weight() == 1e-150);
  s.scale(0.999);
  CHECK(s == reliability_sums{});
}

TEST_CASE("state/reliability_sums keeps small weights beside a large one") {
  reliability_sums s;
  s.add(0.5, true, 1e16);
  for (int i = 0; i < 1000; ++i) s.add(1, true, 1);
  CHECK(s.weight() == 1e16 + 1000);
  CHECK(s.positives() == s.weight());
  CHECK(s.scores() == 5e15 + 1000);
}
