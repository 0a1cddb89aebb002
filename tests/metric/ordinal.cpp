// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/ordinal.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/agreement.hpp>

#include "class_golden.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>

namespace {

using namespace telltale;

constexpr auto linear = metric::cohen_kappa_linear;
constexpr auto quadratic = metric::cohen_kappa_quadratic;

bool near(double a, double b) { return std::fabs(a - b) < 1e-12; }

}  // namespace

TEST_CASE("metric/ordinal equals scikit-learn, weighted or not") {
  CHECK(golden::check_classes(linear, quadratic) == 2 * 20);
}

TEST_CASE("metric/ordinal of 3, 10 and 100 classes, half of them never true") {
  golden::check_wide<3>(linear, quadratic);
  golden::check_wide<10>(linear, quadratic);
  golden::check_wide<100>(linear, quadratic);
}

TEST_CASE("metric/ordinal over two classes is kappa") {
  std::mt19937_64 rng{3};
  for (int trial = 0; trial < 20; ++trial) {
    state::confusion<2> s;
    for (int i = 0; i < 50; ++i) {
      const std::size_t actual = rng() % 2;
      s.update(actual, rng() % 3 == 0 ? 1 - actual : actual);
    }
    const auto kappa = metric::cohen_kappa(s);
    for (const auto& m : {linear, quadratic}) {
      CHECK(near(m(s)->value, kappa->value));
      CHECK(near(m(s)->bounds->lower, kappa->bounds->lower));
      CHECK(near(m(s)->bounds->upper, kappa->bounds->upper));
    }
  }
}

TEST_CASE("metric/ordinal counts an error by how far it is off") {
  state::confusion<4> close, far;
  for (std::size_t k = 0; k < 4; ++k)
    for (int i = 0; i < 10; ++i) close.update(k, k), far.update(k, k);
  for (int i = 0; i < 5; ++i) close.update(1, 2), close.update(2, 1);
  for (int i = 0; i < 5; ++i) far.update(0, 3), far.update(3, 0);
  CHECK(metric::cohen_kappa(close)->value == doctest::Approx(metric::cohen_kappa(far)->value));
  CHECK(linear(close)->value > linear(far)->value + 0.1);
  CHECK(quadratic(close)->value > linear(close)->value);
  CHECK(quadratic(far)->value < linear(far)->value);
}

TEST_CASE("metric/ordinal turned round and with the order reversed stays as it is") {
  state::confusion<5> s, turned, reversed;
  std::mt19937_64 rng{4};
  for (int i = 0; i < 90; ++i) {
    const std::size_t actual = rng() % 5;
    const std::size_t predicted = rng() % 2 == 0 ? actual : (actual + 1) % 5;
    s.update(actual, predicted);
    turned.update(predicted, actual);
    reversed.update(4 - actual, 4 - predicted);
  }
  for (const auto& m : {linear, quadratic}) {
    CHECK(near(m(s)->value, m(turned)->value));
    CHECK(near(m(s)->bounds->lower, m(turned)->bounds->lower));
    CHECK(near(m(s)->value, m(reversed)->value));
    CHECK(near(m(s)->bounds->upper, m(reversed)->bounds->upper));
  }
}

TEST_CASE("metric/ordinal at its ends, and where there is nothing to agree on") {
  state::confusion<3> s;
  CHECK(!linear(s));
  s.update(1, 1), s.update(1, 1);
  CHECK(!linear(s));
  CHECK(!quadratic(s));
  s.update(1, 2);
  CHECK(linear(s)->value == 0);
  state::confusion<3> right, wrong;
  for (int i = 0; i < 8; ++i) right.update(0, 0), right.update(2, 2);
  for (int i = 0; i < 8; ++i) wrong.update(0, 2), wrong.update(2, 0);
  for (const auto& m : {linear, quadratic}) {
    CHECK(m(right)->value == 1);
    CHECK(m(right)->bounds->upper == 1);
    CHECK(m(right)->bounds->lower < 0.95);
    CHECK(m(right)->n == 16);
    CHECK(m(wrong)->value == -1);
    CHECK(m(wrong)->bounds->lower == -1);
    CHECK(m(wrong)->bounds->upper > -0.95);
  }
}

TEST_CASE("metric/ordinal covers its truth at 95 %") {
  const auto cells = golden::cells<4>({0.4, 0.3, 0.2, 0.1}, 0.5);
  for (const int n : {40, 200}) {
    for (const auto& m : {linear, quadratic}) {
      const double held = golden::coverage<4>(m, cells, n);
      CAPTURE(held);
      CHECK(held > 0.925);
      CHECK(held < 0.975);
    }
  }
}
