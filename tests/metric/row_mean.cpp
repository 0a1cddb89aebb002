// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/row_mean.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>

namespace {

using namespace telltale;
using metric::counts;
namespace detail = metric::detail;

using labels = std::array<std::uint8_t, 2>;

}  // namespace

TEST_CASE("metric/row_mean of rows that are 0 or 1 is Wilson's, but for what the variance costs") {
  const confidence_level level;
  // 30 of 100 rows: sum (x - 0.3)^2 = 21.
  const double squares = detail::spread(30, 30, 0.3, {0, 100, 100});
  CHECK(std::fabs(squares - 21.0 / 10000) < 1e-15);
  const auto got = detail::of_clusters(0.3, squares, {0, 100, 100}, level);
  const double t = metric::student_quantile(99, level);
  const double size = 99 * (level.z / t) * (level.z / t);
  const interval want = metric::wilson(0.3, size, level.z);
  CHECK(std::fabs(got->bounds->lower - want.lower) < 1e-12);
  CHECK(std::fabs(got->bounds->upper - want.upper) < 1e-12);
  CHECK(got->n == 100);
}

TEST_CASE("metric/row_mean of rows that do not differ counts each as one") {
  const confidence_level level;
  CHECK(detail::spread(10 / 3.0, 10 / 9.0, 1 / 3.0, {0, 10, 10}) == 0);
  CHECK(detail::spread(10 / 3.0, 10 / 9.0 + 1e-9, 1 / 3.0, {0, 10, 10}) == 0);
  CHECK(detail::spread(10 / 3.0, 10 / 9.0 + 1e-6, 1 / 3.0, {0, 10, 10}) > 0);
  for (const double value : {0.0, 1 / 3.0, 1.0})
    CHECK(*detail::of_clusters(value, 0, {0, 10, 10}, level)->bounds ==
          metric::wilson(value, 10, level.z));
  CHECK(*detail::of_clusters(1, 0.01, {0, 10, 10}, level)->bounds ==
        metric::wilson(1, 10, level.z));
  CHECK(*detail::of_clusters(0.5, 0.01, {0, 1, 1}, level)->bounds ==
        metric::wilson(0.5, 1, level.z));
}

TEST_CASE("metric/row_mean of two rows already sees how they differ") {
  const confidence_level level;
  const auto got = detail::of_clusters(0.5, 0.02, {0, 2, 2}, level);
  const double shrink = level.z / metric::student_quantile(1, level);
  CHECK(std::fabs(got->bounds->lower -
                  metric::wilson(0.5, 0.25 / 0.04 * shrink * shrink, level.z).lower) < 1e-12);
}

TEST_CASE("metric/row_mean has no answer without rows, or that is no share") {
  const confidence_level level;
  CHECK(!detail::of_clusters(0.5, 0.1, {0, 0, 0}, level));
  CHECK(!detail::of_clusters(std::numeric_limits<double>::quiet_NaN(), 0.1, {0, 5, 5}, level));
  CHECK(!detail::of_clusters(-0.1, 0.1, {0, 5, 5}, level));
  CHECK(detail::of_clusters(1 + 1e-15, 0, {0, 5, 5}, level)->value == 1);
}

TEST_CASE("metric/row_mean of rows with many labels tells less than of as many rows with one") {
  state::multilabel_confusion<2> together, apart;
  for (int i = 0; i < 50; ++i) {
    const std::uint8_t right = i % 2 == 0;
    together.update(labels{1, 1}, labels{right, right});
    apart.update(labels{1, 1}, labels{right, static_cast<std::uint8_t>(1 - right)});
  }
  const detail::row_ratio recall = detail::pooled_ratio(detail::recall_ratio);
  const auto wide = recall.of(together, {}), narrow = recall.of(apart, {});
  CHECK(wide->value == 0.5);
  CHECK(narrow->value == 0.5);
  // 50 rows, not 100 labels; and where each row is half right, what Wilson makes of 50 rows.
  CHECK(wide->bounds->upper - wide->bounds->lower > 0.26);
  CHECK(*narrow->bounds == metric::wilson(0.5, 50, confidence_level{}.z));
}
