// SPDX-License-Identifier: Apache-2.0
#include <telltale/simd/relative_errors.hpp>
#include "paths.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace {

using namespace telltale;

template <class Value>
void check_against_loop(std::size_t n, bool all_usable) {
  std::mt19937_64 rng{n};
  std::normal_distribution<double> normal;
  std::vector<Value> actual, predicted;
  for (std::size_t i = 0; i < n; ++i) {
    const auto fate = all_usable ? 1 + rng() % 2 + 3 * (rng() % 2) : rng() % 8;
    const auto y = static_cast<Value>(normal(rng)), p = static_cast<Value>(normal(rng));
    actual.push_back(fate == 0 ? std::numeric_limits<Value>::infinity() : fate < 3 ? 0 : y);
    predicted.push_back(fate == 3 ? std::numeric_limits<Value>::quiet_NaN() : fate == 1 ? 0 : p);
  }
  simd::relative_block batch, loop;
  std::uint64_t rejected = 0;
  const std::uint64_t counted = simd::relative_errors<Value>(actual, predicted, 0.25, batch);
  for (std::size_t i = 0; i < n; ++i) {
    if (usable_value(actual[i]) && usable_value(predicted[i]))
      simd::add(loop, static_cast<double>(actual[i]), static_cast<double>(predicted[i]), 0.25);
    else
      ++rejected;
  }
  CHECK(batch == loop);
  CHECK(counted == rejected);
}

}  // namespace

TEST_CASE("simd/relative_errors a batch is its loop, to the last bit, on every path") {
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

TEST_CASE("simd/relative_errors sums what it says") {
  simd::relative_block b;
  simd::add(b, -2, -3, 0);
  CHECK(b.of_actual.value() == 0.5);
  CHECK(b.symmetric.value() == 0.4);
  CHECK(b.of_actual_squares.value() == 0.25);
  CHECK(b.symmetric_squares.value() == 0.4 * 0.4);
  simd::add(b, 0, 3, 0);
  CHECK(b.zeros == 1);
  CHECK(b.of_actual.value() == 0.5);
  CHECK(b.symmetric.value() == 2.4);
  simd::add(b, 0, 0, 0);
  CHECK(b.zeros == 2);
  CHECK(b.n == 3);
  CHECK(b.of_actual.value() == 0.5);
  CHECK(b.symmetric.value() == 2.4);
}

TEST_CASE("simd/relative_errors what counts as zero is at most that far from it") {
  simd::relative_block b;
  simd::add(b, 0.5, 1, 0.5), simd::add(b, -0.5, 1, 0.5);
  CHECK(b.zeros == 2);
  simd::add(b, std::nextafter(0.5, 1), 1, 0.5);
  CHECK(b.zeros == 2);
  // So does what is so small that the quotient could not be squared.
  simd::add(b, 1e-70, 1, 0);
  CHECK(b.zeros == 3);
  simd::add(b, 1, 1e60, 0), simd::add(b, 1e-300, 1e60, 0), simd::add(b, 5e-324, 5e-324, 0);
  CHECK(b.zeros == 4);
  CHECK(b.n == 7);
  CHECK(std::isfinite(b.of_actual_squares.value()));
}

TEST_CASE("simd/relative_errors the symmetric error is never more than 2") {
  std::mt19937_64 rng{3};
  std::uniform_real_distribution<double> exponent{-300, 59};
  for (int i = 0; i < 2000; ++i) {
    const double y = std::pow(10, exponent(rng)), p = std::pow(10, exponent(rng));
    simd::relative_block opposite, same;
    simd::add(opposite, y, -p, 0), simd::add(same, y, p, 0);
    REQUIRE(opposite.symmetric.value() == 2);
    REQUIRE(same.symmetric.value() <= 2);
    REQUIRE(same.symmetric.value() >= 0);
  }
}
