// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/deviance.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <span>
#include <vector>

namespace {

using namespace telltale;
using state::deviance;
using state::family;
using state::gamma_deviance;
using state::poisson_deviance;
using state::unit_deviance;

template <class S>
inline constexpr bool models_its_concepts =
    accepts<S, regression_outcome<float>>&& accepts<S, regression_outcome<double>>&&
        accepts<S, regression_batch<float>>&& accepts<S, regression_batch<double>>&& scalable<S> &&
    !reversible<S> && sizeof(S) == 88;
static_assert(models_its_concepts<poisson_deviance>);
static_assert(models_its_concepts<gamma_deviance>);

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

bool near(double a, double b, double tolerance = 1e-12) {
  return std::fabs(a - b) <= tolerance * std::fabs(b);
}
template <family Family, bool Weighted>
bool close(const deviance<Family, Weighted>& a, const deviance<Family, Weighted>& b) {
  return a.rejected() == b.rejected() && near(a.out_of_domain(), b.out_of_domain()) &&
         near(a.losses().weight(), b.losses().weight()) &&
         near(a.losses().weight_squares(), b.losses().weight_squares()) &&
         near(a.losses().sum(), b.losses().sum()) &&
         near(a.losses().squares(), b.losses().squares()) && near(a.actual(), b.actual()) &&
         near(a.about_mean(), b.about_mean());
}

regression_outcome<double> draw(std::mt19937_64& rng) {
  const double mean = std::lognormal_distribution<double>{1, 1}(rng);
  const double actual = std::poisson_distribution<int>{mean}(rng);
  const double weight = std::exponential_distribution<double>{1}(rng);
  const auto kind = rng() % 20;
  if (kind == 0) return {actual, unknown, unknown, weight};
  if (kind == 1) return {-actual, mean, unknown, weight};
  if (kind == 2) return {actual, mean, unknown, -1};
  if (kind == 3) return {actual, mean, unknown, 0};
  return {actual, mean, unknown, weight};
}

regression_outcome<double> weighing(double weight, double actual, double predicted) {
  return {actual, predicted, unknown, weight};
}

template <family Family>
deviance<Family> of(double actual, double predicted) {
  deviance<Family> s;
  s.update(regression_outcome<double>{actual, predicted});
  return s;
}

/// What ignores weights, and what counts by them.
template <family Family>
void check_laws() {
  laws::mergeable(deviance<Family>{}, draw, close<Family, false>);
  laws::scalable(deviance<Family>{}, draw, close<Family, false>);
  laws::mergeable(deviance<Family, true>{}, draw, close<Family, true>);
  laws::scalable(deviance<Family, true>{}, draw, close<Family, true>);
  laws::batch_equals_loop(deviance<Family>{}, draw,
                          [](auto& s, std::span<const regression_outcome<double>> rows) {
                            std::vector<double> actual, predicted;
                            for (const auto& row : rows) {
                              actual.push_back(row.actual);
                              predicted.push_back(row.predicted);
                            }
                            s.update(regression_batch<double>{actual, predicted});
                          });
}

/// Where in the domain of a family one number is, the other being 1.
template <family Family>
void check_domain(double number, bool as_actual, bool as_predicted) {
  CAPTURE(number);
  CHECK(of<Family>(number, 1).out_of_domain() == (as_actual ? 0 : 1));
  CHECK(of<Family>(number, 1).losses().weight() == (as_actual ? 1 : 0));
  CHECK(of<Family>(1, number).out_of_domain() == (as_predicted ? 0 : 1));
  CHECK(of<Family>(1, number).losses().weight() == (as_predicted ? 1 : 0));
  CHECK(of<Family>(number, 1).rejected() + of<Family>(1, number).rejected() == 0);
}

template <family Family>
void check_rejects() {
  for (const double bad : {unknown, infinity, -infinity, std::nextafter(1e60, infinity)}) {
    for (const auto& s : {of<Family>(bad, 1), of<Family>(1, bad), of<Family>(-1, bad)}) {
      CHECK(s.rejected() == 1);
      CHECK(s.out_of_domain() == 0);
      CHECK(s.losses().weight() == 0);
    }
  }
}

/// Merged in random order, 64 parts give the deviance about the mean that two passes give, in
/// extended precision.
template <family Family>
void check_parts(double offset, double spread, double tolerance) {
  std::mt19937_64 rng{8};
  std::vector<deviance<Family>> parts(64);
  std::vector<long double> all;
  for (auto& part : parts) {
    for (int i = 0; i < 200; ++i) {
      const double y = offset + spread * std::uniform_real_distribution<double>{0, 1}(rng);
      all.push_back(static_cast<long double>(y));
      part.update(regression_outcome<double>{y, 1});
    }
  }
  long double sum = 0, expected = 0;
  for (const long double y : all) sum += y;
  const long double mean = sum / static_cast<long double>(all.size());
  for (const long double y : all) {
    const long double u = (y - mean) / mean;  // small enough for a series below
    if (std::fabs(u) > 1e-3L) {
      expected += Family == family::poisson ? 2 * (y * std::log1p(u) - (y - mean))
                                            : 2 * (u - std::log1p(u));
    } else {
      const long double square = u * u;
      expected += Family == family::poisson ? mean * (square - square * u / 3 + square * square / 6)
                                            : square - 2 * square * u / 3 + square * square / 2;
    }
  }
  for (int order = 0; order < 5; ++order) {
    std::shuffle(parts.begin(), parts.end(), rng);
    deviance<Family> whole;
    for (const auto& part : parts) whole.merge(part);
    CHECK(near(whole.about_mean(), static_cast<double>(expected), tolerance));
    CHECK(near(whole.actual(), static_cast<double>(sum), 1e-14));
  }
}

}  // namespace

