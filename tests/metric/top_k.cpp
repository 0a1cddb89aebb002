// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/top_k.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cstddef>
#include <vector>

namespace {

using namespace telltale;

template <class S>
S fed(const nlohmann::json& c) {
  S s;
  const auto scores = c["scores"].get<std::vector<std::vector<double>>>();
  const auto actual = c["actual"].get<std::vector<std::size_t>>();
  for (std::size_t i = 0; i < actual.size(); ++i) {
    const double weight = c["weights"].is_null() ? 1 : c["weights"][i].get<double>();
    s.update(scored_class_outcome<double>{{actual[i], 0, weight}, scores[i]});
  }
  return s;
}

template <class S>
void check(const S& s, const nlohmann::json& c) {
  golden::check(metric::top_2_accuracy(s), c["top_2"]);
  golden::check(metric::top_3_accuracy(s), c["top_3"]);
  golden::check(metric::top_5_accuracy(s), c["top_5"]);
}

}  // namespace

TEST_CASE("metric/top_k is scikit-learn's, with Wilson's interval") {
  for (const auto& c : golden::load("top_k.json")["cases"]) {
    if (c["weights"].is_null()) check(fed<state::truth_ranks>(c), c);
    check(fed<state::weighted_truth_ranks>(c), c);
  }
}

TEST_CASE("metric/top_k has no answer without rows") {
  CHECK_FALSE(metric::top_2_accuracy(state::truth_ranks{}));
  CHECK_FALSE(metric::top_5_accuracy(state::weighted_truth_ranks{}));
}
