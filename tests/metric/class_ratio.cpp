// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/class_ratio.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <limits>

namespace {

using namespace telltale;
using metric::class_cells;
using metric::class_ratio;

// 6 hits, 4 missed, 9 false alarms, of weight 1.
constexpr class_cells cells{6, 10, 15, 6, 10, 15};

bool near(double a, double b) { return std::fabs(a - b) < 1e-12; }

}  // namespace

TEST_CASE("metric/class_ratio is precision, recall, F and Jaccard's share by its coefficients") {
  static_assert(*metric::detail::precision_ratio.value(cells) == 6.0 / 15);
  static_assert(*metric::detail::recall_ratio.value(cells) == 6.0 / 10);
  static_assert(*metric::detail::f1_ratio.value(cells) == 12.0 / 25);
  static_assert(*metric::detail::jaccard_ratio.value(cells) == 6.0 / 19);
  CHECK(near(*metric::detail::fbeta_ratio(2).value(cells), 5 * 0.4 * 0.6 / (4 * 0.4 + 0.6)));
  CHECK(near(*metric::detail::fbeta_ratio(1e-9).value(cells), 0.4));
  CHECK(near(*metric::detail::fbeta_ratio(1e9).value(cells), 0.6));
}

TEST_CASE("metric/class_ratio of a share has Wilson's interval of its rows") {
  const confidence_level level;
  const auto recall = metric::detail::recall_ratio.of(cells, level);
  CHECK(*recall->bounds == metric::wilson(0.6, 10, level.z));
  CHECK(recall->n == 10);
  const auto precision = metric::detail::precision_ratio.of(cells, level);
  CHECK(*precision->bounds == metric::wilson(0.4, 15, level.z));
  CHECK(precision->n == 15);
  const auto jaccard = metric::detail::jaccard_ratio.of(cells, level);
  CHECK(*jaccard->bounds == metric::wilson(6.0 / 19, 19, level.z));
  CHECK(jaccard->n == 19);
  CHECK(metric::detail::f1_ratio.of(cells, level) == metric::f1_of(cells.overlap(), level));
}

TEST_CASE("metric/class_ratio of F in general is close to that of F1 as beta comes to 1") {
  const confidence_level level;
  const auto f1 = metric::detail::f1_ratio.of(cells, level);
  const auto other = metric::detail::fbeta_ratio(1.0001).of(cells, level);
  CHECK(std::fabs(f1->value - other->value) < 1e-4);
  CHECK(std::fabs(f1->bounds->lower - other->bounds->lower) < 0.04);
  CHECK(std::fabs(f1->bounds->upper - other->bounds->upper) < 0.04);
  CHECK(other->n == 19);
}

TEST_CASE("metric/class_ratio is empty without a whole, and of one that a double does not hold") {
  const confidence_level level;
  constexpr class_cells never{0, 0, 4, 0, 0, 4};
  CHECK(!metric::detail::recall_ratio.value(never));
  CHECK(!metric::detail::recall_ratio.of(never, level));
  CHECK(*metric::detail::precision_ratio.value(never) == 0);
  CHECK(*metric::detail::fbeta_ratio(2).value(never) == 0);
  CHECK(metric::detail::fbeta_ratio(2).of(never, level)->bounds->upper > 0.1);
  CHECK(!metric::detail::fbeta_ratio(2).of({}, level));
  constexpr double most = (std::numeric_limits<double>::max)();
  CHECK(!metric::detail::fbeta_ratio(2).value({most, most, most, 1, 1, 1}));
}
