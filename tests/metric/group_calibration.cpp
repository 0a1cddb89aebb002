// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/group_calibration.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/all.hpp>
#include <telltale/state/proper_loss.hpp>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace telltale;
using states = std::vector<state::proper_loss>;

std::optional<metric::group_gap> gap(const metric::calibration_gap& m, const states& groups) {
  return m(
      groups.size(), [&](std::size_t i) -> const auto& { return groups[i]; });
}

TEST_CASE("metric/group_calibration is the gap of expected over actual positives") {
  for (const auto& c : golden::load("group_gap.json")["calibration"]) {
    states groups;
    for (const auto& g : c["groups"]) {
      groups.emplace_back();
      for (std::size_t i = 0; i < g["actual"].size(); ++i)
        groups.back().update(binary_outcome<double>{
            g["scores"][i], static_cast<std::uint8_t>(g["actual"][i].get<int>())});
    }
    for (const auto& [m, name] : {std::pair{&metric::calibration_difference, "difference"},
                                  std::pair{&metric::calibration_ratio, "ratio"}}) {
      const auto got = gap(*m, groups);
      REQUIRE(got);
      golden::check(got->value, c[name]);
      CHECK(got->highest == c[name][3].get<std::size_t>());
      CHECK(got->lowest == c[name][4].get<std::size_t>());
      CHECK(signal{*m} == signal{m->name()});
    }
  }
}

state::proper_loss rows(std::size_t positives, std::size_t negatives) {
  state::proper_loss s;
  for (std::size_t i = 0; i < positives + negatives; ++i)
    s.update(binary_outcome<float>{0.5f, i < positives});
  return s;
}

TEST_CASE("metric/group_calibration leaves out groups with few rows or few positives") {
  const state::proper_loss good = rows(20, 20);
  const auto measured = [&](const state::proper_loss& other) {
    return gap(metric::calibration_difference, {good, other}).has_value();
  };
  CHECK(measured(rows(10, 20)));
  CHECK_FALSE(measured(rows(9, 40)));
  CHECK_FALSE(measured(rows(10, 19)));
  CHECK_FALSE(measured(rows(0, 40)));
  CHECK_FALSE(measured({}));
  CHECK_FALSE(gap(metric::calibration_ratio, {}));
  CHECK(gap(metric::calibration_ratio, {good, good})->value.value == 1);
}

TEST_SUITE("simulation") {
  TEST_CASE("metric/group_calibration its interval holds for all groups at once") {
    std::mt19937_64 rng{31};
    const auto uniform = [&] { return static_cast<double>(rng() >> 11) * 0x1p-53; };
    for (const std::size_t size : {2u, 5u}) {
      // Scores are right in the last group, and half as large as they should be in the others.
      int held = 0, told = 0;
      constexpr int draws = 1000;
      for (int draw = 0; draw < draws; ++draw) {
        states groups(size);
        for (std::size_t g = 0; g < size; ++g)
          for (int i = 0; i < 150; ++i) {
            const double p = 0.1 + 0.3 * uniform(), truth = g + 1 == size ? p : 2 * p;
            groups[g].update(binary_outcome<double>{p, uniform() < truth});
          }
        const auto difference = gap(metric::calibration_difference, groups);
        const auto ratio = gap(metric::calibration_ratio, groups);
        REQUIRE(difference);
        held += difference->value.bounds->lower <= 0.5 && difference->value.bounds->upper >= 0.5;
        told += ratio->value.bounds->lower <= 0.5 && ratio->value.bounds->upper >= 0.5;
      }
      MESSAGE(size, " groups: difference ", held, ", ratio ", told, " of 1,000");
      CHECK(held >= 930);
      CHECK(told >= 930);
    }
  }
}

}  // namespace
