// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/ranking_quality.hpp>

#include <doctest/doctest.h>

#include "curve_golden.hpp"
#include "golden.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace telltale;

template <class Score>
struct columns {
  std::vector<Score> scores;
  std::vector<std::uint8_t> actual;

  void add(Score score, bool positive) {
    scores.push_back(score);
    actual.push_back(static_cast<std::uint8_t>(positive));
  }
  binary_batch<Score> batch() const { return {scores, actual}; }
  state::scored_rows<Score> rows() const {
    state::scored_rows<Score> s{scores.size()};
    s.update(batch());
    return s;
  }
};

template <class Score>
columns<Score> of(const nlohmann::json& c) {
  columns<Score> all;
  for (std::size_t i = 0; i < c["score"].size(); ++i)
    all.add(static_cast<Score>(c["score"][i].get<double>()), c["actual"][i] == 1);
  return all;
}

/// Bounds up to Student's expansion.
constexpr double of_bounds = 2e-2;

template <std::size_t Bins, class Score>
void check_binned(const columns<Score>& all, const nlohmann::json& want) {
  state::score_histogram<Bins> s;
  s.update(all.batch());
  const auto got = metric::roc_auc_binned(s);
  REQUIRE(got);
  const auto& expected = want["binned"][std::to_string(Bins)];
  golden::check(got, nlohmann::json::array({expected[0], expected[1], expected[2]}), 1e-14);
  CHECK(got->bounds->promise == coverage::certified);
  CHECK(got->bounds->lower <= metric::roc_auc(all.batch())->value);
  CHECK(got->bounds->upper >= metric::roc_auc(all.batch())->value);
  const auto interval = metric::roc_auc_binned_interval(s);
  REQUIRE(interval);
  CHECK(interval->promise == coverage::fixed_n);
  CHECK(interval->lower <= got->bounds->lower);
  CHECK(interval->upper >= got->bounds->upper);
}

template <class Score>
void check_case(const nlohmann::json& c) {
  const auto all = of<Score>(c);
  const auto& want = c["expected"];
  const auto rows = all.rows();
  for (const auto& metric : {metric::roc_auc(rows), metric::roc_auc(all.batch())}) {
    golden::check(metric, want.is_null() ? want : want["roc_auc"], of_bounds);
    if (metric) CHECK(metric->n == all.scores.size());
  }
  golden::check(metric::gini(rows), want.is_null() ? want : want["gini"], 2 * of_bounds);
  golden::check(metric::class_ks(rows), want.is_null() ? want : want["class_ks"]);
  if (want.is_null()) return;
  const auto variance = metric::delong_variance(metric::detail::class_pairs_of(rows));
  CHECK(golden::close(variance.value, want["variance"].get<double>()));
  if (variance.value > 0)
    CHECK(golden::close(variance.degrees_of_freedom, want["degrees_of_freedom"].get<double>()));
  check_binned<4>(all, want);
  check_binned<8>(all, want);
  check_binned<64>(all, want);
}

}  // namespace

TEST_CASE("metric/ranking_quality equals scikit-learn, ties and ends included") {
  const auto file = golden::load("roc_auc.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    if (c["type"] == "float")
      check_case<float>(c);
    else
      check_case<double>(c);
  }
}

TEST_CASE("metric/ranking_quality counts pairs as the definition does, at every size of sort") {
  std::mt19937_64 rng{10};
  for (const std::size_t size : {2u, 50u, 511u, 512u, 513u, 1500u}) {
    for (const unsigned levels : {2u, 30u, 1u << 30}) {
      columns<double> all;
      for (std::size_t i = 0; i < size; ++i)
        all.add(static_cast<double>(rng() % levels) / (levels - 1),
                i < 2 ? i == 0 : rng() % 3 == 0);
      double won = 0, pairs = 0, gap = 0;
      for (std::size_t i = 0; i < size; ++i) {
        for (std::size_t j = 0; j < size; ++j) {
          if (all.actual[i] != 1 || all.actual[j] != 0) continue;
          ++pairs;
          won += all.scores[i] > all.scores[j] ? 1 : all.scores[i] == all.scores[j] ? 0.5 : 0;
        }
      }
      CHECK(golden::close(metric::roc_auc(all.batch())->value, won / pairs, 1e-15));
      if (size > 100) continue;
      for (const double threshold : all.scores) {
        double tp = 0, fp = 0, p = 0, n = 0;
        for (std::size_t i = 0; i < size; ++i) {
          (all.actual[i] == 1 ? p : n) += 1;
          if (all.scores[i] >= threshold) (all.actual[i] == 1 ? tp : fp) += 1;
        }
        gap = (std::max)(gap, tp / p - fp / n);
      }
      CHECK(golden::close(metric::class_ks(all.batch())->value, gap, 1e-14));
    }
  }
}

