// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/binning.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

using telltale::errc;
using telltale::state::binning;

namespace {

using limits = std::numeric_limits<double>;
using column = std::vector<double>;
constexpr double infinity = limits::infinity();

struct named_column {
  std::string name;
  column values;  // ascending
  bool continuous = false;
};

column drawn(std::size_t n, auto&& draw) {
  std::mt19937_64 rng{42};
  column values(n);
  for (double& x : values) x = draw(rng);
  std::sort(values.begin(), values.end());
  return values;
}

// In [0, 1), with 53 random bits.
double unit(std::mt19937_64& rng) { return static_cast<double>(rng() >> 11) * 0x1p-53; }

double normal(std::mt19937_64& rng) {
  return std::sqrt(-2 * std::log(1 - unit(rng))) * std::cos(6.283185307179586 * unit(rng));
}

// `n` values out of `distinct` ones that are `step` apart, all of which come.
column discrete(std::size_t distinct, double step, std::size_t n = 4000) {
  column values(n);
  for (std::size_t i = 0; i < n; ++i) values[i] = static_cast<double>(i % distinct) * step;
  std::sort(values.begin(), values.end());
  return values;
}

std::vector<named_column> columns() {
  constexpr std::size_t n = 4000;
  std::vector<named_column> all;
  all.push_back({"uniform", drawn(n, unit), true});
  all.push_back({"normal", drawn(n, normal), true});
  all.push_back({"lognormal", drawn(n, [](auto& r) { return std::exp(normal(r)); }), true});
  all.push_back({"wide lognormal", drawn(n, [](auto& r) { return std::exp(20 * normal(r)); }),
                 true});
  auto pareto = drawn(n, [](auto& r) { return std::pow(1 - unit(r), -1 / 1.1); });
  pareto.push_back(1e12), pareto.push_back(1e200);
  all.push_back({"pareto with outliers", std::move(pareto), true});
  all.push_back({"exponential", drawn(n, [](auto& r) { return -1e9 * std::log(1 - unit(r)); }),
                 true});
  all.push_back({"negative", drawn(n, [](auto& r) { return -std::exp(normal(r)); }), true});
  all.push_back({"denormal", drawn(n, [](auto& r) { return unit(r) * 1e-310; }), true});
  all.push_back({"offset", drawn(n, [](auto& r) { return 1e15 + 100 * normal(r); })});
  all.push_back({"both signs, wide", drawn(n, [](auto& r) {
                   return std::exp(20 * normal(r)) * (r() % 2 == 0 ? 1 : -1);
                 }), true});
  for (const std::size_t distinct : {2u, 3u, 31u, 32u, 33u, 200u}) {
    all.push_back({std::to_string(distinct) + " values", discrete(distinct, 0.25)});
    all.push_back({std::to_string(distinct) + " large values", discrete(distinct, -1e300)});
  }
  all.push_back({"constant", column(10, 3.5)});
  all.push_back({"constant zero", {-0.0, 0.0, -0.0, 0.0}});
  all.push_back({"constant largest", column(3, limits::max())});
  all.push_back({"one value", {-1e-300}});
  all.push_back({"neighbours", {1, 1, 1, std::nextafter(1, 2)}});
  all.push_back({"neighbours at zero", {-0.0, limits::denorm_min()}});
  all.push_back({"neighbours around zero", {-limits::denorm_min(), 0, limits::denorm_min()}});
  all.push_back({"extremes", {-1e308, 1e308}});
  all.push_back({"largest extremes", drawn(n, [](auto& r) {
                   const auto exponent = static_cast<int>(r() % 2046) - 1022;
                   return std::ldexp(1 + unit(r), exponent) * (r() % 2 == 0 ? 1 : -1);
                 })});
  auto zeros = drawn(n, normal);
  for (std::size_t i = 0; i < n; ++i)
    if (i % 10 < 6) zeros[i] = 0;
  std::sort(zeros.begin(), zeros.end());
  all.push_back({"inflated zero", std::move(zeros)});
  return all;
}

// The definition.
std::size_t edges_up_to(const binning& bins, double x) {
  const auto edges = bins.edges();
  return static_cast<std::size_t>(
      std::count_if(edges.begin(), edges.end(), [&](double edge) { return edge <= x; }));
}

void check_bin(const binning& bins, double x) {
  if (bins.bin(x) == edges_up_to(bins, x)) return;
  CAPTURE(x);
  CHECK(bins.bin(x) == edges_up_to(bins, x));
}

// Of x and of its neighbours.
void check_around(const binning& bins, double x) {
  check_bin(bins, x);
  double up = x, down = x;
  for (int i = 0; i < 3; ++i) {
    check_bin(bins, up = std::nextafter(up, infinity));
    check_bin(bins, down = std::nextafter(down, -infinity));
  }
}

void check_definition(const binning& bins, const column& values) {
  const auto edges = bins.edges();
  REQUIRE(bins.bins() == edges.size() + 1);
  REQUIRE(std::adjacent_find(edges.begin(), edges.end(), std::greater_equal<>{}) == edges.end());
  for (const double edge : edges) check_around(bins, edge);
  for (const double x : values) check_bin(bins, x);
  check_around(bins, bins.lowest());
  check_around(bins, bins.highest());
  for (const double x : {0.0, 1.0, 1e-300, 1e9, 1e300, limits::max(), limits::min(),
                         limits::denorm_min(), infinity}) {
    check_around(bins, x);
    check_around(bins, -x);
  }
  std::mt19937_64 rng{1};
  const double low = bins.lowest(), high = bins.highest();
  for (int i = 0; i < 3000; ++i) {
    const double share = 1.2 * unit(rng) - 0.1;
    check_bin(bins, low * (1 - share) + high * share);
    const auto any = std::bit_cast<double>(rng());
    if (!std::isnan(any)) check_bin(bins, any);
  }
}

binning equal_mass(const column& sorted, std::size_t bins) {
  auto made = binning::equal_mass(sorted, bins);
  REQUIRE(made);
  return *std::move(made);
}

binning from_edges(const column& edges) {
  auto made = binning::from_edges(edges);
  REQUIRE(made);
  return *std::move(made);
}

std::vector<std::size_t> masses(const binning& bins, const column& values) {
  std::vector<std::size_t> counts(bins.bins());
  for (const double x : values) ++counts[bins.bin(x)];
  return counts;
}

column edges_of(const binning& bins) { return {bins.edges().begin(), bins.edges().end()}; }

}  // namespace

