// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/mix.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <random>
#include <vector>

namespace {

using namespace telltale;
using metric::counts;
using metric::mix_versus_within;

TEST_CASE("metric/mix tells a model that got worse from traffic that moved") {
  // Kitagawa by hand: shares 0.5, 0.5 to 0.2, 0.8; rates 0.9, 0.6 stay.
  const auto moved = mix_versus_within(std::vector<counts>{{45, 50}, {30, 50}},
                                       std::vector<counts>{{18, 20}, {48, 80}});
  REQUIRE(moved);
  CHECK(moved->then == doctest::Approx(0.75));
  CHECK(moved->now == doctest::Approx(0.66));
  CHECK(moved->within == doctest::Approx(0));
  CHECK(moved->mix == doctest::Approx(-0.09));
  // The one that is better than all lost share, and so did the other's half of the change.
  CHECK(moved->segments[0].segment == 0);
  CHECK(moved->segments[0].mix == doctest::Approx(-0.3 * (0.9 - 0.705)));
  CHECK(moved->segments[1].mix == doctest::Approx(0.3 * (0.6 - 0.705)));

  const auto worse = mix_versus_within(std::vector<counts>{{45, 50}, {30, 50}},
                                       std::vector<counts>{{90, 100}, {40, 100}});
  CHECK(worse->mix == doctest::Approx(0));
  CHECK(worse->within == doctest::Approx(-0.1));
  CHECK(worse->segments[0].segment == 1);
  CHECK(worse->segments[0].within == doctest::Approx(-0.1));
}

TEST_CASE("metric/mix takes a segment that comes or goes for mix alone") {
  const auto all = mix_versus_within(std::vector<counts>{{45, 50}, {30, 50}, {0, 0}, {0, 0}},
                                     std::vector<counts>{{45, 50}, {0, 0}, {20, 50}, {0, 0}});
  REQUIRE(all);
  CHECK(all->within == 0);
  CHECK(all->mix == doctest::Approx(all->now - all->then));
  REQUIRE(all->segments.size() == 3);
  for (const auto& s : all->segments) CHECK(s.within == 0);
}

TEST_CASE("metric/mix leaves nothing of the change unexplained") {
  std::mt19937_64 rng{111};
  for (int trial = 0; trial < 500; ++trial) {
    std::vector<counts> then(1 + rng() % 20), now(then.size());
    for (auto* const side : {&then, &now})
      for (counts& c : *side) {
        c.whole = static_cast<double>(rng() % 50);
        c.part = c.whole > 0 ? static_cast<double>(rng() % 100) / 50 * c.whole : 0;
      }
    const auto all = mix_versus_within(then, now);
    if (!all) continue;
    CHECK(std::fabs(all->within + all->mix - (all->now - all->then)) < 1e-14);
    double sum = 0, last = 1e9;
    for (const auto& s : all->segments) {
      sum += s.total();
      CHECK(std::fabs(s.total()) <= last);
      last = std::fabs(s.total());
    }
    CHECK(std::fabs(sum - (all->now - all->then)) < 1e-14);
    const auto back = mix_versus_within(now, then);
    CHECK(std::fabs(back->within + all->within) < 1e-14);
    CHECK(std::fabs(back->mix + all->mix) < 1e-14);
  }
}

TEST_CASE("metric/mix has no answer without rows on both sides") {
  const std::vector<counts> some{{1, 2}}, none{{0, 0}}, two{{1, 2}, {1, 2}};
  CHECK_FALSE(mix_versus_within(some, none));
  CHECK_FALSE(mix_versus_within(none, some));
  CHECK_FALSE(mix_versus_within({}, {}));
  CHECK_FALSE(mix_versus_within(some, two));
}

}  // namespace
