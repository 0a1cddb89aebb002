// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/residuals.hpp>
#include "paths.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <random>
#include <span>
#include <vector>

namespace {

using namespace telltale;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

template <class Value>
struct columns {
  std::vector<Value> actual, predicted, naive;
};

/// One row in eight is unusable, one naive forecast in four; or all rows are usable.
template <class Value>
columns<Value> drawn(std::size_t n, std::uint64_t seed, bool all_usable) {
  std::mt19937_64 rng{seed};
  std::normal_distribution<double> normal;
  constexpr auto none = std::numeric_limits<Value>::quiet_NaN();
  constexpr auto endless = std::numeric_limits<Value>::infinity();
  columns<Value> all;
  for (std::size_t i = 0; i < n; ++i) {
    const double y = 5 + normal(rng), p = y + normal(rng), f = y + normal(rng);
    const auto fate = all_usable ? rng() % 14 + 2 : rng() % 16;
    all.actual.push_back(fate == 0 ? none : static_cast<Value>(y));
    all.predicted.push_back(fate == 1   ? -endless
                            : fate == 2 ? all.actual[i]
                                        : static_cast<Value>(p));
    all.naive.push_back(fate % 4 == 3 ? none : static_cast<Value>(f));
  }
  return all;
}

template <class Value>
void check_against_loop(std::size_t n, bool all_usable) {
  const auto all = drawn<Value>(n, n, all_usable);
  simd::residual_block batch, loop;
  simd::naive_block naive_batch, naive_loop;
  std::uint64_t rejected = 0, rejected_by_loop = 0;
  for (int round = 0; round < 2; ++round) {  // the second one from an open block on
    rejected += simd::residuals<Value>(all.actual, all.predicted, batch);
    simd::naive_errors<Value>(all.actual, all.predicted, all.naive, naive_batch);
    for (std::size_t i = 0; i < n; ++i) {
      const auto y = static_cast<double>(all.actual[i]), p = static_cast<double>(all.predicted[i]);
      if (!usable_value(y) || !usable_value(p)) {
        ++rejected_by_loop;
        continue;
      }
      if (loop.n == 0) simd::start(loop, y, p);
      simd::add(loop, y, p);
      simd::add(naive_loop, y, p, static_cast<double>(all.naive[i]));
    }
    CHECK(batch == loop);
    CHECK(naive_batch == naive_loop);
    CHECK(rejected == rejected_by_loop);
  }
}

}  // namespace

TEST_CASE("simd/residuals a batch is its loop, to the last bit, on every path") {
  for (const std::size_t n : {0u, 1u, 2u, 7u, 8u, 9u, 17u, 255u, 256u, 257u, 1000u})
    for (const bool all_usable : {false, true}) {
      CAPTURE(n);
      CAPTURE(all_usable);
      paths::each([&] {
        check_against_loop<double>(n, all_usable);
        check_against_loop<float>(n, all_usable);
      });
    }
}

TEST_CASE("simd/residuals sums what it says, about its first row") {
  simd::residual_block b;
  // (actual, predicted): errors 2, -1, 0.5; about the first row d = 0, -3, -1.5 and t = 0, 4, -2.
  const std::vector<double> actual{-1, not_a_number, 3, -3}, predicted{1, 7, 2, -2.5};
  CHECK(simd::residuals<double>(actual, predicted, b) == 1);
  CHECK(b.n == 3);
  CHECK(b.pivot_error == 2);
  CHECK(b.pivot_actual == -1);
  const double expected[]{-4.5,    2,   11.25,   20,      -30.375,          56,
                          86.0625, 272, -12 + 3, 144 + 9, 9 * 4 - 2.25 * 2, -16 * 3 - 4 * 1.5};
  const simd::lane_sums* const moments[]{&b.d,  &b.t,  &b.d2, &b.t2,   &b.d3,  &b.t3,
                                         &b.d4, &b.t4, &b.dt, &b.d2t2, &b.d2t, &b.t2d};
  for (std::size_t i = 0; i < std::size(moments); ++i) {
    CAPTURE(i);
    CHECK(moments[i]->value() == expected[i]);
  }
  CHECK(b.over.value() == 2.5);
  CHECK(b.under.value() == 1);
  CHECK(b.over2.value() == 4.25);
  CHECK(b.under2.value() == 1);
  CHECK(b.over_count.value() == 2);
  CHECK(b.under_count.value() == 1);
  CHECK(b.actual.value() == 7);
  CHECK(b.actual_error.value() == 2 + 3 + 1.5);
  CHECK(b.max_error == 2);
}

TEST_CASE("simd/residuals a right prediction is on neither side") {
  simd::residual_block b;
  simd::start(b, 3, 3);
  simd::add(b, 3, 3);
  CHECK(b.n == 1);
  CHECK(b.over_count == simd::lane_counts{});
  CHECK(b.under_count == simd::lane_counts{});
  CHECK(b.over == simd::lane_sums{});
  CHECK(b.under == simd::lane_sums{});
  CHECK(b.max_error == 0);
}

TEST_CASE("simd/residuals compares with the naive forecast where there is a usable one") {
  simd::naive_block b;
  const std::vector<double> actual{1, 2, 3, not_a_number, 5}, predicted{2, 4, 3, 1, 1};
  const std::vector<double> naive{4, not_a_number, 1e61, 1, 7};
  simd::naive_errors<double>(actual, predicted, naive, b);
  CHECK(b.n == 2);
  CHECK(b.rows == 4);
  CHECK(b.errors.value() == 1 + 4);
  CHECK(b.worths.value() == 3 + 2);
  CHECK(b.error_squares.value() == 1 + 16);
  CHECK(b.worth_squares.value() == 9 + 4);
  CHECK(b.products.value() == 3 + 8);
}

TEST_CASE("simd/residuals takes what is usable, to its ends, and stays finite") {
  simd::residual_block b;
  const double beyond = std::nextafter(1e60, 1e61);
  const std::vector<double> actual{1e60, -1e60, 1e60, beyond, 1},
      predicted{-1e60, 1e60, 0, 1, -beyond};
  CHECK(simd::residuals<double>(actual, predicted, b) == 2);
  CHECK(b.n == 3);
  CHECK(std::isfinite(b.d4.value()));
  CHECK(std::isfinite(b.d2t2.value()));
  CHECK(b.max_error == 2e60);
}
