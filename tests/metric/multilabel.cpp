// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/multilabel.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/class_average.hpp>
#include <telltale/metric/classification.hpp>
#include <telltale/metric/multiclass.hpp>

#include "golden.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace telltale;

using labels = std::vector<std::uint8_t>;

template <class Visit>
void each_of_rows(Visit visit) {
  visit(metric::exact_match), visit(metric::hamming_loss);
  visit(metric::precision_samples), visit(metric::recall_samples);
  visit(metric::f1_samples), visit(metric::jaccard_samples);
}

template <class Visit>
void each_metric(Visit visit) {
  each_of_rows(visit);
  visit(metric::precision_macro), visit(metric::recall_macro), visit(metric::f1_macro);
  visit(metric::fbeta_half_macro), visit(metric::fbeta_2_macro), visit(metric::jaccard_macro);
  visit(metric::precision_micro), visit(metric::recall_micro), visit(metric::f1_micro);
  visit(metric::fbeta_half_micro), visit(metric::fbeta_2_micro), visit(metric::jaccard_micro);
  visit(metric::precision_weighted), visit(metric::recall_weighted), visit(metric::f1_weighted);
  visit(metric::fbeta_half_weighted), visit(metric::fbeta_2_weighted);
  visit(metric::jaccard_weighted);
}

template <std::size_t L>
void add(state::multilabel_confusion<L>& s, const labels& actual, const labels& predicted, double) {
  s.update(actual, predicted);
}
template <std::size_t L>
void add(state::weighted_multilabel_confusion<L>& s, const labels& actual, const labels& predicted,
         double weight) {
  s.update(actual, predicted, weight);
}

template <class S>
void compare(S s, const nlohmann::json& c) {
  for (std::size_t i = 0; i < c["actual"].size(); ++i) {
    const double weight = c.contains("weight") ? c["weight"][i].get<double>() : 1;
    add(s, c["actual"][i].get<labels>(), c["predicted"][i].get<labels>(), weight);
  }
  std::size_t found = 0;
  const auto one = [&](const auto& m) {
    const std::string name{m.name()};
    CAPTURE(name);
    REQUIRE(c["expected"].contains(name));
    golden::check(m(s), c["expected"][name], 1e-7);  // where the spread of shares is to 2^-31
    ++found;
  };
  each_metric(one);
  for (std::size_t k = 0; k < 5; ++k) {
    one(metric::class_precision[k]), one(metric::class_recall[k]), one(metric::class_f1[k]);
    one(metric::class_fbeta_half[k]), one(metric::class_fbeta_2[k]), one(metric::class_jaccard[k]);
    const auto near = [](double a, double b) { return std::fabs(a - b) <= 1e-12 * (1 + b); };
    const nlohmann::json& cells = c["cells"][k];  // tn fp fn tp
    const auto actual = static_cast<double>(s.actual(k));
    const auto hits = static_cast<double>(s.hits(k));
    const auto predicted = static_cast<double>(s.predicted(k));
    CHECK(near(hits, cells[3].get<double>()));
    CHECK(near(actual - hits, cells[2].get<double>()));
    CHECK(near(predicted - hits, cells[1].get<double>()));
    CHECK(near(static_cast<double>(s.rows()) - actual - predicted + hits, cells[0].get<double>()));
  }
  CHECK(found == c["expected"].size());
}

/// Rows whose labels are right or wrong together.
template <std::size_t L>
std::pair<labels, labels> drawn(std::mt19937_64& rng) {
  std::uniform_real_distribution<double> uniform;
  const double hard = uniform(rng);
  labels actual(L), predicted(L);
  for (std::size_t k = 0; k < L; ++k) {
    const double there = uniform(rng), right = uniform(rng);
    actual[k] = there < 0.2 + 0.1 * static_cast<double>(k);
    predicted[k] = right < hard * 0.5 ? 1 - actual[k] : actual[k];
  }
  return {actual, predicted};
}

}  // namespace

TEST_CASE("metric/multilabel equals scikit-learn, weighted or not") {
  const auto file = golden::load("multilabel.json");
  CHECK(file["cases"].size() == 13);
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    compare(state::weighted_multilabel_confusion<5>{}, c);
    if (!c.contains("weight")) compare(state::multilabel_confusion<5>{}, c);
  }
}

TEST_CASE("metric/multilabel Hamming loss of one class a row is the share of wrong rows") {
  state::confusion<3> s;
  for (int i = 0; i < 7; ++i) s.update(0, 0);
  for (int i = 0; i < 3; ++i) s.update(1, 2);
  CHECK(metric::hamming_loss(s) == metric::zero_one_loss(s));
  CHECK(metric::hamming_loss(s)->value == 0.3);
}

