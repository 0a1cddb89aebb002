// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/suggested_limits.hpp>

#include <doctest/doctest.h>

#include <telltale/evaluate.hpp>
#include <telltale/monitor/reference_builder.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace {

namespace tt = telltale;
using features = std::vector<double>;

const tt::schema columns{{"amount", tt::column_kind::numeric},
                         {"income", tt::column_kind::numeric},
                         {"country", tt::column_kind::categorical}};

// 3 % of the incomes are missing; of a hundred countries most are rare.
features drawn(std::mt19937_64& rng, double missing = 0.03, double scale = 1) {
  const double u = static_cast<double>(rng() >> 11) * 0x1p-53;
  const double v = static_cast<double>(rng() >> 11) * 0x1p-53;
  const double w = static_cast<double>(rng() >> 11) * 0x1p-53;
  return {scale * std::log(1 / (1 - u)), v < missing ? std::numeric_limits<double>::quiet_NaN() : v,
          std::floor(100 * std::pow(w, 3))};
}

tt::reference fitted(std::mt19937_64& rng, int rows) {
  tt::reference_builder builder{columns};
  for (int i = 0; i < rows; ++i) builder.add(0.5, static_cast<std::uint8_t>(i % 2), drawn(rng));
  return *builder.fit();
}

// How many of the limits a window of rows breaks.
std::size_t broken(const tt::reference& baseline, const std::vector<tt::condition>& limits,
                   std::size_t rows, auto&& draw) {
  auto watch = *tt::binary_monitor::make(baseline, {.window = tt::rows{rows}});
  for (std::size_t i = 0; i < rows; ++i) {
    const features x = draw();
    watch.observe(0.5f, std::vector<float>(x.begin(), x.end()), 1);
  }
  const tt::report r = tt::close_window(watch);
  std::size_t n = 0;
  for (const tt::condition& c : limits) {
    const auto value = r.value(c.subject);
    REQUIRE(value);
    n += c.holds(*value);
  }
  return n;
}

TEST_CASE("monitor/suggested_limits names a limit for each feature, which a policy can read") {
  std::mt19937_64 rng{1};
  const tt::reference baseline = fitted(rng, 2000);
  const auto limits = tt::suggested_limits(baseline, 500);
  REQUIRE(limits.size() == 6);
  const std::vector<std::string> subjects{"missing_rate(amount)",  "out_of_range_rate(amount)",
                                          "missing_rate(income)",  "out_of_range_rate(income)",
                                          "missing_rate(country)", "unseen_rate(country)"};
  for (std::size_t i = 0; i < limits.size(); ++i) {
    CHECK(limits[i].subject.text() == subjects[i]);
    CHECK(limits[i].compare == tt::comparison::greater);
    CHECK(*tt::parse_condition(limits[i].text()) == limits[i]);
    CHECK(limits[i].threshold > 0);
    CHECK(limits[i].threshold < 0.25);
    CHECK(limits[i].threshold * 1e4 == doctest::Approx(std::round(limits[i].threshold * 1e4)));
  }
  // More is asked where more is missing; and the reference keeps its own.
  CHECK(limits[2].threshold > limits[0].threshold);
  CHECK(limits[2].threshold > 0.03);
  // A longer window may say more, and so may a larger alpha.
  CHECK(tt::suggested_limits(baseline, 5000)[2].threshold < limits[2].threshold);
  CHECK(tt::suggested_limits(baseline, 500, 0.1)[2].threshold < limits[2].threshold);
}

TEST_CASE("monitor/suggested_limits solves what Chernoff's bound asks") {
  using tt::detail::farthest_above;
  const auto divergence = [](double a, double b) {
    return (a > 0 ? a * std::log(a / b) : 0) + (a < 1 ? (1 - a) * std::log((1 - a) / (1 - b)) : 0);
  };
  for (const double p : {0.0, 1e-6, 0.01, 0.5, 0.99})
    for (const double n : {1.0, 50.0, 1e6}) {
      const double q = farthest_above(p, n, 6, false);
      CHECK(q > p);
      if (q < 1) CHECK(n * divergence(p, q) == doctest::Approx(6).epsilon(1e-6));
      if (p == 0) continue;
      const double share = farthest_above(p, n, 6, true);
      CHECK(share > p);
      if (share < 1) CHECK(n * divergence(share, p) == doctest::Approx(6).epsilon(1e-6));
    }
  // Nothing of n: p may be as large as 1 - e^(-nats / n).
  CHECK(farthest_above(0, 100, 5, false) == doctest::Approx(1 - std::exp(-0.05)));
  CHECK(farthest_above(1, 100, 5, true) == 1);
}

TEST_CASE("monitor/suggested_limits are broken where the inputs broke") {
  std::mt19937_64 rng{2};
  const tt::reference baseline = fitted(rng, 2000);
  const auto limits = tt::suggested_limits(baseline, 1000);
  CHECK(broken(baseline, limits, 1000, [&] { return drawn(rng, 0.2); }) == 1);
  CHECK(broken(baseline, limits, 1000, [&] { return drawn(rng, 0.03, 5); }) == 1);
  CHECK(broken(baseline, limits, 1000, [&] {
          features x = drawn(rng);
          if (x[2] > 50) x[2] += 1000;
          return x;
        }) == 1);
}

TEST_SUITE("simulation") {
  TEST_CASE("monitor/suggested_limits hold where nothing changed") {
    std::mt19937_64 rng{3};
    std::size_t windows = 0, alarms = 0;
    for (int k = 0; k < 100; ++k) {
      const tt::reference baseline = fitted(rng, 1000);
      const auto limits = tt::suggested_limits(baseline, 500);
      for (int w = 0; w < 5; ++w, ++windows)
        alarms += broken(baseline, limits, 500, [&] { return drawn(rng); }) > 0;
    }
    MESSAGE(alarms, " of ", windows, " windows");
    CHECK(alarms <= 5);
  }
}

}  // namespace
