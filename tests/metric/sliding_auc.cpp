// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/sliding_auc.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/ranking_quality.hpp>

#include "golden.hpp"
#include "vocabulary.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace telltale;
using state::sliding_auc;

static_assert(decltype(metric::roc_auc_sliding)::reads<sliding_auc<double>>);
static_assert(!decltype(metric::roc_auc_sliding)::reads<state::scored_rows<float>>);
static_assert(noexcept(metric::roc_auc_sliding(std::declval<const sliding_auc<float>&>())));

template <class Score>
void check_case(const nlohmann::json& c) {
  sliding_auc<Score> s{c["capacity"].get<std::size_t>()};
  for (std::size_t i = 0; i < c["score"].size(); ++i)
    s.update(binary_outcome<Score>{static_cast<Score>(c["score"][i].get<double>()),
                                   static_cast<std::uint8_t>(c["actual"][i].get<int>())});
  const auto got = metric::roc_auc_sliding(s);
  golden::check(got, c["expected"], 1e-12);
  if (got) CHECK(got->n == s.size());
  if (got) CHECK(got->bounds->promise == coverage::fixed_n);
}

}  // namespace

TEST_CASE("metric/sliding_auc equals scikit-learn on the last rows, ties and ends included") {
  const auto file = golden::load("sliding_auc.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    if (c["type"] == "float")
      check_case<float>(c);
    else
      check_case<double>(c);
  }
}

TEST_CASE("metric/sliding_auc has Hanley and McNeil's variance") {
  const auto file = golden::load("sliding_auc.json");
  CHECK(golden::close(std::sqrt(metric::hanley_mcneil_variance(0.75, 75, 75)),
                      file["standard_error"].get<double>()));
  CHECK(metric::hanley_mcneil_variance(1, 5, 7) == 0);
  CHECK(metric::hanley_mcneil_variance(0, 5, 7) == 0);
  // One of each: a coin.
  CHECK(metric::hanley_mcneil_variance(0.5, 1, 1) == 0.25);
}

TEST_CASE("metric/sliding_auc is the exact metric of the same rows, after each of them") {
  std::mt19937_64 rng{15};
  sliding_auc<float> s{200};
  std::vector<float> scores;
  std::vector<std::uint8_t> actual;
  for (std::size_t i = 0; i < 1000; ++i) {
    const float score = static_cast<float>(rng() % 90) / 80;  // some are not usable
    const auto label = static_cast<std::uint8_t>(rng() % 4 == 0);
    s.update(binary_outcome<float>{score, label});
    if (usable_score(score)) {
      scores.push_back(score);
      actual.push_back(label);
    }
    const std::size_t n = scores.size() < 200 ? scores.size() : 200;
    const auto want =
        metric::roc_auc(binary_batch<float>{std::span{scores}.last(n), std::span{actual}.last(n)});
    const auto got = metric::roc_auc_sliding(s);
    REQUIRE(got.has_value() == want.has_value());
    if (got) CHECK(got->value == want->value);
  }
}

TEST_CASE("metric/sliding_auc reads the order of the scores and nothing else") {
  std::mt19937_64 rng{16};
  sliding_auc<double> plain{300}, squared{300}, flipped{300};
  for (int i = 0; i < 700; ++i) {
    const double score = static_cast<double>(rng() % 257) / 256;
    const auto label = static_cast<std::uint8_t>(rng() % 3 == 0);
    plain.update(binary_outcome<double>{score, label});
    squared.update(binary_outcome<double>{score * score, label});
    flipped.update(binary_outcome<double>{1 - score, static_cast<std::uint8_t>(1 - label)});
  }
  CHECK(metric::roc_auc_sliding(squared) == metric::roc_auc_sliding(plain));
  CHECK(golden::close(metric::roc_auc_sliding(flipped)->value,
                      metric::roc_auc_sliding(plain)->value));
}

