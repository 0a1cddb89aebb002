// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/regression.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <vector>

namespace {

using namespace telltale;
using row = regression_outcome<double>;

constexpr std::tuple all{metric::mean_error,
                         metric::mean_absolute_error,
                         metric::mean_squared_error,
                         metric::root_mean_squared_error,
                         metric::r2,
                         metric::explained_variance,
                         metric::max_error,
                         metric::wape,
                         metric::over_estimation_rate,
                         metric::under_estimation_rate,
                         metric::mean_over_estimation,
                         metric::mean_under_estimation,
                         metric::naive_mean_absolute_error,
                         metric::skill};

void each(auto&& visit) {
  std::apply([&](const auto&... m) { (visit(m), ...); }, all);
}

template <class Value>
state::residuals fed(const nlohmann::json& c) {
  state::residuals s;
  for (std::size_t i = 0; i < c["actual"].size(); ++i) {
    regression_outcome<Value> r{static_cast<Value>(c["actual"][i].get<double>()),
                                static_cast<Value>(c["predicted"][i].get<double>())};
    if (c.contains("naive") && !c["naive"][i].is_null())
      r.naive = static_cast<Value>(c["naive"][i].get<double>());
    s.update(r);
  }
  return s;
}

regression_outcome<double> weighted_row(const nlohmann::json& c, std::size_t i) {
  row r{c["actual"][i].get<double>(), c["predicted"][i].get<double>()};
  if (c.contains("naive") && !c["naive"][i].is_null()) r.naive = c["naive"][i].get<double>();
  r.weight = c["weights"][i].get<double>();
  return r;
}

/// Bounds up to what Student's expansion leaves open.
void check(const std::optional<estimate>& got, const nlohmann::json& want) {
  CHECK_MESSAGE(golden::close(got->value, want[0].get<double>()), got->value, " is not ",
                want[0].get<double>());
  REQUIRE(got->bounds.has_value() == (want.size() == 3 && !want[1].is_null()));
  if (!got->bounds) return;
  const double rough = 3e-3 * (want[2].get<double>() - want[1].get<double>());
  CHECK_MESSAGE(std::fabs(got->bounds->lower - want[1].get<double>()) <= rough, got->bounds->lower,
                " is not ", want[1].get<double>());
  CHECK_MESSAGE(std::fabs(got->bounds->upper - want[2].get<double>()) <= rough, got->bounds->upper,
                " is not ", want[2].get<double>());
}

}  // namespace

TEST_CASE("metric/regression equals scikit-learn and NumPy, at any offset") {
  const auto file = golden::load("regression.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto s = c["type"] == "float" ? fed<float>(c) : fed<double>(c);
    const auto& want = c["expected"];
    each([&](const auto& m) {
      const std::string name{m.name()};
      CAPTURE(name);
      const auto got = m(s);
      REQUIRE(got.has_value() == want.contains(name));
      if (got) check(got, want[name]);
    });
    CHECK(metric::r2(s).value_or(estimate{0, {}, s.count()}).n == s.count());
  }
}

TEST_CASE("metric/regression equals scikit-learn with sample_weight, at any offset") {
  const auto file = golden::load("regression_weighted.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    state::weighted_residuals s, left, right;
    for (std::size_t i = 0; i < c["actual"].size(); ++i) {
      s.update(weighted_row(c, i));
      (i % 3 == 0 ? left : right).update(weighted_row(c, i));
    }
    left.merge(right);
    const auto& want = c["expected"];
    each([&](const auto& m) {
      const std::string name{m.name()};
      CAPTURE(name);
      const auto got = m(s), merged = m(left);
      REQUIRE(got.has_value() == want.contains(name));
      REQUIRE(merged.has_value() == want.contains(name));
      if (!got) return;
      check(got, want[name]);
      CHECK(golden::close(merged->value, want[name][0].get<double>()));
    });
  }
}

TEST_CASE(
    "metric/regression of weights of 1 is that of rows without, and no unit of weight counts") {
  std::mt19937_64 rng{17};
  std::normal_distribution<double> normal;
  state::residuals plain;
  state::weighted_residuals ones, large;
  for (int i = 0; i < 500; ++i) {
    const double y = 5 + normal(rng), p = y + 0.3 + normal(rng), naive = y + normal(rng);
    plain.update(row{y, p, naive});
    ones.update(row{y, p, naive});
    large.update(row{y, p, naive, 0x1p300});
  }
  each([&](const auto& m) {
    const std::string name{m.name()};
    CAPTURE(name);
    const auto a = m(plain), b = m(ones), c = m(large);
    CHECK(golden::close(b->value, a->value));
    CHECK(golden::close(c->value, a->value));
    CHECK(b->n == a->n);
    CHECK(c->n == a->n);
    REQUIRE(b->bounds.has_value() == a->bounds.has_value());
    REQUIRE(c->bounds.has_value() == a->bounds.has_value());
    if (!a->bounds) return;
    CHECK(golden::close(b->bounds->lower, a->bounds->lower, 1e-9));
    CHECK(golden::close(c->bounds->lower, a->bounds->lower, 1e-9));
    CHECK(golden::close(c->bounds->upper, a->bounds->upper, 1e-9));
  });
}

