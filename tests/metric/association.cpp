// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/association.hpp>

#include <doctest/doctest.h>

#include "class_golden.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>

namespace {

using namespace telltale;

template <class Visit>
void each_metric(Visit visit) {
  visit(metric::cramers_v), visit(metric::tschuprows_t), visit(metric::pearson_contingency);
  visit(metric::theils_u), visit(metric::theils_u_of_prediction);
}

void add(state::confusion<4>& s, std::size_t i, const nlohmann::json& cell) {
  state::confusion<4> power;
  power.update(i / 4, i % 4);
  for (auto rest = cell.get<std::uint64_t>(); rest > 0; rest /= 2) {
    if (rest % 2 == 1) s.merge(power);
    power.merge(state::confusion<4>{power});
  }
}
void add(state::weighted_confusion<4>& s, std::size_t i, const nlohmann::json& cell) {
  s.update(i / 4, i % 4, cell.get<double>());
}

template <class S>
void compare(S s, const nlohmann::json& c) {
  for (std::size_t i = 0; i < 16; ++i) add(s, i, c["cells"][i]);
  each_metric([&](const auto& m) {
    const std::string name{m.name()};
    CAPTURE(name);
    const nlohmann::json& want = c["expected"][name];
    const auto got = m(s);
    REQUIRE(got.has_value() == !want.is_null());
    if (!got) return;
    // Near independence the root of what is left of a sum is known to the root of its rounding.
    CHECK(std::fabs(got->value - want[0].get<double>()) < (got->value < 1e-7 ? 1e-7 : 1e-12));
    CHECK(std::fabs(got->bounds->lower - want[1].get<double>()) < 1e-9);
    CHECK(std::fabs(got->bounds->upper - want[2].get<double>()) < 1e-9);
  });
}

bool near(const estimate& a, const estimate& b) {
  const auto same = [](double x, double y) { return std::fabs(x - y) < 1e-12; };
  return same(a.value, b.value) && same(a.bounds->lower, b.bounds->lower) &&
         same(a.bounds->upper, b.bounds->upper) && a.n == b.n;
}

state::confusion<3> usual() {
  state::confusion<3> s;
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = 0; j < 3; ++j)
      for (std::size_t n = 0; n < 2 + 9 * (i == j) + 3 * i * j + j; ++n) s.update(i, j);
  return s;
}

}  // namespace

TEST_CASE("metric/association equals SciPy and direct formulas, weighted or not") {
  const auto file = golden::load("association.json");
  CHECK(file["cases"].size() == 14);
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    if (c.contains("weights"))
      compare(state::weighted_confusion<4>{}, c);
    else
      compare(state::confusion<4>{}, c);
  }
}

TEST_CASE("metric/association does not care which class is called what, nor about absent ones") {
  const auto s = usual();
  state::confusion<3> permuted, turned;
  state::confusion<7> wide;
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 3; ++j) {
      for (std::uint64_t n = 0; n < s.count(i, j); ++n) {
        permuted.update(i, (j + 1) % 3);  // only the prediction
        turned.update(j, i);
        wide.update(2 * i, 3 * j);
      }
    }
  }
  each_metric([&](const auto& m) {
    CAPTURE(std::string{m.name()});
    CHECK(near(*m(s), *m(permuted)));
    CHECK(std::fabs(m(s)->value - m(wide)->value) < 1e-12);
  });
  CHECK(near(*metric::cramers_v(s), *metric::cramers_v(turned)));
  CHECK(near(*metric::theils_u(s), *metric::theils_u_of_prediction(turned)));
  CHECK(std::fabs(metric::theils_u(s)->value - metric::theils_u_of_prediction(s)->value) > 1e-6);
}

TEST_CASE("metric/association is complete, absent or unknown") {
  state::confusion<3> right, wrong, one, nothing;
  for (std::size_t k = 0; k < 3; ++k)
    for (int i = 0; i < 6; ++i) right.update(k, k), wrong.update(k, (k + 1) % 3), one.update(k, 1);
  each_metric([&](const auto& m) {
    CAPTURE(std::string{m.name()});
    CHECK(!m(nothing));
    CHECK(near(*m(right), *m(wrong)));
    CHECK(m(right)->n == 18);
    CHECK(m(right)->bounds->lower < m(right)->value);
    if (m.name() == "pearson_contingency")
      CHECK(m(right)->value == doctest::Approx(std::sqrt(2.0 / 3)));
    else
      CHECK(m(right)->value == doctest::Approx(1));
  });
  CHECK(!metric::cramers_v(one));
  CHECK(!metric::theils_u_of_prediction(one));
  CHECK(metric::theils_u(one)->value == 0);
}

TEST_CASE("metric/association of weights does not depend on their unit") {
  state::weighted_confusion<3> s, other;
  for (int i = 0; i < 40; ++i) {
    const auto actual = static_cast<std::size_t>(i % 3);
    const std::size_t predicted = i % 4 == 0 ? 0 : actual;
    s.update(actual, predicted, 1 + i % 5);
    other.update(actual, predicted, (1 + i % 5) * 0x1p90);
  }
  each_metric([&](const auto& m) { CHECK(near(*m(s), *m(other))); });
  for (const double weight : {1e150, 1e-170, 5e-324}) {
    state::weighted_confusion<2> ends;
    for (int i = 0; i < 3; ++i) ends.update(0, 0, weight), ends.update(1, 0, weight);
    ends.update(1, 1, weight);
    each_metric([&](const auto& m) {
      const auto got = m(ends);
      if (!got) return;
      CHECK(got->value >= 0);
      CHECK(got->value <= 1);
      if (!got->bounds) return;
      CHECK(got->bounds->lower <= got->value);
      CHECK(got->value <= got->bounds->upper);
    });
  }
}

TEST_CASE("metric/association covers its truth at 95 %, and never less without association") {
  const auto cells = golden::cells<4>({0.4, 0.3, 0.2, 0.1}, 0.5);
  const auto none = golden::cells<4>({0.4, 0.3, 0.2, 0.1}, 0);
  each_metric([&](const auto& m) {
    CAPTURE(std::string{m.name()});
    const double held = golden::coverage<4>(m, cells, 200);
    CAPTURE(held);
    CHECK(held > 0.91);
    CHECK(held < 0.975);
    const double without = golden::coverage<4>(m, none, 200, 500);
    CAPTURE(without);
    CHECK(without > 0.97);
  });
}

TEST_CASE("metric/association covers a weak association, and one of few rows") {
  const double right[] = {0.1, 0.2, 0.4};
  for (const double share : right) {
    CAPTURE(share);
    const auto even = golden::cells<2>({0.5, 0.5}, share);
    const auto rare = golden::cells<2>({0.94, 0.06}, share + 0.4);
    for (const auto& m : {metric::cramers_v, metric::tschuprows_t, metric::pearson_contingency}) {
      CAPTURE(std::string{m.name()});
      CHECK(golden::coverage<2>(m, even, 1000, 300) > 0.95);
      CHECK(golden::coverage<2>(m, even, 50, 300) > 0.93);
      CHECK(golden::coverage<2>(m, rare, 50, 300) > 0.92);
    }
  }
}
