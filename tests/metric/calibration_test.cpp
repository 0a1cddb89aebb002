// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/calibration_test.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

namespace {

using namespace telltale;

}  // namespace

TEST_CASE("metric/calibration_test Spiegelhalter's equals NumPy and SciPy") {
  const auto file = golden::load("calibration.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    state::calibration_residuals s, part[2];
    for (std::size_t i = 0; i < c["score"].size(); ++i) {
      const binary_outcome<double> row{c["score"][i].get<double>(),
                                       c["actual"][i].get<std::uint8_t>(), 0,
                                       c["weight"][i].get<double>()};
      s.update(row);
      part[i % 3 == 0].update(row);
    }
    part[0].merge(part[1]).scale(0.25);
    const auto& want = c["expected"]["spiegelhalter"];
    for (const auto& state : {s, part[0]}) {
      const auto test = metric::spiegelhalter_test(state);
      REQUIRE(test.has_value() == !want.is_null());
      if (!test) continue;
      CHECK(golden::close(test->statistic, want[0].get<double>(), 1e-11));
      CHECK(golden::close(test->p_value, want[1].get<double>(), 1e-11));
      CHECK(metric::spiegelhalter_z(state)->value == test->statistic);
    }
  }
}

TEST_CASE("metric/calibration_test Spiegelhalter's is empty where no outcome could tell") {
  state::calibration_residuals s;
  CHECK(!metric::spiegelhalter_z(s));
  for (const double score : {0.0, 0.5, 1.0}) s.update(binary_outcome<double>{score, 1});
  CHECK(!metric::spiegelhalter_z(s));
  CHECK(!metric::spiegelhalter_test(s));
  s.update(binary_outcome<double>{0.25, 1});
  CHECK(metric::spiegelhalter_z(s)->n == 4);
}

TEST_CASE("metric/calibration_test Spiegelhalter's rejects a calibrated model in 5 % of draws") {
  std::mt19937_64 rng{12};
  std::uniform_real_distribution<double> uniform;
  constexpr int runs = 2000;
  int rejected = 0, found = 0;
  for (int run = 0; run < runs; ++run) {
    state::calibration_residuals right, bold;
    for (int i = 0; i < 300; ++i) {
      const double p = uniform(rng), come = uniform(rng);
      right.update(binary_outcome<double>{p, come < p});
      bold.update(binary_outcome<double>{p, come < 0.5 + 0.7 * (p - 0.5)});
    }
    rejected += metric::spiegelhalter_test(right)->p_value < 0.05;
    const auto test = metric::spiegelhalter_test(bold);
    found += test->p_value < 0.05 && test->statistic > 0;
  }
  MESSAGE("rejected: ", double(rejected) / runs, "; too bold found: ", double(found) / runs);
  CHECK(rejected >= 0.035 * runs);
  CHECK(rejected <= 0.065 * runs);
  CHECK(found >= 0.9 * runs);
}
