// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/predicates.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <tuple>

namespace {

using telltale::state::predicate;
using telltale::state::predicates;

struct request {
  double age = 0;
  double income = 0;
};

auto checks() {
  return predicates{
      predicate{"age_below_120", [](const request& r) noexcept { return r.age < 120; }},
      predicate{"age_and_income",
                [](const request& r) noexcept { return !(r.age < 16) || r.income == 0; }}};
}
using request_checks = decltype(checks());

struct at_least {
  double limit;
  bool operator()(double x) const noexcept { return x >= limit; }
};

static_assert(telltale::accepts<request_checks, request>);
static_assert(!telltale::accepts<request_checks, double>);
static_assert(telltale::reversible<request_checks>);
static_assert(telltale::reversible<predicates<at_least>>);
static_assert(telltale::accepts<predicates<at_least>, double>);
static_assert(telltale::accepts<predicates<at_least>, float>);
static_assert(!telltale::accepts<predicates<at_least>, double, double>);
static_assert(telltale::accepts<predicates<bool (*)(double) noexcept>, double>);
// What may throw has no place on the hot path.
static_assert(!telltale::accepts<predicates<bool (*)(double)>, double>);

TEST_CASE("state/predicates obeys the group laws") {
  laws::reversible(checks(), [](auto& rng) {
    const auto age = static_cast<double>(rng() % 150);
    const auto income = static_cast<double>(rng() % 2);
    return request{age, income};
  });
}

TEST_CASE("state/predicates counts what holds and what does not, each by its name") {
  auto s = checks();
  CHECK(s.size() == 2);
  CHECK(s.name(0) == "age_below_120");
  CHECK(s.name(1) == "age_and_income");
  CHECK(s.total() == 0);
  CHECK(s.held(0) == 0);
  CHECK(s.failed(0) == 0);
  s.update(request{30, 5});
  s.update(request{10, 5});
  s.update(request{10, 0});
  s.update(request{120, 9});
  s.update(request{std::numeric_limits<double>::quiet_NaN(), 1});
  CHECK(s.total() == 5);
  CHECK(s.held(0) == 3);
  CHECK(s.failed(0) == 2);
  CHECK(s.held(1) == 4);
  CHECK(s.failed(1) == 1);
  CHECK(s.rejected() == 0);
}

TEST_CASE("state/predicates tells two suites apart by their names and counts") {
  predicates a{predicate{"positive", at_least{0}}}, b{predicate{"not_negative", at_least{0}}};
  CHECK_FALSE(a == b);
  auto c = a;
  CHECK(a == c);
  c.update(1.0);
  CHECK_FALSE(a == c);
  a.update(-1.0);
  CHECK_FALSE(a == c);
}

TEST_CASE("state/predicates takes rows of several values, with and, or and not of C++") {
  predicates s{
      predicate{"ordered", [](double a, double b) noexcept { return a <= b; }},
      predicate{"not_both", [](double a, double b) noexcept { return !(a > 0 && b > 0); }}};
  s.update(1.0, 1.0);
  s.update(2.0, 1.0);
  s.update(-1.0, 1.0);
  CHECK(s.held(0) == 2);
  CHECK(s.held(1) == 1);
}

}  // namespace
