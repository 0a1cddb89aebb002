// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/ranking_quality_binned.hpp>

#include <doctest/doctest.h>

#include "bracket_cases.hpp"

#include <array>
#include <cstdint>
#include <random>

namespace {

using namespace telltale;
using four = state::score_histogram<4>;  // from 0, 3/8, 1/2 and 5/8

void add(four& s, double score, std::uint8_t actual, int times) {
  for (; times > 0; --times) s.update(binary_outcome<double>{score, actual});
}

}  // namespace

TEST_CASE("metric/ranking_quality_binned knows the gap at the borders, and what a bin may hide") {
  four s;
  add(s, 0.7, 1, 3), add(s, 0.8, 0, 1);
  add(s, 0.55, 1, 3), add(s, 0.56, 0, 2);
  add(s, 0.4, 1, 3), add(s, 0.41, 0, 3);
  add(s, 0.1, 1, 1), add(s, 0.2, 0, 4);  // 10 of each
  const auto got = metric::class_ks_binned(s);
  REQUIRE(got);
  CHECK(got->value == doctest::Approx(0.3).epsilon(1e-15));  // from 1/2 up: 6 and 3
  CHECK(got->bounds->lower == got->value);
  // From 3/8 up 9 positives may come before all but the 3 negatives from 1/2 up.
  CHECK(got->bounds->upper == doctest::Approx(0.6).epsilon(1e-15));
  CHECK(got->bounds->promise == coverage::certified);
  CHECK(got->n == 20);
}

TEST_CASE("metric/ranking_quality_binned holds what the rows give, whatever they are" *
          doctest::test_suite("simulation")) {
  bracket::for_each_case(
      1'000, 41,
      [](const auto& rows) {
        return std::array{metric::class_ks(rows)->value, metric::gini(rows)->value};
      },
      [](const auto& s, const auto& exact) {
        const auto ks = metric::class_ks_binned(s), gini = metric::gini_binned(s);
        REQUIRE(ks);
        REQUIRE(gini);
        CHECK(ks->bounds->lower <= exact[0]);
        CHECK(exact[0] <= ks->bounds->upper);
        CHECK(ks->value == ks->bounds->lower);
        CHECK(gini->bounds->lower <= exact[1]);
        CHECK(exact[1] <= gini->bounds->upper);
        CHECK(gini->bounds->lower <= gini->value);
        CHECK(gini->value <= gini->bounds->upper);
        CHECK(gini->bounds->lower >= -1);
        CHECK(gini->bounds->upper <= 1);
        CHECK(gini->n == metric::roc_auc_binned(s)->n);
        CHECK(ks->n == gini->n);
      });
}

TEST_CASE("metric/ranking_quality_binned closes where each score has a bin of its own") {
  std::mt19937_64 rng{42};
  bracket::columns<double> all;
  for (std::uint64_t i = 0; i < 400; ++i) {
    all.scores.push_back(static_cast<double>(rng() % 50) / 49);
    all.actual.push_back(i < 2 ? i == 0 : rng() % 3 == 0);
  }
  state::mass_histogram<> s{bracket::edges_of<double, 2048>(all.scores)};
  s.update(all.batch());
  const auto ks = metric::class_ks_binned(s), gini = metric::gini_binned(s);
  CHECK(ks->value == metric::class_ks(all.batch())->value);
  CHECK(ks->bounds->upper == ks->value);
  CHECK(gini->value == metric::gini(all.batch())->value);
  CHECK(gini->bounds->upper - gini->bounds->lower < 2e-15);
}

TEST_CASE("metric/ranking_quality_binned takes the bounds of the area, rounded outwards") {
  four s;
  add(s, 0.1, 1, 9), add(s, 0.6, 0, 7), add(s, 0.7, 1, 1);  // the last above all
  const auto area = metric::roc_auc_binned(s), gini = metric::gini_binned(s);
  CHECK(gini->value == 2 * area->value - 1);
  CHECK(gini->bounds->promise == coverage::certified);
  // 2 * 0.1 - 1 is not a double.
  CHECK(gini->bounds->lower < 2 * area->bounds->lower - 1);
  CHECK(gini->bounds->upper > 2 * area->bounds->upper - 1);
  CHECK(gini->bounds->upper - gini->bounds->lower < 1e-15);
  four worst, best;
  add(worst, 0.1, 1, 1), add(worst, 0.7, 0, 1);
  add(best, 0.1, 0, 1), add(best, 0.7, 1, 1);
  CHECK(metric::gini_binned(worst)->bounds == interval{-1, -1, coverage::certified});
  CHECK(metric::gini_binned(best)->bounds == interval{1, 1, coverage::certified});
  CHECK(metric::class_ks_binned(worst)->bounds == interval{0, 0, coverage::certified});
  CHECK(metric::class_ks_binned(best)->bounds == interval{1, 1, coverage::certified});
}

TEST_CASE("metric/ranking_quality_binned has no answer without both classes") {
  four s;
  CHECK_FALSE(metric::class_ks_binned(s));
  CHECK_FALSE(metric::gini_binned(s));
  add(s, 0.3, 1, 1);
  CHECK_FALSE(metric::class_ks_binned(s));
  CHECK_FALSE(metric::gini_binned(s));
  add(s, 0.3, 0, 1);
  CHECK(metric::class_ks_binned(s)->bounds == interval{0, 1, coverage::certified});
  CHECK(metric::gini_binned(s)->bounds == interval{-1, 1, coverage::certified});
}
