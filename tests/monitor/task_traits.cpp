// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/task_traits.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/regression.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace {

namespace tt = telltale;
using binary = tt::binary_task<float>;
using three = tt::multiclass_task<5, float>;
using regression = tt::regression_task<double>;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

TEST_CASE("monitor/task_traits let no label from outside pass for one that has not come") {
  const tt::monitor_settings any;
  CHECK(binary::label(0) == 0);
  CHECK(binary::label(1) == 1);
  for (const int given : {-1, 2, 3, 254, 255, 256, 257, -255}) {
    const auto label = binary::label(given);
    CHECK_FALSE(binary::is_missing(label));
    CHECK_FALSE(binary::usable_label(label, any));
  }
  for (const std::size_t given : {std::size_t{65'534}, std::size_t{65'535}, std::size_t{65'536},
                                  std::numeric_limits<std::size_t>::max()}) {
    CHECK_FALSE(three::is_missing(three::label(given)));
    CHECK_FALSE(three::usable_label(three::label(given), any));
    CHECK_FALSE(three::usable(three::output(given), any));
  }
  CHECK_FALSE(regression::is_missing(regression::label(nan)));
  CHECK_FALSE(regression::usable_label(regression::label(nan), any));
  CHECK(regression::label(-2.5) == -2.5);
  CHECK(binary::is_missing(binary::no_label));
  CHECK(three::is_missing(three::no_label));
  CHECK(regression::is_missing(regression::no_label));
}

TEST_CASE("monitor/task_traits know the classes in use") {
  tt::monitor_settings s;
  CHECK(tt::classes_in_use<three>(s) == 5);
  CHECK(three::usable(4, s));
  CHECK_FALSE(three::usable(5, s));
  s.classes = 3;
  CHECK(tt::classes_in_use<three>(s) == 3);
  CHECK(three::usable(2, s));
  CHECK_FALSE(three::usable(3, s));
  CHECK(three::usable_label(2, s));
  CHECK_FALSE(three::usable_label(3, s));
}

TEST_CASE("monitor/task_traits take a number up to 1e60") {
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

TEST_CASE("monitor/task_traits remember the last truth from block to block") {
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
