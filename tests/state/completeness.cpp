// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/completeness.hpp>

#include <telltale/core/outcome.hpp>

#include "../laws.hpp"

#include <cstdint>
#include <limits>
#include <tuple>

using telltale::state::completeness;

static_assert(telltale::reversible<completeness> && !telltale::scalable<completeness>);
static_assert(telltale::accepts<completeness, double> && telltale::accepts<completeness, float>);
static_assert(telltale::accepts<completeness, int>);
static_assert(!telltale::accepts<completeness, telltale::class_outcome>);
static_assert(sizeof(completeness) == 24);

namespace {
using limits = std::numeric_limits<double>;
}

TEST_CASE("state/completeness obeys the group laws") {
  laws::reversible(completeness{}, [](auto& rng) {
    const auto kind = rng() % 4;
    return std::tuple{kind == 0   ? limits::quiet_NaN()
                      : kind == 1 ? -limits::infinity()
                                  : static_cast<double>(kind)};
  });
}

TEST_CASE("state/completeness tells finite, missing and infinite apart") {
  completeness s;
  for (const double x : {0.0, -0.0, limits::max(), limits::lowest(), limits::denorm_min()})
    s.update(x);
  CHECK(s.finite() == 5);
  CHECK(s.missing() == 0);
  CHECK(s.infinite() == 0);
  s.update(limits::quiet_NaN());
  s.update(-limits::quiet_NaN());
  s.update(std::numeric_limits<float>::quiet_NaN());
  CHECK(s.missing() == 3);
  s.update(limits::infinity());
  s.update(-std::numeric_limits<float>::infinity());
  CHECK(s.infinite() == 2);
  s.update(std::numeric_limits<float>::max());
  s.update(std::numeric_limits<std::int64_t>::min());
  s.update(true);
  CHECK(s.finite() == 8);
  CHECK(s.total() == 13);
  CHECK(s.rejected() == 0);
}

TEST_CASE("state/completeness: rates are shares of all values") {
  completeness s;
  CHECK_FALSE(s.missing_rate().has_value());
  CHECK_FALSE(s.infinite_rate().has_value());
  s.update(1.0);
  CHECK(s.missing_rate() == 0.0);
  s.update(limits::quiet_NaN());
  s.update(limits::quiet_NaN());
  s.update(limits::infinity());
  CHECK(s.missing_rate() == 0.5);
  CHECK(s.infinite_rate() == 0.25);
}
