// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/multiclass.hpp>

#include <doctest/doctest.h>

#include <telltale/core/condition.hpp>
#include <telltale/metric/classification.hpp>
#include <telltale/metric/trade_off.hpp>

#include "class_golden.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

using namespace telltale;

TEST_CASE("metric/multiclass equals scikit-learn, weighted or not") {
  std::size_t answers = 0;
  for (const auto& family :
       {metric::class_precision, metric::class_recall, metric::class_f1, metric::class_fbeta_half,
        metric::class_fbeta_2, metric::class_jaccard})
    answers += golden::check_classes(family[0], family[1], family[2], family[3]);
  CHECK(answers == 440);
}

TEST_CASE("metric/multiclass of two classes is that of the binary metrics") {
  state::confusion<2> s;
  for (int i = 0; i < 30; ++i) s.update(0, 0);
  for (int i = 0; i < 10; ++i) s.update(0, 1);
  for (int i = 0; i < 20; ++i) s.update(1, 0);
  for (int i = 0; i < 40; ++i) s.update(1, 1);
  CHECK(metric::class_recall[1](s) == metric::recall(s));
  CHECK(metric::class_recall[0](s) == metric::specificity(s));
  CHECK(metric::class_precision[1](s) == metric::precision(s));
  CHECK(metric::class_precision[0](s) == metric::negative_predictive_value(s));
  CHECK(metric::class_f1[1](s) == metric::f1(s));
  CHECK(metric::f1_micro(s) == metric::accuracy(s));
}

TEST_CASE("metric/multiclass of a bundle, by name, in a condition") {
  state::bundle<state::confusion<3>, state::cross_entropy<3>> all;
  all.update(class_outcome{2, 2});
  all.update(class_outcome{2, 1});
  CHECK(metric::class_recall[2](all)->value == 0.5);
  CHECK(metric::class_recall[2](all)->n == 2);
  CHECK((metric::class_recall[2] < 0.5).text() == "recall[2] < 0.5");
  CHECK(metric::class_precision[10].name() == "precision[10]");
  CHECK(metric::class_f1[0].better() == direction::higher_is_better);
  CHECK(!metric::class_f1[0].source().empty());
  CHECK(metric::class_f1[0].range() == interval{0, 1});
  CHECK((metric::f1_macro >= 0.7).text() == "f1_macro >= 0.7");
}

TEST_CASE("metric/multiclass F of a class is that of two classes, and so are the others") {
  state::confusion<3> s;
  for (int i = 0; i < 9; ++i) s.update(2, 2);
  for (int i = 0; i < 4; ++i) s.update(2, 0);
  for (int i = 0; i < 7; ++i) s.update(1, 2);
  for (int i = 0; i < 5; ++i) s.update(0, 1);
  state::confusion<2> two;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j)
      for (std::uint64_t n = 0; n < s.count(i, j); ++n) two.update(i == 2, j == 2);
  CHECK(metric::class_fbeta_half[2](s) == metric::fbeta_half(two));
  CHECK(metric::class_fbeta_2[2](s) == metric::fbeta_2(two));
  CHECK(metric::class_fbeta("fbeta_3", 3)[2](s) == metric::fbeta("fbeta_3", 3)(two));
  CHECK(metric::class_jaccard[2](s) == metric::jaccard(two));
  CHECK(metric::class_fbeta("fbeta_3", 3)[2].name() == "fbeta_3[2]");
}

TEST_CASE("metric/multiclass of the rest is that of the class that has to be told from it") {
  state::weighted_confusion<3> s;
  state::weighted_confusion<2> two;  // class 1 against the rest
  for (int i = 0; i < 40; ++i) {
    const auto actual = static_cast<std::size_t>(i % 3), predicted = i % 4 == 0 ? 1 : actual;
    const double weight = 1 + i % 5;
    s.update(actual, predicted, weight);
    two.update(actual == 1, predicted == 1, weight);
  }
  const auto near = [](const auto& a, const auto& b) {
    return golden::close(a->value, b->value) && golden::close(a->bounds->lower, b->bounds->lower) &&
           golden::close(a->bounds->upper, b->bounds->upper) && a->n == b->n;
  };
  CHECK(near(metric::class_specificity[1](s), metric::specificity(two)));
  CHECK(
      near(metric::class_negative_predictive_value[1](s), metric::negative_predictive_value(two)));
  CHECK(metric::class_specificity[1].name() == "specificity[1]");
  CHECK(!metric::class_specificity[3](s));
  state::confusion<3> one;
  one.update(1, 1);
  CHECK(!metric::class_specificity[1](one));
  CHECK(!metric::class_negative_predictive_value[1](one));
  CHECK(metric::class_specificity[0](one)->value == 1);
}

TEST_CASE("metric/multiclass is empty before a row has come, and for a class that is not there") {
  const state::confusion<3> nothing;
  state::confusion<3> one;
  one.update(1, 1);
  for (const auto& family : {metric::class_precision, metric::class_recall, metric::class_f1,
                             metric::class_fbeta_2, metric::class_jaccard}) {
    CHECK(!family[0](nothing));
    CHECK(!family[0](one));
    CHECK(family[1](one)->value == 1);
    CHECK(!family[3](one));
  }
}

TEST_CASE("metric/multiclass reads labels as it reads classes") {
  using labels = std::array<std::uint8_t, 2>;
  state::multilabel_confusion<2> s;
  s.update(labels{1, 0}, labels{1, 1});
  s.update(labels{1, 1}, labels{0, 1});
  CHECK(metric::class_recall[0](s)->value == 0.5);
  CHECK(metric::class_precision[0](s)->value == 1);
  CHECK(metric::class_jaccard[1](s)->value == 0.5);
  CHECK(metric::class_recall[1](s)->n == 1);
  CHECK(!metric::class_recall[2](s));
}
