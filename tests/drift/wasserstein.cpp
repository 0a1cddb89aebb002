// SPDX-License-Identifier: Apache-2.0
#include <telltale/drift/wasserstein.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "golden.hpp"

namespace {

using namespace telltale::drift;
using telltale::coverage;
using telltale::interval;
using counts = std::vector<std::uint64_t>;
template <class T = double>
using values = std::vector<T>;

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

template <class T>
std::optional<double> distance(const values<T>& a, const values<T>& b) {
  return wasserstein(std::span<const T>{a}, std::span<const T>{b});
}

counts binned(const values<>& sorted, const values<>& edges) {
  counts out(edges.size() + 1, 0);
  for (const double x : sorted)
    ++out[static_cast<std::size_t>(std::upper_bound(edges.begin(), edges.end(), x) -
                                   edges.begin())];
  return out;
}

template <class T>
void check_rows(const nlohmann::json& c) {
  const auto got = distance(c["reference"].get<values<T>>(), c["current"].get<values<T>>());
  golden::check(got, c["expected"], 1e-12);
}

}  // namespace

TEST_CASE("drift/wasserstein equals SciPy's wasserstein_distance") {
  for (const auto& c : golden::load("wasserstein.json", "cases")) {
    CAPTURE(c["name"].get<std::string>());
    if (c["type"] == "float")
      check_rows<float>(c);
    else
      check_rows<double>(c);
  }
}

TEST_CASE("drift/wasserstein has no answer without finite samples in order") {
  const values<> some{1, 2};
  for (const values<>& bad : {values<>{}, values<>{2, 1}, values<>{not_a_number}, values<>{1, inf},
                              values<>{-inf, 1}, values<>{1, not_a_number}}) {
    CHECK(!distance(some, bad));
    CHECK(!distance(bad, some));
  }
  CHECK(!distance<double>({-inf}, {-inf}));
  CHECK(!distance<double>({-1e308}, {1e308}));  // farther apart than a double goes
  CHECK(*distance<double>({-1e300}, {1e300}) == 2e300);
}

TEST_CASE("drift/wasserstein a shift is a distance, and a scale a factor") {
  std::mt19937_64 rng{2};
  std::normal_distribution<double> noise;
  values<> a(200), b(77);
  for (double& x : a) x = std::round(noise(rng) * 64) / 64;
  for (double& x : b) x = std::round(noise(rng) * 64) / 64;
  std::sort(a.begin(), a.end());
  std::sort(b.begin(), b.end());
  values<> moved = a;
  for (double& x : moved) x += 2.5;
  CHECK(golden::near(*distance(a, moved), 2.5, 1e-14));
  CHECK(*distance(a, a) == 0);
  CHECK(golden::near(*distance(a, b), *distance(b, a), 1e-14));
  values<> wide_a = a, wide_b = b;
  for (values<>* side : {&wide_a, &wide_b})
    for (double& x : *side) x *= -3;
  std::reverse(wide_a.begin(), wide_a.end());
  std::reverse(wide_b.begin(), wide_b.end());
  CHECK(golden::near(*distance(wide_a, wide_b), 3 * *distance(a, b), 1e-13));
  // Each row twice is the same distribution.
  values<> twice;
  for (const double x : b) twice.insert(twice.end(), 2, x);
  CHECK(*distance(b, twice) == 0);
}

TEST_CASE("drift/wasserstein does not lose digits over many values") {
  values<> a(100'000), b(100'000);
  for (std::size_t i = 0; i < a.size(); ++i) {
    a[i] = static_cast<double>(i) * 0.1;
    b[i] = a[i] + 0.05;
  }
  CHECK(golden::near(*distance(a, b), 0.05, 1e-11));
}

TEST_CASE("drift/wasserstein the bracket holds the exact distance, however values lie in bins") {
  std::mt19937_64 rng{3};
  for (int trial = 0; trial < 500; ++trial) {
    const std::uint64_t levels = 1 + rng() % 50;
    const auto draw = [&](std::size_t n) {
      values<> out(n);
      for (double& x : out) x = static_cast<double>(rng() % levels) * 0.7 - 3;
      std::sort(out.begin(), out.end());
      return out;
    };
    const values<> a = draw(1 + rng() % 50), b = draw(1 + rng() % 50);
    const values<> edges = draw(rng() % 10);
    const auto got =
        wasserstein_bracket(binned(a, edges), binned(b, edges), edges,
                            std::min(a.front(), b.front()), std::max(a.back(), b.back()));
    REQUIRE(got);
    CHECK(got->promise == coverage::certified);
    CHECK(got->lower >= 0);
    CHECK(got->lower <= *distance(a, b));
    CHECK(got->upper >= *distance(a, b));
  }
}

TEST_CASE("drift/wasserstein the bracket is as narrow as the bins allow") {
  const auto bracket = [](const counts& a, const counts& b, const values<>& edges, double lowest,
                          double highest) {
    return wasserstein_bracket(a, b, edges, lowest, highest);
  };
  const auto close = [](const std::optional<interval>& got, double lower, double upper) {
    return got && std::fabs(got->lower - lower) < 1e-13 && std::fabs(got->upper - upper) < 1e-13;
  };
  // All in one bin of width 2: anything up to the width.
  CHECK(close(bracket({3}, {5}, {}, 1, 3), 0, 2));
  // Bins [0, 1), [1, 2), [2, 4]: all of a in the first, all of b in the last.
  CHECK(close(bracket({5, 0, 0}, {0, 0, 7}, {1, 2}, 0, 4), 1, 4));
  // And a little more, for rounding.
  const auto apart = bracket({5, 0, 0}, {0, 0, 7}, {1, 2}, 0, 4);
  CHECK(apart->lower < 1);
  CHECK(apart->upper > 4);
  // The values of one bin far from 0: what rounding the extremes' distance may cost counts too.
  CHECK(bracket({5, 0}, {5, 0}, {1}, 0, 1e9)->upper > 1 + 2e-7);
  // Half of a moves from the first bin to the second: F - G may stay above 0 in the second only.
  CHECK(close(bracket({2, 2}, {0, 4}, {1}, 0, 2), 0, 1.5));
  // A point mass has no width.
  CHECK(*bracket({3}, {5}, {}, 1, 1) == interval{0, 0, coverage::certified});
}

