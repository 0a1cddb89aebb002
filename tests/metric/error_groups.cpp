// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/error_groups.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace {

using namespace telltale;
using metric::error_groups;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

struct table {
  std::vector<double> actual, predicted, feature;

  void add(double error, double x) {
    actual.push_back(10);
    predicted.push_back(10 + error);
    feature.push_back(x);
  }
  std::optional<metric::error_bias> groups(double share) const {
    return error_groups(regression_batch<double>{actual, predicted}, feature, share);
  }
};

std::vector<double> numbers(const nlohmann::json& column) {
  std::vector<double> all;
  for (const auto& x : column) all.push_back(x.is_null() ? missing : x.get<double>());
  return all;
}

void check(const std::optional<double>& got, const nlohmann::json& want) {
  REQUIRE(got.has_value() == !want.is_null());
  if (got) CHECK(golden::close(*got, want.get<double>(), 1e-11));
}
void check(const metric::error_group& got, const nlohmann::json& want) {
  CHECK(got.rows == want["rows"].get<std::uint64_t>());
  check(got.mean_error, want["mean_error"]);
  check(got.mean_feature, want["mean_feature"]);
}

}  // namespace

TEST_CASE("metric/error_groups equals NumPy") {
  const auto file = golden::load("regression_errors.json");
  int answers = 0;
  for (const auto& c : file["cases"]) {
    if (!c.contains("groups")) continue;
    CAPTURE(c["name"].get<std::string>());
    const table t{numbers(c["actual"]), numbers(c["predicted"]), numbers(c["feature"])};
    for (const auto& want : c["groups"]) {
      const auto got = t.groups(want["share"].get<double>());
      REQUIRE(got.has_value() == !want.contains("none"));
      if (!got) continue;
      ++answers;
      check(got->under_estimated, want["under"]);
      check(got->majority, want["majority"]);
      check(got->over_estimated, want["over"]);
      check(got->range_share, want["range_share"]);
    }
  }
  CHECK(answers > 5);
}

TEST_CASE("metric/error_groups tells the tails from the rest") {
  table t;
  for (int i = 0; i <= 20; ++i) t.add(i - 10, i < 10 ? 100 : 100 + i);
  const auto got = t.groups(0.1);
  REQUIRE(got);
  CHECK(got->under_estimated == metric::error_group{3, -9.0, 100.0});
  CHECK(got->over_estimated == metric::error_group{3, 9.0, 119.0});
  CHECK(got->majority.rows == 15);
  CHECK(got->majority.mean_error == 0.0);
  CHECK(got->range_share == 19.0 / 20);
  const auto usual = error_groups(regression_batch<double>{t.actual, t.predicted}, t.feature);
  CHECK(usual == t.groups(0.05));
}

TEST_CASE("metric/error_groups takes columns of floats") {
  const std::vector<float> actual{1, 1, 1, 1}, predicted{0, 1, 1, 4}, feature{2, 3, 4, 4};
  const auto got = error_groups(regression_batch<float>{actual, predicted}, feature, 0.1);
  REQUIRE(got);
  CHECK(got->under_estimated == metric::error_group{1, -1.0, 2.0});
  CHECK(got->majority == metric::error_group{2, 0.0, 3.5});
  CHECK(got->over_estimated == metric::error_group{1, 3.0, 4.0});
  CHECK(got->range_share == 1.0);
}

TEST_CASE("metric/error_groups leaves features that are missing or unusable out of their means") {
  table t;
  t.add(-5, missing);
  t.add(0, 3);
  t.add(0, std::numeric_limits<double>::infinity());
  t.add(0, 1e61);
  t.add(5, 7);
  t.add(missing, 1000);  // a label that has not come: not even its feature counts
  const auto got = t.groups(0.1);
  REQUIRE(got);
  CHECK(got->under_estimated == metric::error_group{1, -5.0, std::nullopt});
  CHECK(got->majority == metric::error_group{3, 0.0, 3.0});
  CHECK(got->over_estimated == metric::error_group{1, 5.0, 7.0});
  CHECK(!got->range_share);
  t.feature[0] = 4;
  CHECK(t.groups(0.1)->range_share == 0.75);
}

TEST_CASE("metric/error_groups is empty where nothing tells the tails apart") {
  table t;
  CHECK(!t.groups(0.05));
  t.add(missing, 1);
  CHECK(!t.groups(0.05));
  for (int i = 0; i < 50; ++i) t.add(0, i);
  CHECK(!t.groups(0.05));
  t.add(1, 1);
  CHECK(!t.groups(0.05));  // the errors at 5 % and at 95 % are still the same
  t.add(1, 1);
  t.add(1, 1);
  REQUIRE(t.groups(0.05));
  CHECK(t.groups(0.05)->under_estimated.rows == 50);  // all equal: no one of them is first
  CHECK(t.groups(0.05)->majority == metric::error_group{});
  CHECK(t.groups(0.05)->over_estimated.rows == 3);
}

TEST_CASE("metric/error_groups has no range share of a feature that is always the same") {
  table t;
  for (int i = 0; i < 10; ++i) t.add(i, 5);
  REQUIRE(t.groups(0.2));
  CHECK(!t.groups(0.2)->range_share);
  CHECK(t.groups(0.2)->over_estimated.mean_feature == 5.0);
}

TEST_CASE("metric/error_groups of weighted rows are those of rows that came as often") {
  // Weights that share a factor: of what a row came as often as, and of nothing else.
  table often, once;
  std::vector<double> weights;
  for (int i = 0; i < 40; ++i) {
    const double error = (i * 7) % 40 - 20, x = i % 5 == 0 ? missing : i;
    const int times = i % 4;
    for (int k = 0; k < times; ++k) often.add(error, x);
    once.add(error, x);
    weights.push_back(times * 0.125);
  }
  once.add(-1000, 1000);
  weights.push_back(-1);
  const std::vector<double> same(often.actual.size(), 0.125);
  const auto want = error_groups(regression_batch<double>{often.actual, often.predicted, {}, same},
                                 often.feature, 0.2);
  const auto got = error_groups(regression_batch<double>{once.actual, once.predicted, {}, weights},
                                once.feature, 0.2);
  REQUIRE(want);
  REQUIRE(got);
  CHECK(want->under_estimated.rows > got->under_estimated.rows);
  CHECK(got->under_estimated.rows + got->majority.rows + got->over_estimated.rows == 30);
  for (const auto part : {&metric::error_bias::under_estimated, &metric::error_bias::majority,
                          &metric::error_bias::over_estimated}) {
    CHECK(golden::close(*((*got).*part).mean_error, *((*want).*part).mean_error, 1e-14));
    CHECK(golden::close(*((*got).*part).mean_feature, *((*want).*part).mean_feature, 1e-14));
  }
  CHECK(golden::close(*got->range_share, *want->range_share, 1e-14));
}
