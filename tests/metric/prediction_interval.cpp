// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/prediction_interval.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cstddef>
#include <random>
#include <string>

namespace {

using namespace telltale;

void check_all(const state::prediction_intervals& s, const nlohmann::json& want) {
  golden::check(metric::interval_coverage(s), want["interval_coverage"], 1e-11);
  golden::check(metric::below_interval_rate(s), want["below_interval_rate"], 1e-11);
  golden::check(metric::above_interval_rate(s), want["above_interval_rate"], 1e-11);
  golden::check(metric::mean_interval_width(s), want["mean_interval_width"], 1e-3);
  golden::check(metric::normalized_mean_interval_width(s), want["normalized_mean_interval_width"]);
  golden::check(metric::winkler_score(s), want["winkler_score"], 2e-3);
}

}  // namespace

TEST_CASE("metric/prediction_interval equals NumPy") {
  const auto file = golden::load("forecast.json");
  for (const auto& c : file["intervals"]) {
    CAPTURE(c["name"].get<std::string>());
    const state::prediction_intervals empty{c["confidence"].get<double>()};
    auto s = empty;
    state::prediction_intervals part[2]{empty, empty};
    for (std::size_t i = 0; i < c["actual"].size(); ++i) {
      const state::interval_outcome<double> row{
          c["actual"][i].get<double>(), c["lower"][i].get<double>(), c["upper"][i].get<double>(),
          c["weight"][i].get<double>()};
      s.update(row);
      part[i % 3 == 0].update(row);
    }
    check_all(s, c);
    check_all(part[0].merge(part[1]), c);
    check_all(s.scale(0.25), c);
  }
}

TEST_CASE("metric/prediction_interval is empty without rows") {
  const state::prediction_intervals s{0.9};
  CHECK(!metric::interval_coverage(s));
  CHECK(!metric::below_interval_rate(s));
  CHECK(!metric::above_interval_rate(s));
  CHECK(!metric::mean_interval_width(s));
  CHECK(!metric::normalized_mean_interval_width(s));
  CHECK(!metric::winkler_score(s));
}

TEST_CASE("metric/prediction_interval the true central interval scores best") {
  std::mt19937_64 rng{7};
  std::uniform_real_distribution<double> uniform;
  state::prediction_intervals right{0.8}, narrow{0.8}, wide{0.8};
  for (int i = 0; i < 20'000; ++i) {
    const double y = uniform(rng);
    right.update(state::interval_outcome<double>{y, 0.1, 0.9});
    narrow.update(state::interval_outcome<double>{y, 0.2, 0.8});
    wide.update(state::interval_outcome<double>{y, 0, 1});
  }
  CHECK(metric::winkler_score(right)->value < metric::winkler_score(narrow)->value);
  CHECK(metric::winkler_score(right)->value < metric::winkler_score(wide)->value);
  CHECK(metric::interval_coverage(right)->bounds->lower < 0.8);
  CHECK(metric::interval_coverage(right)->bounds->upper > 0.8);
}

TEST_CASE("metric/prediction_interval the intervals cover") {
  std::mt19937_64 rng{8};
  std::uniform_real_distribution<double> uniform;
  // Of uniform truths, the central interval of 0.8 scores 0.8 + 10 (0.1^2 / 2 + 0.1^2 / 2) = 0.9.
  constexpr int runs = 2000;
  int coverage = 0, score = 0;
  for (int run = 0; run < runs; ++run) {
    state::prediction_intervals s{0.8};
    for (int i = 0; i < 200; ++i) {
      const double y = uniform(rng), weight = 0.5 + uniform(rng);
      s.update(state::interval_outcome<double>{y, 0.1, 0.9, weight});
    }
    const auto share = metric::interval_coverage(s), mean = metric::winkler_score(s);
    coverage += share->bounds->lower <= 0.8 && 0.8 <= share->bounds->upper;
    score += mean->bounds->lower <= 0.9 && 0.9 <= mean->bounds->upper;
  }
  MESSAGE("covered: share ", double(coverage) / runs, ", Winkler's score ", double(score) / runs);
  CHECK(coverage >= 0.93 * runs);
  CHECK(score >= 0.91 * runs);
}
