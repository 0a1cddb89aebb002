// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/click_through.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/interval.hpp>

#include <cmath>
#include <cstddef>

namespace {
using namespace telltale;
using clicks = state::click_through<3>;
static_assert(metric::click_through_rate.reads<clicks>);
constexpr double z = confidence_level{}.z;
}  // namespace

TEST_CASE("metric/click_through is the share of clicks, with Wilson's interval") {
  clicks s;
  CHECK(!metric::click_through_rate(s));
  for (int i = 0; i < 100; ++i) s.update(static_cast<std::size_t>(i % 2), i < 7);
  const auto all = metric::click_through_rate(s);
  CHECK(all->value == 0.07);
  CHECK(all->n == 100);
  // statsmodels 0.13.5, proportion_confint(7, 100, method='wilson').
  CHECK(std::fabs(all->bounds->lower - 0.03431926106727266) < 1e-15);
  CHECK(std::fabs(all->bounds->upper - 0.13749514739073504) < 1e-15);
  CHECK(metric::click_through_at(s, 0)->value == 0.08);
  CHECK(metric::click_through_at(s, 1)->value == 0.06);
  CHECK(metric::click_through_at(s, 1)->n == 50);
  CHECK(*metric::click_through_at(s, 1)->bounds == metric::wilson(0.06, 50, z));
  CHECK(!metric::click_through_at(s, 2));
  CHECK(!metric::click_through_at(s, 3));
  CHECK(!metric::click_through_at(s, 4));
  s.update(7, true);
  CHECK(metric::click_through_at(s, 3)->value == 1);
  CHECK(!metric::click_through_at(s, 4));
}

TEST_CASE("metric/click_through weighs what was shown") {
  clicks s;
  s.update(0, true, 1), s.update(1, false, 3);
  CHECK(metric::click_through_rate(s)->value == 0.25);
  CHECK(*metric::click_through_rate(s)->bounds == metric::wilson(0.25, 1.6, z));
  clicks heavy;
  heavy.update(0, true, 1e100), heavy.update(1, false, 3e100);
  CHECK(metric::click_through_rate(heavy)->value == 0.25);
}
