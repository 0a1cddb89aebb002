// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/column_quality.hpp>

#include <doctest/doctest.h>

#include <array>
#include <limits>
#include <span>
#include <vector>

namespace {

namespace tt = telltale;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

tt::column_report quality(std::span<const double> table, std::size_t column, std::size_t width,
                          const std::vector<double>& sorted) {
  tt::column_report r;
  tt::measure_quality(r, table, column, width, sorted);
  return r;
}

TEST_CASE("monitor/column_quality tells what is infinite, common and stuck") {
  const std::array table{1.0, 7.0, 1.0, 7.0, nan, 7.0, 1.0, 8.0, 2.0, inf, -inf, 8.0, 2.0, 8.0};
  const auto first = quality(table, 0, 2, {1, 1, 1, 2, 2});
  CHECK(first.infinite_rate == 1.0 / 7);
  CHECK(first.longest_run == 2);  // 1 1, before the gap
  CHECK(first.most_common_share == 3.0 / 5);
  const auto second = quality(table, 1, 2, {7, 7, 7, 8, 8, 8});
  CHECK(second.infinite_rate == 1.0 / 7);
  CHECK(second.longest_run == 3);
  CHECK(second.most_common_share == 0.5);
}

TEST_CASE("monitor/column_quality counts what is missing as a run, and not as a common value") {
  const std::array<float, 4> gaps{static_cast<float>(nan), static_cast<float>(nan), 3.0f, 4.0f};
  tt::column_report r;
  tt::measure_quality(r, std::span<const float>{gaps}, 0, 1, {3, 4});
  CHECK(r.longest_run == 2);
  CHECK(r.most_common_share == 0.5);
  CHECK(r.infinite_rate == 0);
  const std::array all{nan, nan};
  CHECK_FALSE(quality(all, 0, 1, {}).most_common_share);
  CHECK(quality(all, 0, 1, {}).longest_run == 2);
}

TEST_CASE("monitor/column_quality has no answer without rows") {
  const auto none = quality({}, 0, 1, {});
  CHECK_FALSE(none.infinite_rate);
  CHECK_FALSE(none.most_common_share);
  CHECK_FALSE(none.longest_run);
}

TEST_CASE("monitor/column_quality sees a score that is stuck at its ends") {
  const auto rate = [](const std::vector<double>& sorted) {
    tt::column_report r;
    tt::measure_saturation(r, sorted);
    return r.saturation_rate;
  };
  CHECK(rate({0, 0, 1e-300, 0.5, 0.9999999999999999, 1}) == 0.5);
  CHECK(rate({-0.0, 1, 1}) == 1.0);
  CHECK(rate({0.2}) == 0.0);
  CHECK_FALSE(rate({}));
}

}  // namespace