TEST_CASE("metric/multilabel of one label is that of two classes") {
  state::multilabel_confusion<1> one;
  state::confusion<2> two;
  std::mt19937_64 rng{6};
  for (int i = 0; i < 60; ++i) {
    const std::uint8_t actual = rng() % 2;
    const std::uint8_t predicted = rng() % 4 == 0 ? 1 - actual : actual;
    one.update(labels{actual}, labels{predicted});
    two.update(std::size_t{actual}, std::size_t{predicted});
  }
  CHECK(metric::exact_match(one) == metric::accuracy(two));
  const auto f1 = metric::f1_macro(one), of_two = metric::class_f1[1](two);
  CHECK(std::fabs(f1->value - of_two->value) < 1e-15);
  CHECK(std::fabs(f1->bounds->lower - of_two->bounds->lower) < 1e-15);
  CHECK(std::fabs(f1->bounds->upper - of_two->bounds->upper) < 1e-15);
  CHECK(metric::hamming_loss(one)->value == metric::zero_one_loss(two)->value);
  // The rows are the labels: but for Student's and the variance's correction, the same interval.
  const auto a = metric::hamming_loss(one), b = metric::zero_one_loss(two);
  CHECK(std::fabs(a->bounds->lower - b->bounds->lower) < 0.005);
  CHECK(a->bounds->upper > b->bounds->upper);
}

TEST_CASE("metric/multilabel of shards merged is that of the whole, in any order") {
  std::mt19937_64 rng{7};
  state::multilabel_confusion<6> whole, left, right;
  for (int i = 0; i < 100; ++i) {
    const auto [actual, predicted] = drawn<6>(rng);
    whole.update(actual, predicted);
    (i % 3 == 0 ? left : right).update(actual, predicted);
  }
  right.merge(left);
  each_metric([&](const auto& m) { CHECK(m(right) == m(whole)); });
}

TEST_CASE("metric/multilabel does not depend on the unit of weight") {
  std::mt19937_64 rng{8};
  state::weighted_multilabel_confusion<4> s, other;
  for (int i = 0; i < 50; ++i) {
    const auto [actual, predicted] = drawn<4>(rng);
    const double weight = 1 + static_cast<double>(rng() % 5);
    s.update(actual, predicted, weight);
    other.update(actual, predicted, 1e30 * weight);
  }
  each_metric([&](const auto& m) {
    CAPTURE(std::string{m.name()});
    const auto a = m(s), b = m(other);
    CHECK(std::fabs(a->value - b->value) < 1e-12);
    CHECK(std::fabs(a->bounds->lower - b->bounds->lower) < 1e-9);
    CHECK(std::fabs(a->bounds->upper - b->bounds->upper) < 1e-9);
    CHECK(a->n == b->n);
  });
}

TEST_CASE("metric/multilabel of weights that a double can hardly hold stays in order") {
  for (const double weight : {1e150, 1e-170, 5e-324}) {
    CAPTURE(weight);
    state::weighted_multilabel_confusion<3> s;
    s.update(labels{1, 0, 1}, labels{1, 1, 0}, weight);
    s.update(labels{1, 0, 1}, labels{0, 0, 1}, weight);
    each_metric([&](const auto& m) {
      const auto got = m(s);
      if (!got) return;
      CHECK(got->value >= 0);
      CHECK(got->value <= 1);
      CHECK(got->bounds->lower <= got->value);
      CHECK(got->value <= got->bounds->upper);
    });
  }
}

TEST_CASE("metric/multilabel is empty before a row has come") {
  each_metric([](const auto& m) {
    CHECK(!m(state::multilabel_confusion<3>{}));
    CHECK(!m(state::weighted_multilabel_confusion<3>{}));
  });
}

TEST_CASE("metric/multilabel covers its truth at 95 % though labels err together, or more") {
  std::mt19937_64 rng{9};
  state::multilabel_confusion<6> population;
  for (int i = 0; i < 200000; ++i) {
    const auto [actual, predicted] = drawn<6>(rng);
    population.update(actual, predicted);
  }
  std::vector<state::multilabel_confusion<6>> samples(600);
  for (auto& s : samples) {
    for (int i = 0; i < 80; ++i) {
      const auto [actual, predicted] = drawn<6>(rng);
      s.update(actual, predicted);
    }
  }
  each_metric([&](const auto& m) {
    const std::string name{m.name()};
    const double truth = m(population)->value;
    int held = 0;
    for (const auto& s : samples) {
      const auto got = m(s);
      held += got->bounds->lower <= truth && truth <= got->bounds->upper;
    }
    const double share = held / 600.0;
    CAPTURE(name);
    CAPTURE(share);
    CHECK(share > 0.925);
    const bool as_if_one =
        name.find("macro") != std::string::npos || name.find("weighted") != std::string::npos;
    if (!as_if_one) CHECK(share < 0.98);
  });
}
