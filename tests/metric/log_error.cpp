// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/log_error.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <string>

namespace {

using namespace telltale;

static_assert(metric::mean_squared_log_error.reads<state::log_errors>);
static_assert(!metric::mean_squared_log_error.reads<state::proper_loss>);

template <class Value>
state::log_errors fed(const nlohmann::json& c) {
  state::log_errors s;
  for (std::size_t i = 0; i < c["actual"].size(); ++i)
    s.update(regression_outcome<Value>{static_cast<Value>(c["actual"][i].get<double>()),
                                       static_cast<Value>(c["predicted"][i].get<double>())});
  return s;
}

}  // namespace

TEST_CASE("metric/log_error equals scikit-learn, for float and double") {
  const auto file = golden::load("regression_errors.json");
  int answers = 0;
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto s = c["type"] == "float" ? fed<float>(c) : fed<double>(c);
    const auto& want = c["expected"];
    if (want["mean_squared_log_error"].is_null()) {
      CHECK(s.out_of_domain() > 0);
      CHECK(!metric::mean_squared_log_error(s));
      CHECK(!metric::root_mean_squared_log_error(s));
      continue;
    }
    ++answers;
    // Student's expansion holds the bounds to 0.2 %.
    golden::check(metric::mean_squared_log_error(s), want["mean_squared_log_error"], 4e-3);
    golden::check(metric::root_mean_squared_log_error(s), want["root_mean_squared_log_error"],
                  4e-3);
    CHECK(metric::mean_squared_log_error(s)->n == c["actual"].size());
    CHECK(metric::root_mean_squared_log_error(s)->n == c["actual"].size());
  }
  CHECK(answers > 10);
}

TEST_CASE("metric/log_error equals scikit-learn with sample_weight") {
  const auto file = golden::load("regression_weighted.json");
  int answers = 0;
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    state::weighted_log_errors s;
    for (std::size_t i = 0; i < c["actual"].size(); ++i) {
      regression_outcome<double> row{c["actual"][i].get<double>(), c["predicted"][i].get<double>()};
      row.weight = c["weights"][i].get<double>();
      s.update(row);
    }
    const auto& want = c["expected"];
    if (!want.contains("mean_squared_log_error")) continue;
    ++answers;
    const double value = want["mean_squared_log_error"][0].get<double>();
    // The terms of neighbours at 1e9 cancel in either library.
    const double tolerance = value < 1e-15 && value > 0 ? 1e-6 : 1e-12;
    CHECK(golden::close(metric::mean_squared_log_error(s)->value / (value > 0 ? value : 1),
                        value > 0 ? 1 : 0, tolerance));
    CHECK(golden::close(metric::root_mean_squared_log_error(s)->value, std::sqrt(value), 1e-6));
  }
  CHECK(answers > 8);
}

TEST_CASE("metric/log_error is empty without rows, and while one is outside of its domain") {
  state::log_errors s;
  CHECK(!metric::mean_squared_log_error(s));
  CHECK(!metric::root_mean_squared_log_error(s));
  s.update(regression_outcome<double>{1, 2});
  CHECK(golden::close(metric::root_mean_squared_log_error(s)->value, std::log(1.5)));
  state::log_errors outside;
  outside.update(regression_outcome<double>{-1, 2});
  s.merge(outside);
  CHECK(!metric::mean_squared_log_error(s));
  CHECK(!metric::root_mean_squared_log_error(s));
  s.scale(0.49);  // half forgotten
  CHECK(golden::close(metric::root_mean_squared_log_error(s)->value, std::log(1.5)));
}

TEST_CASE("metric/log_error answers between -1 and 0, where scikit-learn refuses") {
  state::log_errors s;
  s.update(regression_outcome<double>{-0.5, 0});
  CHECK(golden::close(metric::root_mean_squared_log_error(s)->value, std::log(2)));
}
