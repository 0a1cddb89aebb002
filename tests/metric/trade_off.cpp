// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/trade_off.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/classification.hpp>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

namespace {

using namespace telltale;

state::confusion<2> table(std::uint64_t tn, std::uint64_t fp, std::uint64_t fn, std::uint64_t tp) {
  state::confusion<2> s;
  for (; tn > 0; --tn) s.update(0, 0);
  for (; fp > 0; --fp) s.update(0, 1);
  for (; fn > 0; --fn) s.update(1, 0);
  for (; tp > 0; --tp) s.update(1, 1);
  return s;
}

bool near(double a, double b) { return std::fabs(a - b) < 1e-12; }

}  // namespace

TEST_CASE("metric/trade_off F lies between precision and recall, nearer to recall as beta grows") {
  std::mt19937_64 rng{7};
  for (int trial = 0; trial < 100; ++trial) {
    const auto s = table(rng() % 50, 1 + rng() % 20, 1 + rng() % 20, 1 + rng() % 50);
    const double precision = metric::precision(s)->value, recall = metric::recall(s)->value;
    double last = precision;
    for (const double beta : {0.01, 0.5, 1.0, 2.0, 100.0}) {
      const double f = metric::fbeta("f", beta)(s)->value;
      CHECK(f >= (std::min)(precision, recall) - 1e-12);
      CHECK(f <= (std::max)(precision, recall) + 1e-12);
      CHECK(std::fabs(f - recall) <= std::fabs(last - recall) + 1e-12);
      last = f;
    }
    CHECK(near(metric::fbeta("f", 1)(s)->value, metric::f1(s)->value));
    CHECK(near(metric::fbeta("f", 1e-8)(s)->value, precision));
    CHECK(near(metric::fbeta("f", 1e7)(s)->value, recall));
  }
}

TEST_CASE("metric/trade_off F1's interval is the one of the overlap") {
  const auto got = metric::f1(table(30, 10, 20, 40));
  CHECK(std::fabs(got->bounds->lower - 0.6252201384798629) < 1e-13);
  CHECK(std::fabs(got->bounds->upper - 0.8099820452042832) < 1e-13);
}

TEST_CASE("metric/trade_off F at its ends is not reported as certain") {
  for (const auto& metric : {metric::fbeta_half, metric::fbeta_2, metric::fbeta("f", 1)}) {
    const auto one = metric(table(10, 0, 0, 8)), zero = metric(table(10, 3, 5, 0));
    CHECK(one->value == 1);
    CHECK(one->bounds->upper == 1);
    CHECK(one->bounds->lower < 0.9);
    CHECK(zero->value == 0);
    CHECK(zero->bounds->lower == 0);
    CHECK(zero->bounds->upper > 0.1);
    CHECK(!metric(table(10, 0, 0, 0)));
  }
  CHECK(metric::fbeta_half.name() == "fbeta_0.5");
  CHECK(metric::fbeta_2.name() == "fbeta_2");
}

TEST_CASE("metric/trade_off Youden's J needs both classes, and F only a positive") {
  CHECK(!metric::youden_j(table(5, 5, 0, 0)));
  CHECK(!metric::youden_j(table(0, 0, 5, 5)));
  CHECK(near(metric::youden_j(table(3, 1, 1, 1))->value, 0.25));
  CHECK(metric::f1(table(0, 0, 1, 0))->value == 0);
}

TEST_CASE("metric/trade_off a value is money a row, in the range of what a row can bring") {
  constexpr auto profit = metric::value_of({.tp = 120, .fp = -5, .fn = -80, .tn = 1}, "profit");
  static_assert(profit.name() == "profit");
  static_assert(profit.range().lower == -80 && profit.range().upper == 120);
  const auto s = table(60, 20, 5, 15);
  const auto got = profit(s);
  REQUIRE(got);
  CHECK(near(got->value, (15 * 120 - 20 * 5 - 5 * 80 + 60 * 1) / 100.0));
  CHECK(got->n == 100);
  CHECK(got->bounds->lower < got->value);
  CHECK(got->value < got->bounds->upper);
  CHECK(!profit(table(0, 0, 0, 0)));

  // Unit and origin of the money do not matter.
  const auto other = metric::value_of({.tp = 242, .fp = -8, .fn = -158, .tn = 4})(s);
  CHECK(near(other->value, 2 * got->value + 2));
  CHECK(std::fabs(other->bounds->lower - (2 * got->bounds->lower + 2)) < 1e-10);
  CHECK(std::fabs(other->bounds->upper - (2 * got->bounds->upper + 2)) < 1e-10);

  // One cell only: its value, but others may come.
  const auto one = profit(table(0, 0, 0, 4));
  CHECK(one->value == 120);
  CHECK(one->bounds->upper == 120);
  CHECK(one->bounds->lower < 100);

  const auto sure = metric::value_of({120, -5, -80, 1})(table(0, 0, 0, 400), {0.1, 0.1256613});
  CHECK(sure->bounds->upper == 120);  // though the interval's centre is below

  // Accuracy in other words.
  const auto right = metric::value_of({1, 0, 0, 1})(s);
  CHECK(near(right->value, metric::accuracy(s)->value));
}

TEST_CASE("metric/trade_off a value's interval is the mean's of a large sample") {
  const auto s = table(6000, 2000, 500, 1500);
  const auto got = metric::value_of({120, -5, -80, 1})(s);
  const double mean = got->value;
  const double variance = 0.6 * (1 - mean) * (1 - mean) + 0.2 * (-5 - mean) * (-5 - mean) +
                          0.05 * (-80 - mean) * (-80 - mean) + 0.15 * (120 - mean) * (120 - mean);
  const double half = 1.959963984540054 * std::sqrt(variance / 10000);
  CHECK(std::fabs((got->bounds->upper - got->bounds->lower) / 2 / half - 1) < 1e-3);
  CHECK(std::fabs((got->bounds->upper + got->bounds->lower) / 2 - mean) < 0.01);
}
