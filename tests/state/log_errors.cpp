// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/log_errors.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <cmath>
#include <limits>
#include <random>
#include <span>
#include <vector>

namespace {

using namespace telltale;
using state::log_errors;

static_assert(accepts<log_errors, regression_outcome<float>>);
static_assert(accepts<log_errors, regression_outcome<double>>);
static_assert(accepts<log_errors, regression_batch<float>>);
static_assert(accepts<log_errors, regression_batch<double>>);
static_assert(mergeable<log_errors>);
static_assert(scalable<log_errors>);
static_assert(!reversible<log_errors>);
static_assert(sizeof(log_errors) == 64);

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

bool near(double a, double b) { return std::fabs(a - b) <= 1e-13 * std::fabs(b); }
bool close(const log_errors& a, const log_errors& b) {
  return a.rejected() == b.rejected() && near(a.out_of_domain(), b.out_of_domain()) &&
         near(a.losses().weight(), b.losses().weight()) &&
         near(a.losses().weight_squares(), b.losses().weight_squares()) &&
         near(a.losses().sum(), b.losses().sum()) &&
         near(a.losses().squares(), b.losses().squares());
}

regression_outcome<double> draw(std::mt19937_64& rng) {
  std::normal_distribution<double> spread{5, 3};  // some of it below -1
  const double actual = spread(rng), predicted = spread(rng);
  return {actual, rng() % 10 == 0 ? unknown : predicted};
}

regression_outcome<double> weighing(double weight, double actual, double predicted) {
  return {actual, predicted, unknown, weight};
}

log_errors of(double actual, double predicted) {
  log_errors s;
  s.update(regression_outcome<double>{actual, predicted});
  return s;
}

}  // namespace

TEST_CASE("state/log_errors obeys the laws of a monoid that can forget, and a batch is its loop") {
  laws::mergeable(log_errors{}, draw, close);
  laws::scalable(log_errors{}, draw, close);
  laws::batch_equals_loop(log_errors{}, draw,
                          [](auto& s, std::span<const regression_outcome<double>> rows) {
                            std::vector<double> actual, predicted;
                            for (const auto& row : rows) {
                              actual.push_back(row.actual);
                              predicted.push_back(row.predicted);
                            }
                            s.update(regression_batch<double>{actual, predicted});
                          });
}

TEST_CASE("state/log_errors is a squared difference of logarithms") {
  const double e = std::exp(1);
  CHECK(near(of(0, e - 1).losses().sum(), 1));
  CHECK(near(of(e - 1, 0).losses().sum(), 1));
  CHECK(near(of(0, e * e - 1).losses().sum(), 4));
  CHECK(near(of(0, e * e - 1).losses().squares(), 16));
  CHECK(of(7, 7).losses().sum() == 0);
  CHECK(near(of(0, 1e-15).losses().sum(), 1e-30));
  log_errors of_floats;
  of_floats.update(regression_outcome<float>{0.25f, 0.5f});
  CHECK(of_floats == of(0.25, 0.5));
}

TEST_CASE(
    "state/log_errors counts -1 and less as out of the domain, and the unusable as rejected") {
  for (const double outside : {-1.0, std::nextafter(-1.0, -2.0), -5.0, -1e60}) {
    for (const auto& s : {of(outside, 1), of(1, outside), of(outside, outside)}) {
      CHECK(s.out_of_domain() == 1);
      CHECK(s.losses().weight() == 0);
      CHECK(s.rejected() == 0);
    }
  }
  for (const double inside : {std::nextafter(-1.0, 0.0), -0.5, 1e60}) {
    for (const auto& s : {of(inside, 1), of(1, inside), of(inside, inside)}) {
      CHECK(s.out_of_domain() == 0);
      CHECK(s.losses().weight() == 1);
      CHECK(s.losses().sum() < infinity);
    }
  }
  for (const double bad : {unknown, infinity, -infinity, std::nextafter(1e60, infinity)}) {
    for (const auto& s : {of(bad, -2), of(-2, bad), of(1, bad), of(bad, 1)}) {
      CHECK(s.rejected() == 1);
      CHECK(s.out_of_domain() == 0);
      CHECK(s.losses().weight() == 0);
    }
  }
}

TEST_CASE("state/log_errors weighted: a row counts by its weight") {
  using state::weighted_log_errors;
  static_assert(sizeof(weighted_log_errors) == 64);
  static_assert(scalable<weighted_log_errors>);
  const double e = std::exp(1);
  weighted_log_errors s;
  s.update(weighing(2, 0, e - 1));
  CHECK(s.losses().weight() == 2);
  CHECK(s.losses().weight_squares() == 4);
  CHECK(near(s.losses().sum(), 2));
  CHECK(near(s.losses().squares(), 2));
  s.update(weighing(3, -1, 0));
  CHECK(s.out_of_domain() == 3);
  for (const double w : {-1.0, unknown, infinity, 1.1e150}) s.update(weighing(w, 0, 1));
  CHECK(s.rejected() == 4);
  CHECK(s.losses().weight() == 2);
  s.update(weighing(0, 0, 1));
  CHECK(s.rejected() == 4);
  CHECK(s.losses().weight() == 2);
  log_errors ignores;
  ignores.update(weighing(-1, 0, 1));
  CHECK(ignores.losses().weight() == 1);
}
