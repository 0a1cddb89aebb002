// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/regression_task.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/regression.hpp>
#include <telltale/metric/skill.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace {

namespace tt = telltale;
using regression = tt::regression_task<double>;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST_CASE("monitor/regression_task lets no truth from outside pass for one that has not come") {
  const tt::monitor_settings any;
  CHECK_FALSE(regression::is_missing(regression::label(nan)));
  CHECK_FALSE(regression::usable_label(regression::label(nan), any));
  CHECK(regression::label(-2.5) == -2.5);
  CHECK(regression::is_missing(regression::no_label));
}

TEST_CASE("monitor/regression_task takes a number up to 1e60") {
  const tt::monitor_settings any;
  for (const double x : {0.0, -1e60, 1e60}) {
    CHECK(regression::usable(x, any));
    CHECK(regression::usable_label(x, any));
  }
  for (const double x : {std::nextafter(1e60, 2e60), std::nextafter(-1e60, -2e60), nan}) {
    CHECK_FALSE(regression::usable(x, any));
    CHECK_FALSE(regression::usable_label(x, any));
  }
}

TEST_CASE("monitor/regression_task remembers the last truth from block to block") {
  std::vector<double> actual(700), predicted(700);
  for (std::size_t i = 0; i < actual.size(); ++i) {
    actual[i] = static_cast<double>(i * i % 101);
    predicted[i] = actual[i] + 2;
  }
  double naive = 0;
  for (std::size_t i = 1; i < actual.size(); ++i) naive += std::abs(actual[i] - actual[i - 1]);
  for (const std::size_t cut : {1u, 255u, 256u, 257u, 600u}) {
    CAPTURE(cut);
    tt::regression_performance performance;
    regression::memory before;
    const std::span<const double> a{actual}, p{predicted};
    regression::update(performance, {a.first(cut), p.first(cut)}, before);
    regression::update(performance, {a.subspan(cut), p.subspan(cut)}, before);
    CHECK(before.last == actual.back());
    const auto mean = tt::metric::naive_mean_absolute_error(performance);
    REQUIRE(mean);
    CHECK(mean->value == doctest::Approx(naive / 699).epsilon(1e-13));
    CHECK(mean->n == 699);
  }
}

}  // namespace
