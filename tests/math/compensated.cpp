// SPDX-License-Identifier: Apache-2.0
#include <telltale/math/compensated.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <initializer_list>
#include <random>
#include <type_traits>
#include <vector>

namespace {

using telltale::math::compensated_sum;

static_assert(std::is_trivially_copyable_v<compensated_sum>);
static_assert(sizeof(compensated_sum) == 2 * sizeof(double));

constexpr compensated_sum sum_of(std::initializer_list<double> terms) {
  compensated_sum sum;
  for (const double x : terms) sum.add(x);
  return sum;
}

static_assert(sum_of({1, 1e100, 1, -1e100}).value() == 2);
static_assert(sum_of({}).value() == 0);

}  // namespace

// The canary: under -ffast-math, or whatever else lets the compiler cancel (s - t) + x, this fails.
// The terms come from memory that the compiler may not look into.
TEST_CASE("math/compensated keeps what rounding drops, in this very build") {
  volatile double terms[] = {1, 1e100, 1, -1e100};
  compensated_sum sum;
  for (const volatile double& x : terms) sum.add(x);
  CHECK(sum.value() == 2);
}

TEST_CASE("math/compensated is right whichever of two terms is larger, and of either sign") {
  CHECK(sum_of({1e100, 1, -1e100}).value() == 1);
  CHECK(sum_of({-1e100, 1, 1e100}).value() == 1);
  CHECK(sum_of({1, -1e100, 1, 1e100}).value() == 2);
  CHECK(sum_of({-1, 1e100, -1e100}).value() == -1);
  CHECK(sum_of({0.5}).value() == 0.5);
  // Below one, too
  CHECK(sum_of({0x1p-70, 0.5, -0.5}).value() == 0x1p-70);
  CHECK(sum_of({-0x1p-70, -0.5, 0.5}).value() == -0x1p-70);
}

TEST_CASE("math/compensated does not drift over a million terms") {
  compensated_sum sum;
  double plain = 0;
  for (int i = 0; i < 1'000'000; ++i) sum.add(0.1), plain += 0.1;
  CHECK(sum.value() == 100000.0);
  CHECK(plain != 100000.0);
}

TEST_CASE("math/compensated merges as one sum would have been") {
  const compensated_sum a = sum_of({1, 1e100}), b = sum_of({1, -1e100});
  CHECK(compensated_sum{a}.merge(b).value() == 2);
  CHECK(compensated_sum{b}.merge(a).value() == 2);
  CHECK(compensated_sum{a}.merge(compensated_sum{}) == a);
  CHECK(compensated_sum{}.merge(a).value() == a.value());

  compensated_sum twice = sum_of({1, 1e16, 1});
  twice.merge(twice);
  CHECK(twice.value() == 2e16 + 4);

  std::mt19937_64 rng{1};
  std::normal_distribution<double> noise;
  compensated_sum whole;
  std::vector<compensated_sum> parts(7);
  for (int i = 0; i < 10'000; ++i) {
    const double x = noise(rng) * std::exp(10 * noise(rng));
    whole.add(x);
    parts[rng() % 7].add(x);
  }
  compensated_sum merged;
  for (const compensated_sum& part : parts) merged.merge(part);
  CHECK(std::fabs(merged.value() - whole.value()) <= 1e-15 * std::fabs(whole.value()));
}

TEST_CASE("math/compensated scales both of its parts") {
  compensated_sum sum = sum_of({1e16, 1, 1});
  CHECK(sum.scale(0.5).value() == 5e15 + 1);
  CHECK(sum.scale(0).value() == 0);
}

TEST_CASE("math/compensated compares by what it holds") {
  CHECK(sum_of({1, 2}) == sum_of({1, 2}));
  CHECK(sum_of({1, 2}) != sum_of({1, 3}));
  CHECK(sum_of({1e100, 1}) != sum_of({1e100}));  // by the correction alone
}
