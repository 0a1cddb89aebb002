// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/mean_of_areas.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/class_auc.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <vector>

namespace {

using namespace telltale;

struct columns {
  std::vector<double> scores, weights;
  std::vector<std::uint16_t> actual;
  std::size_t classes = 3;

  scored_class_batch<double> batch() const { return {actual, actual, scores, classes, weights}; }
};

// Of three classes, with ties.
columns drawn(std::mt19937_64& rng, std::size_t n) {
  columns all;
  for (std::size_t i = 0; i < n; ++i) {
    const std::uint64_t label = i < 6 ? i % 3 : rng() % 3;
    for (std::size_t k = 0; k < 3; ++k) {
      const std::uint64_t draw = rng() % 12 + (k == label ? 4 : 0);
      all.scores.push_back(static_cast<double>(draw) / 16);
    }
    const std::uint64_t weight = 1 + rng() % 4;
    all.weights.push_back(static_cast<double>(weight) / 2);
    all.actual.push_back(static_cast<std::uint16_t>(label));
  }
  return all;
}

}  // namespace

TEST_CASE("metric/mean_of_areas varies as it would if the weight of each row did") {
  std::mt19937_64 rng{61};
  for (int trial = 0; trial < 5; ++trial) {
    const columns all = drawn(rng, 25);
    const auto check = [&](const auto& m) {
      CAPTURE(m.name());
      double variance = 0, freedom = 0, least = std::numeric_limits<double>::infinity();
      for (std::uint16_t k = 0; k < 3; ++k) {
        double squares = 0, whole = 0, of_weights = 0;
        for (std::size_t i = 0; i < all.actual.size(); ++i) {
          if (all.actual[i] != k) continue;
          // The derivative by the logarithm of its weight, from either side.
          columns more = all, less = all;
          more.weights[i] *= 1 + 1e-5;
          less.weights[i] *= 1 - 1e-5;
          const double slope = (m(more.batch())->value - m(less.batch())->value) / 2e-5;
          squares += slope * slope;
          whole += all.weights[i];
          of_weights += all.weights[i] * all.weights[i];
        }
        const double n = whole * whole / of_weights, of_class = squares * n / (n - 1);
        variance += of_class;
        freedom += of_class * of_class / (n - 1);
        least = std::min(least, n);
      }
      const auto got = m(all.batch());
      const interval want = metric::auc_interval(least, {variance, variance * variance / freedom},
                                                 got->value, got->value, {});
      CHECK(got->bounds->lower == doctest::Approx(want.lower).epsilon(1e-6));
      CHECK(got->bounds->upper == doctest::Approx(want.upper).epsilon(1e-6));
    };
    check(metric::roc_auc_ovr_macro);
    check(metric::roc_auc_ovr_weighted);
    check(metric::roc_auc_ovo_macro);
    check(metric::roc_auc_ovo_weighted);
  }
}

TEST_CASE("metric/mean_of_areas takes the rows that can be used, whole") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const columns all{{0.1, 0.2, 0.7, 0.5, nan, 0.5, 0.3, 0.3, 0.4, 0.2, 0.2, 0.6, 0.1, 0.1, 0.8},
                    {2, 1, 0, 3, 1},
                    {2, 1, 1, 0, 3},
                    3};
  const auto batch = all.batch();
  metric::detail::class_rows<double> rows{batch};
  CHECK(rows.classes() == 3);
  CHECK(rows.size() == 5);
  REQUIRE(rows.of(2).size() == 1);
  CHECK(rows.of(2)[0].row == 0);
  CHECK(rows.of(2)[0].weight == 2);
  CHECK(rows.of(1).empty());  // a score that is none, no weight
  REQUIRE(rows.of(0).size() == 1);
  CHECK(rows.share(0).whole == 3);
  CHECK(rows.n() == 2);  // 25 / 13
  CHECK(rows.score(rows.of(0)[0], 2) == 0.6);
  const auto classes = rows.all();
  CHECK(classes == std::vector<std::size_t>{0, 1, 2});
  const auto curve = rows.curve_of_class(2, classes);
  REQUIRE(curve.cuts().size() == 2);
  CHECK(curve.cuts()[0] == metric::score_cut{0.7, 2, 0});
  CHECK(curve.cuts()[1] == metric::score_cut{0.6, 2, 3});
  const std::size_t one[] = {2};
  CHECK_FALSE(rows.curve_of_class(2, one).both());
}

TEST_CASE("metric/mean_of_areas has none without an area") {
  columns all;
  const auto batch = all.batch();
  metric::detail::class_rows<double> rows{batch};
  metric::detail::mean_of_areas<double> mean{rows, metric::detail::class_average::macro};
  CHECK_FALSE(mean.value({}));
  mean.add(0, rows.all(), rows.all());
  CHECK_FALSE(mean.value({}));
}
