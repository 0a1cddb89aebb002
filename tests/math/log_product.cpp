// SPDX-License-Identifier: Apache-2.0
#include <telltale/math/log_product.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <random>

using telltale::math::log_product;

static_assert([] {
  log_product p;
  for (int i = 0; i < 2000; ++i) p.multiply(0.5);
  return p;
}() ==
              [] {
                log_product p;
                for (int i = 0; i < 1000; ++i) p.multiply(0.25);
                return p;
              }());

TEST_CASE("math/log_product of nothing is a product of 1") { CHECK(log_product{}.log() == 0); }

TEST_CASE("math/log_product does not underflow, whatever the factors") {
  for (const double factor : {0.999, 0.5, 0.1, 1e-3, 2.3e-16, 1e-27}) {
    CAPTURE(factor);
    log_product p;
    constexpr int n = 10'000;
    for (int i = 0; i < n; ++i) p.multiply(factor);
    const auto want = static_cast<double>(n * std::log(static_cast<long double>(factor)));
    CHECK(std::fabs(p.log() - want) <= 1.2e-16 * n + 1e-15 * std::fabs(want));
  }
}

TEST_CASE("math/log_product keeps its stated error over many mixed factors") {
  std::mt19937_64 rng{1};
  std::uniform_real_distribution<double> uniform{-27, 0};
  log_product p;
  long double want = 0;
  constexpr int n = 100'000;
  for (int i = 0; i < n; ++i) {
    const double factor = std::pow(10.0, i % 2 == 0 ? uniform(rng) : uniform(rng) / 1000);
    p.multiply(factor);
    want += std::log(static_cast<long double>(factor));
  }
  CHECK(std::fabs(static_cast<long double>(p.log()) - want) <= 1.2e-16L * n + 1e-15L * -want);
}

TEST_CASE("math/log_product counts a factor next to 1 exactly") {
  log_product p;
  for (int i = 0; i < 1000; ++i) p.multiply(1 - 2.220446049250313e-16);
  CHECK(std::fabs(p.log() / -2.220446049250313e-13 - 1) < 1e-12);
}

TEST_CASE("math/log_product merges as if the factors had come in one stream") {
  std::mt19937_64 rng{2};
  std::uniform_real_distribution<double> uniform{1e-9, 1};
  for (int trial = 0; trial < 50; ++trial) {
    log_product whole, left, right;
    for (int i = 0; i < 300; ++i) {
      const double factor = uniform(rng);
      whole.multiply(factor);
      (rng() % 3 == 0 ? left : right).multiply(factor);
    }
    log_product sum = left, other = right;
    sum.merge(right);
    other.merge(left);
    CHECK(sum == other);
    CHECK(std::fabs(sum.log() - whole.log()) < 1e-12);
    CHECK(log_product{left}.merge(log_product{}) == left);
    CHECK(log_product{}.merge(left) == left);
    CHECK(!(sum == left));
  }
}

TEST_CASE("math/log_product merges with itself") {
  log_product p;
  p.multiply(0.3);
  p.merge(p);
  CHECK(std::fabs(p.log() - 2 * std::log(0.3)) < 1e-15);
}

TEST_CASE("math/log_product can be taken apart and put together") {
  log_product p;
  for (int i = 0; i < 1000; ++i) p.multiply(0.3);
  const log_product same{p.mantissa(), p.exponent()};
  CHECK(same == p);
  CHECK(same.log() == p.log());
  CHECK(log_product{0.5, 3} == log_product{1, 2});
  CHECK(log_product{1, 1}.log() == std::log(2.0));
}
