// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/weighted_multilabel_confusion.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <tuple>
#include <vector>

namespace {

using telltale::state::multilabel_confusion;
using telltale::state::row_quality;
using telltale::state::weighted_multilabel_confusion;

using labels = std::vector<std::uint8_t>;
using columns = std::span<const std::uint8_t>;

static_assert(telltale::accepts<weighted_multilabel_confusion<3>, columns, columns, double>);
static_assert(telltale::mergeable<weighted_multilabel_confusion<3>>);
static_assert(telltale::scalable<weighted_multilabel_confusion<3>>);
static_assert(!telltale::reversible<weighted_multilabel_confusion<3>>);
static_assert(sizeof(weighted_multilabel_confusion<3>) == 8 * (6 * 3 + 22));

constexpr row_quality qualities[]{row_quality::precision, row_quality::recall, row_quality::f1,
                                  row_quality::jaccard};

labels drawn(std::mt19937_64& rng, std::size_t size) {
  labels row(size);
  for (auto& label : row) label = static_cast<std::uint8_t>(rng() % 2);
  return row;
}

template <std::size_t L>
bool close(const weighted_multilabel_confusion<L>& x, const weighted_multilabel_confusion<L>& y) {
  const auto near = [](double a, double b) { return std::fabs(a - b) <= 1e-12 * std::fabs(b); };
  bool all = x.rejected() == y.rejected() && near(x.rows(), y.rows()) &&
             near(x.row_squares(), y.row_squares()) && near(x.exact(), y.exact());
  for (std::size_t k = 0; k < L; ++k)
    all = all && near(x.hits(k), y.hits(k)) && near(x.actual(k), y.actual(k)) &&
          near(x.predicted(k), y.predicted(k)) && near(x.hits_squares(k), y.hits_squares(k)) &&
          near(x.actual_squares(k), y.actual_squares(k)) &&
          near(x.predicted_squares(k), y.predicted_squares(k));
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = i; j < 3; ++j) all = all && near(x.product(i, j), y.product(i, j));
  for (const row_quality q : qualities)
    all = all && near(x.sum(q), y.sum(q)) && near(x.sum_squares(q), y.sum_squares(q)) &&
          near(x.sum_cross(q), y.sum_cross(q));
  return all;
}

}  // namespace

TEST_CASE("state/weighted_multilabel_confusion obeys the laws of a monoid that can forget") {
  const auto draw = [](auto& rng) {
    labels actual = drawn(rng, rng() % 20 == 0 ? 3 : 4);
    labels predicted = drawn(rng, 4);
    std::uniform_real_distribution<double> weight{-0.1, 5.0};
    return std::tuple{actual, predicted, weight(rng)};
  };
  laws::mergeable(weighted_multilabel_confusion<4>{}, draw, close<4>);
  laws::scalable(weighted_multilabel_confusion<4>{}, draw, close<4>);
}

TEST_CASE("state/weighted_multilabel_confusion with whole weights repeats the row") {
  std::mt19937_64 rng{8};
  multilabel_confusion<6> plain;
  weighted_multilabel_confusion<6> weighted, ones;
  for (int i = 0; i < 200; ++i) {
    const labels actual = drawn(rng, 6), predicted = drawn(rng, 6);
    const auto times = rng() % 4;
    weighted.update(actual, predicted, static_cast<double>(times));
    for (std::uint64_t j = 0; j < times; ++j) {
      plain.update(actual, predicted);
      ones.update(actual, predicted, 1);
    }
  }
  CHECK(weighted.rows() == static_cast<double>(plain.rows()));
  CHECK(weighted.exact() == static_cast<double>(plain.exact()));
  CHECK(weighted.row_squares() > weighted.rows());
  CHECK(ones.row_squares() == ones.rows());
  for (std::size_t k = 0; k < 6; ++k) {
    CHECK(weighted.hits(k) == static_cast<double>(plain.hits(k)));
    CHECK(weighted.actual(k) == static_cast<double>(plain.actual(k)));
    CHECK(weighted.predicted(k) == static_cast<double>(plain.predicted(k)));
    CHECK(ones.hits_squares(k) == ones.hits(k));
    CHECK(weighted.actual_squares(k) > weighted.actual(k));
  }
  for (const row_quality q : qualities) {
    CHECK(std::fabs(weighted.sum(q) - plain.sum(q)) < 1e-11);
    CHECK(std::fabs(ones.sum_squares(q) - plain.sum_squares(q)) < 1e-6);
    CHECK(std::fabs(ones.sum_cross(q) - plain.sum(q)) < 1e-11);
  }
  for (std::size_t i = 0; i < 3; ++i)
    for (std::size_t j = i; j < 3; ++j)
      CHECK(ones.product(i, j) == static_cast<double>(plain.product(i, j)));
}

TEST_CASE("state/weighted_multilabel_confusion adds the square of a weight to the products") {
  weighted_multilabel_confusion<3> s;
  s.update(labels{1, 0, 1}, labels{1, 1, 1}, 3);
  CHECK(s.product(0, 0) == 9 * 4);
  CHECK(s.product(1, 2) == 9 * 6);
  CHECK(s.hits_squares(0) == 9);
  CHECK(s.predicted_squares(1) == 9);
  CHECK(s.actual_squares(1) == 0);
  CHECK(s.exact() == 0);
  CHECK(std::fabs(s.sum(row_quality::precision) - 2) < 1e-15);
  CHECK(std::fabs(s.sum_squares(row_quality::precision) - 4) < 1e-14);
  CHECK(std::fabs(s.sum_cross(row_quality::precision) - 6) < 1e-14);
  s.scale(0.5);
  CHECK(s.rows() == 1.5);
  CHECK(s.row_squares() == 2.25);
  CHECK(s.product(0, 0) == 9);
}

TEST_CASE("state/weighted_multilabel_confusion rejects unusable rows and weights") {
  weighted_multilabel_confusion<2> s;
  s.update(labels{1, 0}, labels{1, 0}, -1);
  s.update(labels{1, 0}, labels{1, 0}, std::numeric_limits<double>::quiet_NaN());
  s.update(labels{1, 0}, labels{1, 0}, std::numeric_limits<double>::infinity());
  s.update(labels{1, 0}, labels{1}, 1);
  s.update(labels{1, 3}, labels{1, 0}, 1);
  CHECK(s.rejected() == 5);
  CHECK(s.rows() == 0);
  s.update(labels{1, 0}, labels{1, 0}, 1e150);
  CHECK(std::isfinite(s.row_squares()));
  CHECK(s.exact() == 1e150);
  s.update(labels{1, 0}, labels{1, 0}, std::nextafter(1e150, 1e151));
  CHECK(s.rejected() == 6);
}
