// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/residuals.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <type_traits>
#include <vector>

namespace {

using namespace telltale;
using state::residuals;
using row = regression_outcome<double>;

static_assert(accepts<residuals, regression_outcome<float>>);
static_assert(accepts<residuals, regression_outcome<double>>);
static_assert(accepts<residuals, regression_batch<float>>);
static_assert(accepts<residuals, regression_batch<double>>);
static_assert(scalable<residuals>);
static_assert(!reversible<residuals>);
static_assert(std::is_trivially_copyable_v<residuals>);  // so that nothing allocates
static_assert(sizeof(residuals) == 2824);

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double endless = std::numeric_limits<double>::infinity();

bool near(double a, double b, double scale, double tolerance = 1e-12) {
  return std::fabs(a - b) <= tolerance * std::fabs(scale);
}
bool near(double a, double b) { return near(a, b, b); }
bool near(const state::loss_tally& a, const state::loss_tally& b) {
  return near(a.weight(), b.weight()) && near(a.weight_squares(), b.weight_squares()) &&
         near(a.sum(), b.sum()) && near(a.squares(), b.squares());
}
bool near(const math::joint_moments& a, const math::joint_moments& b) {
  const double x = std::sqrt(b.xx()), y = std::sqrt(b.yy());
  return near(a.weight(), b.weight()) && near(a.mean_x(), b.mean_x(), x + std::fabs(b.mean_x())) &&
         near(a.mean_y(), b.mean_y(), y + std::fabs(b.mean_y())) && near(a.xx(), b.xx()) &&
         near(a.xy(), b.xy(), x * y) && near(a.yy(), b.yy()) && near(a.xxx(), b.xxx(), x * x * x) &&
         near(a.xxy(), b.xxy(), x * x * y) && near(a.xyy(), b.xyy(), x * y * y) &&
         near(a.yyy(), b.yyy(), y * y * y) && near(a.xxxx(), b.xxxx()) &&
         near(a.xxyy(), b.xxyy()) && near(a.yyyy(), b.yyyy());
}
bool alike(const residuals& a, const residuals& b) {
  return a.count() == b.count() && a.rejected() == b.rejected() && near(a.weight(), b.weight()) &&
         near(a.weight_squares(), b.weight_squares()) && near(a.over(), b.over()) &&
         near(a.under(), b.under()) && near(a.moments(), b.moments()) &&
         near(a.absolute_actual(), b.absolute_actual()) &&
         near(a.absolute_product(), b.absolute_product()) &&
         near(a.naive().model, b.naive().model) && near(a.naive().naive, b.naive().naive) &&
         near(a.naive().product.value(), b.naive().product.value()) &&
         a.max_error() == b.max_error();
}

/// Also rows that are rejected, predictions that are right, and naive forecasts that are missing.
template <class Value>
regression_outcome<Value> draw(std::mt19937_64& rng) {
  std::normal_distribution<double> normal;
  const double y = 20 + 3 * normal(rng), p = y + normal(rng), f = y + 2 * normal(rng);
  regression_outcome<Value> r{static_cast<Value>(y), static_cast<Value>(p)};
  const auto fate = rng() % 20;
  if (fate == 0) r.actual = std::numeric_limits<Value>::quiet_NaN();
  if (fate == 1) r.predicted = std::numeric_limits<Value>::infinity();
  if (fate == 2) r.predicted = r.actual;
  if (fate > 5) r.naive = static_cast<Value>(f);
  return r;
}

template <class Value>
struct columns {
  std::vector<Value> actual, predicted, naive;

  explicit columns(std::span<const regression_outcome<Value>> rows) {
    for (const auto& r : rows) {
      actual.push_back(r.actual);
      predicted.push_back(r.predicted);
      naive.push_back(r.naive);
    }
  }
};

}  // namespace

