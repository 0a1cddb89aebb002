// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/regression.hpp>

#include <doctest/doctest.h>

#include <telltale/monitor/close_window.hpp>
#include <telltale/monitor/reference_builder.hpp>
#include <telltale/monitor/signals.hpp>

#include <array>
#include <chrono>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace {

namespace tt = telltale;
constexpr float nan = std::numeric_limits<float>::quiet_NaN();

TEST_CASE("monitor/regression measures what was predicted against what came") {
  auto watch = *tt::regression_monitor::make({.window = tt::rows{6}});
  watch.observe(3.0f, 2.0f);
  watch.observe(5.0f, 7.0f);
  watch.observe(4.0f);       // no truth yet
  watch.observe(nan, 7.0f);  // unusable
  watch.observe(7.0f, nan);  // a truth that is none
  watch.observe(10.0f, 9.0f);
  REQUIRE(watch.full());
  const tt::report r = tt::close_window(watch);
  CHECK(r.rows == 6);
  CHECK(r.labels == 3);
  CHECK(r.rejected == 2);
  CHECK(*r.value(tt::metric::mean_absolute_error) == doctest::Approx(4.0 / 3));
  CHECK(r.value(tt::metric::mean_error) == 0.0);
  CHECK(*r.value(tt::metric::mean_squared_error) == doctest::Approx(2));
  CHECK(*r.value(tt::metric::r2) == doctest::Approx(1 - 6.0 / 26));
  CHECK(r.value(tt::metric::max_error) == 2.0);
  CHECK(r.value(tt::metric::median_absolute_error) == 1.0);
  // The naive forecast knew nothing, then 2, then 7.
  CHECK(*r.value(tt::metric::naive_mean_absolute_error) == doctest::Approx(3.5));
  CHECK(*r.value(tt::metric::skill) == doctest::Approx(1 - 1.5 / 3.5));
}

TEST_CASE("monitor/regression gives the naive forecast the truth of the window before") {
  auto watch = *tt::regression_monitor::make({.window = tt::rows{1}});
  watch.observe(1.0f, 5.0f);
  CHECK_FALSE(tt::close_window(watch).value(tt::metric::naive_mean_absolute_error));
  watch.observe(1.0f, 9.0f);
  CHECK(tt::close_window(watch).value(tt::metric::naive_mean_absolute_error) == 4.0);
}

TEST_CASE(
    "monitor/regression keeps the naive forecast out of the future, however windows overlap") {
  using namespace std::chrono_literals;
  auto watch = *tt::regression_monitor::make({.window = 1h, .lateness = 59min});
  const auto at = [](auto t) { return tt::timestamp{t}; };
  for (int i = 0; i < 600; ++i) watch.observe(at(50h + i * 1s), 0.0f, 0.0f);
  for (int i = 0; i < 600; ++i) watch.observe(at(51h + i * 1s), 0.0f, 100.0f);
  watch.advance(at(60h));
  REQUIRE(watch.full());
  const tt::report first = tt::close_window(watch), second = tt::close_window(watch);
  CHECK(first.value(tt::metric::naive_mean_absolute_error) == 0.0);
  // Of 600 rows only the first is a step: from the last truth of the window before.
  CHECK(*second.value(tt::metric::naive_mean_absolute_error) == doctest::Approx(100.0 / 600));
}

TEST_CASE("monitor/regression sees prediction, truth and features move, each by its name") {
  std::mt19937_64 rng{2};
  const auto uniform = [&] { return static_cast<double>(rng() >> 11) * 0x1p-53; };
  tt::regression_reference_builder builder{{{"x"}}};
  for (int i = 0; i < 3000; ++i) {
    const double x = uniform(), noise = uniform();
    builder.add(x, x + 0.1 * noise, std::array{x});
  }
  auto watch = *tt::regression_monitor::make(*builder.fit());
  const tt::vocabulary known = tt::signals(watch);
  CHECK(known.contains({"sure_drop", "r2"}));
  CHECK(known.contains({"kolmogorov_smirnov", "prediction"}));
  CHECK(known.contains({"kolmogorov_smirnov", "label"}));
  CHECK(known.contains({"median_absolute_error"}));
  CHECK_FALSE(known.contains({"accuracy"}));
  for (int i = 0; i < 1000; ++i) {
    const double x = uniform(), noise = uniform();
    watch.observe(static_cast<float>(x), std::array{static_cast<float>(x)},
                  static_cast<float>(x + 0.1 * noise + 0.5));
  }
  const tt::report r = tt::close_window(watch);
  REQUIRE(r.columns.size() == 3);
  CHECK(r.columns[0].column == "x");
  CHECK_FALSE(r.columns[0].drifted);
  CHECK(r.columns[1].column == "prediction");
  CHECK_FALSE(r.columns[1].drifted);
  CHECK(r.columns[2].column == "label");
  CHECK(r.columns[2].drifted);
  CHECK(r.columns[2].kolmogorov_smirnov->statistic > 0.4);
  CHECK(*r.value({"sure_drop", "r2"}) > 1);
}

TEST_CASE("monitor/regression keeps a float reference equal to what the window carries") {
  tt::regression_reference_builder builder{{}};
  std::vector<double> values{0.1, 0.2, 0.7};
  for (int i = 0; i < 3000; ++i) {
    const auto at = static_cast<std::size_t>(i % 3);
    builder.add(values[at], values[at], {});
  }
  auto watch = *tt::regression_monitor::make(*builder.fit());
  for (int i = 0; i < 999; ++i) {
    const auto x = static_cast<float>(values[static_cast<std::size_t>(i % 3)]);
    watch.observe(x, x);
  }
  const tt::report r = tt::close_window(watch);
  for (const tt::column_report& c : r.columns) {
    CHECK(c.kolmogorov_smirnov->statistic == doctest::Approx(0));
    CHECK_FALSE(c.drifted);
  }
}

}  // namespace
