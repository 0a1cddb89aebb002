// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/classification.hpp>

#include <doctest/doctest.h>

#include <telltale/core/condition.hpp>
#include <telltale/metric/all.hpp>

#include "golden.hpp"

#include <cstddef>
#include <cstdint>
#include <string>

namespace {

using namespace telltale;

state::confusion<2> table(std::uint64_t tn, std::uint64_t fp, std::uint64_t fn, std::uint64_t tp) {
  state::confusion<2> s;
  for (; tn > 0; --tn) s.update(0, 0);
  for (; fp > 0; --fp) s.update(0, 1);
  for (; fn > 0; --fn) s.update(1, 0);
  for (; tp > 0; --tp) s.update(1, 1);
  return s;
}

/// Every metric of the vocabulary that the expected values name.
template <class S>
void check_all(const S& s, const nlohmann::json& expected) {
  std::size_t found = 0;
  metric::for_each(metric::binary, [&](const auto& m) {
    if constexpr (std::remove_cvref_t<decltype(m)>::template reads<S>) {
      const std::string name{m.name()};
      CAPTURE(name);
      REQUIRE(expected.contains(name));
      golden::check(m(s), expected[name]);
      ++found;
    }
  });
  CHECK(found == expected.size());
}

}  // namespace

TEST_CASE("metric/classification equals scikit-learn, weighted or not, with its intervals") {
  const auto file = golden::load("classification.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    if (c.contains("counts")) {
      const auto& n = c["counts"];
      check_all(table(n[0], n[1], n[2], n[3]), c["expected"]);
      continue;
    }
    state::weighted_confusion<2> weighted;
    for (std::size_t i = 0; i < c["actual"].size(); ++i) {
      weighted.update(c["actual"][i], c["predicted"][i], c["weight"][i].get<double>());
    }
    check_all(weighted, c["expected"]);
  }
}

TEST_CASE("metric/classification gives weights of one the unweighted answer, n and all") {
  const auto plain = table(30, 10, 20, 40);
  state::weighted_confusion<2> ones, threes;
  for (std::size_t a = 0; a < 2; ++a) {
    for (std::size_t p = 0; p < 2; ++p) {
      for (std::uint64_t i = 0; i < plain.count(a, p); ++i) {
        ones.update(a, p, 1);
        threes.update(a, p, 3);
      }
    }
  }
  metric::for_each(metric::binary, [&](const auto& m) {
    if constexpr (std::remove_cvref_t<decltype(m)>::template reads<state::confusion<2>>) {
      CAPTURE(std::string{m.name()});
      CHECK(m(ones) == m(plain));
      const auto scaled = m(threes);  // the unit of weight does not matter
      REQUIRE(scaled);
      CHECK(golden::close(scaled->value, m(plain)->value));
      CHECK(golden::close(scaled->bounds->lower, m(plain)->bounds->lower));
      CHECK(golden::close(scaled->bounds->upper, m(plain)->bounds->upper));
      CHECK(scaled->n == m(plain)->n);
    }
  });
}

TEST_CASE("metric/classification counts what each share rests on") {
  const auto s = table(1, 20, 300, 4000);
  CHECK(metric::accuracy(s)->n == 4321);
  CHECK(metric::precision(s)->n == 4020);
  CHECK(metric::recall(s)->n == 4300);
  CHECK(metric::specificity(s)->n == 21);
  CHECK(metric::negative_predictive_value(s)->n == 301);
  CHECK(metric::false_positive_rate(s)->n == 21);
  CHECK(metric::false_negative_rate(s)->n == 4300);
  CHECK(metric::jaccard(s)->n == 4320);
  CHECK(metric::f1(s)->n == 4320);
  CHECK(metric::base_rate(s)->n == 4321);
  CHECK(metric::positive_rate(s)->n == 4321);
}

TEST_CASE("metric/classification turns round when the classes are exchanged") {
  const auto s = table(30, 10, 20, 40), flipped = table(40, 20, 10, 30);
  CHECK(metric::recall(s) == metric::specificity(flipped));
  CHECK(metric::precision(s) == metric::negative_predictive_value(flipped));
  CHECK(metric::false_positive_rate(s) == metric::false_negative_rate(flipped));
  CHECK(metric::accuracy(s) == metric::accuracy(flipped));
  CHECK(metric::balanced_accuracy(s) == metric::balanced_accuracy(flipped));
  CHECK(golden::close(metric::matthews_correlation(s)->value,
                      metric::matthews_correlation(flipped)->value));
}

TEST_CASE("metric/classification stays empty where there is nothing to divide by") {
  const state::confusion<2> nothing;
  metric::for_each(metric::binary, [&](const auto& m) {
    if constexpr (std::remove_cvref_t<decltype(m)>::template reads<state::confusion<2>>)
      CHECK_MESSAGE(!m(nothing), std::string{m.name()});
  });
  state::weighted_confusion<2> weightless;
  weightless.update(1, 1, 0);
  CHECK(!metric::accuracy(weightless));
  CHECK(!metric::recall(weightless));
}

TEST_CASE("metric/classification has an honest answer for weights at the ends of double") {
  state::weighted_confusion<2> s;
  SUBCASE("the heaviest") {
    for (int i = 0; i < 4; ++i) s.update(1, 1, 1e150);
    s.update(0, 0, 1), s.update(0, 1, 1);
    CHECK(metric::recall(s)->value == 1);
    CHECK(metric::recall(s)->n == 4);
  }
  SUBCASE("squares that vanish tell as much as one row") {
    constexpr double w = 1e-200;
    s.update(1, 1, w), s.update(1, 0, w), s.update(0, 0, w), s.update(0, 1, w);
    REQUIRE(metric::recall(s));
    CHECK(metric::recall(s)->value == 0.5);
    CHECK(metric::recall(s)->n == 1);
  }
  // Whatever comes, it is a number within its range, or nothing.
  metric::for_each(metric::binary, [&](const auto& m) {
    if constexpr (std::remove_cvref_t<decltype(m)>::template reads<state::weighted_confusion<2>>) {
      CAPTURE(std::string{m.name()});
      if (const auto got = m(s)) {
        CHECK(got->value >= m.range().lower);
        CHECK(got->value <= m.range().upper);
        if (got->bounds) {
          CHECK(got->bounds->lower <= got->value);
          CHECK(got->value <= got->bounds->upper);
        }
      }
    }
  });
}

TEST_CASE("metric/classification is written into conditions by name") {
  CHECK((metric::accuracy < 0.80).text() == "accuracy < 0.8");
  CHECK((metric::false_positive_rate >= 0.1).text() == "false_positive_rate >= 0.1");
}
