// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/req.hpp>

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
using state::req;
using state::sharp_end;

static_assert(mergeable<req>);
static_assert(accepts<req, float>);

std::uint64_t weight_of(const req& s) {
  std::uint64_t all = 0;
  s.for_each([&](double, std::uint64_t weight) { all += weight; });
  return all;
}

/// The largest error of a share beyond a value, as a part of itself, from the middle to the end.
double error_of(const req& s, std::vector<double> values) {
  const bool high = s.end() == sharp_end::high;
  std::sort(values.begin(), values.end());
  if (!high) std::reverse(values.begin(), values.end());
  double worst = 0;
  for (const double p : {0.5, 0.75, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9995}) {
    const auto n = static_cast<double>(values.size());
    const double x = values[static_cast<std::size_t>(n * p) - 1];
    const auto beyond = std::count_if(values.begin(), values.end(),
                                      [&](double v) { return high ? v > x : v <= x; });
    if (beyond == 0) continue;
    const double exact = static_cast<double>(beyond) / n;
    const double got = high ? s.share_above(x) : s.share_up_to(x);
    worst = std::fmax(worst, std::fabs(got - exact) / exact);
  }
  return worst;
}

}  // namespace

TEST_CASE("state/req keeps all of few values") {
  req s;
  CHECK(s.k() == 12);
  CHECK(s.end() == sharp_end::high);
  for (int i = 0; i < 72; ++i) s.update(i);
  CHECK(s.kept() == 72);
  CHECK(s.relative_error() == 0);
  CHECK(s.share_up_to(35) == 0.5);
  CHECK(s.share_above(35) == 0.5);
  CHECK(s.share_up_to(-1) == 0);
  CHECK(s.share_above(71) == 0);
  s.update(72);
  CHECK(s.kept() == 73 - 6);  // one section of 12 became 6
  CHECK(s.relative_error() == 0.6 / 12);
  CHECK(weight_of(s) == 73);
  s.update(std::numeric_limits<double>::quiet_NaN());
  CHECK(s.rejected() == 1);
  CHECK(s.count() == 73);
  s.clear();
  CHECK(s == req{});
}

TEST_CASE("state/req keeps the values at its end as they are") {
  for (const sharp_end end : {sharp_end::high, sharp_end::low}) {
    std::mt19937_64 rng{5};
    req s{12, end, 3};
    std::vector<double> values(50'000);
    for (double& x : values) x = static_cast<double>(rng() >> 11) * 0x1p-53;
    for (const double x : values) s.update(x);
    std::sort(values.begin(), values.end());
    if (end == sharp_end::high) std::reverse(values.begin(), values.end());
    for (std::size_t i = 1; i <= 36; ++i) {  // half of a level is never thinned out
      const double share =
          end == sharp_end::high ? s.share_above(values[i]) : s.share_up_to(values[i - 1]);
      CHECK(share == static_cast<double>(i) / 50'000);
    }
  }
}

TEST_CASE("state/req loses no weight, whatever is merged") {
  std::mt19937_64 rng{91};
  for (int trial = 0; trial < 30; ++trial) {
    const std::size_t k = 4 + rng() % 40;
    req all{k, sharp_end::high, 1};
    CHECK(all.k() == k / 2 * 2);
    std::uint64_t n = 0;
    for (std::uint64_t part = 0; part < 20; ++part) {
      req s{k, sharp_end::high, part};
      const std::size_t size = rng() % (rng() % 3 == 0 ? 5 : 5000);
      for (std::size_t i = 0; i < size; ++i) s.update(rng() % 1000);
      REQUIRE(weight_of(s) == size);
      n += size;
      all.merge(s);
      REQUIRE(weight_of(all) == n);
      REQUIRE(all.count() == n);
      for (int i = 0; i < 5; ++i) all.update(i), ++n;
    }
    CHECK(weight_of(all) == n);
    CHECK(all.kept() < 17 * k * 20);
  }
}

TEST_CASE("state/req merged into itself is twice itself, and empty parts change nothing") {
  req s{12, sharp_end::high, 3};
  for (int i = 0; i < 1000; ++i) s.update(i);
  req twice = s;
  twice.merge(twice);
  CHECK(twice.count() == 2000);
  CHECK(weight_of(twice) == 2000);
  CHECK(std::fabs(twice.share_above(949.5) - 0.05) < 0.004);
  req same = s;
  same.merge(req{12, sharp_end::high, 9});
  CHECK(same == s);
  req none{12, sharp_end::high, 3};
  none.merge(s);
  CHECK(none.count() == 1000);
  CHECK(none.share_up_to(1e9) == 1);
}

TEST_CASE("state/req of the same values and the same seed is the same") {
  req a{12, sharp_end::high, 7}, b{12, sharp_end::high, 7}, other{12, sharp_end::high, 8};
  for (int i = 0; i < 5000; ++i) a.update(i % 997), b.update(i % 997), other.update(i % 997);
  CHECK(a == b);
  CHECK_FALSE(a == other);
}

TEST_CASE("state/req a mirrored stream gives the mirrored answer at the other end") {
  std::mt19937_64 rng{6};
  req high{16, sharp_end::high, 2}, low{16, sharp_end::low, 2};
  for (int i = 0; i < 20'000; ++i) {
    const auto x = static_cast<double>(rng() % 100'000) + 0.5;
    high.update(x), low.update(-x);
  }
  for (double x = 0; x < 100'000; x += 997) CHECK(high.share_above(x) == low.share_up_to(-x));
}

TEST_CASE("state/req takes infinities at their places") {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  req s;
  for (int i = 0; i < 2000; ++i) s.update(i % 100 == 0 ? infinity : i % 100 == 1 ? -infinity : i);
  CHECK(std::fabs(s.share_above(1e300) - 0.01) < 0.0005);
  CHECK(s.share_up_to(infinity) == 1);
}

TEST_CASE("state/req keeps its relative error in 99 % of 1,000 runs, merged from 64 shards too" *
          doctest::test_suite("simulation")) {
  constexpr std::array names{"normal", "descending", "twenty values", "low end"};
  for (std::size_t kind = 0; kind < names.size(); ++kind) {
    const sharp_end end = kind == 3 ? sharp_end::low : sharp_end::high;
    int within = 0, within_merged = 0;
    double worst = 0;
    for (std::uint64_t run = 0; run < 1'000; ++run) {
      std::mt19937_64 rng{run};
      std::normal_distribution<double> normal;
      constexpr int n = 3'200;
      std::vector<double> values;
      for (int i = 0; i < n; ++i) {
        const double x = normal(rng);
        values.push_back(kind == 1 ? -i : kind == 2 ? static_cast<double>(rng() % 20) : x);
      }
      req whole{12, end, run};
      std::vector<req> shards;
      for (std::uint64_t k = 0; k < 64; ++k)
        shards.emplace_back(std::size_t{12}, end, 64 * run + k);
      for (int i = 0; i < n; ++i) {
        whole.update(values[static_cast<std::size_t>(i)]);
        shards[static_cast<std::size_t>(i / (n / 64))].update(values[static_cast<std::size_t>(i)]);
      }
      for (std::size_t k = 1; k < 64; ++k) shards[0].merge(shards[k]);
      const double error = error_of(whole, values), merged = error_of(shards[0], values);
      within += error <= whole.relative_error();
      within_merged += merged <= shards[0].relative_error();
      worst = std::fmax(worst, std::fmax(error, merged));
    }
    MESSAGE(std::string{names[kind]}, ": ", within, " and ", within_merged,
            " of 1000 within 5 %, worst ", worst);
    CHECK(within >= 990);
    CHECK(within_merged >= 990);
  }
}
