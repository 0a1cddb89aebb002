// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/correlation.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace telltale;
using row = regression_outcome<double>;

static_assert(metric::pearson_correlation.reads<state::residuals>);
static_assert(metric::concordance_correlation.reads<state::weighted_residuals>);
static_assert(!metric::cosine_similarity.reads<state::relative_errors>);

template <class S>
S fed(const nlohmann::json& c, std::size_t from = 0, std::size_t step = 1) {
  S s;
  for (std::size_t i = from; i < c["actual"].size(); i += step) {
    row r{c["actual"][i].get<double>(), c["predicted"][i].get<double>()};
    if (c.contains("weights")) r.weight = c["weights"][i].get<double>();
    s.update(r);
  }
  return s;
}

template <class S>
void check(const S& s, const nlohmann::json& want) {
  const auto one = [&](const auto& m) {
    const std::string name{m.name()};
    CAPTURE(name);
    if (want.contains(name))
      golden::check(m(s), want[name]);
    else
      CHECK(!m(s));
  };
  one(metric::pearson_correlation);
  one(metric::concordance_correlation);
  one(metric::cosine_similarity);
}

state::residuals of(const std::vector<double>& actual, const std::vector<double>& predicted) {
  state::residuals s;
  s.update(regression_batch<double>{actual, predicted});
  return s;
}

}  // namespace

TEST_CASE("metric/correlation equals SciPy and the definitions, at any offset, with weights") {
  const auto file = golden::load("correlation.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    check(fed<state::weighted_residuals>(c), c["expected"]);
    if (c.contains("weights")) continue;
    check(fed<state::residuals>(c), c["expected"]);
    auto parts = fed<state::residuals>(c, 0, 2);
    check(parts.merge(fed<state::residuals>(c, 1, 2)), c["expected"]);
  }
}

TEST_CASE("metric/correlation is empty, or without bounds, while it has no answer") {
  state::residuals s;
  CHECK(!metric::pearson_correlation(s));
  CHECK(!metric::concordance_correlation(s));
  CHECK(!metric::cosine_similarity(s));
  s.update(row{2, 3});
  CHECK(!metric::pearson_correlation(s));
  CHECK(metric::cosine_similarity(s)->value == 1);
  CHECK(!metric::pearson_correlation(of({1, 2, 3}, {1, 3, 2}))->bounds);
  CHECK(metric::pearson_correlation(of({1, 2, 3, 4}, {1, 3, 2, 4}))->bounds);
  CHECK(!metric::concordance_correlation(of({1, 2}, {1, 3}))->bounds);
  CHECK(metric::concordance_correlation(of({1, 2, 3}, {1, 3, 2}))->bounds);
  // A prediction that is the same for all, and one that is so but for rounding.
  CHECK(!metric::pearson_correlation(of({0.1, 0.7, 0.9}, {0.3, 0.3, 0.3})));
  CHECK(!metric::pearson_correlation(of({0.1, 0.7, 0.9}, {0.3, 0.3, 0.3 + 1e-12})));
  CHECK(!metric::pearson_correlation(of({0.3, 0.3, 0.3}, {0.1, 0.7, 0.9})));
  CHECK(!metric::cosine_similarity(of({0, 0}, {1, 2})));
  CHECK(!metric::cosine_similarity(of({0.1, 0.7}, {0, 0})));
}

TEST_CASE("metric/correlation is of the line, concordance of the diagonal, cosine of the ray") {
  const std::vector<double> y{1, 2, 4, 7};
  CHECK(golden::close(metric::pearson_correlation(of(y, {12, 14, 18, 24}))->value, 1));
  CHECK(golden::close(metric::pearson_correlation(of(y, {-1, -2, -4, -7}))->value, -1));
  CHECK(golden::close(metric::cosine_similarity(of(y, {2, 4, 8, 14}))->value, 1));
  CHECK(golden::close(metric::cosine_similarity(of(y, {-2, -4, -8, -14}))->value, -1));
  CHECK(metric::concordance_correlation(of(y, y))->value == 1);
  CHECK(!metric::concordance_correlation(of(y, y))->bounds);
  const auto shifted = metric::concordance_correlation(of(y, {2, 3, 5, 8}));
  CHECK(golden::close(shifted->value, 1 - 1 / (2 * 5.25 + 1)));  // variance 5.25 over n
}

TEST_CASE("metric/correlation's intervals cover rows that are normal together") {
  std::mt19937_64 rng{77};
  std::normal_distribution<double> normal;
  constexpr int runs = 3000;
  for (const double noise : {0.5, 3.0})
    for (const int n : {20, 100}) {
      const double variance = 1 + noise * noise;
      const double r = 1 / std::sqrt(variance), c = 2 / (1 + variance + 0.25);
      int pearson = 0, concordance = 0;
      for (int run = 0; run < runs; ++run) {
        state::residuals s;
        for (int i = 0; i < n; ++i) {
          const double y = normal(rng), e = noise * normal(rng);
          s.update(row{y, y + 0.5 + e});
        }
        const auto a = metric::pearson_correlation(s), b = metric::concordance_correlation(s);
        pearson += a->bounds->lower <= r && r <= a->bounds->upper;
        concordance += b->bounds->lower <= c && c <= b->bounds->upper;
      }
      CAPTURE(noise);
      CHECK_MESSAGE(pearson >= 0.938 * runs, n, ": ", pearson);
      CHECK_MESSAGE(pearson <= 0.962 * runs, n, ": ", pearson);
      CHECK_MESSAGE(concordance >= (n == 20 ? 0.92 : 0.935) * runs, n, ": ", concordance);
      CHECK_MESSAGE(concordance <= 0.965 * runs, n, ": ", concordance);
    }
}
