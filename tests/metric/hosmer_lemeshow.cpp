// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/hosmer_lemeshow.hpp>

#include <doctest/doctest.h>

#include <telltale/state/edged_calibration.hpp>

#include "golden.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <random>
#include <string>

namespace {

using namespace telltale;

}  // namespace

TEST_CASE("metric/hosmer_lemeshow equals NumPy and SciPy") {
  const auto file = golden::load("calibration.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    state::weighted_calibration<> s;
    for (std::size_t i = 0; i < c["score"].size(); ++i)
      s.update(binary_outcome<double>{c["score"][i].get<double>(),
                                      c["actual"][i].get<std::uint8_t>(), 0,
                                      c["weight"][i].get<double>()});
    const auto& want = c["expected"]["hosmer_lemeshow"];
    for (int scaled = 0; scaled < 2; ++scaled, s.scale(0.25)) {
      const auto test = metric::hosmer_lemeshow(s);
      REQUIRE(test.has_value() == !want.is_null());
      if (!test) continue;
      CHECK(golden::close(test->statistic, want[0].get<double>(), 1e-11));
      CHECK(golden::close(test->p_value, want[1].get<double>(), 1e-10));
      CHECK(test->degrees_of_freedom == want[2].get<std::uint64_t>());
    }
  }
}

TEST_CASE("metric/hosmer_lemeshow by hand: n p (1 - p) of 1 is enough, and less is not") {
  state::calibration<2> s;
  for (int i = 0; i < 3; ++i) s.update(binary_outcome<double>{0.75, 1});
  CHECK(!metric::hosmer_lemeshow(s));
  for (int i = 0; i < 3; ++i) s.update(binary_outcome<double>{0.75, 1});
  CHECK(metric::hosmer_lemeshow(s)->statistic == 1.5 * 1.5 / 1.125);
  CHECK(metric::hosmer_lemeshow(s)->degrees_of_freedom == 1);
  s.clear();
  for (int i = 0; i < 4; ++i) s.update(binary_outcome<double>{0.5, 1});  // 4 / 4
  CHECK(metric::hosmer_lemeshow(s)->statistic == 4);
}

TEST_CASE("metric/hosmer_lemeshow takes bins between frozen edges, and any bundle") {
  const std::array edges{0.5};
  state::edged_calibration edged{
      std::make_shared<const state::binning>(*state::binning::from_edges(edges))};
  state::bundle<state::calibration<2>> plain;
  for (int i = 0; i < 40; ++i) {
    const binary_outcome<double> row{i % 2 == 0 ? 0.25 : 0.75,
                                     static_cast<std::uint8_t>(i % 3 == 0)};
    edged.update(row), plain.update(row);
  }
  CHECK(golden::close(metric::hosmer_lemeshow(edged)->statistic,
                      metric::hosmer_lemeshow(plain)->statistic));
}

TEST_CASE("metric/hosmer_lemeshow rejects a calibrated model in about 5 % of draws") {
  std::mt19937_64 rng{13};
  std::uniform_real_distribution<double> uniform;
  constexpr int runs = 2000;
  int dense = 0, rare = 0;
  for (int run = 0; run < runs; ++run) {
    state::calibration<> s, few;
    for (int i = 0; i < 300; ++i) {
      const double p = uniform(rng), come = uniform(rng);
      s.update(binary_outcome<double>{p, come < p});
      const double q = 0.1 * p * p, low = uniform(rng);
      few.update(binary_outcome<double>{q, low < q});
    }
    dense += metric::hosmer_lemeshow(s)->p_value < 0.05;
    rare += metric::hosmer_lemeshow(few)->p_value < 0.05;
  }
  MESSAGE("rejected: ", double(dense) / runs, "; of rare events: ", double(rare) / runs);
  CHECK(dense >= 0.03 * runs);
  CHECK(dense <= 0.065 * runs);
  CHECK(rare <= 0.08 * runs);
}
