// SPDX-License-Identifier: Apache-2.0
#include <telltale/drift/divergence.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <random>
#include <string>
#include <vector>

#include "golden.hpp"

namespace {

using namespace telltale::drift;
using counts = std::vector<std::uint64_t>;

counts drawn(std::mt19937_64& rng, std::size_t cells, int n) {
  counts out(cells, 0);
  for (int i = 0; i < n; ++i) ++out[rng() % cells * (rng() % 3) / 2];
  return out;
}

}  // namespace

TEST_CASE("drift/divergence equals the formulas at 40 digits, and SciPy") {
  for (const auto& c : golden::load("divergence.json", "cases")) {
    CAPTURE(c["name"].get<std::string>());
    const auto reference = c["reference"].get<counts>(), current = c["current"].get<counts>();
    const auto index = psi(reference, current);
    REQUIRE(index);
    CHECK_MESSAGE(golden::near(index->value, c["psi"].get<double>(), 1e-11), index->value);
    CHECK(golden::near(index->null_mean, c["null_mean"].get<double>(), 1e-14));
    golden::check(jensen_shannon(reference, current), c["jensen_shannon"], 1e-12);
    golden::check(kullback_leibler(reference, current), c["kullback_leibler"], 1e-12);
    golden::check(hellinger(reference, current), c["hellinger"], 1e-12);
    golden::check(total_variation(reference, current), c["total_variation"], 1e-12);
  }
}

TEST_CASE("drift/divergence published values") {
  // p = (.1, .2, .3, .4), q = (.2, .2, .25, .35), of so many rows that smoothing does not show.
  constexpr std::uint64_t k = 50'000'000'000;
  const counts p{2 * k, 4 * k, 6 * k, 8 * k}, q{4 * k, 4 * k, 5 * k, 7 * k};
  CHECK(golden::near(psi(p, q)->value, 0.0851073655269184, 1e-9));
  // The published divergence is of the reference from the current sample.
  CHECK(golden::near(*kullback_leibler(q, p), 0.03879430603200096, 1e-13));
  CHECK(golden::near(*jensen_shannon(p, q), 0.122883907581708, 1e-13));
  CHECK(golden::near(*jensen_shannon(p, q) * *jensen_shannon(p, q) * std::numbers::ln2,
                     0.010466837629971417, 1e-12));
  CHECK(golden::near(*hellinger(p, q), 0.10272110947956754, 1e-13));
  CHECK(golden::near(*total_variation(p, q), 0.1, 1e-14));
}

TEST_CASE("drift/divergence has no answer without two samples over the same cells") {
  const auto none = [](const counts& a, const counts& b) {
    return !psi(a, b) && !jensen_shannon(a, b) && !kullback_leibler(a, b) && !hellinger(a, b) &&
           !total_variation(a, b);
  };
  CHECK(none({}, {}));
  CHECK(none({1, 2}, {3}));
  CHECK(none({0, 0}, {1, 2}));
  CHECK(none({1, 2}, {0, 0}));
}

TEST_CASE("drift/divergence is 0 exactly where the shares are equal") {
  for (const counts& b : {counts{3, 7, 1, 9}, counts{30, 70, 10, 90}, counts{21, 49, 7, 63}}) {
    const counts a{3, 7, 1, 9};
    CHECK(*jensen_shannon(a, b) == 0);
    CHECK(*kullback_leibler(a, b) == 0);
    CHECK(*hellinger(a, b) == 0);
    CHECK(*total_variation(a, b) == 0);
  }
  CHECK(psi(counts{3, 7}, counts{3, 7})->value == 0);
  CHECK(psi(counts{5}, counts{9})->value == 0);
  CHECK(psi(counts{5}, counts{9})->null_mean == 0);
}

TEST_CASE("drift/divergence ends: nothing in common is 1, and infinite for Kullback-Leibler") {
  const counts a{5, 5, 0, 0}, b{0, 0, 1, 8};
  CHECK(*jensen_shannon(a, b) == doctest::Approx(1).epsilon(1e-15));
  CHECK(*hellinger(a, b) == doctest::Approx(1).epsilon(1e-15));
  CHECK(*total_variation(a, b) == doctest::Approx(1).epsilon(1e-15));
  CHECK(*jensen_shannon(a, b) <= 1);
  CHECK(*hellinger(a, b) <= 1);
  CHECK(*total_variation(a, b) <= 1);
  CHECK(!kullback_leibler(a, b));
  // What the reference has and the current sample lacks costs nothing: ln 2 for a half.
  CHECK(golden::near(*kullback_leibler(counts{1, 1}, counts{4, 0}), std::numbers::ln2, 1e-15));
  CHECK(!kullback_leibler(counts{4, 0}, counts{1, 1}));
}

