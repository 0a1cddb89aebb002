// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/classification_report.hpp>

#include <doctest/doctest.h>

#include <telltale/metric/classification.hpp>
#include <telltale/metric/multiclass.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

namespace {
using namespace telltale;
}

TEST_CASE("metric/classification_report has a row for each class and each average") {
  state::weighted_confusion<3> s;
  s.update(0, 0, 5), s.update(0, 1, 2), s.update(1, 1, 3), s.update(1, 2, 1);
  const auto table = metric::classification_report(s);
  static_assert(std::tuple_size_v<decltype(table.of_class)> == 3);
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(table.of_class[k].precision == metric::class_precision[k](s));
    CHECK(table.of_class[k].recall == metric::class_recall[k](s));
    CHECK(table.of_class[k].f1 == metric::class_f1[k](s));
  }
  CHECK(table.of_class[0].support == 7);
  CHECK(table.of_class[1].support == 4);
  CHECK(table.of_class[2].support == 0);
  CHECK(!table.of_class[2].recall);
  CHECK(table.of_class[2].precision->value == 0);
  CHECK(table.micro.f1 == metric::accuracy(s));
  CHECK(table.micro.precision == metric::precision_micro(s));
  CHECK(table.micro.recall == metric::recall_micro(s));
  CHECK(table.macro.precision == metric::precision_macro(s));
  CHECK(table.macro.recall == metric::recall_macro(s));
  CHECK(table.macro.f1 == metric::f1_macro(s));
  CHECK(table.weighted.precision == metric::precision_weighted(s));
  CHECK(table.weighted.recall == metric::recall_weighted(s));
  CHECK(table.weighted.f1 == metric::f1_weighted(s));
  CHECK(table.micro.support == 11);
  CHECK(table.macro.support == 11);
  CHECK(table.weighted.support == 11);
}

TEST_CASE("metric/classification_report of labels counts those that rows have") {
  state::multilabel_confusion<2> s;
  s.update(std::array<std::uint8_t, 2>{1, 1}, std::array<std::uint8_t, 2>{1, 0});
  s.update(std::array<std::uint8_t, 2>{0, 1}, std::array<std::uint8_t, 2>{0, 1});
  const auto table = metric::classification_report(s);
  CHECK(table.of_class[1].recall->value == 0.5);
  CHECK(table.of_class[1].support == 2);
  CHECK(table.micro.support == 3);
  CHECK(table.micro.recall == metric::recall_micro(s));
}

TEST_CASE("metric/classification_report of nothing is empty") {
  const auto table = metric::classification_report(state::confusion<2>{});
  CHECK(!table.of_class[0].f1);
  CHECK(!table.macro.f1);
  CHECK(!table.micro.f1);
  CHECK(table.macro.support == 0);
}
