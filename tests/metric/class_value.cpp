// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/class_value.hpp>

#include <doctest/doctest.h>

#include <telltale/core/condition.hpp>
#include <telltale/metric/classification.hpp>
#include <telltale/metric/trade_off.hpp>

#include "class_golden.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>

namespace {

using namespace telltale;

constexpr metric::value_matrix<3> euros{{{1, -5, -20}, {-2, 3, -4}, {-50, -10, 90}}};
constexpr auto value = metric::mean_value(euros);
constexpr auto total = metric::total_value(euros);

static_assert(value.range().lower == -50 && value.range().upper == 90);
static_assert(value.name() == "mean_value" && total.name() == "total_value");
static_assert(value.reads<state::confusion<3>>);
static_assert(!value.reads<state::confusion<4>>);
static_assert(!value.reads<state::confusion<2>>);
static_assert(value.reads<state::weighted_confusion<3>>);

bool near(double a, double b) { return std::fabs(a - b) < 1e-12 * (1 + std::fabs(b)); }

}  // namespace

TEST_CASE("metric/class_value is the sum of the matrix times the confusion, a row and in all") {
  state::confusion<3> s;
  double sum = 0, squares = 0;
  std::mt19937_64 rng{5};
  for (int i = 0; i < 4000; ++i) {
    const std::size_t actual = rng() % 3;
    const std::size_t predicted = rng() % 2 == 0 ? actual : (actual + 1) % 3;
    s.update(actual, predicted);
    sum += euros[actual][predicted];
    squares += euros[actual][predicted] * euros[actual][predicted];
  }
  const auto got = value(s), all = total(s);
  REQUIRE(got);
  CHECK(near(got->value, sum / 4000));
  CHECK(near(all->value, sum));
  CHECK(got->n == 4000);
  CHECK(all->n == 4000);
  // Of so many rows it is the normal interval of a mean.
  const double mean = sum / 4000,
               half = 1.959963984540054 * std::sqrt((squares / 4000 - mean * mean) / 4000);
  CHECK(std::fabs((got->bounds->upper - got->bounds->lower) / (2 * half) - 1) < 1e-3);
  CHECK(std::fabs((got->bounds->upper + got->bounds->lower) / 2 - mean) < half / 50);
  CHECK(near(all->bounds->lower, 4000 * got->bounds->lower));
  CHECK(near(all->bounds->upper, 4000 * got->bounds->upper));
}

TEST_CASE("metric/class_value of two classes is that of the four cells") {
  state::weighted_confusion<2> s;
  s.update(0, 0, 3), s.update(0, 1, 0.5), s.update(1, 1, 2), s.update(1, 0, 1.5);
  const auto got = metric::mean_value<2>({{{1, -5}, {-80, 120}}})(s);
  const auto want = metric::value_of({.tp = 120, .fp = -5, .fn = -80, .tn = 1})(s);
  CHECK(near(got->value, want->value));
  CHECK(near(got->bounds->lower, want->bounds->lower));
  CHECK(near(got->bounds->upper, want->bounds->upper));
  CHECK(got->n == want->n);
  const auto in_all = metric::total_value<2>({{{1, -5}, {-80, 120}}})(s);
  CHECK(near(in_all->value, 3 * 1 - 0.5 * 5 + 2 * 120 - 1.5 * 80));
}

TEST_CASE("metric/class_value with 1 on the diagonal is the accuracy") {
  state::confusion<4> s;
  for (std::size_t i = 0; i < 4; ++i)
    for (std::size_t j = 0; j < 4; ++j)
      for (std::size_t n = 0; n <= 3 * (i == j) + j; ++n) s.update(i, j);
  metric::value_matrix<4> right{}, constant{};
  for (std::size_t k = 0; k < 4; ++k) right[k][k] = 1;
  CHECK(near(metric::mean_value(right)(s)->value, metric::accuracy(s)->value));
  for (auto& row : constant) row.fill(0.1);
  const auto got = metric::mean_value(constant)(s);
  REQUIRE(got);
  CHECK(got->value == 0.1);
  REQUIRE(got->bounds);
  CHECK(got->bounds->lower == 0.1);
  CHECK(got->bounds->upper == 0.1);
}

TEST_CASE("metric/class_value is empty before a row, and one row is not certain of the rest") {
  state::confusion<3> s;
  CHECK(!value(s));
  CHECK(!total(s));
  s.update(2, 2);
  CHECK(value(s)->value == 90);
  CHECK(total(s)->value == 90);
  CHECK(value(s)->bounds->upper == 90);
  CHECK(value(s)->bounds->lower < 50);
  CHECK((value < 10.0).text() == "mean_value < 10");
}

TEST_CASE("metric/class_value in another unit and from another origin moves with it") {
  state::confusion<3> s;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j)
      for (std::size_t n = 0; n < 2 + i * j; ++n) s.update(i, j);
  auto cents = euros;
  for (auto& row : cents)
    for (double& x : row) x = 100 * x + 7;
  const auto a = value(s), b = metric::mean_value(cents)(s);
  CHECK(near(b->value, 100 * a->value + 7));
  CHECK(near(b->bounds->lower, 100 * a->bounds->lower + 7));
  CHECK(near(b->bounds->upper, 100 * a->bounds->upper + 7));
}

TEST_CASE("metric/class_value that a double does not hold has no answer in all") {
  state::weighted_confusion<2> s;
  s.update(0, 0, 1e150);
  const auto huge = metric::total_value<2>({{{1e200, 0}, {0, 0}}});
  CHECK(!huge(s));
  CHECK(metric::mean_value<2>({{{1e200, 0}, {0, 0}}})(s));
}

TEST_CASE("metric/class_value covers its truth at 95 %, less in few rows of rare large sums") {
  const auto cells = golden::cells<3>({0.6, 0.3, 0.1}, 0.7);
  const double of_few = golden::coverage<3>(value, cells, 50);
  const double of_many = golden::coverage<3>(value, cells, 300);
  CAPTURE(of_few);
  CAPTURE(of_many);
  CHECK(of_few > 0.89);
  CHECK(of_many > 0.92);
  CHECK(of_many < 0.98);
}
