// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/relative_error.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

namespace {

using namespace telltale;
using row = regression_outcome<double>;

template <class S>
S fed(const nlohmann::json& c) {
  S s;
  for (std::size_t i = 0; i < c["actual"].size(); ++i) {
    row r{c["actual"][i].get<double>(), c["predicted"][i].get<double>()};
    if (c.contains("weights")) r.weight = c["weights"][i].get<double>();
    s.update(r);
  }
  return s;
}

template <class S>
void check(const S& s, const nlohmann::json& want) {
  const auto one = [&](const auto& got, const std::string& name) {
    CAPTURE(name);
    REQUIRE(got.has_value() == want.contains(name));
    if (got) CHECK(golden::close(got->value, want[name][0].template get<double>()));
  };
  one(metric::relative_squared_error(s), "relative_squared_error");
  one(metric::nrmse_by_std(s), "nrmse_by_std");
  one(metric::nrmse_by_mean(s), "nrmse_by_mean");
  const auto adjusted = metric::adjusted_r2(s, 3);
  REQUIRE(adjusted.has_value() == want.contains("adjusted_r2"));
  if (adjusted)
    CHECK(std::fabs(adjusted->value - want["adjusted_r2"][0].template get<double>()) <=
          1e-12 * (1 + std::fabs(adjusted->value)));
}

}  // namespace

TEST_CASE("metric/relative_error equals NumPy, at any offset, with weights") {
  const auto file = golden::load("correlation.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    check(fed<state::weighted_residuals>(c), c["expected"]);
    if (!c.contains("weights")) check(fed<state::residuals>(c), c["expected"]);
  }
}

TEST_CASE("metric/relative_error is r2 turned, with its interval") {
  state::residuals s;
  const double ys[] = {1, 2, 4, 3, 6, 5}, ps[] = {1.5, 2, 3, 3.5, 5, 5.5};
  for (std::size_t i = 0; i < 6; ++i) s.update(row{ys[i], ps[i]});
  const auto r2 = metric::r2(s), rse = metric::relative_squared_error(s);
  CHECK(golden::close(rse->value, 1 - r2->value));
  CHECK(golden::close(rse->bounds->lower, 1 - r2->bounds->upper));
  CHECK(golden::close(rse->bounds->upper, 1 - r2->bounds->lower));
  const auto root = metric::nrmse_by_std(s);
  CHECK(golden::close(root->bounds->upper, std::sqrt(rse->bounds->upper)));
  CHECK(golden::close(root->bounds->lower, std::sqrt(rse->bounds->lower)));
  CHECK(*metric::adjusted_r2(s, 0) == *r2);
  const auto adjusted = metric::adjusted_r2(s, 2);
  CHECK(golden::close(adjusted->bounds->lower, 1 - rse->bounds->upper * 5 / 3));
  CHECK(golden::close(adjusted->bounds->upper, 1 - rse->bounds->lower * 5 / 3));
  CHECK(metric::adjusted_r2(s, 4));
  CHECK(!metric::adjusted_r2(s, 5));
  CHECK(!metric::adjusted_r2(s, 6));
}

TEST_CASE("metric/relative_error is empty while it has no answer") {
  state::residuals s;
  CHECK(!metric::relative_squared_error(s));
  CHECK(!metric::nrmse_by_std(s));
  CHECK(!metric::nrmse_by_mean(s));
  CHECK(!metric::adjusted_r2(s, 0));
  s.update(row{1, 2}), s.update(row{-1, 2});
  CHECK(!metric::nrmse_by_mean(s));
  CHECK(metric::nrmse_by_std(s));
}
