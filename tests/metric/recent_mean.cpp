// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/recent_mean.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>
#include <random>
#include <string>

namespace {

using namespace telltale;

TEST_CASE("metric/recent_mean equals pandas' mean and deviation of an exponential past") {
  const auto file = golden::load("exponential_mean.json");
  REQUIRE(file["cases"].size() == 8);
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    state::exponential_mean s{c["half_life"].get<double>()};
    for (const auto& x : c["values"]) s.update(x.get<double>());
    const auto mean = metric::recent_mean(s), deviation = metric::recent_standard_deviation(s);
    REQUIRE(mean);
    CHECK(golden::close(mean->value, c["mean"].get<double>()));
    CHECK(static_cast<double>(mean->n) == std::round(c["effective_size"].get<double>()));
    REQUIRE(deviation.has_value() == !c["variance"].is_null());
    if (deviation)
      CHECK(deviation->value ==
            doctest::Approx(std::sqrt(c["variance"].get<double>())).epsilon(1e-9));
  }
}

TEST_CASE("metric/recent_mean is empty without values, and has no interval without spread") {
  state::exponential_mean s{1000};
  CHECK(!metric::recent_mean(s));
  CHECK(!metric::recent_standard_deviation(s));
  s.update(3);
  CHECK(metric::recent_mean(s)->value == 3);
  CHECK(!metric::recent_mean(s)->bounds);
  s.update(3);
  s.update(3);
  CHECK(!metric::recent_mean(s)->bounds);
  CHECK(metric::recent_standard_deviation(s)->value == 0);
  s.update(5);
  CHECK(metric::recent_mean(s)->bounds);
  CHECK(metric::recent_mean.name() == "recent_mean");
  CHECK(metric::recent_standard_deviation.name() == "recent_standard_deviation");

  state::exponential_mean brief{0.2};  // an effective size of 1.06
  brief.update(3);
  brief.update(4);
  brief.update(7);
  CHECK(metric::recent_standard_deviation(brief));
  CHECK(!metric::recent_mean(brief)->bounds);
}

TEST_CASE("metric/recent_mean covers the mean of independent values as often as it says") {
  std::mt19937_64 rng{10};
  std::normal_distribution<double> normal{5, 2};
  constexpr int trials = 4000;
  for (const double half_life : {3.0, 20.0}) {
    int covered = 0;
    for (int trial = 0; trial < trials; ++trial) {
      state::exponential_mean s{half_life};
      for (int i = 0; i < 150; ++i) s.update(normal(rng));
      const auto bounds = metric::recent_mean(s)->bounds;
      covered += bounds->lower <= 5 && 5 <= bounds->upper;
    }
    CAPTURE(half_life);
    const double share = static_cast<double>(covered) / trials;
    CAPTURE(share);
    CHECK(share > 0.945);
    CHECK(share < (half_life < 10 ? 0.98 : 0.965));
  }
}

}  // namespace
