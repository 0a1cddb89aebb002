// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/weighted_error_histogram.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <span>
#include <type_traits>
#include <vector>

namespace {

using namespace telltale;
using histogram = state::weighted_error_histogram<-4, 4, 2>;
using row = regression_outcome<double>;

static_assert(accepts<histogram, regression_outcome<float>>);
static_assert(accepts<histogram, regression_batch<double>>);
static_assert(scalable<histogram>);
static_assert(!reversible<histogram>);
static_assert(std::is_trivially_copyable_v<histogram>);
static_assert(sizeof(state::weighted_error_histogram<>) == 8 * (2 * 64 * 16 + 3) + 32);

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

row weighing(double weight, double actual, double predicted) {
  return {actual, predicted, unknown, weight};
}

bool near(double a, double b) { return std::fabs(a - b) <= 1e-12 * b; }
bool alike(const histogram& a, const histogram& b) {
  bool same = a.count() == b.count() && a.rejected() == b.rejected() &&
              near(a.weight(), b.weight()) && near(a.weight_squares(), b.weight_squares());
  for (std::size_t i = 0; i < histogram::cells; ++i) same = same && near(a.weight(i), b.weight(i));
  return same;
}

row draw(std::mt19937_64& rng) {
  std::normal_distribution<double> normal;
  const double y = normal(rng), p = y + 4 * normal(rng);
  const double w = static_cast<double>(rng() % 9) / 8;
  const auto fate = rng() % 15;
  return weighing(fate == 0 ? -1 : w, fate == 1 ? unknown : y, p);
}

}  // namespace

TEST_CASE("state/weighted_error_histogram obeys the laws, and a batch is its loop") {
  laws::mergeable(histogram{}, draw, alike);
  laws::scalable(histogram{}, draw, alike);
  laws::batch_equals_loop(histogram{}, draw, [](auto& s, std::span<const row> rows) {
    std::vector<double> actual, predicted, weights;
    for (const auto& r : rows)
      actual.push_back(r.actual), predicted.push_back(r.predicted), weights.push_back(r.weight);
    s.update(regression_batch<double>{actual, predicted, {}, weights});
  });
}

TEST_CASE("state/weighted_error_histogram puts an error where error_histogram does") {
  std::mt19937_64 rng{5};
  for (int i = 0; i < 300; ++i) {
    row r = draw(rng);
    r.weight = 2.5;
    histogram weighted;
    histogram::shape counted;
    weighted.update(r), counted.update(r);
    CHECK(weighted.rejected() == counted.rejected());
    for (std::size_t c = 0; c < histogram::cells; ++c)
      if (weighted.weight(c) != 2.5 * static_cast<double>(counted.count(c))) FAIL_CHECK(c);
    for (std::size_t m = 0; m < histogram::magnitudes; ++m)
      if (weighted.weight_of_magnitude(m) !=
          2.5 * static_cast<double>(counted.count_of_magnitude(m)))
        FAIL_CHECK(m);
  }
  CHECK(histogram::bounds(3) == histogram::shape::bounds(3));
  CHECK(histogram::magnitude_bounds(3) == histogram::shape::magnitude_bounds(3));
  CHECK(histogram::typical(3) == histogram::shape::typical(3));
  CHECK(histogram::typical_magnitude(3) == histogram::shape::typical_magnitude(3));
}

TEST_CASE("state/weighted_error_histogram counts what it cannot use, and forgets") {
  histogram s;
  for (const double w : {-1e-300, unknown, 1.1e150}) s.update(weighing(w, 0, 1));
  s.update(weighing(1, 1.1e60, 0)), s.update(weighing(1, 0, unknown));
  CHECK(s.rejected() == 5);
  s.update(weighing(0, 0, 1)), s.update(weighing(3, 0, 1)), s.update(weighing(2, 1, 0));
  CHECK(s.count() == 3);
  CHECK(s.weight() == 5);
  CHECK(s.weight_squares() == 13);
  s.scale(1e-150);
  CHECK(s.weight() > 0);
  s.scale(0.1);
  CHECK(s.weight() == 0);
  CHECK(s.count() == 3);
}
