// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/baseline.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/trade_off.hpp>

#include "binary_golden.hpp"
#include "class_golden.hpp"

#include <cmath>
#include <cstddef>

namespace {

using namespace telltale;
using golden::table;

bool near(double a, double b) { return std::fabs(a - b) < 1e-12; }

}  // namespace

TEST_CASE("metric/baseline equals direct formulas, weighted or not") {
  CHECK(golden::check_binary(metric::baseline_accuracy, metric::baseline_log_loss,
                             metric::baseline_brier_score, metric::baseline_precision,
                             metric::baseline_recall, metric::baseline_f1) == 6 * 24);
}

TEST_CASE("metric/baseline is what constant predictions have") {
  const auto s = table(50, 20, 10, 15);  // 25 positives, 70 negatives
  const auto all_negative = table(70, 0, 25, 0), all_positive = table(0, 70, 0, 25);
  CHECK(metric::baseline_accuracy(s) == metric::accuracy(all_negative));
  CHECK(metric::baseline_f1(s) == metric::f1(all_positive));
  CHECK(metric::baseline_precision(s) == metric::precision(all_positive));
  CHECK(near(metric::baseline_recall(s)->value, 35.0 / 95));
  const double p = 25.0 / 95;
  CHECK(near(metric::baseline_brier_score(s)->value, (25 * (1 - p) * (1 - p) + 70 * p * p) / 95));
  CHECK(near(metric::baseline_log_loss(s)->value, -(25 * std::log(p) + 70 * std::log(1 - p)) / 95));
  CHECK(metric::baseline_accuracy(s)->n == 95);
}

TEST_CASE("metric/baseline of K classes") {
  state::confusion<4> s;
  CHECK(!metric::baseline_accuracy(s));
  CHECK(!metric::baseline_log_loss(s));
  for (int i = 0; i < 10; ++i) s.update(3, 0);
  CHECK(metric::baseline_accuracy(s)->value == 1);
  CHECK(metric::baseline_log_loss(s)->value == 0);
  CHECK(metric::baseline_log_loss(s)->bounds->upper > 0.2);
  for (std::size_t k = 0; k < 3; ++k)
    for (int i = 0; i < 10; ++i) s.update(k, 0);
  CHECK(metric::baseline_accuracy(s)->value == 0.25);
  CHECK(metric::baseline_accuracy(s)->bounds->lower == 0.25);
  CHECK(near(metric::baseline_log_loss(s)->value, std::log(4.0)));
  s.update(1, 1);
  s.update(1, 2);
  CHECK(near(metric::baseline_accuracy(s)->value, 12.0 / 42));
  const double entropy = -(12 * std::log(12.0 / 42) + 30 * std::log(10.0 / 42)) / 42;
  CHECK(near(metric::baseline_log_loss(s)->value, entropy));
}

TEST_CASE("metric/baseline near equal classes does not leave what a base rate can give") {
  const auto even = table(10, 10, 12, 8);
  CHECK(metric::baseline_brier_score(even)->value == 0.25);
  CHECK(metric::baseline_brier_score(even)->bounds->upper == 0.25);
  CHECK(metric::baseline_brier_score(even)->bounds->lower < 0.24);
  CHECK(near(metric::baseline_log_loss(even)->bounds->upper, std::log(2.0)));
  CHECK(metric::baseline_accuracy(even)->bounds->lower == 0.5);
  const auto sure = metric::baseline_brier_score(table(3000, 0, 0, 1000));
  CHECK(sure->bounds->upper < 0.2);
  CHECK(sure->bounds->lower < sure->value);
  CHECK(sure->value < sure->bounds->upper);
}

TEST_CASE("metric/baseline covers its truth at 95 %, where it is not at an end") {
  const auto check = [](const auto& m, double least) {
    CAPTURE(std::string{m.name()});
    const double rare = golden::coverage(m, {0.7, 0.1, 0.05, 0.15}, 100);
    const double usual = golden::coverage(m, {0.4, 0.2, 0.2, 0.2}, 100);
    CAPTURE(rare);
    CAPTURE(usual);
    CHECK(rare > least);
    CHECK(usual > least);
  };
  check(metric::baseline_accuracy, 0.93);
  check(metric::baseline_log_loss, 0.93);
  check(metric::baseline_brier_score, 0.93);
  check(metric::baseline_f1, 0.93);
  const auto cells = golden::cells<4>({0.6, 0.2, 0.15, 0.05}, 0.5);
  CHECK(golden::coverage<4>(metric::baseline_log_loss, cells, 100) > 0.9);
  CHECK(golden::coverage<4>(metric::baseline_accuracy, cells, 100) > 0.93);
}
