// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/normalized_entropy.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace telltale;

}  // namespace

TEST_CASE("metric/normalized_entropy of the positives equals NumPy") {
  const auto file = golden::load("probability.json");
  for (const auto& c : file["weighted"]) {
    CAPTURE(c["name"].get<std::string>());
    state::weighted_proper_loss part[2];
    for (std::size_t i = 0; i < c["score"].size(); ++i)
      part[i % 3 == 0].update(binary_outcome<double>{c["score"][i].get<double>(),
                                                     c["actual"][i].get<std::uint8_t>(), 0,
                                                     c["weight"][i].get<double>()});
    part[0].merge(part[1]).scale(0.25);
    golden::check(metric::normalized_entropy_positive(part[0]),
                  c["expected"]["normalized_entropy_positive"], 1e-3);
  }
  CHECK(!metric::normalized_entropy_positive(state::weighted_proper_loss{}));
}

TEST_CASE("metric/normalized_entropy free of calibration equals statsmodels' likelihood") {
  const auto file = golden::load("calibration.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto scores = c["score"].get<std::vector<double>>();
    const auto weights = c["weight"].get<std::vector<double>>();
    const auto actual = c["actual"].get<std::vector<std::uint8_t>>();
    const binary_batch<double> rows{scores, actual, 0.5, weights};
    golden::check(metric::calibration_free_normalized_entropy(rows),
                  c["expected"]["rows"]["calibration_free"]);
  }
}

TEST_CASE("metric/normalized_entropy free of calibration is not moved by a shift of the logits") {
  std::mt19937_64 rng{17};
  std::uniform_real_distribution<double> uniform;
  state::scored_rows<double> right{2000}, shifted{2000};
  state::proper_loss plain;
  for (int i = 0; i < 2000; ++i) {
    const double p = 0.05 + 0.9 * uniform(rng), come = uniform(rng);
    const auto actual = static_cast<std::uint8_t>(come < p);
    const double logit = std::log(p / (1 - p)) + 1.5;
    right.update(binary_outcome<double>{p, actual});
    plain.update(binary_outcome<double>{p, actual});
    shifted.update(binary_outcome<double>{1 / (1 + std::exp(-logit)), actual});
  }
  const auto a = metric::calibration_free_normalized_entropy(right);
  const auto b = metric::calibration_free_normalized_entropy(shifted);
  CHECK(golden::close(a->value, b->value, 1e-10));
  CHECK(a->value <= metric::normalized_entropy(plain)->value);
  CHECK(a->value > 0.999 * metric::normalized_entropy(plain)->value);
  CHECK(a->n == 2000);
  shifted.update(binary_outcome<double>{0.5, 1});
  CHECK(!metric::calibration_free_normalized_entropy(shifted));
}
