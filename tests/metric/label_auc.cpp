// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/label_auc.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

namespace {

using namespace telltale;

struct columns {
  std::vector<std::uint8_t> actual;
  std::vector<double> scores;
  std::size_t labels;
  std::vector<double> weights;

  metric::scored_label_batch<double> batch() const { return {actual, scores, labels, weights}; }
};

}  // namespace

TEST_CASE("metric/label_auc is scikit-learn's") {
  for (const auto& c : golden::load("score_areas.json")["labels"]) {
    columns all{c["actual"], c["score"], c["labels"], {}};
    if (!c["weights"].is_null()) all.weights = c["weights"].get<std::vector<double>>();
    const auto check = [&](const auto& m) {
      const std::string name{m.name()};
      CAPTURE(name);
      const auto got = m(all.batch());
      REQUIRE(got);
      CHECK(golden::close(got->value, c["expected"][name].get<double>()));
      CHECK_FALSE(got->bounds);
      CHECK(got->n == all.batch().size());
    };
    std::apply([&](const auto&... m) { (check(m), ...); }, metric::label_auc_metrics);
  }
}

TEST_CASE("metric/label_auc leaves out a label that is true of all rows, or of none") {
  // Of three labels the first is right, the second always true, the third never.
  const columns all{{0, 1, 0, 1, 1, 0}, {0.2, 0.9, 0.3, 0.8, 0.1, 0.4}, 3, {}};
  CHECK(metric::label_roc_auc_macro(all.batch())->value == 1);
  CHECK(metric::label_roc_auc_weighted(all.batch())->value == 1);
  CHECK(metric::label_average_precision_macro(all.batch())->value == 1);
  // Of all six pairs, 0.9, 0.8, 0.1 are true and 0.4, 0.3, 0.2 not.
  CHECK(metric::label_roc_auc_micro(all.batch())->value == doctest::Approx(2.0 / 3));
  CHECK(metric::label_roc_auc_micro(all.batch())->n == 2);
}

TEST_CASE("metric/label_auc leaves out what cannot be used, and has no answer for nothing") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const columns all{
      {0, 1, 1, 0, 1, 2, 0, 1}, {0.2, 0.9, 0.8, 0.1, nan, 0.5, 0.9, 0.1}, 2, {1, 1, 1, -1}};
  CHECK(metric::label_roc_auc_macro(all.batch())->value == 1);
  CHECK_FALSE(metric::label_roc_auc_macro(columns{{}, {}, 2, {}}.batch()));
  CHECK_FALSE(metric::label_roc_auc_micro(columns{{}, {}, 0, {}}.batch()));
  CHECK_FALSE(metric::label_roc_auc_micro(columns{{1, 1}, {0.5, 0.6}, 2, {}}.batch()));
  CHECK_FALSE(metric::label_average_precision_weighted(columns{{0, 1}, {0.5, 0.6}, 2, {}}.batch()));
}