TEST_CASE("drift/wasserstein the bracket cuts bins off at the extremes, edges beyond them too") {
  const values<> a{1, 2, 3, 6}, b{2, 4, 4, 5, 5};
  const values<> inner{2, 4}, outer{-100, -3, 2, 4, 50, 1e300};
  const auto narrow = wasserstein_bracket(binned(a, inner), binned(b, inner), inner, 1, 6);
  const auto wide = wasserstein_bracket(binned(a, outer), binned(b, outer), outer, 1, 6);
  REQUIRE(narrow);
  REQUIRE(wide);
  CHECK(std::fabs(narrow->lower - wide->lower) <= 1e-13);
  CHECK(std::fabs(narrow->upper - wide->upper) <= 1e-13);
  CHECK(wide->lower <= *distance(a, b));
  CHECK(wide->upper >= *distance(a, b));
}

TEST_CASE("drift/wasserstein the bracket closes on the distance as bins narrow") {
  values<> a, b;
  for (int i = 0; i < 1000; ++i) {
    a.push_back(i);
    b.push_back(i + 50.5);
  }
  double before = inf;
  for (const int width : {200, 50, 10, 2}) {
    values<> edges;
    for (int e = width; e < 1050; e += width) edges.push_back(e);
    const auto got = wasserstein_bracket(binned(a, edges), binned(b, edges), edges, 0, 1049.5);
    REQUIRE(got);
    CHECK(got->upper - got->lower < before);
    before = got->upper - got->lower;
    CHECK(before <= 2.0 * width + 1e-9);
  }
}

TEST_CASE("drift/wasserstein the bracket refuses what does not fit together") {
  const auto ok = [](const counts& a, const counts& b, const values<>& edges, double lowest,
                     double highest) {
    return wasserstein_bracket(a, b, edges, lowest, highest).has_value();
  };
  CHECK(ok({1, 2, 3}, {3, 2, 1}, {1, 2}, 0, 3));
  CHECK(!ok({1, 2}, {3, 2, 1}, {1, 2}, 0, 3));
  CHECK(!ok({1, 2, 3}, {3, 2}, {1, 2}, 0, 3));
  CHECK(!ok({1, 2, 3}, {3, 2, 1}, {1}, 0, 3));
  CHECK(!ok({}, {}, {}, 0, 3));
  CHECK(!ok({0, 0, 0}, {3, 2, 1}, {1, 2}, 0, 3));
  CHECK(!ok({1, 2, 3}, {0, 0, 0}, {1, 2}, 0, 3));
  CHECK(!ok({1, 2, 3}, {3, 2, 1}, {2, 1}, 0, 3));
  CHECK(!ok({1, 2, 3}, {3, 2, 1}, {1, not_a_number}, 0, 3));
  CHECK(!ok({1, 2, 3}, {3, 2, 1}, {1, 2}, 3, 0));
  CHECK(!ok({1, 2, 3}, {3, 2, 1}, {1, 2}, -inf, 3));
  CHECK(!ok({1, 2, 3}, {3, 2, 1}, {1, 2}, 0, inf));
  CHECK(!ok({1, 2, 3}, {3, 2, 1}, {1, 2}, not_a_number, 3));
  CHECK(!ok({1, 2, 3}, {3, 2, 1}, {1, 2}, 0, not_a_number));
  CHECK(!ok({1, 2, 3}, {3, 2, 1}, {1, 2}, -1e308, 1e308));  // farther apart than a double goes
  // The bins are [-inf, 1), [1, 2), [2, inf): a value is in the first only if the least is below 1,
  // in the last only if the greatest is 2 or more. Empty bins may lie outside.
  CHECK(!ok({1, 2, 3}, {3, 2, 1}, {1, 2}, 1, 3));
  CHECK(ok({0, 2, 3}, {0, 2, 1}, {1, 2}, 1, 3));
  CHECK(!ok({0, 2, 3}, {1, 2, 1}, {1, 2}, 1, 3));
  CHECK(ok({1, 2, 3}, {3, 2, 1}, {1, 2}, 0, 2));
  CHECK(!ok({1, 2, 3}, {3, 2, 0}, {1, 2}, 0, 1.9));
  CHECK(!ok({1, 2, 0}, {3, 2, 1}, {1, 2}, 0, 1.9));
  CHECK(ok({1, 2, 0}, {3, 2, 0}, {1, 2}, 0, 1.9));
}

TEST_CASE("drift/wasserstein in standard deviations") {
  CHECK(*normalized(3, 2) == 1.5);
  CHECK(!normalized(3, std::nullopt));
  CHECK(!normalized(3, 0));
  CHECK(!normalized(3, -1));
  CHECK(!normalized(3, not_a_number));
  CHECK(!normalized(3, 1e-320));
}
