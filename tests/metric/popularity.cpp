// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/popularity.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

namespace {
using namespace telltale;
using items = std::vector<std::uint64_t>;
}  // namespace

TEST_CASE("metric/popularity equals its definitions") {
  const auto file = golden::load("recommendation.json");
  const auto& c = file["items"];
  const auto shown = c["shown"].get<items>(), popularity = c["popularity"].get<items>();
  CHECK(golden::close(*metric::catalogue_coverage(shown), c["coverage"].get<double>()));
  CHECK(golden::close(*metric::exposure_gini(shown), c["gini"].get<double>()));
  CHECK(golden::close(*metric::average_recommendation_popularity(shown, popularity),
                      c["arp"].get<double>()));
  CHECK(golden::close(*metric::novelty(shown, popularity, c["users"].get<std::uint64_t>()),
                      c["novelty"].get<double>()));
}

TEST_CASE("metric/popularity by hand, and in whatever order the items are") {
  CHECK(*metric::exposure_gini(items{3, 3, 3, 3}) == 0);
  CHECK(*metric::exposure_gini(items{0, 0, 0, 8}) == 0.75);
  CHECK(*metric::exposure_gini(items{5}) == 0);
  CHECK(*metric::catalogue_coverage(items{0, 1, 2, 0}) == 0.5);
  CHECK(*metric::novelty(items{1, 1, 0}, items{4, 2, 0}, 8) == 1.5);
  CHECK(*metric::novelty(items{2}, items{8}, 8) == 0);
  CHECK(*metric::average_recommendation_popularity(items{1, 3}, items{10, 2}) == 4);
  std::mt19937_64 rng{1};
  items shown(50);
  for (auto& n : shown) n = rng() % 9;
  const double before = *metric::exposure_gini(shown);
  std::shuffle(shown.begin(), shown.end(), rng);
  CHECK(golden::close(*metric::exposure_gini(shown), before));
}

TEST_CASE("metric/popularity is empty where there is no answer") {
  CHECK(!metric::catalogue_coverage({}));
  CHECK(*metric::catalogue_coverage(items{0}) == 0);
  CHECK(!metric::exposure_gini({}));
  CHECK(!metric::exposure_gini(items{0, 0}));
  CHECK(!metric::average_recommendation_popularity(items{0}, items{3}));
  CHECK(!metric::average_recommendation_popularity(items{1}, items{3, 4}));
  CHECK(!metric::novelty(items{0}, items{3}, 9));
  CHECK(!metric::novelty(items{1}, items{3, 4}, 9));
  CHECK(!metric::novelty(items{1}, items{0}, 9));
  CHECK(!metric::novelty(items{1}, items{10}, 9));
}
