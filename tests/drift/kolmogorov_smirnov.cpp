// SPDX-License-Identifier: Apache-2.0
#include <telltale/drift/kolmogorov_smirnov.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "golden.hpp"

namespace {

using namespace telltale;

template <class T = double>
using values = std::vector<T>;

template <class T>
std::optional<double> statistic(const values<T>& a, const values<T>& b) {
  return drift::kolmogorov_smirnov_statistic(std::span<const T>{a}, std::span<const T>{b});
}
template <class T>
std::optional<ks_test> test(const values<T>& a, const values<T>& b) {
  return drift::kolmogorov_smirnov(std::span<const T>{a}, std::span<const T>{b});
}
std::optional<double> with_ties(const values<>& a, const values<>& b) {
  return drift::kolmogorov_smirnov_p_value_ties(std::span<const double>{a},
                                                std::span<const double>{b});
}

template <class T>
void check_rows(const nlohmann::json& c) {
  const auto got = test(c["reference"].get<values<T>>(), c["current"].get<values<T>>());
  REQUIRE(got);
  CHECK(std::fabs(got->statistic - c["expected"][0].get<double>()) <= 1e-15);
  CHECK_MESSAGE(golden::near(got->p_value, c["expected"][1].get<double>(), 1e-12), got->p_value);
  CHECK(got->method == ks_method::exact);
}

values<> grid(std::size_t n, double offset, double shift, double scale, double levels) {
  values<> out;
  for (std::size_t i = 0; i < n; ++i) {
    const double x = shift + scale * ((static_cast<double>(i) + offset) / static_cast<double>(n));
    out.push_back(levels > 0 ? std::floor(x * levels) / levels : x);
  }
  return out;
}

/// Values from few levels, so that most are tied, ascending.
values<> drawn(std::mt19937_64& rng, std::size_t n, std::uint64_t levels) {
  values<> out(n);
  for (double& x : out) x = static_cast<double>(rng() % levels);
  std::sort(out.begin(), out.end());
  return out;
}

/// The share of all ways to deal the pooled values into two samples whose D is as large.
double by_enumeration(const values<>& a, const values<>& b) {
  values<> pooled = a;
  pooled.insert(pooled.end(), b.begin(), b.end());
  std::sort(pooled.begin(), pooled.end());
  const double d = *statistic(a, b);
  std::vector<int> side(pooled.size(), 1);
  std::fill(side.begin(), side.begin() + static_cast<std::ptrdiff_t>(a.size()), 0);
  double all = 0, as_large = 0;
  do {
    values<> one, other;
    for (std::size_t i = 0; i < pooled.size(); ++i)
      (side[i] == 0 ? one : other).push_back(pooled[i]);
    ++all;
    as_large += *statistic(one, other) >= d - 1e-9;
  } while (std::next_permutation(side.begin(), side.end()));
  return as_large / all;
}

}  // namespace

TEST_CASE("drift/kolmogorov_smirnov equals SciPy's ks_2samp") {
  for (const auto& c : golden::load("kolmogorov_smirnov.json", "cases")) {
    CAPTURE(c["name"].get<std::string>());
    if (c["type"] == "float")
      check_rows<float>(c);
    else
      check_rows<double>(c);
  }
}