TEST_CASE(
    "metric/regression's intervals cover where rows have weights that tell nothing of errors") {
  std::mt19937_64 rng{23};
  std::normal_distribution<double> normal;
  std::exponential_distribution<double> gap;
  constexpr int runs = 2000;
  for (const int n : {60, 200}) {
    int held[4] = {};
    for (int run = 0; run < runs; ++run) {
      state::weighted_residuals s;
      for (int i = 0; i < n; ++i) {
        const double y = 10 + 3 * normal(rng), e = 0.5 + normal(rng);
        s.update(row{y, y + e, y, gap(rng)});
      }
      const auto holds = [](const std::optional<estimate>& x, double truth) {
        return x->bounds->lower <= truth && truth <= x->bounds->upper;
      };
      held[0] += holds(metric::mean_error(s), 0.5);
      held[1] += holds(metric::mean_squared_error(s), 1.25);
      held[2] += holds(metric::r2(s), 1 - 1.25 / 9);
      held[3] += holds(metric::over_estimation_rate(s), 0.6914624612740131);
    }
    // 0.95 less three standard errors is 0.935; what rests on squares covers less at few rows.
    const double squares = n == 60 ? 0.88 : 0.915;
    const double least[] = {0.935, squares, squares, 0.935};
    for (int i = 0; i < 4; ++i) {
      CAPTURE(i);
      const double share = static_cast<double>(held[i]) / runs;
      CHECK_MESSAGE(share >= least[i], n, ": ", share);
      CHECK_MESSAGE(share <= 0.97, n, ": ", share);
    }
  }
}

TEST_CASE("metric/regression is empty while it has no answer") {
  state::residuals s;
  each([&](const auto& m) { CHECK(!m(s)); });
  s.update(row{2, 2.5});
  CHECK(metric::mean_error(s)->value == 0.5);
  CHECK(metric::mean_error(s)->n == 1);
  CHECK(!metric::mean_error(s)->bounds);
  CHECK(!metric::mean_squared_error(s)->bounds);
  CHECK(!metric::r2(s));
  CHECK(!metric::explained_variance(s));
  CHECK(!metric::mean_under_estimation(s));
  CHECK(!metric::skill(s));
  CHECK(!metric::naive_mean_absolute_error(s));
  s.update(row{2, 1.5});
  CHECK(!metric::r2(s));  // the truth does not vary
  CHECK(!metric::explained_variance(s));
  s.update(row{3, 3});
  CHECK(golden::close(metric::r2(s)->value, 1 - 0.5 / (2.0 / 3)));
  CHECK(golden::close(metric::over_estimation_rate(s)->value, 1.0 / 3));
  CHECK(golden::close(metric::under_estimation_rate(s)->value, 1.0 / 3));
  state::residuals zero;
  zero.update(row{0, 1});
  CHECK(!metric::wape(zero));
}

TEST_CASE("metric/regression the sign of the mean error is that of too high a prediction") {
  state::residuals s;
  s.update(row{1, 3}), s.update(row{5, 6});
  CHECK(metric::mean_error(s)->value == 1.5);
}

TEST_CASE("metric/regression has no answer that a double does not hold") {
  state::residuals s;
  s.update(row{1e-150, 1e60, 1e-150}), s.update(row{2e-150, 1e60, 4e-150});
  CHECK(s.moments().yy() > 0);
  CHECK(!metric::r2(s));
  CHECK(metric::wape(s)->value == doctest::Approx(2e60 / 3e-150));
  CHECK(metric::wape(s)->value < 1e300);
  state::residuals t;
  t.update(row{1e-300, 1e60, 2e-300});
  CHECK(!metric::wape(t));
  CHECK(!metric::skill(t));
}

