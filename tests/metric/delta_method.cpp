// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/delta_method.hpp>

#include <doctest/doctest.h>

#include <telltale/state/confusion.hpp>
#include <telltale/state/weighted_confusion.hpp>

#include <cmath>
#include <cstddef>
#include <limits>

namespace {

using namespace telltale;
using metric::class_margins;
namespace detail = metric::detail;

state::confusion<2> some() {
  state::confusion<2> s;
  for (int i = 0; i < 30; ++i) s.update(0, 0);
  for (int i = 0; i < 10; ++i) s.update(0, 1), s.update(1, 1);
  return s;
}

bool near(double a, double b) { return std::fabs(a - b) < 1e-12; }

}  // namespace

TEST_CASE("metric/delta_method of a share is the binomial's standard error") {
  const auto s = some();
  const auto m = class_margins<2>::of(s);
  const detail::smoothed<state::confusion<2>> near_s{s, m};
  const double n = 52, share = (30.5 + 10.5) / n;  // half a row more a cell
  const double error = detail::delta_error(
      near_s, n, [](std::size_t i, std::size_t j) { return i == j ? 1.0 : 0.0; });
  CHECK(near(error, std::sqrt(share * (1 - share) / n)));
  // The same with any constant more, for shares sum to 1.
  const double shifted = detail::delta_error(
      near_s, n, [](std::size_t i, std::size_t j) { return (i == j ? 1.0 : 0.0) - 7; });
  CHECK(near(shifted, error));
  CHECK(near(detail::rows_of_share(share, error), n));
}

TEST_CASE("metric/delta_method spreads two average rows over the cells, whatever a row weighs") {
  const auto s = some();
  const detail::smoothed<state::confusion<2>> plain{s, class_margins<2>::of(s)};
  CHECK(plain.count(0, 0) == 30.5);
  CHECK(plain.count(1, 0) == 0.5);
  CHECK(plain.squares(1, 0) == 0.5);
  state::weighted_confusion<2> w;
  for (int i = 0; i < 30; ++i) w.update(0, 0, 4);
  for (int i = 0; i < 10; ++i) w.update(0, 1, 4), w.update(1, 1, 4);
  const detail::smoothed<state::weighted_confusion<2>> weighted{w, class_margins<2>::of(w)};
  CHECK(near(weighted.count(0, 0), 4 * 30.5));
  CHECK(near(weighted.squares(0, 0), 16 * 30.5));
  CHECK(near(weighted.squares(1, 0), 16 * 0.5));
}

TEST_CASE("metric/delta_method keeps an estimate in its range, its value in its interval") {
  const auto m = class_margins<2>::of(some());
  const confidence_level level;
  const auto of = [&](double value, double centre, double error) {
    return detail::delta_estimate(m, value, centre, error, {-1, 1}, level);
  };
  const auto inside = of(0.2, 0.1, 0.05);
  CHECK(inside->value == 0.2);
  CHECK(near(inside->bounds->lower, 0.1 - 0.05 * level.z));
  CHECK(inside->bounds->upper == 0.2);  // widened: 0.1 + 0.098
  CHECK(inside->n == 50);
  CHECK(of(-0.5, 0.1, 0.05)->bounds->lower == -0.5);
  CHECK(of(1 + 1e-15, 0.9, 0.1)->value == 1);
  CHECK(of(0.9, 0.9, 0.1)->bounds->upper == 1);
  CHECK(of(0.9, 0.9, 0)->bounds == interval{0.9, 0.9});
}

TEST_CASE("metric/delta_method has no answer for what has overflowed") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const auto m = class_margins<2>::of(some());
  const confidence_level level;
  const interval range{-1, 1}, below{-infinity, 1};
  CHECK(!detail::delta_estimate(m, nan, 0, 1, range, level));
  CHECK(!detail::delta_estimate(m, infinity, 0, 1, range, level));
  CHECK(!detail::delta_estimate(m, 1.6, 0, 1, range, level));
  CHECK(detail::delta_estimate(m, 1.4, 0, 1, range, level)->value == 1);
  CHECK(!detail::delta_estimate(m, -infinity, 0, 1, below, level));
  CHECK(detail::delta_estimate(m, -99, 0, 1, below, level)->value == -99);
  CHECK(!detail::delta_estimate(m, 0.5, 0.5, nan, range, level)->bounds);
  CHECK(!detail::delta_estimate(m, 0.5, 0.5, infinity, range, level)->bounds);
  CHECK(!detail::delta_estimate(m, 0.5, nan, 0.1, range, level)->bounds);
  CHECK(detail::rows_of_share(0.5, 0) == 1);
  CHECK(detail::rows_of_share(0.5, nan) == 1);
  CHECK(detail::rows_of_share(0.5, 0.05) == doctest::Approx(100));
}