TEST_CASE("state/residuals keeps every sum that its metrics read") {
  residuals s;
  s.update(row{-1, 1, 2}), s.update(row{3, 2}), s.update(row{-3, -2.5, -3}), s.update(row{4, 4, 9});
  CHECK(s.count() == 4);
  CHECK(s.weight() == 4);
  CHECK(s.weight_squares() == 4);
  CHECK(s.over().weight() == 2);
  CHECK(s.over().sum() == 2.5);
  CHECK(s.over().squares() == 4.25);
  CHECK(s.under().weight() == 1);
  CHECK(s.under().weight_squares() == 1);
  CHECK(s.under().sum() == 1);
  CHECK(s.under().squares() == 1);
  CHECK(s.max_error() == 2.0);
  CHECK(s.absolute_actual() == 11);
  CHECK(s.absolute_product() == 2 + 3 + 1.5);
  // Errors 2, -1, 0.5, 0 about 0.375; truths -1, 3, -3, 4 about 0.75.
  const auto m = s.moments();
  CHECK(m.weight() == 4);
  CHECK(m.mean_x() == 0.375);
  CHECK(m.mean_y() == 0.75);
  CHECK(near(m.xx(), 5.25 - 4 * 0.375 * 0.375));
  CHECK(near(m.yy(), 35 - 4 * 0.75 * 0.75));
  CHECK(near(m.xy(), -2 - 3 - 1.5 - 4 * 0.375 * 0.75));
  const auto f = s.naive();
  CHECK(f.model.weight() == 3);
  CHECK(f.model.sum() == 2.5);
  CHECK(f.naive.weight() == 3);
  CHECK(f.naive.sum() == 3 + 5);
  CHECK(f.naive.squares() == 9 + 25);
  CHECK(f.product.value() == 6);
  CHECK(s.closed() == s);
  CHECK(s.closed().max_error() == 2.0);
  CHECK(s.closed().count() == 4);
}

TEST_CASE("state/residuals rejects what is no number or too far out") {
  residuals s;
  const double beyond = std::nextafter(1e60, endless);
  for (const double bad : {not_a_number, endless, -endless, beyond, -beyond}) {
    s.update(row{bad, 1, 1});
    s.update(row{1, bad, 1});
  }
  CHECK(s.rejected() == 10);
  CHECK(s.count() == 0);
  CHECK(s.weight() == 0);
  CHECK_FALSE(s.max_error());
  CHECK(s.naive().naive.weight() == 0);
  s.update(row{1e60, -1e60, beyond}), s.update(row{1, 2, endless}), s.update(row{1, 2, -1e60});
  CHECK(s.rejected() == 10);
  CHECK(s.count() == 3);
  CHECK(s.max_error() == 2e60);
  CHECK(s.naive().naive.weight() == 1);
  CHECK(std::isfinite(s.moments().xxxx()));
  CHECK(std::isfinite(s.moments().xxyy()));
}

TEST_CASE("state/residuals a batch gives what its loop gives, to the last bit") {
  laws::batch_equals_loop(
      residuals{}, draw<double>,
      [](residuals& s, std::span<const regression_outcome<double>> rows) {
        const columns<double> all{rows};
        s.update(regression_batch<double>{all.actual, all.predicted, all.naive});
      });
  laws::batch_equals_loop(residuals{}, draw<float>,
                          [](residuals& s, std::span<const regression_outcome<float>> rows) {
                            const columns<float> all{rows};
                            s.update(regression_batch<float>{all.actual, all.predicted, all.naive});
                          });
  laws::batch_equals_loop(
      residuals{},
      [](std::mt19937_64& rng) {
        auto r = draw<float>(rng);
        r.naive = std::numeric_limits<float>::quiet_NaN();
        return r;
      },
      [](residuals& s, std::span<const regression_outcome<float>> rows) {
        const columns<float> all{rows};
        s.update(regression_batch<float>{all.actual, all.predicted});
      });
}

TEST_CASE("state/residuals obeys the laws of a monoid that can forget") {
  laws::mergeable(residuals{}, draw<double>, alike);
  laws::scalable(residuals{}, draw<double>, alike);
  // More than a block.
  residuals whole, left, right;
  std::mt19937_64 rng{6};
  for (int i = 0; i < 3000; ++i) {
    const auto r = draw<double>(rng);
    whole.update(r);
    (rng() % 3 == 0 ? left : right).update(r);
  }
  left.merge(right);
  CHECK(alike(left, whole));
  left.update(row{1, 2, 3}), whole.update(row{1, 2, 3});
  CHECK(alike(left, whole));
}

TEST_CASE("state/residuals keeps what differs in one sum alone apart") {
  residuals a, b;
  a.update(row{1, 2}), b.update(row{1, 2, 3});
  CHECK_FALSE(a == b);
  residuals c, d;
  c.update(row{1, 3}), d.update(row{2, 4});
  CHECK_FALSE(c == d);
  residuals e = a;
  e.update(row{not_a_number, 1});
  CHECK_FALSE(e == a);
}

