// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/probability.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/calibration_error.hpp>

#include "golden.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using namespace telltale;

using probability_states = state::bundle<state::proper_loss, state::calibration<>>;

template <class Score>
probability_states fed(const nlohmann::json& c) {
  probability_states s;
  for (std::size_t i = 0; i < c["score"].size(); ++i)
    s.update(binary_outcome<Score>{static_cast<Score>(c["score"][i].get<double>()),
                                   c["actual"][i].get<std::uint8_t>()});
  return s;
}

/// Up to what the rough logarithms and Student's expansion leave open.
constexpr double rough = 0.02;

void check_loss(const std::optional<estimate>& got, const nlohmann::json& want) {
  golden::check(got, nlohmann::json::array({want[0]}));
  REQUIRE(got->bounds.has_value() == !want[1].is_null());
  if (!got->bounds) return;
  const double half = want[2].get<double>() - want[0].get<double>();
  CHECK(std::fabs(got->bounds->lower - want[1].get<double>()) <= rough * half);
  CHECK(std::fabs(got->bounds->upper - want[2].get<double>()) <= rough * half);
}

template <class Score>
state::cross_entropy<3> entropy_of(const nlohmann::json& c) {
  state::cross_entropy<3> s;
  for (std::size_t i = 0; i < c["scores"].size(); ++i) {
    std::array<Score, 3> row;
    for (std::size_t k = 0; k < 3; ++k)
      row[k] = static_cast<Score>(c["scores"][i][k].get<double>());
    s.update(std::span<const Score>{row}, c["actual"][i].get<std::size_t>());
  }
  return s;
}

}  // namespace

TEST_CASE("metric/probability equals scikit-learn, for float and double scores") {
  const auto file = golden::load("probability.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto s = c["type"] == "float" ? fed<float>(c) : fed<double>(c);
    const auto& want = c["expected"];
    check_loss(metric::log_loss(s), want["log_loss"]);
    golden::check(metric::brier_score(s), want["brier_score"], 2e-3);
    golden::check(metric::normalized_entropy(s), want["normalized_entropy"]);
    golden::check(metric::predicted_over_actual(s), want["predicted_over_actual"], 1e-11);
    golden::check(metric::expected_calibration_error(s), want["expected_calibration_error"]);
    golden::check(metric::root_mean_squared_calibration_error(s),
                  want["root_mean_squared_calibration_error"]);
    golden::check(metric::maximum_calibration_error(s), want["maximum_calibration_error"]);
    CHECK(metric::log_loss(s)->n == c["score"].size());
  }
}

TEST_CASE("metric/probability takes log loss over K classes, equal to scikit-learn's") {
  const auto file = golden::load("probability.json");
  for (const auto& c : file["cross_entropy"]) {
    CAPTURE(c["name"].get<std::string>());
    check_loss(
        metric::log_loss(c["type"] == "float" ? entropy_of<float>(c) : entropy_of<double>(c)),
        c["expected"]);
  }
}

TEST_CASE("metric/probability of two classes is that of K = 2") {
  state::proper_loss binary;
  state::cross_entropy<2> two;
  for (int i = 0; i <= 100; ++i) {
    const double p = i / 100.0;
    const std::array<double, 2> row{1 - p, p};
    binary.update(binary_outcome<double>{p, static_cast<std::uint8_t>(i % 3 == 0)});
    two.update(std::span<const double>{row}, i % 3 == 0 ? 1 : 0);
  }
  CHECK(golden::close(metric::log_loss(two)->value, metric::log_loss(binary)->value));
}

TEST_CASE("metric/probability is empty while it has no answer, and one row has no interval") {
  state::proper_loss s;
  CHECK(!metric::log_loss(s));
  CHECK(!metric::brier_score(s));
  CHECK(!metric::normalized_entropy(s));
  CHECK(!metric::predicted_over_actual(s));
  s.update(binary_outcome<double>{0.25, 0});
  CHECK(golden::close(metric::log_loss(s)->value, -std::log(0.75)));
  CHECK(!metric::log_loss(s)->bounds);
  CHECK(metric::brier_score(s)->value == 0.0625);
  CHECK(!metric::brier_score(s)->bounds);
  CHECK(!metric::normalized_entropy(s));
  CHECK(!metric::predicted_over_actual(s));
  s.update(binary_outcome<double>{0.75, 1});
  CHECK(!metric::brier_score(s)->bounds);  // both errors are the same
  CHECK(metric::predicted_over_actual(s)->value == 1);
  CHECK(metric::normalized_entropy(s)->value < 1);
}

TEST_CASE("metric/probability always saying the base rate is worth an entropy of 1") {
  state::proper_loss s;
  for (int i = 0; i < 1000; ++i)
    s.update(binary_outcome<double>{0.2, static_cast<std::uint8_t>(i % 5 == 0)});
  CHECK(golden::close(metric::normalized_entropy(s)->value, 1));
  CHECK(golden::close(metric::predicted_over_actual(s)->value, 1));
  CHECK(golden::close(metric::brier_score(s)->value, 0.16));
}

TEST_CASE("metric/probability a promise of nothing has no interval, and is not 0 / 0") {
  state::proper_loss s;
  s.update(binary_outcome<float>{0, 1});
  CHECK(metric::predicted_over_actual(s)->value == 0);
  CHECK(!metric::predicted_over_actual(s)->bounds);
}
