// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/percentage.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace {

using namespace telltale;

template <class Value>
state::relative_errors fed(const nlohmann::json& c) {
  state::relative_errors s;
  for (std::size_t i = 0; i < c["actual"].size(); ++i)
    s.update(regression_outcome<Value>{static_cast<Value>(c["actual"][i].get<double>()),
                                       static_cast<Value>(c["predicted"][i].get<double>())});
  return s;
}

/// Up to what Student's expansion leaves open.
void check(const std::optional<estimate>& got, const nlohmann::json& expected, const char* name) {
  CAPTURE(name);
  REQUIRE(got.has_value() == expected.contains(name));
  if (!got) return;
  const auto& want = expected[name];
  CHECK(golden::close(got->value, want[0].get<double>()));
  REQUIRE(got->bounds.has_value() == !want[1].is_null());
  if (!got->bounds) return;
  const double rough = 3e-3 * (want[2].get<double>() - want[1].get<double>());
  CHECK(std::fabs(got->bounds->lower - want[1].get<double>()) <= rough);
  CHECK(std::fabs(got->bounds->upper - want[2].get<double>()) <= rough);
}

}  // namespace

TEST_CASE("metric/percentage equals scikit-learn where no truth is zero, and leaves zeros out") {
  const auto file = golden::load("regression.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto s = c["type"] == "float" ? fed<float>(c) : fed<double>(c);
    const auto& want = c["expected"];
    CHECK(s.zeros() == c["zeros"].get<std::uint64_t>());
    check(metric::mean_absolute_percentage_error(s), want, "mean_absolute_percentage_error");
    check(metric::symmetric_mean_absolute_percentage_error(s), want,
          "symmetric_mean_absolute_percentage_error");
    CHECK(metric::symmetric_mean_absolute_percentage_error(s)->n == c["actual"].size());
    if (const auto share = metric::mean_absolute_percentage_error(s))
      CHECK(share->n == c["actual"].size() - s.zeros());
  }
}

TEST_CASE("metric/percentage equals scikit-learn with sample_weight") {
  const auto file = golden::load("regression_weighted.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    state::weighted_relative_errors s;
    for (std::size_t i = 0; i < c["actual"].size(); ++i) {
      regression_outcome<double> row{c["actual"][i].get<double>(), c["predicted"][i].get<double>()};
      row.weight = c["weights"][i].get<double>();
      s.update(row);
    }
    const auto& want = c["expected"];
    check(metric::mean_absolute_percentage_error(s), want, "mean_absolute_percentage_error");
    check(metric::symmetric_mean_absolute_percentage_error(s), want,
          "symmetric_mean_absolute_percentage_error");
  }
}

TEST_CASE("metric/percentage is empty while it has no answer") {
  state::relative_errors s;
  CHECK(!metric::mean_absolute_percentage_error(s));
  CHECK(!metric::symmetric_mean_absolute_percentage_error(s));
  s.update(regression_outcome<double>{0, 3});
  CHECK(!metric::mean_absolute_percentage_error(s));
  CHECK(metric::symmetric_mean_absolute_percentage_error(s)->value == 2);
  s.update(regression_outcome<double>{4, 5});
  CHECK(metric::mean_absolute_percentage_error(s)->value == 0.25);
  CHECK(metric::mean_absolute_percentage_error(s)->n == 1);
}

TEST_CASE("metric/percentage never promises a symmetric error of more than 2") {
  state::relative_errors s;
  for (int i = 0; i < 8; ++i) s.update(regression_outcome<double>{i == 0 ? 1.0 : 0.0, 3});
  const auto got = metric::symmetric_mean_absolute_percentage_error(s);
  REQUIRE(got->bounds);
  CHECK(got->bounds->upper == 2);
  CHECK(got->bounds->lower < got->value);
  state::relative_errors far;
  far.update(regression_outcome<double>{1, 3}), far.update(regression_outcome<double>{1, 9});
  CHECK(metric::mean_absolute_percentage_error(far)->bounds->upper > 2);
}

TEST_CASE("metric/percentage is of the rows that have not been forgotten") {
  state::relative_errors s;
  for (const double predicted : {2.0, 4.0}) s.update(regression_outcome<double>{1, predicted});
  s.scale(0.5);
  for (const double predicted : {5.0, 5.0}) s.update(regression_outcome<double>{1, predicted});
  const auto got = metric::mean_absolute_percentage_error(s);
  CHECK(golden::close(got->value, (0.5 * 1 + 0.5 * 3 + 4 + 4) / 3));
  CHECK(got->n == 4);  // 9 / 2.5
  s.scale(0);
  CHECK(!metric::mean_absolute_percentage_error(s));
  CHECK(!metric::symmetric_mean_absolute_percentage_error(s));
}