TEST_CASE("state/residuals hold R2 and the variance to 1e-9 at 1e9, merged from 64 parts") {
  // Multiples of 1/1024, so that the sums below are exact integers.
  std::mt19937_64 rng{7};
  const std::size_t each = 300, n = 64 * each;
  std::vector<std::int64_t> truth, error;
  for (std::size_t i = 0; i < n; ++i) {
    truth.push_back(static_cast<std::int64_t>(rng() % 4096));
    error.push_back(static_cast<std::int64_t>(rng() % 1500) - 600);
  }
  std::vector<residuals> parts(64);
  std::int64_t y = 0, yy = 0, e = 0, ee = 0;
  for (std::size_t i = 0; i < n; ++i) {
    y += truth[i], yy += truth[i] * truth[i], e += error[i], ee += error[i] * error[i];
    const double actual = 1e9 + static_cast<double>(truth[i]) / 1024;
    parts[i / each].update(row{actual, actual + static_cast<double>(error[i]) / 1024});
  }
  const auto size = static_cast<std::int64_t>(n);
  const double unit = 1024.0 * 1024.0 * static_cast<double>(n);
  const double of_truth = static_cast<double>(size * yy - y * y) / unit;
  const double of_error = static_cast<double>(size * ee - e * e) / unit;
  const double squares = static_cast<double>(ee) / (1024.0 * 1024.0);
  for (int order = 0; order < 20; ++order) {
    std::shuffle(parts.begin(), parts.end(), rng);
    residuals whole;
    for (const residuals& part : parts) whole.merge(part);
    const auto m = whole.moments();
    CHECK(near(m.yy(), of_truth));
    CHECK(near(m.xx(), of_error));
    CHECK(near(whole.over().squares() + whole.under().squares(), squares));
    CHECK(near(m.mean_y(), 1e9 + static_cast<double>(y) / (1024.0 * static_cast<double>(n)), 1e9,
               2e-16));
  }
}

TEST_CASE("state/residuals forgets weight, but neither rows nor the largest error") {
  residuals s;
  s.update(row{1, 9, 3}), s.update(row{2, 1, 3});
  s.scale(0.5);
  CHECK(s.count() == 2);
  CHECK(s.weight() == 1);
  CHECK(s.weight_squares() == 0.5);
  CHECK(s.over().weight() == 0.5);
  CHECK(s.over().weight_squares() == 0.25);
  CHECK(s.over().sum() == 4);
  CHECK(s.under().squares() == 0.5);
  CHECK(s.absolute_actual() == 1.5);
  CHECK(s.absolute_product() == 5);
  CHECK(s.naive().naive.sum() == 1.5);
  CHECK(s.naive().product.value() == 8.5);
  CHECK(s.moments().yy() == 0.25);
  s.scale(0);
  CHECK(s.weight() == 0);
  CHECK(s.count() == 2);
  CHECK(s.max_error() == 8.0);
  s.update(row{7, 6});
  CHECK(s.moments().mean_y() == 7);  // nothing of the past is left
  CHECK(s.moments().xx() == 0);
  CHECK(s.max_error() == 8.0);

  // Forgotten before a double loses the squares of the weights.
  residuals old;
  old.update(row{1, 2, 3});
  for (int i = 0; i < 149; ++i) old.scale(0.1);
  CHECK(old.weight() > 0);
  CHECK(old.weight_squares() > 0);
  for (int i = 0; i < 3; ++i) old.scale(0.1);
  CHECK(old.weight() == 0);
  CHECK(old.weight_squares() == 0);
  CHECK(old.absolute_actual() == 0);
  CHECK(old.naive().naive.weight() == 0);
}

TEST_CASE("state/residuals decayed row by row equals its closed form") {
  const double factor = 0.99;
  std::mt19937_64 rng{11};
  residuals s;
  std::vector<row> rows;
  for (int i = 0; i < 2000; ++i) {
    s.scale(factor);
    const double y = 1e6 + static_cast<double>(rng() % 1000), e = static_cast<double>(rng() % 100);
    rows.push_back({y, y + e - 40});
    s.update(rows.back());
  }
  double weight = 1, weights = 0, squares = 0, mean = 0, error = 0, yy = 0;
  for (std::size_t i = rows.size(); i-- > 0; weight *= factor) {
    weights += weight, squares += weight * weight;
    mean += weight * (rows[i].actual - 1e6);
    error += weight * std::fabs(rows[i].predicted - rows[i].actual);
  }
  mean /= weights, weight = 1;
  for (std::size_t i = rows.size(); i-- > 0; weight *= factor)
    yy += weight * (rows[i].actual - 1e6 - mean) * (rows[i].actual - 1e6 - mean);
  CHECK(near(s.weight(), weights));
  CHECK(near(s.weight_squares(), squares));
  CHECK(near(s.over().sum() + s.under().sum(), error));
  CHECK(near(s.moments().mean_y(), 1e6 + mean, 1e6, 1e-15));
  CHECK(near(s.moments().yy(), yy));
}
