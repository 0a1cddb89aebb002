// SPDX-License-Identifier: Apache-2.0
#include <telltale/core/evidence.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <type_traits>

using namespace telltale;

static_assert(std::is_aggregate_v<interval> && std::is_aggregate_v<estimate>);
static_assert(std::is_trivially_copyable_v<interval>);
static_assert(interval{}.promise == coverage::fixed_n);
static_assert(!estimate{}.bounds && estimate{}.n == 0);
static_assert(ks_test{}.p_value == 1 && chi_squared_test{}.p_value == 1);
static_assert(!transport_distance{}.normalized);

TEST_CASE("core/evidence: the default quantile belongs to the default probability") {
  // P(|Z| <= z) = erf(z / sqrt 2)
  constexpr confidence_level usual;
  CHECK(std::erf(usual.z / std::sqrt(2.0)) == doctest::Approx(usual.probability).epsilon(1e-15));
  CHECK(usual.probability == 0.95);
}

TEST_CASE("core/evidence: equal where every member is") {
  const interval i{0.1, 0.2, coverage::fixed_n};
  CHECK(i == interval{0.1, 0.2});
  CHECK(i != interval{0.0, 0.2});
  CHECK(i != interval{0.1, 0.3});
  CHECK(i != interval{0.1, 0.2, coverage::certified});

  const estimate e{0.15, i, 10};
  CHECK(e == estimate{0.15, i, 10});
  CHECK(e != estimate{0.16, i, 10});
  CHECK(e != estimate{0.15, std::nullopt, 10});
  CHECK(e != estimate{0.15, i, 11});

  CHECK(ks_test{0.5, 0.1, ks_method::exact} != ks_test{0.5, 0.1, ks_method::asymptotic});
  CHECK(ks_test{0.5, 0.1} == ks_test{0.5, 0.1});
  CHECK(ks_test{0.5, 0.1} != ks_test{0.5, 0.2});
  CHECK(chi_squared_test{1, 0.5, 2} == chi_squared_test{1, 0.5, 2});
  CHECK(chi_squared_test{1, 0.5, 2} != chi_squared_test{1, 0.5, 3});
  CHECK(stability_index{1, 0.5} != stability_index{1, 0.25});
  CHECK(transport_distance{1, 2.0} != transport_distance{1, std::nullopt});
}
