// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/error_histogram.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <tuple>
#include <vector>

namespace {

using namespace telltale;
using state::error_histogram;

static_assert(accepts<error_histogram<>, regression_outcome<float>>);
static_assert(accepts<error_histogram<>, regression_outcome<double>>);
static_assert(accepts<error_histogram<>, regression_batch<float>>);
static_assert(accepts<error_histogram<>, regression_batch<double>>);
static_assert(reversible<error_histogram<>>);
static_assert(!scalable<error_histogram<>>);
static_assert(error_histogram<>::cells == 2 * 64 * 16 + 3);
static_assert(sizeof(error_histogram<>) == 24'624);
static_assert(sizeof(error_histogram<-10, 20, 5>) == 12 * (2 * 30 * 32 + 3) + 12);

/// The cell that one error is counted in.
template <class Histogram>
std::size_t cell_of(double error) {
  Histogram s;
  s.update(regression_outcome<double>{0, error});
  for (std::size_t i = 0; i < Histogram::cells; ++i)
    if (s.count(i) == 1) return i;
  return Histogram::cells;
}

template <class Histogram>
void check_borders() {
  for (std::size_t m = 1; m + 1 < Histogram::magnitudes; ++m) {
    CAPTURE(m);
    const std::size_t above = Histogram::zero_cell + m, below = Histogram::zero_cell - m;
    const auto [lower, upper, promise] = Histogram::magnitude_bounds(m);
    REQUIRE(promise == coverage::certified);
    REQUIRE(cell_of<Histogram>(lower) == above);
    REQUIRE(cell_of<Histogram>(std::nextafter(upper, 0)) == above);
    REQUIRE(cell_of<Histogram>(std::nextafter(lower, 0)) == above - 1);
    REQUIRE(cell_of<Histogram>(upper) == above + 1);
    REQUIRE(cell_of<Histogram>(-lower) == below);
    REQUIRE(cell_of<Histogram>(std::nextafter(-upper, 0)) == below);
    REQUIRE(cell_of<Histogram>(std::nextafter(-lower, 0)) == below + 1);
    REQUIRE(Histogram::bounds(above) == interval{lower, upper, coverage::certified});
    REQUIRE(Histogram::bounds(below) == interval{-upper, -lower, coverage::certified});
    REQUIRE(Histogram::magnitude_bounds(m + 1).lower == upper);
    REQUIRE(Histogram::typical(above) == (lower + upper) / 2);
    REQUIRE(Histogram::typical(below) == -(lower + upper) / 2);
    REQUIRE(Histogram::typical_magnitude(m) == (lower + upper) / 2);
  }
}

/// Every error that is counted is within the bounds of its cell.
template <class Value>
void check_bounds(std::mt19937_64& rng) {
  for (int i = 0; i < 20'000; ++i) {
    const double exponent = std::uniform_real_distribution<double>{-30, 60}(rng);
    const auto error = static_cast<Value>((rng() % 2 == 0 ? 1 : -1) * std::exp2(exponent));
    const std::size_t cell = cell_of<error_histogram<-20, 44, 0>>(static_cast<double>(error));
    const interval ends = error_histogram<-20, 44, 0>::bounds(cell);
    REQUIRE(ends.lower <= static_cast<double>(error));
    REQUIRE(ends.upper >= static_cast<double>(error));
  }
}

template <class Value>
regression_outcome<Value> draw(std::mt19937_64& rng) {
  const std::uint64_t kind = rng() % 20;
  std::lognormal_distribution<Value> spread{0, 3};
  const Value actual = spread(rng), predicted = spread(rng);
  if (kind == 0) return {actual, std::numeric_limits<Value>::quiet_NaN()};
  if (kind == 1) return {std::numeric_limits<Value>::infinity(), predicted};
  if (kind == 2) return {actual, actual};
  return {actual, predicted};
}

}  // namespace

TEST_CASE("state/error_histogram never rounds an error over a border") {
  check_borders<error_histogram<-3, 3, 4>>();
  check_borders<error_histogram<-2, 2, 0>>();
  check_borders<error_histogram<-1022, -1020, 8>>();
  check_borders<error_histogram<196, 198, 2>>();
  std::mt19937_64 rng{3};
  check_bounds<float>(rng);
  check_bounds<double>(rng);
}

TEST_CASE("state/error_histogram has cells of a bounded relative width that cover all errors") {
  using histogram = error_histogram<>;
  CHECK(histogram::magnitude_bounds(0) == interval{0, std::exp2(-20), coverage::certified});
  CHECK(histogram::magnitude_bounds(1).lower == std::exp2(-20));
  double widest = 0, narrowest = 1;
  for (std::size_t m = 1; m + 1 < histogram::magnitudes; ++m) {
    const interval ends = histogram::magnitude_bounds(m);
    widest = std::max(widest, (ends.upper - ends.lower) / ends.lower);
    narrowest = std::min(narrowest, (ends.upper - ends.lower) / ends.lower);
  }
  CHECK(widest == 1.0 / 16);
  CHECK(narrowest == 1.0 / 31);
  CHECK(histogram::magnitude_bounds(histogram::magnitudes - 1) ==
        interval{std::exp2(44), 2e60, coverage::certified});
  CHECK(histogram::bounds(0) == interval{-2e60, -std::exp2(44), coverage::certified});
  CHECK(histogram::bounds(histogram::zero_cell) ==
        interval{-std::exp2(-20), std::exp2(-20), coverage::certified});
  CHECK(histogram::typical(histogram::zero_cell) == 0);
  CHECK(histogram::typical(0) == -std::exp2(44));
  CHECK(histogram::typical(histogram::cells - 1) == std::exp2(44));
}

TEST_CASE("state/error_histogram puts what is beyond its range into the cells at its ends") {
  using histogram = error_histogram<-3, 3, 4>;
  for (const double zero : {0.0, -0.0, 5e-324, -5e-324, 0.1, -0.1, std::nextafter(0.125, 0)})
    CHECK(cell_of<histogram>(zero) == histogram::zero_cell);
  CHECK(cell_of<histogram>(0.125) == histogram::zero_cell + 1);
  CHECK(cell_of<histogram>(-0.125) == histogram::zero_cell - 1);
  for (const double large : {8.0, 9.0, 1e60}) {
    CHECK(cell_of<histogram>(large) == histogram::cells - 1);
    CHECK(cell_of<histogram>(-large) == 0);
  }
  histogram s;
  s.update(regression_outcome<double>{-1e60, 1e60});
  s.update(regression_outcome<double>{1e60, -1e60});
  CHECK(s.count(histogram::cells - 1) == 1);
  CHECK(s.count(0) == 1);
  CHECK(s.rejected() == 0);
}

TEST_CASE("state/error_histogram takes the error as predicted - actual, and counts both signs") {
  using histogram = error_histogram<-3, 3, 0>;
  histogram s;
  for (int i = 0; i < 3; ++i) s.update(regression_outcome<float>{5, 6});
  s.update(regression_outcome<float>{6, 5});
  s.update(regression_outcome<float>{6, 6});
  CHECK(s.count() == 5);
  CHECK(s.count(histogram::zero_cell) == 1);
  CHECK(s.count_of_magnitude(0) == 1);
  const std::size_t one = cell_of<histogram>(1) - histogram::zero_cell;
  CHECK(s.count(histogram::zero_cell + one) == 3);
  CHECK(s.count(histogram::zero_cell - one) == 1);
  CHECK(s.count_of_magnitude(one) == 4);
  // In double even where the rows are floats: 2^24 + 1 has no float.
  CHECK(state::signed_error(regression_outcome<float>{-1, 16777216}) == 16777217.0);
}

TEST_CASE("state/error_histogram counts what it cannot use") {
  error_histogram<> s;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  const double beyond = std::nextafter(1e60, infinity);
  for (const double bad : {nan, infinity, -infinity, beyond, -beyond}) {
    s.update(regression_outcome<double>{bad, 1});
    s.update(regression_outcome<double>{1, bad});
    s.update(regression_outcome<double>{bad, bad});
  }
  CHECK(s.rejected() == 15);
  CHECK(s.count() == 0);
  s.clear();
  CHECK(s == error_histogram<>{});
}

TEST_CASE("state/error_histogram obeys the group laws, and a batch is its loop") {
  using histogram = error_histogram<-4, 4, 3>;
  laws::reversible(histogram{}, draw<float>);
  laws::reversible(histogram{}, draw<double>);
  laws::batch_equals_loop(histogram{}, draw<float>,
                          [](auto& s, std::span<const regression_outcome<float>> rows) {
                            std::vector<float> actual, predicted;
                            for (const auto& row : rows) {
                              actual.push_back(row.actual);
                              predicted.push_back(row.predicted);
                            }
                            s.update(regression_batch<float>{actual, predicted});
                          });
}
