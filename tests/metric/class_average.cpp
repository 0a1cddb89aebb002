// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/class_average.hpp>

#include <doctest/doctest.h>

#include <telltale/core/condition.hpp>
#include <telltale/metric/classification.hpp>

#include "class_golden.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>

namespace {

using namespace telltale;

template <class Visit>
void each_average(Visit visit) {
  visit(metric::precision_macro), visit(metric::recall_macro), visit(metric::f1_macro);
  visit(metric::fbeta_half_macro), visit(metric::fbeta_2_macro), visit(metric::jaccard_macro);
  visit(metric::precision_weighted), visit(metric::recall_weighted), visit(metric::f1_weighted);
  visit(metric::fbeta_half_weighted), visit(metric::fbeta_2_weighted);
  visit(metric::jaccard_weighted);
  visit(metric::precision_micro), visit(metric::recall_micro), visit(metric::f1_micro);
  visit(metric::fbeta_half_micro), visit(metric::fbeta_2_micro), visit(metric::jaccard_micro);
}

template <std::size_t K>
state::confusion<K> drawn(std::mt19937_64& rng, int rows) {
  state::confusion<K> s;
  for (int i = 0; i < rows; ++i) {
    const std::size_t actual = rng() % K;
    const std::size_t other = rng() % K;
    s.update(actual, rng() % 3 == 0 ? other : actual);
  }
  return s;
}

bool near(const std::optional<estimate>& a, const std::optional<estimate>& b) {
  const auto same = [](double x, double y) { return std::fabs(x - y) < 1e-12; };
  return same(a->value, b->value) && same(a->bounds->lower, b->bounds->lower) &&
         same(a->bounds->upper, b->bounds->upper) && a->n == b->n;
}

}  // namespace

TEST_CASE("metric/class_average equals scikit-learn, weighted or not") {
  each_average([](const auto& m) { CHECK(golden::check_classes(m) == 24); });
}

TEST_CASE("metric/class_average of 3, 10 and 100 classes, half of them never true") {
  each_average([](const auto& m) {
    golden::check_wide<3>(m);
    golden::check_wide<10>(m);
    golden::check_wide<100>(m);
  });
}

TEST_CASE("metric/class_average with one class a row is the accuracy where it must be") {
  std::mt19937_64 rng{9};
  const auto s = drawn<5>(rng, 80);
  const auto accuracy = metric::accuracy(s);
  CHECK(metric::precision_micro(s) == accuracy);
  CHECK(metric::recall_micro(s) == accuracy);
  CHECK(metric::f1_micro(s) == accuracy);
  CHECK(metric::fbeta_2_micro(s) == accuracy);
  CHECK(near(metric::recall_weighted(s), accuracy));
  const double a = accuracy->value;
  CHECK(std::fabs(metric::jaccard_micro(s)->value - a / (2 - a)) < 1e-15);
  CHECK(metric::jaccard_micro(s)->bounds->lower < metric::jaccard_micro(s)->value);
  CHECK(metric::jaccard_micro(s)->n == 80);
}

TEST_CASE("metric/class_average does not depend on the names of the classes or absent ones") {
  std::mt19937_64 rng{10};
  const auto s = drawn<3>(rng, 60);
  state::confusion<3> renamed;
  state::weighted_confusion<3> doubled;
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      for (std::uint64_t n = 0; n < s.count(i, j); ++n) {
        renamed.update((i + 1) % 3, (j + 1) % 3);
        doubled.update(i, j, 2);
      }
    }
  }
  each_average([&](const auto& m) {
    CAPTURE(std::string{m.name()});
    CHECK(near(m(s), m(renamed)));
    CHECK(near(m(s), m(doubled)));  // a unit of weight is no information
    CHECK(m.range() == interval{0, 1});
    CHECK(m.better() == direction::higher_is_better);
  });
  state::confusion<100> wide;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j)
      for (std::uint64_t n = 0; n < s.count(i, j); ++n) wide.update(7 * i, 7 * j);
  each_average([&](const auto& m) {
    CHECK(std::fabs(m(wide)->value - m(s)->value) < 1e-12);
    CHECK(std::fabs(m(wide)->bounds->lower - m(s)->bounds->lower) < 0.05);
  });
}

TEST_CASE("metric/class_average is empty before a row, and never certain after a few") {
  const state::confusion<3> nothing;
  state::confusion<3> right, wrong;
  for (std::size_t k = 0; k < 3; ++k)
    for (int i = 0; i < 4; ++i) right.update(k, k), wrong.update(k, (k + 1) % 3);
  each_average([&](const auto& m) {
    CAPTURE(std::string{m.name()});
    CHECK(!m(nothing));
    CHECK(m(right)->value == 1);
    CHECK(m(right)->bounds->upper == 1);
    CHECK(m(right)->bounds->lower < 0.85);
    CHECK(m(wrong)->value == 0);
    CHECK(m(wrong)->bounds->lower == 0);
    CHECK(m(wrong)->bounds->upper > 0.1);
    CHECK(m(right)->n == 12);
  });
}

TEST_CASE("metric/class_average of weights that a double can hardly hold has no certain answer") {
  for (const double weight : {1e150, 1e-170, 5e-324}) {
    CAPTURE(weight);
    state::weighted_confusion<3> s;
    for (int i = 0; i < 3; ++i) s.update(0, 0, weight), s.update(1, 2, weight);
    each_average([&](const auto& m) {
      const auto got = m(s);
      if (!got) return;
      CHECK(got->bounds->lower <= got->value);
      CHECK(got->value <= got->bounds->upper);
      CHECK(got->bounds->lower < got->bounds->upper);
    });
  }
}

TEST_CASE("metric/class_average covers its truth at 95 % where each class has ten rows") {
  const auto even = golden::cells<3>({1.0 / 3, 1.0 / 3, 1.0 / 3}, 0.6);
  const auto skewed = golden::cells<3>({0.5, 0.3, 0.2}, 0.9);
  const auto rare = golden::cells<3>({0.8, 0.15, 0.05}, 0.7);
  each_average([&](const auto& m) {
    CAPTURE(std::string{m.name()});
    const double of_even = golden::coverage<3>(m, even, 40);
    const double of_skewed = golden::coverage<3>(m, skewed, 60);
    const double of_rare = golden::coverage<3>(m, rare, 200);
    CAPTURE(of_even);
    CAPTURE(of_skewed);
    CAPTURE(of_rare);
    CHECK(of_even > 0.925);
    CHECK(of_even < 0.98);
    CHECK(of_skewed > 0.92);
    CHECK(of_skewed < 0.98);
    CHECK(of_rare > 0.905);
    CHECK(of_rare < 0.98);
  });
}

TEST_CASE("metric/class_average takes any beta") {
  std::mt19937_64 rng{11};
  const auto s = drawn<4>(rng, 100);
  constexpr auto f1 = metric::fbeta_macro("fbeta_1_macro", 1);
  static_assert(f1.name() == "fbeta_1_macro");
  CHECK(near(f1(s), metric::f1_macro(s)));
  CHECK(near(metric::fbeta_weighted("f", 2)(s), metric::fbeta_2_weighted(s)));
  CHECK(near(metric::fbeta_micro("f", 2)(s), metric::fbeta_2_micro(s)));
  CHECK((metric::f1_macro >= 0.7).text() == "f1_macro >= 0.7");
  CHECK(metric::fbeta_half_macro.name() == "fbeta_0.5_macro");
}
