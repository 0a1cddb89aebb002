// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/crps.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <span>
#include <tuple>

namespace {

using namespace telltale;
using state::crps;
using normal = state::normal_outcome<double>;
using ensemble = state::ensemble_outcome<double>;
constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

static_assert(accepts<crps, state::normal_outcome<float>>);
static_assert(accepts<crps, state::ensemble_outcome<float>>);
static_assert(mergeable<crps>);
static_assert(scalable<crps>);
static_assert(!reversible<crps>);
static_assert(sizeof(crps) == 64);

bool alike(const crps& a, const crps& b) {
  const auto near = [](double x, double y) { return std::fabs(x - y) <= 1e-13 * std::fabs(y); };
  return a.count() == b.count() && a.rejected() == b.rejected() &&
         near(a.losses().weight(), b.losses().weight()) &&
         near(a.losses().sum(), b.losses().sum()) &&
         near(a.losses().squares(), b.losses().squares());
}

}  // namespace

TEST_CASE("state/crps obeys the laws of a monoid that can forget") {
  const auto draw = [](auto& rng) {
    std::normal_distribution<double> value;
    std::uniform_real_distribution<double> weights{-0.1, 5};
    const double actual = value(rng), mean = value(rng), deviation = value(rng) + 1;
    const double weight = weights(rng);
    return std::tuple{normal{actual, mean, deviation, rng() % 9 == 0 ? 0 : weight}};
  };
  laws::mergeable(crps{}, draw, alike);
  laws::scalable(crps{}, draw, alike);
}

TEST_CASE("state/crps of a certain forecast is the absolute error, however narrow it was") {
  crps s;
  s.update(normal{3, 1, 0, 2});
  CHECK(s.losses().sum() == 4);
  s.clear();
  s.update(normal{1, 1, 0});
  CHECK(s.losses().sum() == 0);
  s.update(normal{0, 1e60, 1e-300});
  CHECK(s.losses().sum() == 1e60);
  s.clear();
  const std::array one{3.0};
  s.update(ensemble{1, one});
  CHECK(s.losses().sum() == 2);
  // Across z = 40, beyond which it is a straight line.
  const auto of = [](double z) {
    crps c;
    c.update(normal{z, 0, 1});
    return c.losses().sum();
  };
  CHECK(std::fabs(of(40) - of(std::nextafter(40.0, 0)) - (40 - std::nextafter(40.0, 0))) < 1e-14);
  CHECK(of(5) == of(-5));
  CHECK(of(0) > 0.2336);  // (sqrt 2 - 1) / sqrt pi
  CHECK(of(0) < 0.2337);
}

TEST_CASE("state/crps of an ensemble by hand, whatever the order of its members") {
  crps s;
  const std::array members{0.0, 4.0, 1.0};
  s.update(ensemble{1, members, 3});
  // Mean distance 4 / 3, less (4 + 1 + 3) / 9.
  CHECK(std::fabs(s.losses().sum() - 3 * (4.0 / 3 - 8.0 / 9)) < 1e-15);
  CHECK(s.losses().weight() == 3);
}

TEST_CASE("state/crps counts what it cannot use") {
  crps s;
  for (const double bad : {unknown, std::nextafter(1e60, 1e61), -infinity}) {
    s.update(normal{bad, 0, 1});
    s.update(normal{0, bad, 1});
    s.update(normal{0, 0, bad});
    const std::array members{0.0, bad};
    s.update(ensemble{0, members});
    const std::array good{0.0, 1.0};
    s.update(ensemble{bad, good});
  }
  s.update(normal{0, 0, -1e-300});
  s.update(ensemble{0, {}});
  for (const double weight : {-1e-300, std::nextafter(1e150, 1e151), unknown}) {
    s.update(normal{0, 0, 1, weight});
    const std::array good{0.0, 1.0};
    s.update(ensemble{0, good, weight});
  }
  CHECK(s.rejected() == 15 + 2 + 6);
  CHECK(s.count() == 0);
  s.update(normal{0, 0, 1, 0});
  CHECK(s.count() == 1);
  CHECK(s.losses().weight() == 0);
}