TEST_CASE("drift/divergence of nothing in common is never above 1, where rounding would carry it") {
  std::mt19937_64 rng{6};
  for (int trial = 0; trial < 200; ++trial) {
    counts a(12, 0), b(12, 0);
    for (std::size_t i = 0; i < a.size(); ++i) (i % 2 == 0 ? a : b)[i] = 1 + rng() % 50;
    for (const auto& distance : {jensen_shannon(a, b), hellinger(a, b), total_variation(a, b)}) {
      REQUIRE(distance);
      CHECK(*distance <= 1);
      CHECK(golden::near(*distance, 1, 1e-14));
    }
  }
}

TEST_CASE("drift/divergence cells empty on both sides count for nothing") {
  const counts a{4, 9, 2}, b{3, 3, 8}, wide_a{0, 4, 0, 9, 2, 0}, wide_b{0, 3, 0, 3, 8, 0};
  CHECK(*psi(a, b) == *psi(wide_a, wide_b));
  CHECK(*jensen_shannon(a, b) == *jensen_shannon(wide_a, wide_b));
  CHECK(golden::near(psi(a, b)->null_mean, 2 * (1.0 / 15 + 1.0 / 14), 1e-15));
}

TEST_CASE("drift/divergence symmetry, and the inequalities between them") {
  std::mt19937_64 rng{1};
  for (int trial = 0; trial < 200; ++trial) {
    const std::size_t cells = 2 + rng() % 30;
    const counts a = drawn(rng, cells, 1 + static_cast<int>(rng() % 500));
    const counts b = drawn(rng, cells, 1 + static_cast<int>(rng() % 500));
    const double h = *hellinger(a, b), tv = *total_variation(a, b);
    const double js = *jensen_shannon(a, b) * *jensen_shannon(a, b);  // over ln 2 nats
    constexpr double rounding = 1e-14;
    CHECK(h * h <= tv + rounding);
    CHECK(tv <= std::numbers::sqrt2 * h + rounding);
    CHECK(js <= tv + rounding);
    if (const auto kl = kullback_leibler(a, b)) CHECK(2 * tv * tv <= *kl + rounding);
    CHECK(psi(a, b)->value >= 0);
    CHECK(golden::near(psi(a, b)->value, psi(b, a)->value, 1e-12));
    CHECK(golden::near(*jensen_shannon(a, b), *jensen_shannon(b, a), 1e-12));
    CHECK(golden::near(h, *hellinger(b, a), 1e-12));
    CHECK(golden::near(tv, *total_variation(b, a), 1e-12));
  }
}

TEST_CASE("drift/divergence near equality four of them are one") {
  constexpr std::uint64_t n = 1'000'000'000'000;
  const counts a{n, 2 * n, 3 * n}, b{n + n / 100'000, 2 * n, 3 * n};
  const double index = psi(a, b)->value;
  const double js = *jensen_shannon(a, b) * *jensen_shannon(a, b) * std::numbers::ln2;
  CHECK(golden::near(8 * js, index, 1e-4));
  CHECK(golden::near(8 * *hellinger(a, b) * *hellinger(a, b), index, 1e-4));
  CHECK(golden::near(2 * *kullback_leibler(a, b), index, 1e-4));
}

TEST_CASE("drift/divergence the index of two samples of one kind is its null mean, on average") {
  std::mt19937_64 rng{5};
  double sum = 0, expected = 0;
  constexpr int runs = 300;
  for (int run = 0; run < runs; ++run) {
    counts a(20, 0), b(20, 0);
    for (int i = 0; i < 5000; ++i) ++a[rng() % 20];
    for (int i = 0; i < 1000; ++i) ++b[rng() % 20];
    const auto got = psi(a, b);
    sum += got->value / runs;
    expected = got->null_mean;
  }
  CHECK(golden::near(expected, 19 * (1.0 / 5000 + 1.0 / 1000), 1e-14));
  // Its spread is sqrt(2 / 19) of itself: four standard errors of the mean.
  CHECK(golden::near(sum, expected, 4 * std::sqrt(2.0 / 19 / runs)));
}
