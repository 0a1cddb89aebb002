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
#include <optional>
#include <random>
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

using weighted_states = state::bundle<state::weighted_proper_loss, state::weighted_calibration<>>;

/// Every weight times `by`.
weighted_states weighted(const nlohmann::json& c, double by = 1) {
  weighted_states s;
  for (std::size_t i = 0; i < c["score"].size(); ++i)
    s.update(binary_outcome<double>{c["score"][i].get<double>(), c["actual"][i].get<std::uint8_t>(),
                                    0, by * c["weight"][i].get<double>()});
  return s;
}

void check_weighted(const weighted_states& s, const nlohmann::json& want) {
  // Student's quantile is an expansion, which is worst at few rows.
  constexpr double student = 0.02;
  golden::check(metric::log_loss(s), want["log_loss"], student);
  golden::check(metric::brier_score(s), want["brier_score"], student);
  golden::check(metric::normalized_entropy(s), want["normalized_entropy"], student);
  golden::check(metric::predicted_over_actual(s), want["predicted_over_actual"], 1e-11);
  golden::check(metric::expected_calibration_error(s), want["expected_calibration_error"]);
  golden::check(metric::root_mean_squared_calibration_error(s),
                want["root_mean_squared_calibration_error"]);
  golden::check(metric::maximum_calibration_error(s), want["maximum_calibration_error"]);
  golden::check(metric::debiased_squared_calibration_error(s),
                want["debiased_squared_calibration_error"], 1e-11);
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
    golden::check(metric::debiased_squared_calibration_error(s),
                  want["debiased_squared_calibration_error"], 1e-11);
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

TEST_CASE("metric/probability with weights equals scikit-learn's sample_weight") {
  const auto file = golden::load("probability.json");
  for (const auto& c : file["weighted"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto s = weighted(c);
    check_weighted(s, c["expected"]);
    const auto effective = static_cast<std::uint64_t>(std::llround(c["effective"].get<double>()));
    CHECK(metric::log_loss(s)->n == effective);
    CHECK(metric::brier_score(s)->n == effective);
    CHECK(metric::expected_calibration_error(s)->n == effective);
    check_weighted(weighted(c, 1e-9), c["expected"]);  // a scale of the weights changes nothing
    check_weighted(weighted(c, 0x1p200), c["expected"]);
    golden::check(metric::debiased_squared_calibration_error(weighted(c, 1e140)),
                  c["expected"]["debiased_squared_calibration_error"], 1e-11);
    auto forgotten = s;
    forgotten.scale(0.25);
    check_weighted(forgotten, c["expected"]);
  }
}

TEST_CASE("metric/probability weights of 1 are no weights") {
  const auto file = golden::load("probability.json");
  for (const auto& c : file["cases"]) {
    if (c["type"] == "float") continue;
    CAPTURE(c["name"].get<std::string>());
    auto rows = c;
    rows["weight"] = std::vector<double>(c["score"].size(), 1);
    const auto s = weighted(rows);
    const auto plain = fed<double>(c);
    const auto same = [&](const auto& metric) {
      const auto got = metric(s), want = metric(plain);
      REQUIRE(got.has_value() == want.has_value());
      if (!got) return;
      CHECK(golden::close(got->value, want->value));
      CHECK(got->n == want->n);
    };
    same(metric::log_loss);
    same(metric::brier_score);
    same(metric::normalized_entropy);
    same(metric::predicted_over_actual);
    same(metric::expected_calibration_error);
    same(metric::debiased_squared_calibration_error);
  }
}

TEST_CASE("metric/probability merged weights are the metrics of all rows") {
  const auto file = golden::load("probability.json");
  const auto& c = file["weighted"][0];
  weighted_states halves[2];
  for (std::size_t i = 0; i < c["score"].size(); ++i)
    halves[i % 3 == 0].update(binary_outcome<double>{c["score"][i].get<double>(),
                                                     c["actual"][i].get<std::uint8_t>(), 0,
                                                     c["weight"][i].get<double>()});
  check_weighted(halves[0].merge(halves[1]), c["expected"]);
}

TEST_CASE("metric/probability is empty while nothing weighs anything, and survives huge weights") {
  weighted_states s;
  s.update(binary_outcome<double>{0.25, 0, 0, 0});
  CHECK(!metric::log_loss(s));
  CHECK(!metric::brier_score(s));
  CHECK(!metric::normalized_entropy(s));
  CHECK(!metric::predicted_over_actual(s));
  CHECK(!metric::expected_calibration_error(s));
  CHECK(!metric::debiased_squared_calibration_error(s));
  s.update(binary_outcome<double>{0.25, 0, 0, 1e150});
  s.update(binary_outcome<double>{0.5, 1, 0, 1e150});
  CHECK(golden::close(metric::brier_score(s)->value, (0.0625 + 0.25) / 2));
  CHECK(golden::close(metric::predicted_over_actual(s)->value, 0.75));
  CHECK(golden::close(metric::expected_calibration_error(s)->value, (0.25 + 0.5) / 2));
}

TEST_CASE("metric/probability intervals at the effective size cover, normalized entropy's too") {
  std::mt19937_64 rng{42};
  std::uniform_real_distribution<double> uniform;
  const auto draw = [&] {
    const double u = uniform(rng), come = uniform(rng), weight = 0.5 + uniform(rng);
    const double p = 0.02 + 0.5 * u;
    return binary_outcome<double>{p, static_cast<std::uint8_t>(come < p * 1.3), 0, weight};
  };
  state::weighted_proper_loss all;
  for (int i = 0; i < 1'000'000; ++i) all.update(draw());
  constexpr int runs = 2000, n = 200;
  int entropy = 0, loss = 0, brier = 0, ratio = 0;
  const auto holds = [](const std::optional<estimate>& e, double truth) {
    return e->bounds->lower <= truth && truth <= e->bounds->upper;
  };
  for (int run = 0; run < runs; ++run) {
    state::weighted_proper_loss s;
    for (int i = 0; i < n; ++i) s.update(draw());
    entropy += holds(metric::normalized_entropy(s), metric::normalized_entropy(all)->value);
    loss += holds(metric::log_loss(s), metric::log_loss(all)->value);
    brier += holds(metric::brier_score(s), metric::brier_score(all)->value);
    ratio += holds(metric::predicted_over_actual(s), metric::predicted_over_actual(all)->value);
  }
  MESSAGE("covered by normalized entropy, log loss, Brier score, predicted over actual: ",
          double(entropy) / runs, " ", double(loss) / runs, " ", double(brier) / runs, " ",
          double(ratio) / runs);
  for (const int covered : {entropy, loss, brier, ratio}) {
    CHECK(covered >= 0.93 * runs);
    CHECK(covered <= 0.98 * runs);
  }
}
