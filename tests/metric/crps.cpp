// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/crps.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

using namespace telltale;

TEST_CASE("metric/crps of normal forecasts equals the closed form and the integral") {
  const auto file = golden::load("forecast.json");
  for (const auto& c : file["normals"]) {
    CAPTURE(c["name"].get<std::string>());
    state::crps s, part[2];
    for (std::size_t i = 0; i < c["actual"].size(); ++i) {
      const state::normal_outcome<double> row{
          c["actual"][i].get<double>(), c["mean"][i].get<double>(), c["deviation"][i].get<double>(),
          c["weight"][i].get<double>()};
      state::crps alone;
      alone.update(state::normal_outcome<double>{row.actual, row.mean, row.deviation});
      CHECK(golden::close(metric::mean_crps(alone)->value, c["scores"][i].get<double>(), 1e-12));
      s.update(row);
      part[i % 3 == 0].update(row);
    }
    golden::check(metric::mean_crps(s), c["mean_crps"], 1e-3);
    golden::check(metric::mean_crps(part[0].merge(part[1])), c["mean_crps"], 1e-3);
  }
}

TEST_CASE("metric/crps of ensembles equals NumPy and the integral") {
  const auto file = golden::load("forecast.json");
  for (const auto& c : file["ensembles"]) {
    CAPTURE(c["name"].get<std::string>());
    state::crps s;
    for (std::size_t i = 0; i < c["actual"].size(); ++i) {
      const auto members = c["members"][i].get<std::vector<double>>();
      s.update(state::ensemble_outcome<double>{c["actual"][i].get<double>(), members});
    }
    golden::check(metric::mean_crps(s), c["mean_crps"], 2e-3);
    CHECK(metric::mean_crps(s)->n == c["actual"].size());
  }
}

TEST_CASE("metric/crps is empty without rows") { CHECK(!metric::mean_crps(state::crps{})); }

TEST_CASE("metric/crps the true distribution scores best, and the interval covers") {
  std::mt19937_64 rng{9};
  std::normal_distribution<double> truth;
  const double best = 0.5641895835477563;  // 1 / sqrt pi: E |X - X'| / 2
  constexpr int runs = 1000;
  int covered = 0;
  state::crps wide, narrow, all;
  for (int run = 0; run < runs; ++run) {
    state::crps s;
    for (int i = 0; i < 100; ++i) {
      const double y = truth(rng);
      s.update(state::normal_outcome<double>{y, 0, 1});
      wide.update(state::normal_outcome<double>{y, 0, 1.3});
      narrow.update(state::normal_outcome<double>{y, 0, 0.7});
    }
    const auto mean = metric::mean_crps(s);
    covered += mean->bounds->lower <= best && best <= mean->bounds->upper;
    all.merge(s);
  }
  MESSAGE("covered: ", double(covered) / runs);
  CHECK(covered >= 0.92 * runs);
  CHECK(std::fabs(metric::mean_crps(all)->value - best) < 0.005);
  CHECK(metric::mean_crps(all)->value < metric::mean_crps(wide)->value);
  CHECK(metric::mean_crps(all)->value < metric::mean_crps(narrow)->value);
}
