// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/group_gap.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/regression.hpp>
#include <telltale/state/residuals.hpp>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <optional>
#include <random>
#include <span>
#include <vector>

namespace {

using namespace telltale;
using states = std::vector<state::residuals>;

TEST_CASE("metric/group_gap compares groups in any metric, with simultaneous intervals") {
  for (const auto& c : golden::load("group_gap.json")["mean_absolute_error"]) {
    states groups;
    for (const auto& g : c["groups"]) {
      groups.emplace_back();
      for (std::size_t i = 0; i < g["actual"].size(); ++i)
        groups.back().update(regression_outcome<double>{g["actual"][i], g["predicted"][i]});
    }
    const auto difference = metric::largest_difference(metric::mean_absolute_error,
                                                       std::span<const state::residuals>{groups});
    const auto ratio = metric::smallest_ratio(metric::mean_absolute_error,
                                              std::span<const state::residuals>{groups});
    REQUIRE(difference);
    REQUIRE(ratio);
    golden::check(difference->value, c["difference"], 1e-3);
    golden::check(ratio->value, c["ratio"], 1e-3);
    CHECK(difference->highest == c["difference"][3].get<std::size_t>());
    CHECK(difference->lowest == c["difference"][4].get<std::size_t>());
    CHECK(ratio->highest == difference->highest);
    CHECK(ratio->lowest == difference->lowest);
    CHECK(difference->value.n == 50 * groups.size());
  }
}

// Estimates that are told, by group.
std::optional<metric::group_gap> gap(const std::vector<std::optional<estimate>>& groups,
                                     metric::detail::gap_kind kind) {
  return metric::detail::gap_between(
      groups.size(), [&](std::size_t i, const confidence_level&) { return groups[i]; }, kind, {},
      {});
}

TEST_CASE("metric/group_gap leaves out groups of which too little is known") {
  using enum metric::detail::gap_kind;
  const estimate a{2, interval{1.5, 2.5}, 30}, b{1, interval{0.5, 1.5}, 30};
  CHECK_FALSE(gap({}, difference));
  CHECK_FALSE(gap({a}, difference));
  CHECK_FALSE(gap({a, std::nullopt}, difference));
  CHECK_FALSE(gap({a, estimate{1, interval{0, 2}, 29}}, difference));
  CHECK_FALSE(gap({a, estimate{1, std::nullopt, 99}}, difference));
  CHECK_FALSE(gap({a, estimate{0, interval{0, 2}, 99}}, ratio));
  CHECK_FALSE(gap({a, estimate{1, interval{-1, 2}, 99}}, ratio));
  CHECK(gap({a, estimate{0, interval{0, 2}, 99}}, difference)->value.value == 2);
  const auto got = gap({std::nullopt, b, estimate{9, interval{8, 10}, 29}, a}, difference);
  REQUIRE(got);
  CHECK(got->highest == 3);
  CHECK(got->lowest == 1);
  CHECK(got->value.value == 1);
  CHECK(got->value.bounds->lower == doctest::Approx(1 - std::sqrt(0.5)));
  CHECK(got->value.bounds->upper == doctest::Approx(1 + std::sqrt(0.5)));
  CHECK(got->value.n == 60);
  // A group that may be as low as 0 bounds the ratio by nothing.
  const auto open = gap({a, estimate{1, interval{0, 1.5}, 99}}, ratio);
  CHECK(open->value.value == 0.5);
  CHECK(open->value.bounds->lower == 0);
  CHECK(open->value.bounds->upper <= 1);
  // The same value twice: no gap, and the first of each.
  const auto none = gap({a, a}, difference);
  CHECK(none->value.value == 0);
  CHECK(none->value.bounds->lower == 0);
  CHECK(none->value.bounds->upper > 0);
}

}  // namespace