TEST_CASE("state/deviance obeys the laws of a monoid that can forget, and a batch is its loop") {
  check_laws<family::poisson>();
  check_laws<family::gamma>();
}

TEST_CASE("state/deviance of one row is that of its formula, near the mean and far from it") {
  const double e = std::exp(1);
  CHECK(near(unit_deviance<family::poisson>(0, 3), 6));
  CHECK(near(unit_deviance<family::poisson>(e, 1), 2));
  CHECK(near(unit_deviance<family::gamma>(e, 1), 2 * (e - 2)));
  CHECK(near(unit_deviance<family::gamma>(1, e), 2 / e));
  CHECK(unit_deviance<family::poisson>(5, 5) == 0);
  CHECK(unit_deviance<family::gamma>(5, 5) == 0);
  for (const double u : {-1e-3, 1e-3, 1e-6, -1e-6, 0x1p-40}) {
    const double y = 1 + u, v = y - 1;
    CHECK(near(unit_deviance<family::poisson>(y, 1), v * v - v * v * v / 3, 2e-6));
    CHECK(near(unit_deviance<family::gamma>(y, 1), v * v - 2 * v * v * v / 3, 2e-6));
  }
  // Both ways of taking it agree where one takes over from the other.
  for (const double border : {0.95, 1.05}) {
    for (const double step : {-1e-9, 1e-9}) {
      const double y = border + step;
      CHECK(near(unit_deviance<family::poisson>(y, 1), 2 * (y * std::log(y) - y + 1), 1e-12));
      CHECK(near(unit_deviance<family::gamma>(y, 1), 2 * (y - 1 - std::log(y)), 1e-12));
    }
  }
}

TEST_CASE("state/deviance counts what a family cannot have produced") {
  for (const double negative : {-1e60, -1.0, -1e-60, -1e-300}) {
    check_domain<family::poisson>(negative, false, false);
    check_domain<family::gamma>(negative, false, false);
  }
  for (const double zero : {0.0, -0.0}) {
    check_domain<family::poisson>(zero, true, false);
    check_domain<family::gamma>(zero, false, false);
  }
  const double next = std::nextafter(1e-60, 0.0);
  check_domain<family::poisson>(next, false, false);
  check_domain<family::gamma>(next, false, false);
  for (const double positive : {1e-60, 1.0, 1e60}) {
    check_domain<family::poisson>(positive, true, true);
    check_domain<family::gamma>(positive, true, true);
  }
  check_rejects<family::poisson>();
  check_rejects<family::gamma>();
}

