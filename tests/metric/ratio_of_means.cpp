// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/ratio_of_means.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>
#include <optional>

namespace {

using namespace telltale;
using metric::counts;
namespace detail = metric::detail;

constexpr confidence_level level;

}  // namespace

TEST_CASE("metric/ratio_of_means a variance is unbiased at the effective size") {
  CHECK(!detail::variance_of(1, counts{0, 1, 1}));
  CHECK(*detail::variance_of(2, counts{0, 2, 2}) == 2);  // -1 and 1
  CHECK(golden::close(*detail::variance_of(9, counts{0, 10, 10}), 1));
  // Half the weight on all rows: the same rows.
  CHECK(golden::close(*detail::variance_of(4.5, counts{0, 5, 2.5}), 1));
}

TEST_CASE("metric/ratio_of_means a difference is nothing where it is rounding") {
  CHECK(detail::beyond_rounding(1e-3, 1) == 1e-3);
  CHECK(detail::beyond_rounding(1e-15, 1) == 0);
  CHECK(detail::beyond_rounding(4e-15, 1) == 4e-15);
  CHECK(detail::beyond_rounding(-1, 1) == 0);
  CHECK(detail::beyond_rounding(0, 0) == 0);
}

TEST_CASE("metric/ratio_of_means takes its interval on the logarithm") {
  const counts rows{0, 10, 10};
  const auto got = detail::in_logarithm(3, 0.9, rows, level);
  const double factor = std::exp(2.2621571627409915 * 0.3 / 3);  // Student's, 9 degrees of freedom
  CHECK(got.value == 3);
  CHECK(got.n == 10);
  REQUIRE(got.bounds);
  CHECK(golden::close(got.bounds->lower, 3 / factor, 1e-5));
  CHECK(golden::close(got.bounds->upper, 3 * factor, 1e-5));
  CHECK(!detail::in_logarithm(3, std::nullopt, rows, level).bounds);
  CHECK(!detail::in_logarithm(3, 0.0, rows, level).bounds);
  CHECK(!detail::in_logarithm(0, 0.9, rows, level).bounds);
  CHECK(!detail::in_logarithm(1e-3, 1e6, rows, level).bounds);  // beyond a double

  // 30 over 20: the terms differ by 0.9 * 9 / 10 a row about a lower mean of 2.
  const auto ratio = detail::ratio_of_means(1.5, 20, 8.1, rows, level);
  const auto same = detail::in_logarithm(1.5, 0.9 / 4, rows, level);
  REQUIRE(ratio->bounds);
  CHECK(golden::close(ratio->bounds->upper, same.bounds->upper));
  CHECK(!detail::ratio_of_means(1e200 / 1e-200, 1e-200, 1, rows, level));
}

TEST_CASE("metric/ratio_of_means turned around keeps its interval in order") {
  const auto got = detail::one_minus(estimate{0.25, interval{0.125, 0.5}, 7});
  CHECK(got == estimate{0.75, interval{0.5, 0.875}, 7});
  CHECK(detail::one_minus(estimate{3, {}, 2}) == estimate{-2, {}, 2});
  CHECK(!detail::one_minus(std::nullopt));
}