TEST_CASE("drift/kolmogorov_smirnov equals SciPy's at real sizes, down to a p-value of 1e-290") {
  for (const auto& c : golden::load("kolmogorov_smirnov.json", "grids")) {
    const auto n = c["n"].get<std::size_t>(), m = c["m"].get<std::size_t>();
    CAPTURE(c.dump());
    const double levels = c["levels"].get<double>();
    const auto got = test(grid(n, 0, 0, 1, levels),
                          grid(m, 0.5, c["shift"].get<double>(), c["scale"].get<double>(), levels));
    REQUIRE(got);
    CHECK(golden::near(got->statistic, c["expected"][0].get<double>(), 1e-12));
    CHECK(got->method == (std::max(n, m) <= 10'000 ? ks_method::exact : ks_method::asymptotic));
    const double p = c["expected"][1].get<double>();
    if (p > 1e-290)
      CHECK_MESSAGE(golden::near(got->p_value, p, 1e-9), got->p_value);
    else
      CHECK(got->p_value <= 1e-289);
  }
}

TEST_CASE("drift/kolmogorov_smirnov published values") {
  const values<> x{1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
  values<> y = x;
  for (double& v : y) v += 2.5;
  CHECK(golden::near(test(x, y)->statistic, 0.3, 1e-15));
  CHECK(golden::near(test(x, y)->p_value, 0.7869297884777761, 1e-13));
  y.resize(7);
  CHECK(golden::near(test(x, y)->p_value, 0.7533422459893047, 1e-13));
  CHECK(golden::near(test<double>({1, 2, 3, 4, 5}, {6, 7, 8, 9, 10})->p_value, 2.0 / 252, 1e-14));
}

TEST_CASE("drift/kolmogorov_smirnov has no answer without data or with NaN") {
  constexpr double nan = std::numeric_limits<double>::quiet_NaN();
  const values<> some{1, 2};
  for (const values<>& bad :
       {values<>{}, values<>{nan}, values<>{nan, 1, 2}, values<>{1, nan, 2}, values<>{1, 2, nan}}) {
    CHECK(!statistic(some, bad));
    CHECK(!statistic(bad, some));
    CHECK(!test(some, bad));
    CHECK(!test(bad, some));
    CHECK(!with_ties(some, bad));
    CHECK(!with_ties(bad, some));
  }
  CHECK(!statistic<float>({}, {}));
}

TEST_CASE("drift/kolmogorov_smirnov asks for no order, but where the p-value needs one") {
  std::mt19937_64 rng{21};
  for (const std::uint64_t levels : {2u, 40u, 1'000'000u})
    for (const std::size_t n : {1u, 6u, 300u}) {
      const values<> sorted = drawn(rng, n, levels), other = drawn(rng, 211, levels);
      values<> shuffled = sorted, others = other;
      std::shuffle(shuffled.begin(), shuffled.end(), rng);
      std::shuffle(others.begin(), others.end(), rng);
      CHECK(statistic(shuffled, others) == statistic(sorted, other));
      CHECK(test(shuffled, other)->p_value == test(sorted, other)->p_value);
    }
  CHECK(!with_ties({2, 1}, {1, 2}));
}

TEST_CASE("drift/kolmogorov_smirnov steps over ties, zeros of both signs and infinities") {
  constexpr double inf = std::numeric_limits<double>::infinity();
  CHECK(*statistic<double>({4, 4, 4}, {4, 4}) == 0);
  CHECK(*statistic<double>({0, 0, 1, 1}, {0, 0, 1, 1}) == 0);
  CHECK(test<double>({0, 0, 1, 1}, {0, 1})->p_value == 1);
  CHECK(*statistic<double>({-0.0, 1}, {0.0, 1}) == 0);
  CHECK(*statistic<double>({-inf, 0, inf, inf}, {0, 0, inf, inf}) == 0.25);
  CHECK(*statistic<double>({1}, {2}) == 1);
  CHECK(test<double>({1}, {2})->p_value == 1);
  CHECK(*statistic<float>({1, 1, 2}, {2, 2, 2}) == 2.0 / 3);
}

TEST_CASE("drift/kolmogorov_smirnov is symmetric, and blind to monotone maps") {
  std::mt19937_64 rng{4};
  for (int trial = 0; trial < 30; ++trial) {
    values<> a = drawn(rng, 1 + rng() % 40, 1 + rng() % 30);
    values<> b = drawn(rng, 1 + rng() % 40, 1 + rng() % 30);
    const auto there = test(a, b), back = test(b, a);
    CHECK(*there == *back);
    for (values<>* side : {&a, &b})
      for (double& x : *side) x = std::exp(x / 7);
    CHECK(*test(a, b) == *there);
  }
}

TEST_CASE("drift/kolmogorov_smirnov is exact up to 10,000 values on either side") {
  const auto method = [](std::size_t n, std::size_t m) {
    return test(grid(n, 0, 0, 1, 0), grid(m, 0.5, 0.5, 1, 0))->method;
  };
  CHECK(method(10'000, 3) == ks_method::exact);
  CHECK(method(3, 10'000) == ks_method::exact);
  CHECK(method(10'001, 3) == ks_method::asymptotic);
  CHECK(method(3, 10'001) == ks_method::asymptotic);
}

TEST_CASE("drift/kolmogorov_smirnov gives a p-value below 1e-300 as 0, whatever its method") {
  const values<> a = grid(20'000, 0, 0, 1, 0);
  const auto tiny = test(a, grid(20'000, 0, 0.188, 1, 0));
  const double law = drift::kolmogorov_sf(10'000, tiny->statistic);
  CHECK((law > 0 && law < 1e-300));
  CHECK(tiny->p_value == 0);
  CHECK(test(a, grid(20'000, 0, 0.18, 1, 0))->p_value > 1e-300);
  const values<> b = grid(502, 0, 0, 1, 0), c = grid(502, 0, 2, 1, 0);
  CHECK(test(b, c)->p_value == 0);
  CHECK(*with_ties(b, c) == 0);
}

TEST_CASE("drift/kolmogorov_smirnov beyond 10,000 rounds a size of a half to the even one") {
  // n m / (n + m) is k + 1/2 for n = m = 2 k + 1
  const values<> a = grid(10'001, 0, 0, 1, 0), b = grid(10'001, 0.5, 0.01, 1, 0);
  const auto got = test(a, b);
  CHECK(got->p_value == drift::kolmogorov_sf(5000, got->statistic));
  CHECK(got->p_value != drift::kolmogorov_sf(5001, got->statistic));
  const values<> c = grid(10'003, 0, 0, 1, 0), d = grid(10'003, 0.5, 0.01, 1, 0);
  const auto up = test(c, d);
  CHECK(up->p_value == drift::kolmogorov_sf(5002, up->statistic));
}

TEST_CASE("drift/kolmogorov_smirnov with ties equals the count of all rearrangements") {
  std::mt19937_64 rng{5};
  for (int trial = 0; trial < 60; ++trial) {
    const std::size_t n = 1 + rng() % 6, m = 1 + rng() % 6;
    const std::uint64_t levels = 1 + rng() % 8;
    const values<> a = drawn(rng, n, levels), b = drawn(rng, m, levels);
    const auto got = with_ties(a, b);
    REQUIRE(got);
    CAPTURE(n);
    CAPTURE(m);
    CAPTURE(levels);
    CHECK_MESSAGE(golden::near(*got, by_enumeration(a, b), 1e-13), *got);
    CHECK(*got <= test(a, b)->p_value * (1 + 1e-12));
  }
}

TEST_CASE("drift/kolmogorov_smirnov with ties is the plain one where there are none") {
  const values<> a = grid(100, 0, 0, 1, 0), b = grid(73, 0.5, 0.1234567, 1, 0);
  CHECK(golden::near(*with_ties(a, b), test(a, b)->p_value, 1e-12));
  const values<> c = grid(100, 0.5, 0.1234567, 1, 0);  // as many: the series against the table
  CHECK(golden::near(*with_ties(a, c), test(a, c)->p_value, 1e-12));
  CHECK(*with_ties({4, 4, 4}, {4, 4}) == 1);
  // 64 values, so that the last of the 65 steps begins a new word of bits
  const values<> e = grid(27, 0, 0, 1, 0), f = grid(37, 0.5, 0.3, 1, 0);
  CHECK(golden::near(*with_ties(e, f), test(e, f)->p_value, 1e-12));
}

namespace {

std::vector<std::uint64_t> binned(const values<>& sorted, const values<>& edges) {
  std::vector<std::uint64_t> counts(edges.size() + 1, 0);
  for (const double x : sorted)
    ++counts[static_cast<std::size_t>(std::upper_bound(edges.begin(), edges.end(), x) -
                                      edges.begin())];
  return counts;
}

using counts = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("drift/kolmogorov_smirnov the bracket holds the exact D to the last bit, ties or not") {
  std::mt19937_64 rng{6};
  for (int trial = 0; trial < 400; ++trial) {
    const std::uint64_t levels = 1 + rng() % 40;
    const values<> a = drawn(rng, 1 + rng() % 60, levels), b = drawn(rng, 1 + rng() % 60, levels);
    const values<> edges = drawn(rng, rng() % 12, levels);
    const auto got = drift::kolmogorov_smirnov_bracket(binned(a, edges), binned(b, edges));
    REQUIRE(got);
    CHECK(got->promise == coverage::certified);
    CHECK(got->lower <= *statistic(a, b));
    CHECK(got->upper >= *statistic(a, b));
  }
}

TEST_CASE(
    "drift/kolmogorov_smirnov both ends of the bracket are reached by some order in the bins") {
  std::mt19937_64 rng{9};
  for (int trial = 0; trial < 100; ++trial) {
    const std::size_t bins = 1 + rng() % 5;
    counts a(bins), b(bins);
    for (std::size_t i = 0; i < bins; ++i) a[i] = rng() % 4, b[i] = rng() % 4;
    ++a[rng() % bins], ++b[rng() % bins];
    const auto got = drift::kolmogorov_smirnov_bracket(a, b);
    values<> tied_a, tied_b, early_a, early_b;
    double highest = 0;
    for (std::size_t i = 0; i < bins; ++i) {
      const auto at = static_cast<double>(i);
      tied_a.insert(tied_a.end(), a[i], at), tied_b.insert(tied_b.end(), b[i], at);
    }
    for (const bool first : {true, false}) {  // one sample before the other within each bin
      early_a.clear(), early_b.clear();
      for (std::size_t i = 0; i < bins; ++i) {
        const auto at = static_cast<double>(i);
        early_a.insert(early_a.end(), a[i], at + (first ? 0.1 : 0.6));
        early_b.insert(early_b.end(), b[i], at + (first ? 0.6 : 0.1));
      }
      highest = std::max(highest, *statistic(early_a, early_b));
    }
    CHECK(got->lower == *statistic(tied_a, tied_b));
    CHECK(got->upper == highest);
  }
}

TEST_CASE("drift/kolmogorov_smirnov the bracket closes where each value has its bin") {
  std::mt19937_64 rng{7};
  for (int trial = 0; trial < 50; ++trial) {
    const values<> a = drawn(rng, 30, 6), b = drawn(rng, 20, 6);
    const auto got =
        drift::kolmogorov_smirnov_bracket(binned(a, {1, 2, 3, 4, 5}), binned(b, {1, 2, 3, 4, 5}));
    CHECK(got->lower == *statistic(a, b));
  }
}

TEST_CASE("drift/kolmogorov_smirnov the bracket is as narrow as the bins allow") {
  const auto got = drift::kolmogorov_smirnov_bracket(counts{5, 5}, counts{2, 8});
  CHECK(golden::near(got->lower, 0.3, 1e-15));
  CHECK(got->upper == 0.8);  // all of the reference's second bin before all of the current one's
  const auto one = drift::kolmogorov_smirnov_bracket(counts{7}, counts{3});
  CHECK(one->lower == 0);
  CHECK(one->upper == 1);
  const auto apart = drift::kolmogorov_smirnov_bracket(counts{7, 0}, counts{0, 3});
  CHECK(apart->lower == 1);
  CHECK(apart->upper == 1);
  CHECK(!drift::kolmogorov_smirnov_bracket(counts{}, counts{}));
  CHECK(!drift::kolmogorov_smirnov_bracket(counts{1}, counts{0}));
  CHECK(!drift::kolmogorov_smirnov_bracket(counts{0}, counts{1}));
  CHECK(!drift::kolmogorov_smirnov_bracket(counts{1, 2}, counts{3}));
  constexpr std::uint64_t big = 1'000'000'000'000;
  CHECK(drift::kolmogorov_smirnov_bracket(counts{big, big}, counts{big, 3 * big})->lower == 0.25);
}

TEST_CASE("drift/kolmogorov_smirnov from bins takes the lower end and Kolmogorov's limit") {
  const counts a{2, 3, 5}, b{5, 3, 2};
  const auto got = drift::kolmogorov_smirnov_binned(a, b);
  REQUIRE(got);
  CHECK(got->method == ks_method::asymptotic);
  CHECK(golden::near(got->statistic, 0.3, 1e-15));
  CHECK(golden::near(got->p_value, 0.6750781537165953, 1e-13));  // Stephens, n = m = 10
  CHECK(!drift::kolmogorov_smirnov_binned(counts{1}, counts{0}));
  CHECK(!drift::kolmogorov_smirnov_binned(counts{1, 2}, counts{3}));
  CHECK(drift::kolmogorov_smirnov_binned(counts{1, 1}, counts{2, 2})->p_value == 1);
}

TEST_CASE("drift/kolmogorov_smirnov from bins rarely cries wolf: at most 5 % at 0.05") {
  std::mt19937_64 rng{8};
  int alarms = 0;
  constexpr int runs = 2000;
  for (int run = 0; run < runs; ++run) {
    counts a(20, 0), b(20, 0);
    for (int i = 0; i < 400; ++i) ++a[rng() % 20];
    for (int i = 0; i < 200; ++i) ++b[rng() % 20];
    alarms += drift::kolmogorov_smirnov_binned(a, b)->p_value <= 0.05;
  }
  CHECK(alarms <= 0.05 * runs);
  CHECK(alarms >= 0.01 * runs);  // and is not asleep
}

TEST_CASE("drift/kolmogorov_smirnov of a sliding window is that of its rows") {
  std::mt19937_64 rng{9};
  std::vector<float> reference(300), rows(500);
  for (float& x : reference) x = static_cast<float>(rng() % 50);
  for (float& x : rows) x = static_cast<float>(rng() % 60);
  telltale::state::sliding_ks<float> window{reference, 100};
  CHECK(!drift::kolmogorov_smirnov(window));
  const std::span<const float> all{rows};
  for (std::size_t i = 1; i <= rows.size(); ++i) {
    window.update(rows[i - 1]);
    const std::size_t size = (std::min)(i, std::size_t{100});
    const auto got = drift::kolmogorov_smirnov(window);
    const auto want =
        drift::kolmogorov_smirnov(std::span<const float>{reference}, all.subspan(i - size, size));
    REQUIRE(got);
    CHECK(got->statistic == want->statistic);
    CHECK(got->p_value == want->p_value);
    CHECK(got->method == ks_method::exact);
  }
  CHECK(!drift::kolmogorov_smirnov(telltale::state::sliding_ks<float>{{}, 3}));
}
