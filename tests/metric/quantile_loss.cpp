// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/quantile_loss.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace telltale;

regression_batch<double> batch(const std::vector<double>& actual,
                               const std::vector<double>& predicted,
                               const std::vector<double>& weights) {
  return {actual, predicted, {}, weights};
}

std::optional<estimate> d2_of(double tau, const regression_batch<double>& rows) {
  if (tau == 0.1) return metric::d2_pinball_p10(rows);
  return tau == 0.5 ? metric::d2_pinball_p50(rows) : metric::d2_pinball_p90(rows);
}

}  // namespace

TEST_CASE("metric/quantile_loss equals scikit-learn") {
  const auto file = golden::load("forecast.json");
  for (const auto& c : file["quantiles"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto actual = c["actual"].get<std::vector<double>>();
    const auto predicted = c["predicted"].get<std::vector<double>>();
    std::vector<double> weights;
    if (!c["weight"].is_null()) weights = c["weight"].get<std::vector<double>>();
    const auto rows = batch(actual, predicted, weights);
    const double tau = c["tau"].get<double>();
    state::quantile_loss s{tau};
    s.update(rows);
    golden::check(metric::mean_pinball_loss(s), c["mean_pinball_loss"], 1e-3);
    golden::check(metric::quantile_coverage(s), c["quantile_coverage"], 1e-11);
    golden::check(d2_of(tau, rows), c["d2_pinball"]);
    state::quantile_loss part[2]{state::quantile_loss{tau}, state::quantile_loss{tau}};
    for (std::size_t i = 0; i < rows.size(); ++i) part[i % 3 == 0].update(rows[i]);
    part[0].merge(part[1]).scale(0.5);
    golden::check(metric::mean_pinball_loss(part[0]), c["mean_pinball_loss"], 1e-3);
    golden::check(metric::quantile_coverage(part[0]), c["quantile_coverage"], 1e-11);
  }
}

TEST_CASE("metric/quantile_loss is empty without rows, and passes over rows it cannot use") {
  const state::quantile_loss s{0.5};
  CHECK(!metric::mean_pinball_loss(s));
  CHECK(!metric::quantile_coverage(s));
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(!metric::d2_pinball_p50(batch({}, {}, {})));
  CHECK(!metric::d2_pinball_p50(batch({1}, {1}, {})));
  CHECK(metric::d2_pinball_p50(batch({1, 2}, {1, 2}, {}))->value == 1);
  CHECK(metric::d2_pinball_p50(batch({1, nan, 2, 7}, {1, 3, 2, nan}, {}))->value == 1);
  CHECK(!metric::d2_pinball_p50(batch({1, nan, 2}, {1, 3, nan}, {})));
  CHECK(metric::d2_pinball_p50(batch({1, 9, 2}, {1, 3, 2}, {1, 0, 1}))->n == 2);
  CHECK(metric::d2_pinball_p10.name() == "d2_pinball_0.1");
}

TEST_CASE("metric/quantile_loss the true quantile costs least and covers tau") {
  std::mt19937_64 rng{6};
  std::exponential_distribution<double> truth{1};
  const double right = std::log(10.0);  // the 0.9 quantile
  state::quantile_loss at{0.9}, below{0.9}, above{0.9};
  for (int i = 0; i < 20'000; ++i) {
    const double actual = truth(rng);
    at.update(regression_outcome<double>{actual, right});
    below.update(regression_outcome<double>{actual, right - 0.5});
    above.update(regression_outcome<double>{actual, right + 0.5});
  }
  CHECK(metric::mean_pinball_loss(at)->value < metric::mean_pinball_loss(below)->value);
  CHECK(metric::mean_pinball_loss(at)->value < metric::mean_pinball_loss(above)->value);
  CHECK(metric::quantile_coverage(at)->bounds->lower < 0.9);
  CHECK(metric::quantile_coverage(at)->bounds->upper > 0.9);
  CHECK(metric::quantile_coverage(below)->bounds->upper < 0.9);
  CHECK(metric::quantile_coverage(above)->bounds->lower > 0.9);
}

TEST_CASE("metric/quantile_loss the intervals cover") {
  std::mt19937_64 rng{8};
  std::exponential_distribution<double> truth{1};
  std::uniform_real_distribution<double> uniform;
  // Of the 0.9 quantile q: q covers 0.9, and costs E tau (Y - q)+ + (1 - tau) (q - Y)+.
  const double q = std::log(10.0), cost = 0.1 * q;
  constexpr int runs = 2000;
  int coverage = 0, loss = 0;
  for (int run = 0; run < runs; ++run) {
    state::quantile_loss s{0.9};
    for (int i = 0; i < 200; ++i) {
      const double actual = truth(rng), weight = 0.5 + uniform(rng);
      s.update(regression_outcome<double>{actual, q, q, weight});
    }
    const auto share = metric::quantile_coverage(s), mean = metric::mean_pinball_loss(s);
    coverage += share->bounds->lower <= 0.9 && 0.9 <= share->bounds->upper;
    loss += mean->bounds->lower <= cost && cost <= mean->bounds->upper;
  }
  MESSAGE("covered: share ", double(coverage) / runs, ", mean loss ", double(loss) / runs);
  CHECK(coverage >= 0.93 * runs);
  CHECK(loss >= 0.89 * runs);
}
