// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/deviance.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <string>

namespace {

using namespace telltale;

using deviances = state::bundle<state::poisson_deviance, state::gamma_deviance>;

static_assert(metric::d2_poisson.reads<state::poisson_deviance>);
static_assert(!metric::d2_poisson.reads<state::gamma_deviance>);
static_assert(metric::d2_gamma.reads<deviances>);

template <class Value>
deviances fed(const nlohmann::json& c) {
  deviances s;
  for (std::size_t i = 0; i < c["actual"].size(); ++i)
    s.update(regression_outcome<Value>{static_cast<Value>(c["actual"][i].get<double>()),
                                       static_cast<Value>(c["predicted"][i].get<double>())});
  return s;
}

/// Equal where the golden terms cancel: to the rounding of the terms themselves.
void check(const std::optional<estimate>& got, const nlohmann::json& want) {
  REQUIRE(got.has_value() == !want.is_null());
  if (!got) return;
  CHECK(std::fabs(got->value - want[0].get<double>()) <=
        1e-12 * (1 + std::fabs(want[0].get<double>())));
  // Student's expansion holds the bounds to 0.2 %.
  if (want.size() > 1 && !want[1].is_null()) golden::check(got, want, 4e-3);
  if (want.size() > 1) CHECK(got->bounds.has_value() == !want[1].is_null());
}

deviances of_equal_truths() {
  deviances s;
  for (const double p : {0.1, 0.2, 0.3, 0.7, 0.1, 0.2, 0.3}) {
    s.update(regression_outcome<double>{0.1, p});
  }
  return s;
}

}  // namespace

TEST_CASE("metric/deviance equals scikit-learn, for float and double") {
  const auto file = golden::load("regression_errors.json");
  int answers = 0;
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto s = c["type"] == "float" ? fed<float>(c) : fed<double>(c);
    const auto& want = c["expected"];
    check(metric::mean_poisson_deviance(s), want["mean_poisson_deviance"]);
    check(metric::mean_gamma_deviance(s), want["mean_gamma_deviance"]);
    check(metric::d2_poisson(s), want["d2_poisson"]);
    check(metric::d2_gamma(s), want["d2_gamma"]);
    for (const auto& got : {metric::mean_poisson_deviance(s), metric::mean_gamma_deviance(s),
                            metric::d2_poisson(s), metric::d2_gamma(s)}) {
      if (!got) continue;
      ++answers;
      CHECK(got->n == c["actual"].size());
    }
  }
  CHECK(answers > 30);
}

TEST_CASE("metric/deviance equals scikit-learn with sample_weight") {
  const auto file = golden::load("regression_weighted.json");
  int answers = 0;
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    state::bundle<state::weighted_poisson_deviance, state::weighted_gamma_deviance> s, left, right;
    for (std::size_t i = 0; i < c["actual"].size(); ++i) {
      regression_outcome<double> row{c["actual"][i].get<double>(), c["predicted"][i].get<double>()};
      row.weight = c["weights"][i].get<double>();
      s.update(row);
      (i % 3 == 0 ? left : right).update(row);
    }
    left.merge(right);
    const auto& want = c["expected"];
    const auto check_one = [&](const auto& m) {
      const std::string name{m.name()};
      CAPTURE(name);
      if (!want.contains(name)) return;
      const bool far = c["name"].get<std::string>().starts_with("offset");
      if (far && name.starts_with("d2")) return;  // truths that spread by 1e-9 of their mean
      ++answers;
      const double value = want[name][0].get<double>();
      REQUIRE(m(s));
      // Where the truths are far from 0, scikit-learn's terms cancel.
      const double rounding = far ? 1e-6 : 1e-12;
      CHECK(std::fabs(m(s)->value - value) <= rounding * (1 + std::fabs(value)));
      CHECK(golden::close(m(left)->value, m(s)->value, 1e-9));
    };
    check_one(metric::mean_poisson_deviance);
    check_one(metric::mean_gamma_deviance);
    check_one(metric::d2_poisson);
    check_one(metric::d2_gamma);
  }
  CHECK(answers > 20);
}

