// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/row_ratios.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace telltale;

static_assert(metric::d2_absolute_error.reads<regression_batch<float>>);
static_assert(noexcept(metric::relative_absolute_error(regression_batch<double>{})));
static_assert(!noexcept(metric::d2_absolute_error(regression_batch<double>{})));

struct columns {
  std::vector<double> actual, predicted, weights;
  regression_batch<double> batch() const { return {actual, predicted, {}, weights}; }
};

}  // namespace

TEST_CASE("metric/row_ratios equal scikit-learn and NumPy, at any offset, with weights") {
  const auto file = golden::load("correlation.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto& want = c["expected"];
    columns all{
        c["actual"].get<std::vector<double>>(), c["predicted"].get<std::vector<double>>(), {}};
    if (c.contains("weights")) all.weights = c["weights"].get<std::vector<double>>();
    const auto one = [&](const auto& m) {
      const std::string name{m.name()};
      CAPTURE(name);
      const auto got = m(all.batch());
      REQUIRE(got.has_value() == want.contains(name));
      if (!got) return;
      const double value = want[name][0].template get<double>();
      CHECK(std::fabs(got->value - value) <= 1e-12 * (1 + std::fabs(value)));
    };
    one(metric::relative_absolute_error);
    one(metric::d2_absolute_error);
    one(metric::nrmse_by_range);
  }
}

TEST_CASE("metric/row_ratios leave out rows that weigh nothing or cannot be used") {
  const columns with{{1, 2, 4, 100, 7}, {2, 2, 3, 0, 1e61}, {1, 2, 1, 0, 1}};
  const columns without{{1, 2, 4}, {2, 2, 3}, {1, 2, 1}};
  CHECK(metric::relative_absolute_error(with.batch()) ==
        metric::relative_absolute_error(without.batch()));
  CHECK(metric::d2_absolute_error(with.batch()) == metric::d2_absolute_error(without.batch()));
  CHECK(metric::nrmse_by_range(with.batch()) == metric::nrmse_by_range(without.batch()));
  CHECK(metric::relative_absolute_error(with.batch())->value == 2.0 / 3.5);
  CHECK(metric::d2_absolute_error(with.batch())->value == 1 - 2.0 / 3);
  CHECK(golden::close(metric::nrmse_by_range(with.batch())->value, std::sqrt(0.5) / 3));
}

TEST_CASE("metric/row_ratios are empty while they have no answer") {
  const columns nothing, one{{1}, {2}, {}}, equal{{1, 1}, {2, 3}, {}};
  for (const auto& c : {nothing, one, equal}) {
    CHECK(!metric::relative_absolute_error(c.batch()));
    CHECK(!metric::d2_absolute_error(c.batch()));
    CHECK(!metric::nrmse_by_range(c.batch()));
  }
}

TEST_CASE("metric/row_ratios' intervals cover, the centre being estimated, skewed truths too") {
  std::mt19937_64 rng{19};
  std::exponential_distribution<double> skewed;
  std::normal_distribution<double> normal;
  const auto draw = [&](int n) {
    columns all;
    for (int i = 0; i < n; ++i) {
      const double y = skewed(rng), e = 0.5 * normal(rng);
      all.actual.push_back(y), all.predicted.push_back(y + e);
    }
    return all;
  };
  // E|e| = 0.5 sqrt(2 / pi); of an exponential truth, E|y - mean| = 2 / e and E|y - median| = ln 2.
  const double size = 0.5 * std::sqrt(2 / 3.14159265358979323846);
  const double by_mean = size / (2 / std::exp(1)), by_median = 1 - size / std::log(2);
  constexpr int runs = 2000;
  for (const int n : {50, 300}) {
    int mean = 0, median = 0;
    for (int run = 0; run < runs; ++run) {
      const columns all = draw(n);
      const auto a = metric::relative_absolute_error(all.batch());
      const auto b = metric::d2_absolute_error(all.batch());
      mean += a->bounds->lower <= by_mean && by_mean <= a->bounds->upper;
      median += b->bounds->lower <= by_median && by_median <= b->bounds->upper;
    }
    for (const int held : {mean, median}) {
      CHECK_MESSAGE(held >= (n == 50 ? 0.915 : 0.935) * runs, n, ": ", held);
      CHECK_MESSAGE(held <= 0.965 * runs, n, ": ", held);
    }
  }
}
