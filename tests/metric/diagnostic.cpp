// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/diagnostic.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/classification.hpp>
#include <telltale/metric/trade_off.hpp>

#include "binary_golden.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <string>

namespace {

using namespace telltale;
using golden::table;

template <class Visit>
void each_metric(Visit visit) {
  visit(metric::positive_likelihood_ratio), visit(metric::negative_likelihood_ratio);
  visit(metric::diagnostic_odds_ratio), visit(metric::prevalence_threshold);
  visit(metric::markedness), visit(metric::fowlkes_mallows);
}

bool near(double a, double b) { return std::fabs(a - b) < 1e-12 * (1 + std::fabs(b)); }

}  // namespace

TEST_CASE("metric/diagnostic equals scikit-learn and direct formulas, weighted or not") {
  each_metric([](const auto& m) {
    CAPTURE(std::string{m.name()});
    CHECK(golden::check_binary(m) > 10);
  });
}

TEST_CASE("metric/diagnostic ratios and odds hang together") {
  const auto s = table(60, 20, 5, 15);
  const double plus = metric::positive_likelihood_ratio(s)->value;
  const double minus = metric::negative_likelihood_ratio(s)->value;
  CHECK(near(plus, 0.75 / 0.25));
  CHECK(near(minus, 0.25 / 0.75));
  CHECK(near(metric::diagnostic_odds_ratio(s)->value, plus / minus));
  CHECK(near(metric::diagnostic_odds_ratio(s)->value, 15.0 * 60 / (20 * 5)));
  CHECK(near(metric::prevalence_threshold(s)->value, 1 / (1 + std::sqrt(plus))));
  CHECK(near(metric::fowlkes_mallows(s)->value, std::sqrt(0.75 * 15 / 35)));
  CHECK(near(metric::markedness(s)->value, 15.0 / 35 + 60.0 / 65 - 1));
  each_metric([&](const auto& m) { CHECK(m(s)->bounds); });
  CHECK(metric::markedness(s)->n == 100);
  CHECK(metric::positive_likelihood_ratio(s)->n == 100);
  CHECK(metric::fowlkes_mallows(s)->n == 40);
}

TEST_CASE("metric/diagnostic with the classes renamed, and truth and prediction exchanged") {
  const auto s = table(40, 7, 11, 23), renamed = table(23, 11, 7, 40),
             turned = table(40, 11, 7, 23);
  CHECK(
      near(metric::diagnostic_odds_ratio(s)->value, metric::diagnostic_odds_ratio(renamed)->value));
  CHECK(near(metric::diagnostic_odds_ratio(s)->bounds->lower,
             metric::diagnostic_odds_ratio(renamed)->bounds->lower));
  CHECK(near(metric::positive_likelihood_ratio(s)->value,
             1 / metric::negative_likelihood_ratio(renamed)->value));
  CHECK(near(metric::markedness(s)->value, metric::youden_j(turned)->value));
  CHECK(near(metric::markedness(s)->bounds->lower, metric::youden_j(turned)->bounds->lower));
  CHECK(near(metric::markedness(s)->bounds->upper, metric::youden_j(turned)->bounds->upper));
  CHECK(near(metric::fowlkes_mallows(s)->value, metric::fowlkes_mallows(turned)->value));
  CHECK(near(metric::fowlkes_mallows(s)->bounds->upper,
             metric::fowlkes_mallows(turned)->bounds->upper));
}

TEST_CASE("metric/diagnostic is empty where it would divide by zero, and only there") {
  each_metric([](const auto& m) { CHECK(!m(table(0, 0, 0, 0))); });
  CHECK(!metric::positive_likelihood_ratio(table(9, 0, 3, 4)));
  CHECK(!metric::negative_likelihood_ratio(table(0, 9, 3, 4)));
  CHECK(!metric::diagnostic_odds_ratio(table(9, 0, 3, 4)));
  CHECK(!metric::diagnostic_odds_ratio(table(9, 2, 0, 4)));
  CHECK(metric::positive_likelihood_ratio(table(9, 2, 7, 0))->value == 0);
  CHECK(metric::positive_likelihood_ratio(table(9, 2, 7, 0))->bounds->lower == 0);
  CHECK(metric::positive_likelihood_ratio(table(9, 2, 7, 0))->bounds->upper > 0.3);
  CHECK(metric::negative_likelihood_ratio(table(9, 2, 0, 7))->value == 0);
  CHECK(metric::diagnostic_odds_ratio(table(0, 2, 3, 7))->value == 0);
  CHECK(metric::prevalence_threshold(table(9, 0, 3, 4))->value == 0);
  CHECK(metric::prevalence_threshold(table(9, 0, 3, 4))->bounds->upper > 0.05);
  CHECK(metric::prevalence_threshold(table(9, 3, 4, 0))->value == 1);
  CHECK(!metric::prevalence_threshold(table(9, 0, 4, 0)));
  CHECK(!metric::positive_likelihood_ratio(table(9, 2, 0, 0)));
  CHECK(!metric::positive_likelihood_ratio(table(0, 0, 9, 2)));
  CHECK(!metric::markedness(table(9, 0, 4, 0)));
  CHECK(!metric::markedness(table(0, 9, 0, 4)));
  CHECK(!metric::fowlkes_mallows(table(9, 2, 0, 0)));
  CHECK(!metric::fowlkes_mallows(table(9, 0, 2, 0)));
  CHECK(metric::fowlkes_mallows(table(9, 1, 2, 0))->value == 0);
  CHECK(metric::fowlkes_mallows(table(0, 0, 0, 3))->value == 1);
  CHECK(metric::fowlkes_mallows(table(0, 0, 0, 3))->bounds->lower < 0.7);
}

TEST_CASE("metric/diagnostic of weights: their unit does not matter, nor do they overflow") {
  state::weighted_confusion<2> s, other, huge;
  for (int i = 0; i < 12; ++i) {
    const double weight = 1 + i % 3;
    for (std::size_t cell = 0; cell < 4; ++cell) {
      if (static_cast<int>(cell) > i % 5) continue;
      s.update(cell / 2, cell % 2, weight);
      other.update(cell / 2, cell % 2, weight * 0x1p-20);
      huge.update(cell / 2, cell % 2, weight * 1e149);
    }
  }
  each_metric([&](const auto& m) {
    CAPTURE(std::string{m.name()});
    CHECK(near(m(s)->value, m(other)->value));
    CHECK(near(m(s)->bounds->lower, m(other)->bounds->lower));
    CHECK(near(m(s)->bounds->upper, m(other)->bounds->upper));
    CHECK(near(m(s)->value, m(huge)->value));
    CHECK(m(huge)->bounds->upper >= m(huge)->value);
  });
}

TEST_CASE("metric/diagnostic covers its truth at 95 %, a little less of ten positives") {
  const std::array<std::array<double, 4>, 3> cells{
      {{0.4, 0.1, 0.2, 0.3}, {0.6, 0.2, 0.05, 0.15}, {0.85, 0.05, 0.02, 0.08}}};
  each_metric([&](const auto& m) {
    for (std::size_t i = 0; i < 3; ++i) {
      const double held = golden::coverage(m, cells[i], 100);
      const std::string name{m.name()};
      CAPTURE(name);
      CAPTURE(i);
      CAPTURE(held);
      CHECK(held > (i < 2 ? 0.93 : 0.915));
      CHECK(held < 0.985);
    }
  });
}
