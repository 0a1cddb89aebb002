// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/label_counts.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/multilabel.hpp>

#include <array>
#include <cstdint>

namespace {

using namespace telltale;
using metric::class_or_label_counts;
using metric::label_counts;

using labels = std::array<std::uint8_t, 3>;

static_assert(label_counts::matches<state::multilabel_confusion<3>>);
static_assert(label_counts::matches<state::weighted_multilabel_confusion<1>>);
static_assert(!label_counts::matches<state::confusion<3>>);
static_assert(class_or_label_counts::matches<state::confusion<3>>);
static_assert(class_or_label_counts::matches<state::weighted_confusion<2>>);
static_assert(class_or_label_counts::matches<state::multilabel_confusion<3>>);
static_assert(!class_or_label_counts::matches<state::proper_loss>);
static_assert(metric::exact_match.reads<state::bundle<state::multilabel_confusion<3>>>);
static_assert(!metric::exact_match.reads<state::confusion<3>>);

}  // namespace

TEST_CASE("metric/label_counts has the margins of each label") {
  state::multilabel_confusion<3> s;
  s.update(labels{1, 0, 1}, labels{1, 1, 0});
  s.update(labels{1, 0, 0}, labels{1, 0, 0});
  const auto m = metric::margins_of(s);
  CHECK(m.total == 2);
  CHECK(m.squares == 2);
  CHECK(m.of_class[0].hits == 2);
  CHECK(m.of_class[0].hits_squares == 2);
  CHECK(m.of_class[1].predicted == 1);
  CHECK(m.of_class[1].predicted_squares == 1);
  CHECK(m.of_class[1].actual == 0);
  CHECK(m.of_class[2].actual == 1);
  CHECK(m.of_class[2].actual_squares == 1);
}

TEST_CASE("metric/label_counts of weights squares each") {
  state::weighted_multilabel_confusion<3> s;
  s.update(labels{1, 0, 1}, labels{1, 1, 0}, 3);
  s.update(labels{1, 0, 0}, labels{1, 0, 0}, 2);
  const auto m = metric::margins_of(s);
  CHECK(m.total == 5);
  CHECK(m.squares == 13);
  CHECK(m.of_class[0].hits == 5);
  CHECK(m.of_class[0].hits_squares == 13);
  CHECK(m.of_class[0].actual_squares == 13);
  CHECK(m.of_class[1].predicted_squares == 9);
  CHECK(m.of_class[2].actual_squares == 9);
}

TEST_CASE("metric/label_counts of one class a row are its margins") {
  state::confusion<3> s;
  s.update(1, 2);
  s.update(2, 2);
  const auto m = metric::margins_of(s);
  CHECK(m.of_class[2].predicted == 2);
  CHECK(m.of_class[2].hits == 1);
  CHECK(m.total == 2);
}
