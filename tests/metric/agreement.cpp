// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/agreement.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>

namespace {

using namespace telltale;

template <std::size_t K>
state::confusion<K> drawn(std::mt19937_64& rng, int rows, double right) {
  state::confusion<K> s;
  std::uniform_real_distribution<double> uniform;
  for (int i = 0; i < rows; ++i) {
    const std::size_t actual = rng() % K;
    s.update(actual, uniform(rng) < right ? actual : rng() % K);
  }
  return s;
}

/// The same rows under other names of the classes.
template <std::size_t K>
state::confusion<K> relabelled(const state::confusion<K>& s) {
  state::confusion<K> other;
  for (std::size_t a = 0; a < K; ++a)
    for (std::size_t p = 0; p < K; ++p)
      for (std::uint64_t i = 0; i < s.count(a, p); ++i) other.update((a + 1) % K, (p + 1) % K);
  return other;
}

/// Truth and prediction exchanged.
template <std::size_t K>
state::confusion<K> transposed(const state::confusion<K>& s) {
  state::confusion<K> other;
  for (std::size_t a = 0; a < K; ++a)
    for (std::size_t p = 0; p < K; ++p)
      for (std::uint64_t i = 0; i < s.count(a, p); ++i) other.update(p, a);
  return other;
}

bool near(double a, double b) { return std::fabs(a - b) < 1e-12; }
bool near(const std::optional<estimate>& a, const std::optional<estimate>& b) {
  if (a.has_value() != b.has_value()) return false;
  return !a || (near(a->value, b->value) && near(a->bounds->lower, b->bounds->lower) &&
                near(a->bounds->upper, b->bounds->upper) && a->n == b->n);
}

}  // namespace

TEST_CASE("metric/agreement does not depend on the names of the classes") {
  std::mt19937_64 rng{4};
  for (int trial = 0; trial < 50; ++trial) {
    const auto s = drawn<3>(rng, 40, 0.4);
    const auto other = relabelled(s);
    CHECK(near(metric::matthews_correlation(s), metric::matthews_correlation(other)));
    CHECK(near(metric::cohen_kappa(s), metric::cohen_kappa(other)));
    CHECK(near(metric::balanced_accuracy(s), metric::balanced_accuracy(other)));
    const auto two = drawn<2>(rng, 25, 0.3);
    CHECK(near(metric::matthews_correlation(two), metric::matthews_correlation(relabelled(two))));
  }
}

TEST_CASE("metric/agreement correlation and kappa treat truth and prediction alike") {
  std::mt19937_64 rng{5};
  for (int trial = 0; trial < 50; ++trial) {
    const auto s = drawn<4>(rng, 60, 0.5);
    CHECK(near(metric::matthews_correlation(s), metric::matthews_correlation(transposed(s))));
    CHECK(near(metric::cohen_kappa(s), metric::cohen_kappa(transposed(s))));
  }
}

TEST_CASE("metric/agreement takes K classes with two in use as two classes") {
  std::mt19937_64 rng{6};
  const auto two = drawn<2>(rng, 80, 0.5);
  state::confusion<5> five;
  for (std::size_t a = 0; a < 2; ++a)
    for (std::size_t p = 0; p < 2; ++p)
      for (std::uint64_t i = 0; i < two.count(a, p); ++i) five.update(a, p);
  CHECK(near(metric::matthews_correlation(two)->value, metric::matthews_correlation(five)->value));
  CHECK(near(metric::cohen_kappa(two)->value, metric::cohen_kappa(five)->value));
  CHECK(near(metric::balanced_accuracy(two), metric::balanced_accuracy(five)));
}

TEST_CASE("metric/agreement perfect and opposite predictions are the ends, not certainties") {
  state::confusion<2> right, wrong;
  for (int i = 0; i < 10; ++i) {
    right.update(0, 0), right.update(1, 1);
    wrong.update(0, 1), wrong.update(1, 0);
  }
  CHECK(metric::matthews_correlation(right)->value == 1);
  CHECK(metric::cohen_kappa(right)->value == 1);
  CHECK(metric::matthews_correlation(wrong)->value == -1);
  CHECK(metric::cohen_kappa(wrong)->value == -1);
  CHECK(metric::balanced_accuracy(right)->value == 1);
  CHECK(metric::balanced_accuracy(wrong)->value == 0);
  CHECK(metric::matthews_correlation(right)->bounds->lower < 0.95);
  CHECK(metric::matthews_correlation(right)->bounds->upper == 1);
  CHECK(metric::cohen_kappa(wrong)->bounds->upper > -0.95);
  CHECK(metric::balanced_accuracy(right)->bounds->lower < 0.95);
}

TEST_CASE("metric/agreement is empty where one side does not vary") {
  state::confusion<2> s;
  s.update(1, 1);
  CHECK(!metric::matthews_correlation(s));
  CHECK(!metric::cohen_kappa(s));
  CHECK(!metric::balanced_accuracy(s));
  s.update(1, 0);  // the truth still does not vary, but chance is no longer everything
  CHECK(!metric::matthews_correlation(s));
  REQUIRE(metric::cohen_kappa(s));
  CHECK(metric::cohen_kappa(s)->value == 0);
  CHECK(!metric::balanced_accuracy(s));
  s.update(0, 0);
  CHECK(metric::matthews_correlation(s));
  CHECK(metric::balanced_accuracy(s)->value == 0.75);
}

TEST_CASE("metric/agreement is exact for counts whose products a double holds only roughly") {
  // 2^40 rows a cell, by doubling.
  state::confusion<2> s;
  s.update(0, 0), s.update(0, 0), s.update(0, 0), s.update(1, 1);
  s.update(0, 1), s.update(1, 0);
  for (int i = 0; i < 40; ++i) s.merge(state::confusion<2>{s});
  // (3 * 1 - 1 * 1) / sqrt(2 * 2 * 4 * 4)
  CHECK(near(metric::matthews_correlation(s)->value, 0.25));
  CHECK(near(metric::cohen_kappa(s)->value, (4.0 / 6 - 20.0 / 36) / (1 - 20.0 / 36)));
}
