// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/class_skill.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/agreement.hpp>
#include <telltale/metric/classification.hpp>
#include <telltale/metric/trade_off.hpp>

#include "class_golden.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace {

using namespace telltale;

bool near(double a, double b) { return std::fabs(a - b) < 1e-12; }

}  // namespace

TEST_CASE("metric/class_skill equals scikit-learn and direct formulas, weighted or not") {
  CHECK(golden::check_classes(metric::balanced_accuracy_adjusted, metric::g_mean,
                              metric::kappa_m) == 3 * 18);
}

TEST_CASE("metric/class_skill and agreement of 3, 10 and 100 classes, half of them never true") {
  const auto check = [](const auto&... m) {
    golden::check_wide<3>(m...);
    golden::check_wide<10>(m...);
    golden::check_wide<100>(m...);
  };
  check(metric::balanced_accuracy_adjusted, metric::balanced_accuracy, metric::matthews_correlation,
        metric::cohen_kappa, metric::accuracy, metric::zero_one_loss);
}

TEST_CASE("metric/class_skill of two classes is Youden's J, when adjusted") {
  state::confusion<2> s;
  for (int i = 0; i < 30; ++i) s.update(0, 0);
  for (int i = 0; i < 10; ++i) s.update(0, 1), s.update(1, 1);
  for (int i = 0; i < 5; ++i) s.update(1, 0);
  const auto adjusted = metric::balanced_accuracy_adjusted(s), youden = metric::youden_j(s);
  CHECK(near(adjusted->value, youden->value));
  CHECK(near(adjusted->bounds->lower, youden->bounds->lower));
  CHECK(near(adjusted->bounds->upper, youden->bounds->upper));
  CHECK(adjusted->n == 55);
}

TEST_CASE("metric/class_skill of always saying one class is none") {
  state::confusion<3> s;
  for (int i = 0; i < 12; ++i) s.update(1, 1);
  CHECK(!metric::kappa_m(s));
  CHECK(!metric::g_mean(s));
  CHECK(!metric::balanced_accuracy_adjusted(s));
  for (int i = 0; i < 6; ++i) s.update(0, 1), s.update(2, 1);
  CHECK(metric::kappa_m(s)->value == 0);
  CHECK(near(metric::balanced_accuracy_adjusted(s)->value, 0));
  CHECK(metric::g_mean(s)->value == 0);
  CHECK(metric::g_mean(s)->bounds->lower == 0);
  CHECK(metric::g_mean(s)->bounds->upper > 0.2);
  CHECK(metric::g_mean(s)->bounds->upper < 0.9);
}

TEST_CASE("metric/class_skill is 1 without an error, and never certain") {
  state::confusion<3> s;
  for (std::size_t k = 0; k < 3; ++k)
    for (int i = 0; i < 5; ++i) s.update(k, k);
  CHECK(metric::kappa_m(s)->value == 1);
  CHECK(metric::g_mean(s)->value == 1);
  CHECK(metric::balanced_accuracy_adjusted(s)->value == 1);
  CHECK(metric::kappa_m(s)->bounds->lower < 0.9);
  CHECK(metric::g_mean(s)->bounds->lower < 0.9);
  CHECK(metric::balanced_accuracy_adjusted(s)->bounds->lower < 0.9);
  CHECK(metric::g_mean(s)->bounds->upper == 1);
}

TEST_CASE("metric/class_skill below that of one class is negative without bound") {
  state::confusion<2> s;
  for (int i = 0; i < 99; ++i) s.update(0, 1);
  s.update(1, 0);
  CHECK(near(metric::kappa_m(s)->value, -99));
  CHECK(metric::kappa_m(s)->bounds->lower < -99);
  CHECK(metric::kappa_m.range().lower == -std::numeric_limits<double>::infinity());
  CHECK(metric::balanced_accuracy_adjusted(s)->value == -1);
}

TEST_CASE("metric/class_skill geometric mean falls below the arithmetic") {
  state::confusion<2> s;
  for (int i = 0; i < 9; ++i) s.update(0, 0);
  for (int i = 0; i < 4; ++i) s.update(1, 1);
  for (int i = 0; i < 12; ++i) s.update(1, 0);
  CHECK(near(metric::g_mean(s)->value, 0.5));
  CHECK(metric::g_mean(s)->value < metric::balanced_accuracy(s)->value);
}

TEST_CASE("metric/class_skill covers its truth at 95 %") {
  const auto even = golden::cells<3>({0.4, 0.35, 0.25}, 0.6);
  const auto sharp = golden::cells<3>({0.5, 0.3, 0.2}, 0.9);
  const auto check = [&](const auto& m) {
    CAPTURE(std::string{m.name()});
    const double of_even = golden::coverage<3>(m, even, 50);
    const double of_sharp = golden::coverage<3>(m, sharp, 100);
    CAPTURE(of_even);
    CAPTURE(of_sharp);
    CHECK(of_even > 0.925);
    CHECK(of_even < 0.98);
    CHECK(of_sharp > 0.91);
    CHECK(of_sharp < 0.98);
  };
  check(metric::balanced_accuracy_adjusted);
  check(metric::g_mean);
  check(metric::kappa_m);
}
