// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/brier_decomposition.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/calibration_error.hpp>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <random>
#include <string>

namespace {

using namespace telltale;

using all_states = state::bundle<state::reliability_moments<>, state::weighted_proper_loss>;

template <class S>
void feed(S& s, const nlohmann::json& c, double by = 1) {
  for (std::size_t i = 0; i < c["score"].size(); ++i)
    s.update(binary_outcome<double>{c["score"][i].get<double>(), c["actual"][i].get<std::uint8_t>(),
                                    0, by * c["weight"][i].get<double>()});
}

bool unweighted(const nlohmann::json& c) {
  for (const auto& w : c["weight"])
    if (w.get<double>() != 1) return false;
  return true;
}

void near(const std::optional<estimate>& got, const nlohmann::json& want) {
  REQUIRE(got.has_value());
  CHECK(std::fabs(got->value - want.get<double>()) < 1e-14);
}

template <class S>
void check_bins(const S& s, const nlohmann::json& want) {
  near(metric::brier_reliability(s), want["reliability"]);
  near(metric::brier_resolution(s), want["resolution"]);
  near(metric::brier_uncertainty(s), want["uncertainty"]);
}

}  // namespace

TEST_CASE("metric/brier_decomposition equals numpy, and its five terms are scikit-learn's score") {
  const auto file = golden::load("calibration.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto& want = c["expected"]["brier"];
    for (const double scale : {1.0, 1e-9, 0x1p200}) {
      all_states s;
      feed(s, c, scale);
      check_bins(s, want);
      near(metric::brier_within_bin_variance(s), want["within_bin_variance"]);
      near(metric::brier_within_bin_covariance(s), want["within_bin_covariance"]);
      const double sum = metric::brier_reliability(s)->value - metric::brier_resolution(s)->value +
                         metric::brier_uncertainty(s)->value +
                         metric::brier_within_bin_variance(s)->value -
                         metric::brier_within_bin_covariance(s)->value;
      CHECK(std::fabs(sum - want["brier_score"].get<double>()) < 1e-14);
      CHECK(std::fabs(metric::brier_score(s)->value - want["brier_score"].get<double>()) < 1e-14);
      // Student's quantile is an expansion.
      golden::check(metric::brier_skill(s), want["skill"], 2e-3);
      s.scale(0.25);
      check_bins(s, want);
      near(metric::brier_within_bin_covariance(s), want["within_bin_covariance"]);
    }
    if (!unweighted(c)) continue;
    state::bundle<state::calibration<>, state::proper_loss> plain;
    feed(plain, c);
    check_bins(plain, want);
    const auto skill = metric::brier_skill(plain);
    REQUIRE(skill.has_value() == !want["skill"].is_null());
    if (skill) CHECK(golden::close(skill->value, want["skill"][0].get<double>()));
    if (skill) CHECK(!skill->bounds);
  }
}

TEST_CASE("metric/brier_decomposition merged is that of all rows") {
  const auto file = golden::load("calibration.json");
  const auto& c = file["cases"][5];
  REQUIRE(c["name"] == "weights");
  all_states part[2];
  for (std::size_t i = 0; i < c["score"].size(); ++i)
    part[i % 3 == 0].update(binary_outcome<double>{c["score"][i].get<double>(),
                                                   c["actual"][i].get<std::uint8_t>(), 0,
                                                   c["weight"][i].get<double>()});
  part[0].merge(part[1]);
  const auto& want = c["expected"]["brier"];
  check_bins(part[0], want);
  near(metric::brier_within_bin_variance(part[0]), want["within_bin_variance"]);
  near(metric::brier_within_bin_covariance(part[0]), want["within_bin_covariance"]);
}

TEST_CASE("metric/brier_decomposition is empty without rows, and knows the perfect model") {
  all_states s;
  CHECK(!metric::brier_reliability(s));
  CHECK(!metric::brier_resolution(s));
  CHECK(!metric::brier_uncertainty(s));
  CHECK(!metric::brier_within_bin_variance(s));
  CHECK(!metric::brier_within_bin_covariance(s));
  CHECK(!metric::brier_skill(s));
  for (int i = 0; i < 8; ++i)
    s.update(binary_outcome<double>{i % 2 == 0 ? 0.0 : 1.0, static_cast<std::uint8_t>(i % 2)});
  CHECK(metric::brier_reliability(s)->value == 0);
  CHECK(metric::brier_resolution(s)->value == 0.25);
  CHECK(metric::brier_uncertainty(s)->value == 0.25);
  CHECK(metric::brier_uncertainty(s)->bounds->upper == 0.25);
  CHECK(metric::brier_uncertainty(s)->n == 8);
  CHECK(metric::brier_within_bin_variance(s)->value == 0);
  CHECK(metric::brier_skill(s)->value == 1);
}

TEST_CASE("metric/brier_decomposition uncertainty's interval turns at one half") {
  const auto of = [](int positives, int rows) {
    state::calibration<> s;
    for (int i = 0; i < rows; ++i)
      s.update(binary_outcome<double>{0.5, static_cast<std::uint8_t>(i < positives)});
    return *metric::brier_uncertainty(s)->bounds;
  };
  const auto rate = metric::wilson(0.1, 100, confidence_level{}.z);
  CHECK(golden::close(of(10, 100).lower, rate.lower * (1 - rate.lower)));
  CHECK(golden::close(of(10, 100).upper, rate.upper * (1 - rate.upper)));
  CHECK(golden::close(of(90, 100).lower, of(10, 100).lower));
  CHECK(golden::close(of(90, 100).upper, of(10, 100).upper));
  const auto close = metric::wilson(0.45, 100, confidence_level{}.z);
  CHECK(of(45, 100).upper == 0.25);
  CHECK(golden::close(of(45, 100).lower, close.lower * (1 - close.lower)));
}

TEST_CASE("metric/brier_decomposition the interval of the skill covers") {
  std::mt19937_64 rng{43};
  std::uniform_real_distribution<double> uniform;
  const auto draw = [&] {
    const double p = uniform(rng) * uniform(rng), come = uniform(rng);
    const double weight = 0.5 + uniform(rng);
    return binary_outcome<double>{p, static_cast<std::uint8_t>(come < p), 0, weight};
  };
  state::weighted_proper_loss all;
  for (int i = 0; i < 1'000'000; ++i) all.update(draw());
  const double truth = metric::brier_skill(all)->value;
  constexpr int runs = 2000;
  int covered = 0;
  for (int run = 0; run < runs; ++run) {
    state::weighted_proper_loss s;
    for (int i = 0; i < 200; ++i) s.update(draw());
    const auto skill = metric::brier_skill(s);
    covered += skill->bounds->lower <= truth && truth <= skill->bounds->upper;
  }
  MESSAGE("covered: ", double(covered) / runs);
  CHECK(covered >= 0.92 * runs);
  CHECK(covered <= 0.97 * runs);
}
