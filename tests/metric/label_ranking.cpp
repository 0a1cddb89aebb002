// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/label_ranking.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace telltale;

static_assert(metric::coverage_error.reads<state::label_ranking>);
static_assert(!metric::coverage_error.reads<state::loss_tally>);

template <class Score>
state::label_ranking fed(const nlohmann::json& c, bool weighted, std::size_t from = 0,
                         std::size_t step = 1) {
  state::label_ranking s;
  for (std::size_t i = from; i < c["actual"].size(); i += step) {
    const auto actual = c["actual"][i].get<std::vector<std::uint8_t>>();
    const auto scores = c["scores"][i].get<std::vector<Score>>();
    s.update(state::labelled_scores<Score>{actual, scores,
                                           weighted ? c["weights"][i].get<double>() : 1});
  }
  return s;
}

void check(const state::label_ranking& s, const nlohmann::json& want) {
  CHECK(golden::close(metric::coverage_error(s)->value, want["coverage_error"].get<double>()));
  CHECK(golden::close(metric::label_ranking_average_precision(s)->value,
                      want["label_ranking_average_precision"].get<double>()));
  CHECK(golden::close(metric::label_ranking_loss(s)->value,
                      want["label_ranking_loss"].get<double>()));
}

}  // namespace

TEST_CASE("metric/label_ranking equals scikit-learn, also with sample_weight and from parts") {
  const auto file = golden::load("recommendation.json");
  for (const auto& c : file["labels"]) {
    CAPTURE(c["name"].get<std::string>());
    check(fed<float>(c, false), c);
    check(fed<double>(c, false), c);
    auto parts = fed<double>(c, false, 0, 2);
    check(parts.merge(fed<double>(c, false, 1, 2)), c);
    CHECK(metric::coverage_error(parts)->n == c["actual"].size());
    if (c.contains("weighted")) check(fed<double>(c, true), c["weighted"]);
  }
}

TEST_CASE("metric/label_ranking is empty without rows, and its bounds are in range") {
  state::label_ranking s;
  CHECK(!metric::coverage_error(s));
  CHECK(!metric::label_ranking_average_precision(s));
  CHECK(!metric::label_ranking_loss(s));
  const std::vector<std::uint8_t> actual{1, 0};
  const std::vector<float> right{2, 1}, wrong{1, 2};
  s.update(state::labelled_scores<float>{actual, right});
  CHECK(!metric::label_ranking_loss(s)->bounds);
  s.update(state::labelled_scores<float>{actual, wrong});
  CHECK(metric::label_ranking_loss(s)->value == 0.5);
  CHECK(*metric::label_ranking_loss(s)->bounds == interval{0, 1});
  CHECK(metric::label_ranking_average_precision(s)->bounds->upper == 1);
  CHECK(metric::coverage_error(s)->value == 1.5);
  CHECK(metric::coverage_error(s)->bounds->upper > 2);
}
