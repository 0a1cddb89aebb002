// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/binned_error_quantile.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/error_quantiles.hpp>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace telltale;
using histogram = state::weighted_error_histogram<>;

static_assert(metric::error_p50_binned.reads<histogram>);

struct columns {
  std::vector<double> actual, predicted, weights;
  regression_batch<double> batch() const { return {actual, predicted, {}, weights}; }
};

bool holds(const std::optional<estimate>& bracket, const std::optional<estimate>& exact) {
  return bracket->bounds->lower <= exact->value && exact->value <= bracket->bounds->upper &&
         bracket->bounds->promise == coverage::certified && bracket->n == exact->n;
}

void check(const columns& all) {
  histogram s;
  s.update(all.batch());
  for (int i = 0; i <= 20; ++i) {
    CAPTURE(i);
    const double q = i / 20.0;
    CHECK(holds(metric::error_quantile_binned(s, q), metric::error_quantile(all.batch(), q)));
    CHECK(holds(metric::absolute_error_quantile_binned(s, q),
                metric::absolute_error_quantile(all.batch(), q)));
  }
}

}  // namespace

TEST_CASE("metric/binned_error_quantile of weighted rows brackets scikit-learn's percentile") {
  const auto file = golden::load("regression_weighted.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    check({c["actual"].get<std::vector<double>>(), c["predicted"].get<std::vector<double>>(),
           c["weights"].get<std::vector<double>>()});
  }
}

TEST_CASE("metric/binned_error_quantile of weighted rows holds where a share is reached exactly") {
  // Tenths do not add up to whole ones in a double.
  std::mt19937_64 rng{10};
  for (int trial = 0; trial < 100; ++trial) {
    columns all;
    const auto n = 1 + rng() % 40;
    for (std::uint64_t i = 0; i < n; ++i) {
      all.actual.push_back(0);
      all.predicted.push_back(static_cast<double>(rng() % 7) * 3 - 9);
      all.weights.push_back(0.1 * static_cast<double>(1 + rng() % 3));
    }
    check(all);
  }
}

TEST_CASE("metric/binned_error_quantile of weighted rows is in the cell of the share") {
  histogram s;
  CHECK(!metric::error_p50_binned(s));
  const auto add = [&](double weight, double error) {
    regression_outcome<double> row{0, error};
    row.weight = weight;
    s.update(row);
  };
  add(0, 5);
  CHECK(!metric::error_p50_binned(s));
  add(1, -8), add(2, 1), add(1, 64);
  const auto cell_of = [](const std::optional<estimate>& x) {
    return histogram::shape::cell_of(x->value);
  };
  const auto at = [&](double q) { return cell_of(metric::error_quantile_binned(s, q)); };
  const auto cell = [](double error) { return histogram::shape::cell_of(error); };
  CHECK(at(0) == cell(-8));
  CHECK(at(0.25) == cell(-8));
  CHECK(at(0.26) == cell(1));
  CHECK(at(0.75) == cell(1));
  CHECK(at(0.76) == cell(64));
  CHECK(at(1) == cell(64));
  CHECK(cell_of(metric::absolute_error_quantile_binned(s, 0.5)) == cell(1));
  CHECK(cell_of(metric::absolute_error_quantile_binned(s, 0.51)) == cell(8));
  CHECK(metric::error_p50_binned(s)->n == 3);  // 16 / 6
  s.scale(0.5);
  CHECK(at(0.25) == cell(-8));
}