TEST_CASE("metric/regression is of the rows that have not been forgotten, but for the largest") {
  state::residuals s;
  s.update(row{1, 9, 0}), s.update(row{3, 2, 3});
  s.scale(0.5);
  s.update(row{2, 4, 4}), s.update(row{4, 4, 5});
  // Weights 0.5, 0.5, 1, 1; errors 8, -1, 2, 0; truths 1, 3, 2, 4.
  CHECK(golden::close(metric::mean_error(s)->value, (4 - 0.5 + 2) / 3));
  CHECK(golden::close(metric::mean_absolute_error(s)->value, (4 + 0.5 + 2) / 3));
  CHECK(golden::close(metric::mean_squared_error(s)->value, (32 + 0.5 + 4) / 3));
  CHECK(golden::close(metric::wape(s)->value, 6.5 / 8));
  const double mean = 8.0 / 3;
  const double spread = 0.5 * (1 - mean) * (1 - mean) + 0.5 * (3 - mean) * (3 - mean) +
                        (2 - mean) * (2 - mean) + (4 - mean) * (4 - mean);
  CHECK(golden::close(metric::r2(s)->value, 1 - 36.5 / spread));
  CHECK(golden::close(metric::over_estimation_rate(s)->value, 1.5 / 3));
  CHECK(golden::close(metric::skill(s)->value, 1 - 6.5 / (0.5 + 2 + 1)));
  CHECK(metric::mean_error(s)->n == 4);  // 9 / 2.5 = 3.6
  CHECK(metric::max_error(s)->value == 8);
  CHECK(metric::max_error(s)->n == 4);
  CHECK(!metric::max_error(s)->bounds);

  // Weights that are all the same are no weights at all: values, sizes and intervals stay.
  state::residuals plain;
  std::mt19937_64 rng{8};
  std::normal_distribution<double> normal;
  for (int i = 0; i < 300; ++i) {
    const double y = 4 + normal(rng), p = y + normal(rng), naive = y + 2 * normal(rng);
    plain.update(row{y, p, naive});
  }
  state::residuals light = plain;
  light.scale(0.25);
  each([&](const auto& m) {
    const auto want = m(plain), got = m(light);
    CAPTURE(std::string{m.name()});
    CHECK(golden::close(got->value, want->value));
    CHECK(got->n == want->n);
    REQUIRE(got->bounds.has_value() == want->bounds.has_value());
    if (!got->bounds) return;
    CHECK(golden::close(got->bounds->lower, want->bounds->lower, 1e-10));
    CHECK(golden::close(got->bounds->upper, want->bounds->upper, 1e-10));
  });

  s.scale(0);
  each([&](const auto& m) { CHECK(m(s).has_value() == (m.name() == "max_error")); });
}

TEST_CASE("metric/regression stays in its range and finite at the ends of what is usable") {
  for (const double end : {1e60, 1e-60, 1e-80, 1e-300}) {
    CAPTURE(end);
    state::residuals s;
    s.update(row{end, -end, -end}), s.update(row{-end, end, end}), s.update(row{0, end, -end});
    each([&](const auto& m) {
      CAPTURE(std::string{m.name()});
      const auto got = m(s);
      if (!got) return;
      CHECK(std::isfinite(got->value));
      CHECK(got->value <= m.range().upper);
      CHECK(got->value >= m.range().lower);
      if (!got->bounds) return;
      CHECK(std::isfinite(got->bounds->lower));
      CHECK(std::isfinite(got->bounds->upper));
      CHECK(got->bounds->lower >= m.range().lower);
      CHECK(got->bounds->upper <= m.range().upper);
      CHECK(got->bounds->lower <= got->value);
      CHECK(got->bounds->upper >= got->value);
    });
    CHECK(golden::close(metric::mean_absolute_error(s)->value / end, 5.0 / 3));
  }
}

TEST_CASE("metric/regression's intervals cover at 95 %, or as much as few skewed rows allow" *
          doctest::test_suite("simulation")) {
  // Errors that are Gaussian with a bias, and ones that are skewed on a skewed truth.
  std::mt19937_64 rng{5};
  std::normal_distribution<double> normal;
  std::exponential_distribution<double> skewed;
  struct world {
    bool gaussian;
    int n;
    double least;       // coverage of the means and ratios; three standard errors below 0.95: 0.935
    double of_squares;  // and of what rests on squares of errors or of the truth
  };
  constexpr int runs = 2000;
  for (const world& w : {world{true, 30, 0.905, 0.905}, world{true, 100, 0.93, 0.92},
                         world{true, 1000, 0.935, 0.93}, world{false, 30, 0.89, 0.79},
                         world{false, 100, 0.905, 0.85}, world{false, 1000, 0.93, 0.91}}) {
    const auto draw = [&] {
      if (w.gaussian) {
        const double y = 10 + 3 * normal(rng), p = y + 0.5 + normal(rng);
        return row{y, p, y + 3 * normal(rng)};
      }
      const double y = 1 + 5 * skewed(rng), e = skewed(rng) - 1, p = y + e + 0.3 * normal(rng);
      const double up = skewed(rng), down = skewed(rng);
      return row{y, p, y + 4 * (up - down)};
    };
    state::residuals truth;
    for (int i = 0; i < 1'000'000; ++i) truth.update(draw());
    std::vector<state::residuals> states(runs);
    for (auto& s : states)
      for (int i = 0; i < w.n; ++i) s.update(draw());
    each([&](const auto& m) {
      if (m.name() == "max_error") return;
      const double want = m(truth)->value;
      int held = 0, with = 0;
      for (const auto& s : states) {
        const auto got = m(s);
        if (!got || !got->bounds) continue;
        ++with;
        held += got->bounds->lower <= want && want <= got->bounds->upper;
      }
      REQUIRE(with > runs * 9 / 10);
      const double share = static_cast<double>(held) / with;
      const auto name = m.name();
      const bool squares =
          name.ends_with("squared_error") || name == "r2" || name == "explained_variance";
      CHECK_MESSAGE(share >= (squares ? w.of_squares : w.least), std::string{name}, " ", w.n, ": ",
                    share);
      CHECK_MESSAGE(share <= 0.975, std::string{name}, " ", w.n, ": ", share);
    });
  }
}