TEST_CASE("state/binning: bin(x) is the number of edges up to x, for every double") {
  for (const auto& [name, values, continuous] : columns()) {
    CAPTURE(name);
    for (const std::size_t bins : {2u, 7u, 10u, 64u, 254u}) {
      CAPTURE(bins);
      check_definition(equal_mass(values, bins), values);
    }
  }
}

TEST_CASE("state/binning: edges of the caller's own are kept, and so is the definition") {
  for (const column& edges :
       {column{0}, column{-1, 1}, column{0, limits::denorm_min()}, column{-1e308, 0, 1e308},
        column{limits::lowest(), limits::max()}, column{1, 2, 3, 5, 8, 13, 21}}) {
    const binning bins = from_edges(edges);
    CHECK(edges_of(bins) == edges);
    CHECK(bins.lowest() == edges.front());
    CHECK(bins.highest() == edges.back());
    check_definition(bins, edges);
  }
  for (std::size_t n = 1; n <= binning::most_edges; n += n < 20 ? 1 : 13) {
    column edges;
    for (std::size_t i = 0; i < n; ++i) edges.push_back(0.1 * static_cast<double>(i));
    const binning bins = from_edges(edges);
    CHECK(edges_of(bins) == edges);
    check_definition(bins, edges);
  }
}

TEST_CASE("state/binning: continuous columns get bins of equal mass") {
  for (const auto& [name, values, continuous] : columns()) {
    if (!continuous) continue;
    CAPTURE(name);
    for (const std::size_t bins : {2u, 5u, 10u, 20u, 64u}) {
      CAPTURE(bins);
      const binning made = equal_mass(values, bins);
      CHECK(made.bins() == bins);
      const double share = static_cast<double>(values.size()) / static_cast<double>(bins);
      for (const std::size_t mass : masses(made, values)) {
        CHECK(static_cast<double>(mass) >= 0.75 * share - 1);
        CHECK(static_cast<double>(mass) <= 1.25 * share + 1);
      }
    }
  }
}

