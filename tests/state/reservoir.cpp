// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/reservoir.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <span>
#include <utility>

namespace {

using telltale::state::reservoir;

static_assert(telltale::accepts<reservoir<>, double>);
static_assert(telltale::accepts<reservoir<>, std::span<const double>>);
static_assert(telltale::mergeable<reservoir<>>);
static_assert(!telltale::reversible<reservoir<>>);
static_assert(sizeof(reservoir<>) == 48);

/// Of n rows and a sample of k, how often each was in it, as a statistic that is chi-squared with
/// n - 1 degrees of freedom when the sample is uniform.
template <std::size_t N>
double chi_squared(const std::array<int, N>& drawn, double k, double runs) {
  constexpr auto n = static_cast<double>(N);
  const double expected = runs * k / n;
  double sum = 0;
  for (const int count : drawn) sum += (count - expected) * (count - expected) / expected;
  return sum * (n - 1) / (n - k);
}
constexpr double rare_of_19 = 43.8;  // 0.1 % of chi-squared with 19 degrees of freedom lie above

TEST_CASE("state/reservoir is a monoid over parts of different seeds") {
  laws::clear(reservoir<>{7}, [](auto& rng) { return static_cast<double>(rng() % 1000); });
  std::mt19937_64 rng{3};
  for (int trial = 0; trial < 50; ++trial) {
    std::array parts{reservoir<>{6, 1}, reservoir<>{6, 2}, reservoir<>{6, 3}};
    for (int i = 0; i < trial; ++i) {
      const std::size_t which = rng() % 3;
      parts[which].update(static_cast<double>(i));
    }
    auto left = parts[0], right = parts[1], back = parts[2];
    left.merge(parts[1]).merge(parts[2]);
    right.merge(parts[2]);
    auto nested = parts[0];
    nested.merge(right);
    back.merge(parts[1]).merge(parts[0]);
    CHECK(left == nested);
    CHECK(left == back);
    CHECK(left.count() == static_cast<std::uint64_t>(trial));
    CHECK(left.size() == (trial < 6 ? static_cast<std::size_t>(trial) : 6));
    auto same = parts[0];
    CHECK(same.merge(reservoir<>{6, 9}) == parts[0]);
  }
}

TEST_CASE("state/reservoir a uniform sample: every row as often as any other") {
  std::array<int, 20> drawn{};
  constexpr int runs = 10'000;
  int first_and_last = 0;
  for (int run = 0; run < runs; ++run) {
    reservoir<int> s{5, static_cast<std::uint64_t>(run)};
    for (int i = 0; i < 20; ++i) s.update(i);
    REQUIRE(s.size() == 5);
    std::set<int> sample;
    for (std::size_t i = 0; i < s.size(); ++i) sample.insert(s[i]);
    CHECK(sample.size() == 5);
    for (const int i : sample) ++drawn[static_cast<std::size_t>(i)];
    first_and_last += sample.count(0) == 1 && sample.count(19) == 1;
  }
  CHECK(chi_squared(drawn, 5, runs) < rare_of_19);
  CHECK(first_and_last > 430);  // 5 * 4 / (20 * 19) of the runs: 526, and four deviations of 22
  CHECK(first_and_last < 620);
}

TEST_CASE("state/reservoir merged parts of unequal length are uniform over all rows") {
  std::array<int, 20> drawn{};
  constexpr int runs = 10'000;
  for (int run = 0; run < runs; ++run) {
    reservoir<int> a{5, static_cast<std::uint64_t>(2 * run)},
        b{5, static_cast<std::uint64_t>(2 * run + 1)};
    for (int i = 0; i < 20; ++i) (i < 3 ? a : b).update(i);
    a.merge(b);
    for (std::size_t i = 0; i < a.size(); ++i) ++drawn[static_cast<std::size_t>(a[i])];
  }
  CHECK(chi_squared(drawn, 5, runs) < rare_of_19);
}

TEST_CASE(
    "state/reservoir is the same wherever the stream is replayed, and other by another seed") {
  reservoir<int> a{10, 1}, again{10, 1}, other{10, 2};
  for (int i = 0; i < 1000; ++i) a.update(i), again.update(i), other.update(i);
  CHECK(a == again);
  CHECK_FALSE(a == other);
  const auto copy = a;
  for (int i = 0; i < 1000; ++i) a.update(-i);
  CHECK(copy == again);
  CHECK_FALSE(a == again);
}

TEST_CASE("state/reservoir keeps all while there is room, and one where there is room for one") {
  reservoir<> s{4};
  CHECK(s.size() == 0);
  CHECK(s.capacity() == 4);
  const std::array rows{1.5, 2.5, 1.5, 3.5};
  s.update(std::span<const double>{rows});
  double sum = 0;
  for (std::size_t i = 0; i < s.size(); ++i) sum += s[i];
  CHECK(sum == 9);
  s.update(4.5);
  CHECK(s.size() == 4);
  CHECK(s.count() == 5);
  CHECK(s.rejected() == 0);

  std::array<int, 20> drawn{};
  for (std::uint64_t seed = 0; seed < 10'000; ++seed) {
    reservoir<int> one{1, seed};
    for (int i = 0; i < 20; ++i) one.update(i);
    ++drawn[static_cast<std::size_t>(one[0])];
  }
  CHECK(chi_squared(drawn, 1, 10'000) < rare_of_19);
}

}  // namespace
