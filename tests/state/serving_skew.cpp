// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/serving_skew.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <tuple>

namespace {

using namespace telltale;
using state::serving_skew;

static_assert(accepts<serving_skew, double, double>);
static_assert(accepts<serving_skew, float, float>);
static_assert(mergeable<serving_skew> && !reversible<serving_skew>);
static_assert(sizeof(serving_skew) == 48);

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

bool agree(double a, double b, const serving_skew& empty) {
  serving_skew s = empty, mirrored = empty;
  s.update(a, b);
  mirrored.update(b, a);
  CHECK(s == mirrored);
  CHECK(s.count() == 1);
  return s.mismatches() == 0;
}

TEST_CASE("state/serving_skew keeps the laws") {
  laws::mergeable(serving_skew{0.5, 0.1}, [](std::mt19937_64& rng) {
    const auto draw = [&] {
      const std::uint64_t kind = rng() % 8;
      return kind == 0 ? nan : kind == 1 ? infinity : static_cast<double>(rng() % 10);
    };
    const double a = draw(), b = draw();
    return std::tuple{a, b};
  });
}

TEST_CASE("state/serving_skew tolerates what it is told to, and not a bit more") {
  const serving_skew exact, absolute{0.5}, relative{0, 0.25};
  CHECK(agree(1, 1, exact));
  CHECK_FALSE(agree(1, std::nextafter(1.0, 2.0), exact));
  CHECK(agree(0.0, -0.0, exact));
  CHECK(agree(1, 1.5, absolute));
  CHECK(agree(-0.25, 0.25, absolute));
  CHECK_FALSE(agree(1, std::nextafter(1.5, 2.0), absolute));
  CHECK(agree(3, 4, relative));
  CHECK(agree(-3, -4, relative));
  CHECK_FALSE(agree(std::nextafter(3.0, 0.0), 4, relative));
  CHECK_FALSE(agree(0, 1e-300, relative));
  CHECK_FALSE(agree(1, -1, relative));
}

TEST_CASE("state/serving_skew knows what is missing, on both sides or on one") {
  const serving_skew loose{1e9, 1};
  CHECK(agree(nan, nan, loose));
  CHECK_FALSE(agree(nan, 1, loose));
  CHECK(agree(infinity, infinity, loose));
  CHECK_FALSE(agree(infinity, -infinity, loose));
  CHECK_FALSE(agree(infinity, 1, loose));
  serving_skew s{1};
  s.update(nan, 1.0);
  s.update(3.0, nan);
  s.update(1.0, 4.5);
  s.update(1.0, 1.5);
  s.update(nan, nan);
  CHECK(s.count() == 5);
  CHECK(s.mismatches() == 3);
  CHECK(s.one_sided() == 2);
  CHECK(s.largest_difference() == 3.5);
  s.update(infinity, 1.0);
  CHECK(s.largest_difference() == infinity);
  s.clear();
  CHECK(s == serving_skew{1});
}

}  // namespace