TEST_CASE("state/binning: without a grid the masses are as equal as counts can be") {
  // Too wide for either grid: a cluster far narrower than a cell, between two outliers.
  column values{-1e300};
  for (int i = 0; i < 1000; ++i) values.push_back(1 + i * 1e-12);
  values.push_back(1e300);
  const binning bins = equal_mass(values, 10);
  CHECK_FALSE(bins.gridded());
  for (const std::size_t mass : masses(bins, values)) {
    CHECK(mass >= 100);
    CHECK(mass <= 101);
  }
  check_definition(bins, values);
}

TEST_CASE("state/binning: usual columns are read from the grid") {
  for (const auto& [name, values, continuous] : columns()) {
    if (name == "uniform" || name == "normal" || name == "lognormal" || name == "exponential" ||
        name == "wide lognormal" || name == "31 values") {
      CAPTURE(name);
      CHECK(equal_mass(values, 10).gridded());
      CHECK(equal_mass(values, 20).gridded());
    }
  }
  CHECK_FALSE(from_edges({0, 1}).gridded());
}

TEST_CASE("state/binning: few distinct values get a bin each, whatever the number of bins") {
  for (const std::size_t distinct : {2u, 3u, 7u, 31u, 32u}) {
    CAPTURE(distinct);
    for (const double step : {1.0, 0.001, -1e300, 1e-310}) {
      const column values = discrete(distinct, step);
      for (const std::size_t bins : {2u, 10u, 254u}) {
        const binning made = equal_mass(values, bins);
        REQUIRE(made.bins() == distinct);
        std::size_t next = 0;
        for (std::size_t i = 0; i < values.size(); ++i) {
          next += i > 0 && values[i] != values[i - 1];
          if (made.bin(values[i]) != next) CHECK(made.bin(values[i]) == next);
        }
      }
    }
  }
  // One more, and it is bins of equal mass again.
  CHECK(equal_mass(discrete(33, 1), 10).bins() == 10);
  CHECK(equal_mass(discrete(33, 1), 5).bins() == 5);
}

TEST_CASE("state/binning: few values that lie unevenly keep their bins") {
  const column values{0, 1e-9, 1, 1, 1e9, 1e9 + 1};
  const binning bins = equal_mass(values, 2);
  CHECK(masses(bins, values) == std::vector<std::size_t>{1, 1, 2, 1, 1});
}

TEST_CASE("state/binning: a value with more than a bin's share gets its own bin") {
  for (const auto& [name, values, continuous] : columns()) {
    if (name != "inflated zero") continue;
    for (const std::size_t bins : {2u, 5u, 10u, 50u}) {
      CAPTURE(bins);
      const binning made = equal_mass(values, bins);
      const std::size_t zero = made.bin(0);
      for (const double x : values)
        if (x != 0 && made.bin(x) == zero) CHECK(x == 0);
      CHECK(masses(made, values)[zero] >= 2400);
    }
  }
  // At the lower and at the upper end, where it has no edge on one side.
  for (const double heavy : {0.0, 2.0}) {
    CAPTURE(heavy);
    column values(600, heavy);
    for (int i = 0; i < 400; ++i) values.push_back(0.5 + i * 0.001);
    std::sort(values.begin(), values.end());
    const binning made = equal_mass(values, 10);
    CHECK(made.bins() >= 5);
    CHECK(masses(made, values)[made.bin(heavy)] == 600);
  }
}

TEST_CASE("state/binning: exactly a bin's share does not need a bin of its own") {
  // 0 to 99 once, but the tenth value five times: fewer than a tenth of 104.
  column values;
  for (int i = 0; i < 100; ++i) values.push_back(i);
  const binning plain = equal_mass(values, 10);
  CHECK(masses(plain, values) == std::vector<std::size_t>(10, 10));
  // Every value as often as a bin is large: edges stay where they are, none is added.
  column repeated;
  for (int i = 0; i < 40; ++i) repeated.insert(repeated.end(), 10, i);
  CHECK(masses(equal_mass(repeated, 40), repeated) == std::vector<std::size_t>(40, 10));
  CHECK(equal_mass(repeated, 20).bins() == 20);
}

