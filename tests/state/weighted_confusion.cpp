// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/weighted_confusion.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <tuple>

namespace {

using telltale::binary_outcome;
using telltale::class_outcome;
using telltale::state::weighted_confusion;

static_assert(telltale::accepts<weighted_confusion<3>, std::size_t, std::size_t, double>);
static_assert(telltale::accepts<weighted_confusion<3>, class_outcome>);
static_assert(telltale::accepts<weighted_confusion<2>, binary_outcome<float>>);
static_assert(telltale::mergeable<weighted_confusion<3>>);
static_assert(telltale::scalable<weighted_confusion<3>>);
static_assert(!telltale::reversible<weighted_confusion<3>>);
static_assert(sizeof(weighted_confusion<2>) == 8 * (2 * 4 + 1));
static_assert(sizeof(weighted_confusion<3>) == 8 * (2 * 9 + 1));

template <std::size_t K>
bool close(const weighted_confusion<K>& x, const weighted_confusion<K>& y) {
  const auto near = [](double a, double b) { return std::fabs(a - b) <= 1e-13 * std::fabs(b); };
  bool all = x.rejected() == y.rejected();
  for (std::size_t a = 0; a < K; ++a)
    for (std::size_t p = 0; p < K; ++p)
      all = all && near(x.count(a, p), y.count(a, p)) && near(x.squares(a, p), y.squares(a, p));
  return all;
}

TEST_CASE("state/weighted_confusion obeys the laws of a monoid that can forget") {
  const auto draw = [](auto& rng) {
    std::uniform_real_distribution<double> weight{-0.1, 5.0};
    return std::tuple{rng() % 4, rng() % 4, weight(rng)};
  };
  laws::mergeable(weighted_confusion<3>{}, draw, close<3>);
  laws::scalable(weighted_confusion<3>{}, draw, close<3>);
}

TEST_CASE("state/weighted_confusion adds weights and their squares") {
  weighted_confusion<2> s;
  s.update(1, 0, 2);
  s.update(1, 0, 0.5);
  s.update(class_outcome{0, 1, 3});
  s.update(binary_outcome<float>{0.7f, 1, 1, 4});
  CHECK(s.count(1, 0) == 2.5);
  CHECK(s.squares(1, 0) == 4.25);
  CHECK(s.count(0, 1) == 3);
  CHECK(s.count(1, 1) == 4);
  CHECK(s.squares(1, 1) == 16);
  CHECK(s.count(0, 0) == 0);
  s.scale(0.5);
  CHECK(s.count(1, 0) == 1.25);
  CHECK(s.squares(1, 0) == 1.0625);
  s.scale(0);
  CHECK(s == weighted_confusion<2>{});
}

TEST_CASE("state/weighted_confusion rejects unusable labels and weights") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  weighted_confusion<2> s;
  s.update(2, 0, 1);
  s.update(0, 2, 1);
  s.update(0, 0, -std::numeric_limits<double>::denorm_min());
  s.update(0, 0, infinity);
  s.update(0, 0, std::numeric_limits<double>::quiet_NaN());
  CHECK(s.rejected() == 5);
  s.update(0, 0, 0);
  CHECK(s.rejected() == 5);
  CHECK(s.count(0, 0) == 0);
  CHECK(s.squares(0, 0) == 0);
}

TEST_CASE("state/weighted_confusion takes weights up to 1e150, so that no square overflows") {
  weighted_confusion<2> s;
  s.update(0, 1, 1e150);
  CHECK(s.count(0, 1) == 1e150);
  CHECK(s.rejected() == 0);
  s.update(0, 1, std::nextafter(1e150, 1e151));
  CHECK(s.rejected() == 1);
  for (int i = 0; i < 1000; ++i) s.update(0, 1, 1e150);
  CHECK(std::isfinite(s.squares(0, 1)));
  s.scale(0);
  CHECK(s.squares(0, 1) == 0);
  s.update(1, 1, std::numeric_limits<double>::denorm_min());
  CHECK(s.count(1, 1) == std::numeric_limits<double>::denorm_min());
  s.update(1, 0, 0.0);
  s.update(1, 0, -0.0);
  CHECK(s.rejected() == 1);
}

}  // namespace