TEST_CASE("state/deviance stays finite at the ends of its domain") {
  const auto fill = [](auto s) {
    for (int i = 0; i < 10; ++i)
      for (const double y : {1e-60, 1e60, 1.0})
        for (const double p : {1e60, 1e-60}) s.update(regression_outcome<double>{y, p});
    return s;
  };
  const auto counts = fill(poisson_deviance{});
  CHECK(counts.losses().squares() < infinity);
  CHECK(counts.about_mean() < infinity);
  auto amounts = fill(gamma_deviance{});
  CHECK(amounts.losses().squares() < infinity);
  CHECK(amounts.about_mean() < infinity);
  for (int i = 0; i < 500; ++i) amounts.scale(0.1);
  CHECK(amounts == gamma_deviance{});
  amounts.update(regression_outcome<double>{2, 3});
  CHECK(amounts == of<family::gamma>(2, 3));
}

TEST_CASE("state/deviance keeps that about the mean at an offset, whatever the order of 64 parts") {
  check_parts<family::poisson>(0, 100, 1e-12);
  check_parts<family::poisson>(1e9, 1e6, 1e-12);
  check_parts<family::poisson>(1e9, 1e3, 1e-9);
  check_parts<family::gamma>(0.001, 100, 1e-12);
  check_parts<family::gamma>(1e9, 1e6, 1e-12);
  check_parts<family::gamma>(1e9, 1e3, 1e-9);
}

TEST_CASE("state/deviance about a mean of nothing but zeros is nothing") {
  poisson_deviance s = of<family::poisson>(0, 2);
  s.update(regression_outcome<double>{0, 1});
  CHECK(s.about_mean() == 0);
  CHECK(s.losses().sum() == 6);
  s.update(regression_outcome<double>{3, 1});
  CHECK(near(s.about_mean(), 2 + 2 + unit_deviance<family::poisson>(3, 1)));
  poisson_deviance reversed = of<family::poisson>(3, 1);
  reversed.update(regression_outcome<double>{0, 2});
  reversed.update(regression_outcome<double>{0, 1});
  CHECK(close(reversed, s));
}

TEST_CASE("state/deviance weighted: a weight of 3 is a row that comes three times") {
  state::weighted_gamma_deviance by_weight;
  gamma_deviance by_rows;
  by_weight.update(weighing(3, 2, 5)), by_weight.update(weighing(1, 7, 4));
  for (int i = 0; i < 3; ++i) by_rows.update(weighing(-1, 2, 5));  // which it ignores
  by_rows.update(weighing(1, 7, 4));
  CHECK(near(by_weight.losses().sum(), by_rows.losses().sum()));
  CHECK(near(by_weight.losses().squares(), by_rows.losses().squares()));
  CHECK(near(by_weight.actual(), 13));
  CHECK(near(by_weight.about_mean(), by_rows.about_mean()));
  CHECK(by_weight.losses().weight() == 4);
  CHECK(by_weight.losses().weight_squares() == 10);
}

TEST_CASE("state/deviance weighted: what it cannot use, and what weighs next to nothing") {
  state::weighted_gamma_deviance s;
  for (const double w : {-1.0, unknown, infinity, 1.1e150}) s.update(weighing(w, 1, 2));
  CHECK(s.rejected() == 4);
  s.update(weighing(1e150, 1e60, 1e-60));  // the square of its deviance is beyond a double
  CHECK(s.rejected() == 5);
  CHECK(s.losses().weight() == 0);
  s.update(weighing(2.5, 0, 1));
  CHECK(s.out_of_domain() == 2.5);
  s.update(weighing(0.99e-150, 1, 2)), s.update(weighing(0, 1, 2));
  CHECK(s.rejected() == 5);
  CHECK(s.losses().weight() == 0);
  s.update(weighing(1e-150, 1e-60, 2e-60)), s.update(weighing(1, 2, 1));
  CHECK(s.losses().weight() == 1);
  CHECK(std::isfinite(s.about_mean()));
  s.update(weighing(1e150, 1, 2));
  CHECK(s.rejected() == 5);
  CHECK(s.losses().weight() == 1e150);
}
