// SPDX-License-Identifier: Apache-2.0
#include <telltale/drift/multiplicity.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <random>
#include <vector>

#include "golden.hpp"

using telltale::drift::benjamini_hochberg;
using telltale::drift::holm;
using p_values = std::vector<double>;

TEST_CASE("drift/multiplicity equals statsmodels' multipletests") {
  for (const auto& c : golden::load("multiplicity.json", "cases")) {
    const auto p = c["p"].get<p_values>();
    CAPTURE(c["p"].dump());
    const p_values family = holm(p), discovery = benjamini_hochberg(p);
    REQUIRE(family.size() == p.size());
    REQUIRE(discovery.size() == p.size());
    for (std::size_t i = 0; i < p.size(); ++i) {
      CHECK(golden::near(family[i], c["holm"][i].get<double>(), 1e-14));
      CHECK(golden::near(discovery[i], c["benjamini_hochberg"][i].get<double>(), 1e-14));
    }
  }
}

TEST_CASE("drift/multiplicity of nothing is nothing") {
  CHECK(holm({}).empty());
  CHECK(benjamini_hochberg({}).empty());
}

TEST_CASE("drift/multiplicity keeps order and bounds") {
  std::mt19937_64 rng{1};
  std::uniform_real_distribution<double> uniform;
  for (int trial = 0; trial < 50; ++trial) {
    p_values p(1 + rng() % 20);
    for (double& x : p) x = uniform(rng) * uniform(rng);
    const p_values family = holm(p), discovery = benjamini_hochberg(p);
    const auto all = static_cast<double>(p.size());
    for (std::size_t i = 0; i < p.size(); ++i) {
      CHECK(discovery[i] >= p[i]);
      CHECK(family[i] >= discovery[i] * (1 - 1e-15));
      CHECK(family[i] <= std::min(1.0, all * p[i]));  // Bonferroni's
      for (std::size_t j = 0; j < p.size(); ++j) {
        if (p[i] > p[j]) continue;
        CHECK(family[i] <= family[j]);
        CHECK(discovery[i] <= discovery[j]);
      }
    }
  }
}
