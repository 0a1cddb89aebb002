// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/partial_auc_binned.hpp>

#include <doctest/doctest.h>

#include "bracket_cases.hpp"

#include <telltale/metric/ranking_quality.hpp>

#include <array>
#include <cstdint>
#include <random>

namespace {

using namespace telltale;
using four = state::score_histogram<4>;  // from 0, 3/8, 1/2 and 5/8

void add(four& s, double score, std::uint8_t actual, int times) {
  for (; times > 0; --times) s.update(binary_outcome<double>{score, actual});
}

constexpr auto up_to(double limit) { return metric::detail::partial_auc("rows", limit); }
constexpr auto binned_up_to(double limit) {
  return metric::detail::partial_auc_binned("bins", limit);
}

}  // namespace

TEST_CASE("metric/partial_auc_binned is the area between the corners of the bins") {
  four s;
  add(s, 0.7, 1, 5), add(s, 0.7, 0, 1);
  add(s, 0.55, 1, 2), add(s, 0.55, 0, 2);
  add(s, 0.1, 1, 3), add(s, 0.2, 0, 7);  // 10 of each
  const auto standardised = [](double share, double limit) {
    return (1 + (share - limit / 2) / (1 - limit / 2)) / 2;
  };
  const auto check = [&](double limit, double least, double tied, double most) {
    CAPTURE(limit);
    const auto got = binned_up_to(limit)(s);
    REQUIRE(got);
    CHECK(got->value == doctest::Approx(standardised(tied / limit, limit)).epsilon(1e-14));
    CHECK(got->bounds->lower == doctest::Approx(standardised(least / limit, limit)).epsilon(1e-14));
    CHECK(got->bounds->upper == doctest::Approx(standardised(most / limit, limit)).epsilon(1e-14));
    CHECK(got->bounds->promise == coverage::certified);
    CHECK(got->n == 20);
  };
  check(0.1, 0, 0.025, 0.05);  // the whole first bin, and no more
  check(0.05, 0, 0.05 * 0.125, 0.025);
  check(0.2, 0.05, 0.025 + 0.1 * 0.55, 0.05 + 0.07);
  check(0.3, 0.1, 0.025 + 0.12, 0.05 + 0.14);
  check(1, 0.1 + 0.49, 0.025 + 0.12 + 0.7 * 0.85, 0.05 + 0.14 + 0.7);
}

TEST_CASE("metric/partial_auc_binned holds what the rows give, whatever they are" *
          doctest::test_suite("simulation")) {
  bracket::for_each_case(
      1'000, 43,
      [](const auto& rows) {
        return std::array{metric::partial_auc_001(rows)->value, metric::partial_auc_01(rows)->value,
                          up_to(0.37)(rows)->value, metric::roc_auc(rows)->value};
      },
      [](const auto& s, const auto& exact) {
        const std::array got{metric::partial_auc_001_binned(s), metric::partial_auc_01_binned(s),
                             binned_up_to(0.37)(s), binned_up_to(1)(s)};
        for (std::size_t i = 0; i < got.size(); ++i) {
          CAPTURE(i);
          REQUIRE(got[i]);
          CHECK(got[i]->bounds->lower <= exact[i]);
          CHECK(exact[i] <= got[i]->bounds->upper);
          CHECK(got[i]->bounds->lower <= got[i]->value);
          CHECK(got[i]->value <= got[i]->bounds->upper);
          CHECK(got[i]->bounds->upper <= 1);
        }
        CHECK(got[0]->bounds->lower >= metric::partial_auc_001_binned.range().lower);
        CHECK(got[1]->bounds->lower >= metric::partial_auc_01_binned.range().lower);
      });
}

TEST_CASE("metric/partial_auc_binned closes where each score has a bin of its own") {
  std::mt19937_64 rng{44};
  bracket::columns<float> all;
  for (std::uint64_t i = 0; i < 3'000; ++i) {
    const std::uint64_t level = rng() % 400, draw = rng() % 600;
    all.scores.push_back(static_cast<float>(level) / 400);
    all.actual.push_back(draw < level);
  }
  state::mass_histogram<> s{bracket::edges_of<float, 2048>(all.scores)};
  s.update(all.batch());
  for (const double limit : {0.003, 0.01, 0.1}) {
    CAPTURE(limit);
    const auto got = binned_up_to(limit)(s);
    const double exact = up_to(limit)(all.batch())->value;
    CHECK(got->value == doctest::Approx(exact).epsilon(1e-14));
    CHECK(got->bounds->lower <= exact);
    CHECK(exact <= got->bounds->upper);
    CHECK(got->bounds->upper - got->bounds->lower < 1e-13);
  }
}

TEST_CASE("metric/partial_auc_binned has no answer without both classes") {
  four s;
  CHECK_FALSE(metric::partial_auc_01_binned(s));
  add(s, 0.3, 0, 2);
  CHECK_FALSE(metric::partial_auc_01_binned(s));
  add(s, 0.3, 1, 1);
  const auto got = metric::partial_auc_001_binned(s);
  CHECK(got->bounds == interval{metric::partial_auc_001.range().lower, 1, coverage::certified});
}