TEST_CASE("metric/sliding_auc is empty until both classes are in the window, and again after") {
  sliding_auc<float> s{2};
  CHECK(!metric::roc_auc_sliding(s));
  s.update(binary_outcome<float>{0.5f, 1});
  CHECK(!metric::roc_auc_sliding(s));
  s.update(binary_outcome<float>{0.5f, 0});
  CHECK(metric::roc_auc_sliding(s)->value == 0.5);
  s.update(binary_outcome<float>{0.5f, 0});
  CHECK(!metric::roc_auc_sliding(s));
}

TEST_CASE("metric/sliding_auc its intervals cover at 95 % as far as their assumptions go" *
          doctest::test_suite("simulation")) {
  struct world {
    std::size_t positives, negatives;
    double shift, spread;  // of the positives' scores; the negatives' spread is 1
    double least, most;    // that Hanley and McNeil's may cover
  };
  std::mt19937_64 rng{17};
  std::normal_distribution<double> noise;
  constexpr int runs = 2000;
  for (const world& w : {world{20, 60, 2, 1, 0.97, 0.995}, world{50, 50, 1, 1, 0.94, 0.975},
                         world{10, 100, 1.5, 1, 0.97, 0.995}, world{100, 400, 1.5, 1, 0.965, 0.995},
                         world{20, 480, 1.2, 2, 0.885, 0.93}}) {
    CAPTURE(w.positives);
    CAPTURE(w.spread);
    const double truth = 0.5 * std::erfc(-w.shift / std::sqrt(2 * (1 + w.spread * w.spread)));
    int hanley_mcneil = 0, delong = 0;
    for (int run = 0; run < runs; ++run) {
      sliding_auc<double> s{w.positives + w.negatives};
      for (std::size_t i = 0; i < w.positives + w.negatives; ++i) {
        const bool positive = i < w.positives;
        const double z = noise(rng);
        const double score = 1 / (1 + std::exp(-(positive ? w.shift + w.spread * z : z)));
        s.update(binary_outcome<double>{score, static_cast<std::uint8_t>(positive)});
      }
      const auto got = metric::roc_auc_sliding(s);
      const auto other = metric::roc_auc_sliding_interval(s);
      REQUIRE(got);
      REQUIRE(other);
      hanley_mcneil += got->bounds->lower <= truth && truth <= got->bounds->upper;
      delong += other->lower <= truth && truth <= other->upper;
    }
    CAPTURE(hanley_mcneil);
    CAPTURE(delong);
    CHECK(hanley_mcneil >= w.least * runs);
    CHECK(hanley_mcneil <= w.most * runs);
    CHECK(delong >= 0.925 * runs);
    CHECK(delong <= 0.97 * runs);
  }
}

TEST_CASE("metric/sliding_auc DeLong's interval is that of the rows") {
  std::mt19937_64 rng{18};
  sliding_auc<float> s{120};
  CHECK(!metric::roc_auc_sliding_interval(s));
  std::vector<float> scores;
  std::vector<std::uint8_t> actual;
  for (int i = 0; i < 300; ++i) {
    scores.push_back(static_cast<float>(rng() % 40) / 40);
    actual.push_back(static_cast<std::uint8_t>(rng() % 3 == 0));
    s.update(binary_outcome<float>{scores.back(), actual.back()});
  }
  const auto want = metric::roc_auc(
      binary_batch<float>{std::span{scores}.last(120), std::span{actual}.last(120)});
  CHECK(metric::roc_auc_sliding_interval(state::bundle{s}) == want->bounds);
}

TEST_CASE("metric/sliding_auc of a million rows is scikit-learn's" *
          doctest::test_suite("simulation")) {
  std::size_t cases = 0;
  for (const auto& c : golden::load("vocabulary.json")["binary"]) {
    if (c["n"] < 1'000'000) continue;
    const drawn::binary_rows rows{c};
    sliding_auc<double> s{rows.size()};
    for (std::size_t i = 0; i < rows.size(); ++i)
      s.update(binary_outcome<double>{rows.scores[i], rows.actual[i]});
    const auto got = metric::roc_auc_sliding(s);
    REQUIRE(got);
    CHECK(golden::close(got->value, c["expected"]["roc_auc"].get<double>()));
    CHECK(got->n == rows.size());
    ++cases;
  }
  CHECK(cases == 1);
}
