// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/over_under.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>

namespace {

using namespace telltale;
using row = regression_outcome<double>;

}  // namespace

TEST_CASE("metric/over_under over is a prediction above the truth, and a right one is neither") {
  state::residuals s;
  CHECK(!metric::over_estimation_rate(s));
  CHECK(!metric::mean_over_estimation(s));
  s.update(row{5, 5});
  CHECK(metric::over_estimation_rate(s)->value == 0);
  CHECK(metric::under_estimation_rate(s)->value == 0);
  CHECK(!metric::mean_over_estimation(s));
  CHECK(!metric::mean_under_estimation(s));
  s.update(row{1, 3}), s.update(row{-6, -5}), s.update(row{2, 0});
  CHECK(metric::over_estimation_rate(s)->value == 0.5);
  CHECK(metric::under_estimation_rate(s)->value == 0.25);
  CHECK(metric::over_estimation_rate(s)->n == 4);
  CHECK(metric::mean_over_estimation(s)->value == 1.5);
  CHECK(metric::mean_over_estimation(s)->n == 2);
  CHECK(metric::mean_under_estimation(s)->value == 2);
  CHECK(metric::mean_under_estimation(s)->n == 1);
  CHECK(!metric::mean_under_estimation(s)->bounds);
}

TEST_CASE("metric/over_under takes Wilson's interval, at the effective size of what is left") {
  state::residuals s;
  for (int i = 0; i < 100; ++i) s.update(row{1, i < 10 ? 2.0 : 0.0});
  const auto plain = metric::over_estimation_rate(s);
  CHECK(golden::close(plain->bounds->lower, 0.05522913706067509));
  CHECK(golden::close(plain->bounds->upper, 0.17436566150491348));
  s.scale(0.1);
  CHECK(golden::close(metric::over_estimation_rate(s)->bounds->upper, plain->bounds->upper));
  CHECK(metric::over_estimation_rate(s)->n == 100);
  for (int i = 0; i < 10; ++i) s.update(row{1, 2});
  CHECK(golden::close(metric::over_estimation_rate(s)->value, 11.0 / 20));
  CHECK(metric::over_estimation_rate(s)->n == 36);  // 20^2 / (1 + 10)
  CHECK(metric::mean_over_estimation(s)->n == 12);  // 11^2 / (0.1 + 10)
}
