// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/operating_point_binned.hpp>

#include <doctest/doctest.h>

#include <telltale/state/mass_histogram.hpp>
#include <telltale/state/score_histogram.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <vector>

namespace {

using namespace telltale;
using metric::hindsight;

struct columns {
  std::vector<double> scores;
  std::vector<std::uint8_t> actual;

  void add(double score, std::uint8_t label, int times = 1) {
    for (; times > 0; --times) scores.push_back(score), actual.push_back(label);
  }
  binary_batch<double> batch() const { return {scores, actual}; }
};

using four = state::score_histogram<4>;  // from 0, 3/8, 1/2 and 5/8

four of(const columns& all) {
  four s;
  s.update(all.batch());
  return s;
}

}  // namespace

TEST_CASE("metric/operating_point_binned knows the borders, and the best that a bin may hide") {
  columns all;
  all.add(0.7, 1, 3), all.add(0.8, 0, 1);
  all.add(0.55, 1, 2), all.add(0.56, 0, 2);
  all.add(0.4, 1, 4), all.add(0.41, 0, 3);
  all.add(0.1, 1, 1), all.add(0.2, 0, 4);  // 10 of each
  const four s = of(all);
  const auto check = [&](auto chosen, double limit, double threshold, double recall, double fpr) {
    CAPTURE(limit);
    const std::optional<hindsight> got = chosen(s, limit);
    REQUIRE(got);
    CHECK(got->threshold == threshold);
    CHECK(got->recall == recall);
    CHECK(got->false_positive_rate == fpr);
  };
  const auto fpr_binned = [](const auto& x, double l) {
    return metric::recall_at_fpr_binned(x, l);
  };
  check(fpr_binned, 0.1, 0.625, 0.3, 0.1);
  check(fpr_binned, 0.09, std::numeric_limits<double>::infinity(), 0, 0);
  check(fpr_binned, 0.3, 0.5, 0.5, 0.3);
  const auto precision_binned = [](const auto& x, double l) {
    return metric::recall_at_precision_binned(x, l);
  };
  check(precision_binned, 0.75, 0.625, 0.3, 0.1);
  check(precision_binned, 0.6, 0.375, 0.9, 0.6);
  const auto spec = metric::specificity_at_sensitivity_binned(s, 0.9);
  CHECK(spec->threshold == 0.375);
  CHECK(spec->false_positive_rate == 0.6);
  CHECK(metric::precision_at_recall_binned(s, 0.31)->precision == 5.0 / 8);
  CHECK(metric::precision_at_recall_binned(s, 0.3)->precision == 0.75);

  const auto fpr = metric::recall_at_fpr_001_binned(s);
  CHECK(fpr->value == 0);
  CHECK(fpr->bounds == interval{0, 0.3, coverage::certified});
  CHECK(fpr->n == 20);
  four twenty = s;
  twenty.update(binary_outcome<double>{0.7, 1});
  for (int i = 0; i < 10; ++i) twenty.update(binary_outcome<double>{0.1, 0});
  CHECK(metric::recall_at_fpr_005_binned(twenty)->value == 4.0 / 11);  // 1 of 20 is no more
  CHECK(metric::recall_at_fpr_001_binned(twenty)->value == 0);
  // All ten negatives may be behind the nine positives of a 0.9 recall: 9 of 9 + 3.
  const auto precision = metric::precision_at_recall_09_binned(s);
  CHECK(precision->value == 0.6);
  CHECK(precision->bounds == interval{0.6, 0.75, coverage::certified});
  const auto specificity = metric::specificity_at_sensitivity_09_binned(s);
  CHECK(specificity->value == 0.4);
  CHECK(specificity->bounds == interval{0.4, 0.7, coverage::certified});
  const auto recall = metric::recall_at_precision_09_binned(s);
  CHECK(recall->value == 0);
  CHECK(recall->bounds == interval{0, 0.3, coverage::certified});
}

TEST_CASE("metric/operating_point_binned holds what the rows give, whatever they are" *
          doctest::test_suite("simulation")) {
  std::mt19937_64 rng{17};
  std::uniform_real_distribution<double> uniform;
  for (int trial = 0; trial < 2000; ++trial) {
    columns all;
    const std::size_t n = 2 + rng() % 200;
    const double rate = uniform(rng), skew = 1 + 6 * uniform(rng);
    const auto levels = static_cast<double>(1 + rng() % 40);
    for (std::size_t i = 0; i < n; ++i) {
      const double u = std::pow(uniform(rng), skew), label = uniform(rng);
      double score = u;
      if (trial % 4 == 1) score = std::round(u * levels) / levels;
      if (trial % 4 == 2) score = std::nextafter(0.5, static_cast<double>(rng() % 2));
      if (trial % 4 == 3) score = state::score_histogram<16>::lower_edge(rng() % 16);
      all.add(score, i == 0 ? 1 : i == 1 ? 0 : static_cast<std::uint8_t>(label < rate));
    }
    const double limit = trial % 5 == 0 ? static_cast<double>(rng() % 5) / 4 : uniform(rng);
    const auto check_one = [&](const auto& s, auto what, bool single) {
      const auto exact = metric::detail::operating_point("rows", what, limit)(all.batch());
      const auto got = metric::detail::operating_point_binned("bins", what, limit)(s);
      REQUIRE(got);
      CHECK(got->bounds->lower <= exact->value);
      CHECK(exact->value <= got->bounds->upper);
      CHECK(got->value == got->bounds->lower);
      if (single) CHECK(got->bounds->lower == got->bounds->upper);
    };
    const auto check = [&](auto s, bool single = false) {
      using metric::detail::promise;
      s.update(all.batch());
      check_one(s, promise::recall_at_fpr, single);
      check_one(s, promise::recall_at_precision, single);
      check_one(s, promise::precision_at_recall, single);
      check_one(s, promise::specificity_at_sensitivity, single);
      // What is promised of the chosen threshold is what it gives.
      const auto chosen = metric::precision_at_recall_binned(s, limit);
      double tp = 0, called = 0, positives = 0;
      for (std::size_t i = 0; i < all.scores.size(); ++i) {
        const bool above = all.scores[i] >= chosen->threshold;
        tp += above && all.actual[i] == 1;
        called += above;
        positives += all.actual[i];
      }
      CHECK(chosen->recall == tp / positives);
      CHECK(chosen->recall >= limit);
      if (chosen->precision) CHECK(*chosen->precision == tp / called);
    };
    check(state::score_histogram<4>{});
    check(state::score_histogram<16>{});
    check(state::score_histogram<>{});
    std::vector<double> sorted = all.scores;
    std::sort(sorted.begin(), sorted.end());
    const auto edges = state::score_edges<>::by_mass(std::span<const double>{sorted});
    check(state::mass_histogram<>{std::make_shared<const state::score_edges<>>(*edges)}, true);
  }
}

TEST_CASE("metric/operating_point_binned has no answer without both classes") {
  columns all;
  CHECK_FALSE(metric::recall_at_fpr_001_binned(of(all)));
  all.add(0.3, 1);
  CHECK_FALSE(metric::recall_at_fpr_001_binned(of(all)));
  CHECK_FALSE(metric::precision_at_recall_binned(of(all), 0.5));
  all.add(0.9, 0);
  CHECK(metric::recall_at_fpr_001_binned(of(all))->value == 0);
}