TEST_CASE("metric/deviance is empty without rows, and while one is outside of its domain") {
  deviances s;
  CHECK(!metric::mean_poisson_deviance(s));
  CHECK(!metric::mean_gamma_deviance(s));
  CHECK(!metric::d2_poisson(s));
  CHECK(!metric::d2_gamma(s));
  s.update(regression_outcome<double>{1, 2});
  CHECK(metric::mean_poisson_deviance(s));
  CHECK(metric::mean_gamma_deviance(s));
  CHECK(!metric::d2_poisson(s));  // one truth has no spread
  CHECK(!metric::d2_gamma(s));
  s.update(regression_outcome<double>{3, 2});
  CHECK(metric::d2_poisson(s));
  CHECK(metric::d2_gamma(s));
  s.update(regression_outcome<double>{0, 2});  // a count, and no duration
  CHECK(metric::mean_poisson_deviance(s));
  CHECK(metric::d2_poisson(s));
  CHECK(!metric::mean_gamma_deviance(s));
  CHECK(!metric::d2_gamma(s));
  s.update(regression_outcome<double>{1, 0});
  CHECK(!metric::mean_poisson_deviance(s));
  CHECK(!metric::d2_poisson(s));
  s.scale(0.4);  // the one row outside of the counts is forgotten, the two of the amounts are not
  CHECK(metric::d2_poisson(s));
  CHECK(!metric::d2_gamma(s));
  s.scale(0.5);
  CHECK(metric::mean_gamma_deviance(s));
  CHECK(metric::d2_gamma(s));
}

TEST_CASE("metric/deviance explains nothing about truths that do not differ") {
  CHECK(!metric::d2_poisson(of_equal_truths()));
  CHECK(!metric::d2_gamma(of_equal_truths()));
  deviances merged = of_equal_truths();  // their mean is rounded another way
  for (int i = 0; i < 5; ++i) {
    merged.merge(of_equal_truths());
    merged.update(regression_outcome<double>{0.1, 0.2});
  }
  CHECK(!metric::d2_poisson(merged));
  CHECK(!metric::d2_gamma(merged));
  for (int i = 0; i < 1000; ++i) merged.update(regression_outcome<double>{0.1, 0.2});
  CHECK(!metric::d2_poisson(merged));
  CHECK(!metric::d2_gamma(merged));
  merged.update(regression_outcome<double>{0.1 + 1e-9, 0.2});
  CHECK(metric::d2_poisson(merged));
  CHECK(metric::d2_gamma(merged));
}

TEST_CASE("metric/deviance a perfect model explains all, the mean nothing") {
  deviances perfect, mean;
  for (const double y : {1.0, 2.0, 6.0}) {
    perfect.update(regression_outcome<double>{y, y});
    mean.update(regression_outcome<double>{y, 3});
  }
  CHECK(metric::mean_poisson_deviance(perfect)->value == 0);
  CHECK(metric::mean_gamma_deviance(perfect)->value == 0);
  CHECK(metric::d2_poisson(perfect)->value == 1);
  CHECK(metric::d2_gamma(perfect)->value == 1);
  CHECK(std::fabs(metric::d2_poisson(mean)->value) < 1e-15);
  CHECK(std::fabs(metric::d2_gamma(mean)->value) < 1e-15);
  CHECK(!metric::d2_poisson(mean)->bounds);
}

TEST_CASE("metric/deviance of amounts does not depend on their unit") {
  state::gamma_deviance small, large;
  for (const double y : {1.0, 2.0, 6.0}) {
    small.update(regression_outcome<double>{y * 1e-9, 2e-9});
    large.update(regression_outcome<double>{y * 1e30, 2e30});
  }
  CHECK(golden::close(metric::mean_gamma_deviance(small)->value,
                      metric::mean_gamma_deviance(large)->value));
  CHECK(golden::close(metric::d2_gamma(small)->value, metric::d2_gamma(large)->value));
}
