// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/operating_table.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/classification.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <vector>

namespace {
using namespace telltale;
}  // namespace

TEST_CASE("metric/operating_table gives at each border what that threshold would have given") {
  std::mt19937_64 rng{13};
  std::uniform_real_distribution<double> uniform;
  std::vector<double> scores;
  std::vector<std::uint8_t> actual;
  for (int i = 0; i < 500; ++i) {
    // A third of the scores lies on the borders themselves.
    const double u = uniform(rng);
    scores.push_back(i % 3 == 0 ? state::score_histogram<32>::lower_edge(rng() % 32) : u);
    actual.push_back(static_cast<std::uint8_t>(uniform(rng) < scores.back()));
  }
  state::bundle<state::score_histogram<32>> s;
  s.update(binary_batch<double>{scores, actual});
  const auto table = metric::operating_table(s);
  REQUIRE(table.size() == 32);
  for (std::size_t i = 0; i < table.size(); ++i) {
    const auto& at = table[i];
    CHECK(at.threshold == state::score_histogram<32>::lower_edge(i));
    state::confusion<2> want;
    want.update(binary_batch<double>{scores, actual, at.threshold});
    CHECK(at.tp == want.count(1, 1));
    CHECK(at.fp == want.count(0, 1));
    CHECK(at.fn == want.count(1, 0));
    CHECK(at.tn == want.count(0, 0));
    CHECK(*at.precision == metric::precision(want)->value);
    CHECK(*at.recall == metric::recall(want)->value);
    CHECK(*at.false_positive_rate == metric::false_positive_rate(want)->value);
    CHECK(*at.positive_rate == metric::positive_rate(want)->value);
  }
}

TEST_CASE("metric/operating_table has no shares where there is nothing to share") {
  state::score_histogram<4> s;  // from 0, 3/8, 1/2 and 5/8
  auto table = metric::operating_table(s);
  REQUIRE(table.size() == 4);
  CHECK(table[0] == metric::operating_point{});
  s.update(binary_outcome<float>{0.4f, 0});
  table = metric::operating_table(s);
  CHECK(table[1].fp == 1);
  CHECK(*table[1].precision == 0);
  CHECK(!table[1].recall);
  CHECK(*table[1].false_positive_rate == 1);
  CHECK(table[2].tn == 1);
  CHECK(!table[2].precision);
  CHECK(*table[2].positive_rate == 0);
}

TEST_CASE("metric/operating_table of rows gives what any threshold would have given, by weight") {
  std::mt19937_64 rng{14};
  std::vector<double> scores, weights, thresholds{-1, 0, 0.35, 0.5, 1, 2};
  std::vector<std::uint8_t> actual;
  for (int i = 0; i < 300; ++i) {
    const double score = static_cast<double>(rng() % 21) / 20;
    const bool positive = rng() % 3 == 0;
    const double weight = static_cast<double>(rng() % 5) / 4;
    scores.push_back(score);
    actual.push_back(static_cast<std::uint8_t>(positive));
    weights.push_back(weight);
  }
  const auto check = [&](const binary_batch<double>& batch) {
    const auto table = metric::operating_table(batch, std::span<const double>{thresholds});
    REQUIRE(table.size() == thresholds.size());
    for (std::size_t i = 0; i < table.size(); ++i) {
      const metric::weighted_operating_point& at = table[i];
      CHECK(at.threshold == thresholds[i]);
      double cells[2][2] = {};
      for (std::size_t k = 0; k < batch.size(); ++k)
        cells[actual[k]][scores[k] >= thresholds[i]] += batch[k].weight;
      CHECK(at.tp == cells[1][1]);
      CHECK(at.fp == cells[0][1]);
      CHECK(at.fn == cells[1][0]);
      CHECK(at.tn == cells[0][0]);
      CHECK(*at.recall == at.tp / (at.tp + at.fn));
      CHECK(*at.false_positive_rate == at.fp / (at.fp + at.tn));
      CHECK(at.precision.has_value() == (at.tp + at.fp > 0));
      if (at.precision) CHECK(*at.precision == at.tp / (at.tp + at.fp));
      CHECK(*at.positive_rate ==
            doctest::Approx((at.tp + at.fp) / (at.tp + at.fp + at.fn + at.tn)));
    }
  };
  check({scores, actual});
  check({scores, actual, 0.5, weights});
  thresholds = {std::numeric_limits<double>::quiet_NaN()};
  const binary_batch<double> batch{scores, actual};
  const auto none = metric::operating_table(batch, std::span<const double>{thresholds});
  REQUIRE(none.size() == 1);
  CHECK(none[0].tp + none[0].fp == 0);
  state::scored_rows<double> dropped{1};
  dropped.update(batch);
  CHECK(metric::operating_table(dropped, std::span<const double>{thresholds}).empty());
  const auto empty =
      metric::operating_table(binary_batch<double>{}, std::span<const double>{thresholds});
  REQUIRE(empty.size() == 1);
  CHECK_FALSE(empty[0].recall);
}
