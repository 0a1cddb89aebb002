// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/by_group.hpp>

#include <doctest/doctest.h>

#include <telltale/core/outcome.hpp>
#include <telltale/state/confusion.hpp>
#include <telltale/state/weighted_confusion.hpp>

#include "../laws.hpp"

#include <cstddef>
#include <random>
#include <tuple>

namespace {

using namespace telltale;
using counted = state::by_group<state::confusion<2>>;
using weighed = state::by_group<state::weighted_confusion<2>>;

static_assert(reversible<counted>);
static_assert(!scalable<counted>);
static_assert(scalable<weighed>);
static_assert(!reversible<weighed>);

TEST_CASE("state/by_group gives each group its rows, and counts those of none") {
  counted s{2};
  s.update(0, std::size_t{1}, std::size_t{1});
  s.update(1, std::size_t{0}, std::size_t{1});
  s.update(1, std::size_t{0}, std::size_t{1});
  s.update(2, std::size_t{0}, std::size_t{1});
  s.update(0, std::size_t{5}, std::size_t{1});
  CHECK(s.size() == 2);
  CHECK(s[0].count(1, 1) == 1);
  CHECK(s[1].count(0, 1) == 2);
  CHECK(s[0].count(0, 1) == 0);
  CHECK(s.rejected() == 2);
}

TEST_CASE("state/by_group keeps the laws of its state") {
  laws::reversible(counted{3}, [](std::mt19937_64& rng) {
    const std::size_t group = rng() % 4, actual = rng() % 3, predicted = rng() % 2;
    return std::tuple{group, actual, predicted};
  });
  weighed s{1};
  s.update(0, std::size_t{1}, std::size_t{1}, 2.0);
  CHECK(s.scale(0.5)[0].count(1, 1) == 1);
}

}  // namespace
