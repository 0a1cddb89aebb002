// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/kll.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace {

using namespace telltale;
using state::kll;

static_assert(mergeable<kll>);
static_assert(accepts<kll, float>);

std::uint64_t weight_of(const kll& s) {
  std::uint64_t all = 0;
  s.for_each([&](double, std::uint64_t weight) { all += weight; });
  return all;
}

/// The largest difference of a share over the quantiles of the values.
double error_of(const kll& s, std::vector<double> values) {
  std::sort(values.begin(), values.end());
  double worst = 0;
  for (std::size_t q = 1; q < 100; ++q) {
    const double x = values[values.size() * q / 100];
    const auto below = std::upper_bound(values.begin(), values.end(), x) - values.begin();
    const double exact = static_cast<double>(below) / static_cast<double>(values.size());
    worst = std::fmax(worst, std::fabs(s.share_up_to(x) - exact));
  }
  return worst;
}

TEST_CASE("state/kll keeps all of few values") {
  kll s;
  CHECK(s.rank_error() == 0);
  for (int i = 0; i < 200; ++i) s.update(i);
  CHECK(s.kept() == 200);
  CHECK(s.rank_error() == 0);
  CHECK(s.share_up_to(49) == 0.25);
  CHECK(s.share_up_to(48.5) == 49.0 / 200);
  CHECK(s.share_up_to(-1) == 0);
  CHECK(s.share_up_to(200) == 1);
  s.update(200);
  CHECK(s.kept() < 200);
  CHECK(s.rank_error() == doctest::Approx(0.0165).epsilon(0.01));
  s.update(std::numeric_limits<double>::quiet_NaN());
  CHECK(s.rejected() == 1);
  CHECK(s.count() == 201);
  s.clear();
  CHECK(s == kll{});
}

TEST_CASE("state/kll loses no weight, whatever is merged") {
  std::mt19937_64 rng{91};
  for (int trial = 0; trial < 60; ++trial) {
    const std::size_t k = 8 + rng() % 60;
    kll all{k, 1};
    std::uint64_t n = 0;
    for (std::uint64_t part = 0; part < 20; ++part) {
      kll s{k, part};
      const std::size_t size = rng() % (rng() % 3 == 0 ? 5 : 3000);
      for (std::size_t i = 0; i < size; ++i) s.update(rng() % 1000);
      REQUIRE(weight_of(s) == size);
      n += size;
      all.merge(s);
      REQUIRE(weight_of(all) == n);
      REQUIRE(all.count() == n);
      for (int i = 0; i < 5; ++i) all.update(i), ++n;
    }
    CHECK(weight_of(all) == n);
    CHECK(all.kept() < 3 * k + 8 * 48);
  }
}

TEST_CASE("state/kll merged into itself is twice itself, and empty parts change nothing") {
  kll s{50, 3};
  for (int i = 0; i < 1000; ++i) s.update(i);
  kll twice = s;
  twice.merge(twice);
  CHECK(twice.count() == 2000);
  CHECK(weight_of(twice) == 2000);
  CHECK(std::fabs(twice.share_up_to(499.5) - 0.5) < 0.1);
  kll same = s;
  same.merge(kll{50, 9});
  CHECK(same == s);
  kll none{50, 3};
  none.merge(s);
  CHECK(none.count() == 1000);
  CHECK(none.share_up_to(1e9) == 1);
}

TEST_CASE("state/kll of the same values and the same seed is the same") {
  kll a{100, 7}, b{100, 7}, other{100, 8};
  for (int i = 0; i < 5000; ++i) a.update(i % 997), b.update(i % 997), other.update(i % 997);
  CHECK(a == b);
  CHECK_FALSE(a == other);
}

TEST_CASE("state/kll keeps its rank error in 99 % of 1,000 runs, merged from 64 shards too" *
          doctest::test_suite("simulation")) {
  constexpr std::array names{"normal", "ascending", "descending", "twenty values", "lognormal"};
  for (std::size_t kind = 0; kind < names.size(); ++kind) {
    int within = 0, within_merged = 0;
    double worst = 0;
    for (std::uint64_t run = 0; run < 1'000; ++run) {
      std::mt19937_64 rng{run};
      std::normal_distribution<double> normal;
      constexpr int n = 6'400;
      std::vector<double> values;
      for (int i = 0; i < n; ++i) {
        const double x = normal(rng);
        values.push_back(kind == 0   ? x
                         : kind == 1 ? i
                         : kind == 2 ? -i
                         : kind == 3 ? static_cast<double>(rng() % 20)
                                     : std::exp(3 * x));
      }
      kll whole{200, run};
      std::vector<kll> shards;
      for (std::uint64_t k = 0; k < 64; ++k) shards.emplace_back(std::size_t{200}, 64 * run + k);
      for (int i = 0; i < n; ++i) {
        whole.update(values[static_cast<std::size_t>(i)]);
        shards[static_cast<std::size_t>(i / (n / 64))].update(values[static_cast<std::size_t>(i)]);
      }
      for (std::size_t k = 1; k < 64; ++k) shards[0].merge(shards[k]);
      const double error = error_of(whole, values), merged = error_of(shards[0], values);
      within += error <= whole.rank_error();
      within_merged += merged <= shards[0].rank_error();
      worst = std::fmax(worst, std::fmax(error, merged));
    }
    MESSAGE(std::string{names[kind]}, ": ", within, " and ", within_merged,
            " of 1000 within 1.65 %, worst ", worst);
    CHECK(within >= 990);
    CHECK(within_merged >= 990);
  }
}

}  // namespace
