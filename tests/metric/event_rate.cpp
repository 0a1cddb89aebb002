// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/event_rate.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace telltale;
using std::chrono::seconds;

TEST_CASE("metric/event_rate has the golden score intervals") {
  const auto file = golden::load("event_rate.json");
  REQUIRE(file["cases"].size() == 5);
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto got =
        metric::poisson_rate(c["events"].get<std::uint64_t>(), c["seconds"].get<double>());
    golden::check(got, c["expected"]);
    CHECK(got.n == c["events"].get<std::uint64_t>());
    CHECK(got.bounds->promise == coverage::fixed_n);
  }
  CHECK(metric::poisson_rate(0, 10).bounds->lower == 0);
}

TEST_CASE("metric/event_rate covers the true rate as often as it says") {
  // Exactly, by the probabilities of the counts, for expectations from 1 to 60.
  constexpr int steps = 6000;
  double least = 1, least_from_five = 1, sum = 0;
  std::vector<interval> bounds;
  for (std::uint64_t n = 0; n < 150; ++n) bounds.push_back(*metric::poisson_rate(n, 1).bounds);
  for (int step = 0; step < steps; ++step) {
    const double mean = 1 + 59.0 * step / steps;
    double probability = std::exp(-mean), covered = 0;
    for (std::size_t n = 0; n < bounds.size(); ++n) {
      if (bounds[n].lower <= mean && mean <= bounds[n].upper) covered += probability;
      probability *= mean / static_cast<double>(n + 1);
    }
    least = (std::min)(least, covered);
    if (mean >= 5) least_from_five = (std::min)(least_from_five, covered);
    sum += covered;
  }
  CHECK(least > 0.915);
  CHECK(least_from_five > 0.934);
  CHECK(sum / steps == doctest::Approx(0.951).epsilon(0.001));
}

TEST_CASE("metric/event_rate of a window, once a whole one has passed") {
  constexpr timestamp start{seconds{1'700'000'000}};
  state::throughput<10> s{seconds{10}};
  CHECK(!metric::event_rate(s, start));
  for (int i = 0; i < 10; ++i) s.update(start + seconds{i}, 4);
  CHECK(!metric::event_rate(s, start + seconds{9}));
  const auto rate = metric::event_rate(s, start + seconds{10});
  REQUIRE(rate);
  CHECK(rate->value == 4);
  CHECK(rate->n == 36);
  CHECK(rate == metric::poisson_rate(36, 9));
  CHECK(metric::event_rate(s, start + seconds{30})->value == 0);
}

}  // namespace
