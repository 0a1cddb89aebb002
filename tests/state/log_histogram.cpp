// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/log_histogram.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <span>
#include <vector>

namespace {

using namespace telltale;
using state::log_histogram;

static_assert(accepts<log_histogram<>, double>);
static_assert(accepts<log_histogram<>, float>);
static_assert(accepts<log_histogram<>, std::uint32_t>);
static_assert(reversible<log_histogram<>>);
static_assert(sizeof(log_histogram<>) == 49'200);

double drawn(std::mt19937_64& rng) {
  const std::uint64_t kind = rng() % 20;
  const double u = static_cast<double>(rng() >> 11) * 0x1p-53;
  if (kind == 0) return -u;
  if (kind == 1) return std::numeric_limits<double>::quiet_NaN();
  if (kind == 2) return std::numeric_limits<double>::infinity();
  if (kind == 3) return 0;
  return std::exp2(100 * u - 50);
}

TEST_CASE("state/log_histogram keeps the laws") {
  laws::reversible(log_histogram<-4, 4, 2>{}, drawn);
  laws::batch_equals_loop(log_histogram<-4, 4, 2>{}, drawn,
                          [](auto& state, const auto& rows) { state.update(std::span{rows}); });
}

TEST_CASE(
    "state/log_histogram counts each value in the cell that holds it, and what it cannot use") {
  log_histogram<-4, 4, 2> s;
  CHECK(s.count() == 0);
  s.update(0.0);
  s.update(-0.0);
  s.update(0.0625);
  s.update(1);
  s.update(15.9f);
  s.update(16.0);
  s.update(std::numeric_limits<double>::infinity());
  s.update(-1e-300);
  s.update(std::numeric_limits<float>::quiet_NaN());
  CHECK(s.count() == 7);
  CHECK(s.rejected() == 2);
  CHECK(s.negative() == 1);
  CHECK(s[0] == 2);
  CHECK(s[1] == 1);
  CHECK(s[s.cell_of(1)] == 1);
  CHECK(s[s.cells - 2] == 1);
  CHECK(s[s.cells - 1] == 2);
  for (std::size_t i = 0; i < s.cells; ++i)
    if (std::isfinite(s.highest(i))) CHECK(s.cell_of(s.lowest(i)) == i);
}

}  // namespace
