// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/ranked_items.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <random>
#include <vector>

namespace {
using namespace telltale::state;
}  // namespace

TEST_CASE("state/ranked_items keeps the best groups of equal scores, in whatever order they come") {
  std::mt19937_64 rng{12};
  for (int trial = 0; trial < 500; ++trial) {
    best_ranks<4> best;
    std::map<double, double, std::greater<>> want;
    const auto n = rng() % 30;
    const auto levels = 1 + rng() % 12;
    for (std::uint64_t i = 0; i < n; ++i) {
      const auto score = static_cast<double>(rng() % levels) - 3;
      want[score] += 1;
      add_scored(best, {score, 1, 1, 2});
    }
    REQUIRE(best.group_count == std::min<std::size_t>(want.size(), 4));
    auto next = want.begin();
    for (std::size_t i = 0; i < best.group_count; ++i, ++next) {
      CHECK(best.groups[i].score == next->first);
      CHECK(best.groups[i].items == next->second);
      CHECK(best.groups[i].relevant == next->second);
      CHECK(best.groups[i].gain == 2 * next->second);
    }
  }
}

TEST_CASE("state/ranked_items keeps the largest gains, in order") {
  std::mt19937_64 rng{13};
  for (int trial = 0; trial < 500; ++trial) {
    best_ranks<5> best;
    std::vector<double> gains(5, 0);
    const auto n = rng() % 12;
    for (std::uint64_t i = 0; i < n; ++i) {
      gains.push_back(static_cast<double>(rng() % 6));
      add_ideal(best, gains.back());
    }
    std::sort(gains.begin(), gains.end(), std::greater<>{});
    CHECK(std::equal(best.ideal.begin(), best.ideal.end(), gains.begin()));
  }
}

TEST_CASE("state/ranked_items the reciprocal rank among equals, by hand") {
  const auto rank = [](double before, double items, double relevant) {
    return tied_reciprocal_rank(before, {0, items, relevant, 0});
  };
  CHECK(rank(0, 1, 1) == 1);
  CHECK(rank(3, 1, 1) == 0.25);
  CHECK(rank(0, 1, 0) == 0);
  CHECK(rank(0, 2, 1) == 0.75);
  CHECK(rank(1, 2, 2) == 0.5);
  // Of three items one is relevant: first, second or third.
  CHECK(std::fabs(rank(2, 3, 1) - (1.0 / 3 + 1.0 / 4 + 1.0 / 5) / 3) < 1e-15);
  // Of three items two are relevant: the first of them is first or second.
  CHECK(std::fabs(rank(0, 3, 2) - (2.0 / 3 + 1.0 / 3 / 2)) < 1e-15);
}
