// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/multiclass.hpp>

#include <doctest/doctest.h>

#include <telltale/core/condition.hpp>
#include <telltale/metric/all.hpp>

#include "golden.hpp"

#include <array>
#include <cstddef>
#include <string>

namespace {

using namespace telltale;

template <class S>
void check_all(const S& s, const nlohmann::json& expected) {
  const auto check = [&](const auto& got, const std::string& name) {
    CAPTURE(name);
    REQUIRE(expected.contains(name));
    const nlohmann::json& want = expected[name];
    golden::check(got, want.is_number() ? nlohmann::json::array({want}) : want);
  };
  std::size_t found = 0;
  metric::for_each(metric::multiclass, [&](const auto& m) {
    if constexpr (std::remove_cvref_t<decltype(m)>::template reads<S>) {
      check(m(s), std::string{m.name()});
      ++found;
    }
  });
  for (const auto& family : {metric::class_precision, metric::class_recall, metric::class_f1}) {
    for (std::size_t k = 0; k < S::classes; ++k, ++found) check(family[k](s), family[k].name());
    CHECK(!family[S::classes](s));
  }
  CHECK(found == expected.size());
}

}  // namespace

TEST_CASE("metric/multiclass equals scikit-learn, weighted or not") {
  const auto file = golden::load("multiclass.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto feed = [&](auto state) {
      for (std::size_t i = 0; i < c["actual"].size(); ++i) {
        const double weight = c.contains("weight") ? c["weight"][i].get<double>() : 1;
        state.update(class_outcome{c["actual"][i], c["predicted"][i], weight});
      }
      return state;
    };
    check_all(feed(state::weighted_confusion<4>{}), c["expected"]);
    if (!c.contains("weight")) check_all(feed(state::confusion<4>{}), c["expected"]);
  }
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

TEST_CASE("metric/multiclass is empty before a row has come") {
  const state::confusion<3> nothing;
  metric::for_each(metric::multiclass, [&](const auto& m) {
    if constexpr (std::remove_cvref_t<decltype(m)>::template reads<state::confusion<3>>)
      CHECK_MESSAGE(!m(nothing), std::string{m.name()});
  });
}
