// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/classification.hpp>

#include <doctest/doctest.h>

#include <telltale/core/condition.hpp>
#include <telltale/metric/agreement.hpp>
#include <telltale/metric/trade_off.hpp>

#include "binary_golden.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace {

using namespace telltale;

using golden::table;

template <class Visit>
void each_metric(Visit visit) {
  visit(metric::accuracy), visit(metric::zero_one_loss), visit(metric::balanced_accuracy);
  visit(metric::precision), visit(metric::recall), visit(metric::specificity);
  visit(metric::negative_predictive_value), visit(metric::false_discovery_rate);
  visit(metric::false_omission_rate), visit(metric::false_positive_rate);
  visit(metric::false_negative_rate), visit(metric::f1), visit(metric::fbeta_half);
  visit(metric::fbeta_2), visit(metric::matthews_correlation), visit(metric::cohen_kappa);
  visit(metric::jaccard), visit(metric::youden_j), visit(metric::base_rate);
  visit(metric::positive_rate);
}

}  // namespace

TEST_CASE("metric/classification equals scikit-learn, weighted or not, with its intervals") {
  CHECK(golden::check_binary(metric::accuracy, metric::zero_one_loss, metric::base_rate,
                             metric::positive_rate) == 4 * 24);
  CHECK(golden::check_binary(metric::precision, metric::false_discovery_rate) > 40);
  CHECK(golden::check_binary(metric::recall, metric::false_negative_rate) > 40);
  CHECK(golden::check_binary(metric::specificity, metric::false_positive_rate) == 40);
  CHECK(golden::check_binary(metric::negative_predictive_value, metric::false_omission_rate) > 40);
  CHECK(golden::check_binary(metric::jaccard, metric::f1, metric::fbeta_half, metric::fbeta_2) >
        90);
  CHECK(golden::check_binary(metric::balanced_accuracy, metric::youden_j) == 34);
  CHECK(golden::check_binary(metric::matthews_correlation) > 14);
  CHECK(golden::check_binary(metric::cohen_kappa) > 20);
}

TEST_CASE("metric/classification gives weights of one the unweighted answer, n and all") {
  const auto plain = table(30, 10, 20, 40);
  state::weighted_confusion<2> ones, threes;
  for (std::size_t a = 0; a < 2; ++a) {
    for (std::size_t p = 0; p < 2; ++p) {
      for (std::uint64_t i = 0; i < plain.count(a, p); ++i) {
        ones.update(a, p, 1);
        threes.update(a, p, 3);
      }
    }
  }
  each_metric([&](const auto& m) {
    CAPTURE(std::string{m.name()});
    CHECK(m(ones) == m(plain));
    const auto scaled = m(threes);  // the unit of weight does not matter
    REQUIRE(scaled);
    CHECK(golden::close(scaled->value, m(plain)->value));
    CHECK(golden::close(scaled->bounds->lower, m(plain)->bounds->lower));
    CHECK(golden::close(scaled->bounds->upper, m(plain)->bounds->upper));
    CHECK(scaled->n == m(plain)->n);
  });
}

TEST_CASE("metric/classification counts what each share rests on") {
  const auto s = table(1, 20, 300, 4000);
  CHECK(metric::accuracy(s)->n == 4321);
  CHECK(metric::precision(s)->n == 4020);
  CHECK(metric::recall(s)->n == 4300);
  CHECK(metric::specificity(s)->n == 21);
  CHECK(metric::negative_predictive_value(s)->n == 301);
  CHECK(metric::false_positive_rate(s)->n == 21);
  CHECK(metric::false_negative_rate(s)->n == 4300);
  CHECK(metric::zero_one_loss(s)->n == 4321);
  CHECK(metric::false_discovery_rate(s)->n == 4020);
  CHECK(metric::false_omission_rate(s)->n == 301);
  CHECK(metric::jaccard(s)->n == 4320);
  CHECK(metric::f1(s)->n == 4320);
  CHECK(metric::base_rate(s)->n == 4321);
  CHECK(metric::positive_rate(s)->n == 4321);
}

TEST_CASE("metric/classification turns round when the classes are exchanged") {
  const auto s = table(30, 10, 20, 40), flipped = table(40, 20, 10, 30);
  CHECK(metric::recall(s) == metric::specificity(flipped));
  CHECK(metric::precision(s) == metric::negative_predictive_value(flipped));
  CHECK(metric::false_positive_rate(s) == metric::false_negative_rate(flipped));
  CHECK(metric::accuracy(s) == metric::accuracy(flipped));
  CHECK(metric::balanced_accuracy(s) == metric::balanced_accuracy(flipped));
  CHECK(golden::close(metric::matthews_correlation(s)->value,
                      metric::matthews_correlation(flipped)->value));
}

TEST_CASE("metric/classification stays empty where there is nothing to divide by") {
  const state::confusion<2> nothing;
  each_metric([&](const auto& m) { CHECK_MESSAGE(!m(nothing), std::string{m.name()}); });
  state::weighted_confusion<2> weightless;
  weightless.update(1, 1, 0);
  CHECK(!metric::accuracy(weightless));
  CHECK(!metric::recall(weightless));
}

TEST_CASE("metric/classification has an honest answer for weights at the ends of double") {
  state::weighted_confusion<2> s;
  SUBCASE("the heaviest") {
    for (int i = 0; i < 4; ++i) s.update(1, 1, 1e150);
    s.update(0, 0, 1), s.update(0, 1, 1);
    CHECK(metric::recall(s)->value == 1);
    CHECK(metric::recall(s)->n == 4);
  }
  SUBCASE("squares that vanish tell as much as one row") {
    constexpr double w = 1e-200;
    s.update(1, 1, w), s.update(1, 0, w), s.update(0, 0, w), s.update(0, 1, w);
    REQUIRE(metric::recall(s));
    CHECK(metric::recall(s)->value == 0.5);
    CHECK(metric::recall(s)->n == 1);
  }
  // Whatever comes, it is a number within its range, or nothing.
  each_metric([&](const auto& m) {
    CAPTURE(std::string{m.name()});
    if (const auto got = m(s)) {
      CHECK(got->value >= m.range().lower);
      CHECK(got->value <= m.range().upper);
      if (got->bounds) {
        CHECK(got->bounds->lower <= got->value);
        CHECK(got->value <= got->bounds->upper);
      }
    }
  });
}

TEST_CASE("metric/classification is written into conditions by name") {
  CHECK((metric::accuracy < 0.80).text() == "accuracy < 0.8");
  CHECK((metric::false_positive_rate >= 0.1).text() == "false_positive_rate >= 0.1");
}