TEST_CASE("state/binning: a constant column gets below, equal and above") {
  for (const column& values : {column{3.5}, column(100, -7.0), column(5, 0.0), column{-0.0, 0.0},
                               column(2, limits::denorm_min()), column(2, limits::lowest())}) {
    const double x = values.front();
    CAPTURE(x);
    const binning bins = equal_mass(values, 10);
    REQUIRE(bins.bins() == 3);
    CHECK(bins.bin(std::nextafter(x, -infinity)) == 0);
    CHECK(bins.bin(x) == 1);
    CHECK(bins.bin(std::nextafter(x, infinity)) == 2);
    CHECK(bins.lowest() == x);
    CHECK(bins.highest() == x);
  }
  CHECK(equal_mass({-0.0, 0.0}, 10).bin(0.0) == 1);
  CHECK(equal_mass({-0.0, 0.0}, 10).bin(-0.0) == 1);
}

TEST_CASE("state/binning: no more edges than a byte can count") {
  // Heavy values in between, each of which would end its bin too.
  column values;
  for (int i = 0; i < 400; ++i)
    values.insert(values.end(), i % 2 == 0 ? 21 : 1, static_cast<double>(i) * 1.5);
  for (const std::size_t bins : {250u, 254u}) {
    const binning made = equal_mass(values, bins);
    CHECK(made.edges().size() == binning::most_edges);
    check_definition(made, values);
  }
  const column many = drawn(5000, unit);
  CHECK(equal_mass(many, 254).bins() == 254);
}

TEST_CASE("state/binning knows the extremes of its values") {
  const column values = drawn(1000, normal);
  const binning bins = equal_mass(values, 10);
  CHECK(bins.lowest() == values.front());
  CHECK(bins.highest() == values.back());
}

TEST_CASE("state/binning: equal where bins and extremes are") {
  const column values = drawn(1000, normal);
  const binning bins = equal_mass(values, 10);
  CHECK(bins == equal_mass(values, 10));
  CHECK(bins != equal_mass(values, 11));
  CHECK(bins != from_edges(edges_of(bins)));  // the same bins, other extremes
  CHECK(from_edges({0, 1}) == from_edges({0, 1}));
  CHECK(from_edges({0, 1}) != from_edges({0, 2}));
  CHECK(from_edges({0, 1}) != from_edges({0, 0.5, 1}));
  column lower = values, higher = values;
  lower.front() -= 1e-9;
  higher.back() += 1e-9;
  CHECK(from_edges({0}) != from_edges({1}));
  CHECK(bins != equal_mass(lower, 10));
  CHECK(bins != equal_mass(higher, 10));
}

TEST_CASE("state/binning refuses columns that have no bins") {
  const double nan = limits::quiet_NaN();
  for (const column& bad :
       {column{}, column{2, 1}, column{1, 2, 3, 2}, column{nan}, column{nan, 1}, column{1, nan},
        column{1, nan, 2}, column{1, infinity}, column{-infinity, 1}, column{infinity}}) {
    const auto made = binning::equal_mass(bad, 10);
    REQUIRE_FALSE(made);
    CHECK(made.error().code == errc::invalid_data);
    CHECK_FALSE(made.error().message.empty());
  }
  const column fine{1, 2, 3};
  for (const std::size_t bins : {0u, 1u, 255u}) {
    const auto made = binning::equal_mass(fine, bins);
    REQUIRE_FALSE(made);
    CHECK(made.error().code == errc::invalid_setting);
    CHECK(made.error().message.find(std::to_string(bins)) != std::string::npos);
  }
  CHECK(binning::equal_mass(fine, 2));
  CHECK(binning::equal_mass(fine, 254));
}

TEST_CASE("state/binning refuses edges that are none") {
  const double nan = limits::quiet_NaN();
  for (const column& bad : {column{2, 1}, column{nan}, column{1, nan, 2}, column{1, infinity},
                            column{-infinity, 1}}) {
    const auto made = binning::from_edges(bad);
    REQUIRE_FALSE(made);
    CHECK(made.error().code == errc::invalid_data);
  }
  column many(255);
  for (std::size_t i = 0; i < many.size(); ++i) many[i] = static_cast<double>(i);
  for (const column& bad : {column{}, column{1, 1}, column{-0.0, 0.0}, column{1, 2, 2, 3}, many}) {
    const auto made = binning::from_edges(bad);
    REQUIRE_FALSE(made);
    CHECK(made.error().code == errc::invalid_setting);
  }
  many.pop_back();
  CHECK(from_edges(many).bins() == 255);
}