TEST_CASE("metric/ranking_quality reads the order of the scores and nothing else") {
  std::mt19937_64 rng{11};
  std::uniform_real_distribution<double> uniform;
  columns<double> plain, squared, squeezed, shuffled, flipped;
  for (int i = 0; i < 700; ++i) {
    const double score = std::round(uniform(rng) * 200) / 200;
    const bool positive = uniform(rng) < score;
    plain.add(score, positive);
    squared.add(score * score, positive);
    squeezed.add(0.25 + score / 1024, positive);
    flipped.add(1 - score, !positive);  // no two of the levels meet in 1 - score
  }
  std::vector<std::size_t> order(plain.scores.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::shuffle(order.begin(), order.end(), rng);
  for (const std::size_t i : order) shuffled.add(plain.scores[i], plain.actual[i] == 1);
  const auto want = metric::roc_auc(plain.batch());
  CHECK(metric::roc_auc(squared.batch()) == want);
  CHECK(metric::roc_auc(squeezed.batch()) == want);
  CHECK(metric::roc_auc(shuffled.batch()) == want);
  CHECK(golden::close(metric::roc_auc(flipped.batch())->value, want->value));
  CHECK(metric::class_ks(squared.batch()) == metric::class_ks(plain.batch()));
  CHECK(metric::gini(plain.batch())->value == 2 * want->value - 1);
}

TEST_CASE("metric/ranking_quality its bracket holds the exact area, whatever the scores") {
  std::mt19937_64 rng{12};
  std::uniform_real_distribution<double> uniform;
  for (int trial = 0; trial < 400; ++trial) {
    columns<double> all;
    const std::size_t size = 2 + rng() % 120;
    const auto levels = static_cast<double>(1 + rng() % 40);
    const double skew = 0.2 + 4 * uniform(rng), rate = uniform(rng);
    for (std::size_t i = 0; i < size; ++i) {
      double score = std::pow(uniform(rng), skew);
      if (trial % 2 == 0) score = std::round(score * levels) / levels;  // heavy ties
      all.add(score, i < 2 ? i == 0 : uniform(rng) < rate);
    }
    const double exact = metric::roc_auc(all.batch())->value;
    const auto check = [&](auto s) {
      s.update(all.batch());
      const auto got = metric::roc_auc_binned(s);
      CHECK(got->bounds->lower <= exact);
      CHECK(exact <= got->bounds->upper);
      CHECK(got->bounds->lower <= got->value);
      CHECK(got->value <= got->bounds->upper);
      CHECK(got->n == size);
    };
    check(state::score_histogram<4>{});
    check(state::score_histogram<16>{});
    check(state::score_histogram<2048>{});
  }
}

TEST_CASE("metric/ranking_quality has no answer for a part of the rows") {
  columns<float> all;
  all.add(0.2f, false), all.add(0.7f, true), all.add(0.4f, false);
  state::scored_rows<float> exact{3}, short_of_one{2};
  exact.update(all.batch());
  short_of_one.update(all.batch());
  CHECK(metric::roc_auc(exact)->value == 1);
  CHECK(!metric::roc_auc(short_of_one));
  CHECK(!metric::gini(short_of_one));
  CHECK(!metric::class_ks(short_of_one));
}

TEST_CASE("metric/ranking_quality leaves unusable rows of a batch out") {
  columns<double> all;
  all.add(0.2, false), all.add(0.7, true), all.add(0.7, false), all.add(-0.0, true);
  all.add(0.0, false);
  const auto want = metric::roc_auc(all.batch());
  CHECK(want->value == (1.5 + 0 + 1 + 0.5) / 6);  // 0.7 against three, -0 = 0 against three
  all.add(std::numeric_limits<double>::quiet_NaN(), true);
  all.add(1.5, true);
  all.add(std::nextafter(1.0, 2.0), true);
  all.add(-0.1, false);
  all.add(std::numeric_limits<double>::infinity(), false);
  all.scores.push_back(0.9);
  all.actual.push_back(2);
  CHECK(metric::roc_auc(all.batch()) == want);
  CHECK(metric::class_ks(all.batch())->n == 5);
}

TEST_CASE("metric/ranking_quality tells neighbouring doubles apart") {
  for (const double score : {0.5, std::nextafter(0.5, 1)}) {
    columns<double> all;
    all.add(score, false), all.add(std::nextafter(score, 1), true);
    CHECK(metric::roc_auc(all.batch())->value == 1);
  }
}

TEST_CASE("metric/ranking_quality is empty until both classes have been seen") {
  state::score_histogram<> s;
  CHECK(!metric::roc_auc_binned(s));
  CHECK(!metric::roc_auc_binned_interval(s));
  s.update(binary_outcome<float>{0.5f, 1});
  CHECK(!metric::roc_auc_binned(s));
  s.update(binary_outcome<float>{0.5f, 0});
  CHECK(metric::roc_auc_binned(s)->value == 0.5);
  CHECK(metric::roc_auc_binned(s)->bounds->lower == 0);
  CHECK(metric::roc_auc_binned(s)->bounds->upper == 1);
  CHECK(!metric::roc_auc(state::scored_rows<float>{}));
}

TEST_CASE("metric/ranking_quality a class gap below chance is 0, and its band stays in range") {
  columns<float> all;
  all.add(0.1f, true), all.add(0.9f, false);
  const auto got = metric::class_ks(all.batch());
  CHECK(got->value == 0);
  CHECK(got->bounds->lower == 0);
  CHECK(got->bounds->upper == 1);
  CHECK(metric::gini(all.batch())->value == -1);
  CHECK(metric::gini(all.batch())->bounds->lower == -1);
}

TEST_CASE("metric/ranking_quality weighs rows as scikit-learn does") {
  golden::for_each_curve([](const auto& batch, const nlohmann::json& expected) {
    golden::check_value(metric::roc_auc(batch), expected, "roc_auc");
    golden::check_value(metric::class_ks(batch), expected, "class_ks");
    const auto gini = metric::gini(batch);
    REQUIRE(gini.has_value() == !expected.is_null());
    if (gini)
      CHECK(golden::close(gini->value, 2 * expected["roc_auc"].template get<double>() - 1, 1e-11));
  });
}

TEST_CASE("metric/ranking_quality is as sure of rows of one weight as of rows without") {
  std::mt19937_64 rng{29};
  for (int trial = 0; trial < 50; ++trial) {
    columns<double> all;
    const std::size_t n = 2 + rng() % 40;
    for (std::size_t i = 0; i < n; ++i) {
      const double score = static_cast<double>(rng() % 31) / 30;
      const bool positive = rng() % 3 == 0;
      all.add(score, positive);
    }
    const std::vector<double> weights(n, 0.375);
    const auto plain = metric::roc_auc(all.batch());
    const auto heavy = metric::roc_auc(binary_batch<double>{all.scores, all.actual, 0.5, weights});
    REQUIRE(plain.has_value() == heavy.has_value());
    if (!plain) continue;
    CHECK(heavy->value == doctest::Approx(plain->value).epsilon(1e-12));
    CHECK(heavy->n == plain->n);
    CHECK(heavy->bounds->lower == doctest::Approx(plain->bounds->lower).epsilon(1e-9));
    CHECK(heavy->bounds->upper == doctest::Approx(plain->bounds->upper).epsilon(1e-9));
  }
}

TEST_CASE("metric/ranking_quality of a curve that is there already is that of its rows") {
  golden::for_each_curve([](const auto& batch, const nlohmann::json&) {
    const auto curve = metric::score_curve::of(batch);
    CHECK(metric::roc_auc(*curve) == metric::roc_auc(batch));
    CHECK(metric::gini(*curve) == metric::gini(batch));
    CHECK(metric::class_ks(*curve) == metric::class_ks(batch));
  });
}

TEST_CASE("metric/ranking_quality of 100,000 rows, 0.3 % of them positives") {
  golden::for_large_curve([](const auto& batch, const nlohmann::json& expected) {
    golden::check_value(metric::roc_auc(batch), expected, "roc_auc");
  });
}

TEST_CASE("metric/ranking_quality of weighted rows that are all in order is 1, no less") {
  std::mt19937_64 rng{30};
  for (int trial = 0; trial < 200; ++trial) {
    columns<double> all;
    std::vector<double> weights;
    const std::size_t n = 4 + rng() % 40;
    for (std::size_t i = 0; i < n; ++i) {
      all.add(static_cast<double>(i + 1) / 64, i >= n / 2);
      const auto draw = static_cast<double>(1 + rng() % 1000);
      weights.push_back(draw / 7);
    }
    const auto got = metric::roc_auc(binary_batch<double>{all.scores, all.actual, 0.5, weights});
    CHECK(got->value == 1);
    CHECK(got->bounds->upper == 1);
    CHECK(got->bounds->lower > 0);  // as Clopper and Pearson have it, not Hoeffding
    for (std::uint8_t& label : all.actual) label = 1 - label;
    CHECK(metric::roc_auc(binary_batch<double>{all.scores, all.actual, 0.5, weights})->value == 0);
  }
}
