// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/binning.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <random>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace {

using telltale::errc;
using telltale::state::binning;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double largest = std::numeric_limits<double>::max();
constexpr double tiny = std::numeric_limits<double>::denorm_min();

std::vector<double> sample(std::size_t n, const std::function<double(std::mt19937_64&)>& draw) {
  std::mt19937_64 rng{11};
  std::vector<double> all;
  for (std::size_t i = 0; i < n; ++i) all.push_back(draw(rng));
  std::sort(all.begin(), all.end());
  return all;
}
double normal(std::mt19937_64& rng) { return std::normal_distribution<double>{}(rng); }
double uniform(std::mt19937_64& rng) { return std::uniform_real_distribution<double>{}(rng); }

std::vector<std::size_t> counts(const binning& bins, std::span<const double> values) {
  std::vector<std::size_t> all(bins.bins());
  for (const double x : values) ++all[bins.bin(x)];
  return all;
}

// bin(x) is the number of edges <= x, for every double: what any answer is measured by.
void check_exact(const binning& bins, std::span<const double> values) {
  const std::span<const double> edges = bins.edges();
  REQUIRE(bins.bins() == edges.size() + 1);
  std::size_t wrong = 0;
  const auto check = [&](double x) {
    const auto expected = static_cast<std::size_t>(
        std::count_if(edges.begin(), edges.end(), [x](double edge) { return edge <= x; }));
    wrong += bins.bin(x) != expected;
    wrong += bins.with_lookup([x](auto bin_of) { return bin_of(x); }) != expected;
  };
  for (const double edge : edges) {
    CHECK(std::isfinite(edge));
    double down = edge, up = edge;
    for (int step = 0; step < 3; ++step) {
      check(down), check(up);
      down = std::nextafter(down, -infinity), up = std::nextafter(up, infinity);
    }
    const auto rounded = static_cast<float>(edge);
    for (const float x : {std::nextafter(rounded, -1e38f), rounded, std::nextafter(rounded, 1e38f)})
      check(static_cast<double>(x));
  }
  for (const double x : {0.0, -0.0, tiny, -tiny, 1e-300, -1e-300, 1.0, -1.0, 1e300, -1e300, largest,
                         -largest, infinity, -infinity})
    check(x);
  for (const double x : values.first(std::min<std::size_t>(values.size(), 2000))) check(x);
  std::mt19937_64 rng{12};
  const double low = bins.lowest(), range = bins.highest() / 2 - low / 2;
  for (int i = 0; i < 2000; ++i) {
    check(low + range * (3 * uniform(rng) - 0.5));
    const auto any = static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(rng())));
    if (any == any) check(any);
  }
  CHECK(wrong == 0);
  CHECK(std::is_sorted(edges.begin(), edges.end()));
  CHECK(std::adjacent_find(edges.begin(), edges.end()) == edges.end());
}

TEST_CASE("state/binning takes equal masses, exactly looked up, from any distribution") {
  struct column {
    std::string name;
    std::function<double(std::mt19937_64&)> draw;
    std::size_t gridded_up_to;  // bins
  };
  const column columns[] = {
      {"normal", normal, 254},
      {"uniform in [0, 1]", uniform, 254},
      {"far from zero", [](auto& r) { return 1e9 + normal(r); }, 254},
      {"lognormal", [](auto& r) { return std::exp(normal(r)); }, 254},
      {"very skewed lognormal", [](auto& r) { return std::exp(5 * normal(r)); }, 254},
      {"its negative", [](auto& r) { return -std::exp(5 * normal(r)); }, 254},
      {"Pareto 0.5 and an outlier",
       [](auto& r) { return r() % 5000 == 0 ? 1e200 : std::pow(uniform(r) + 1e-12, -2.0); }, 64},
      {"exponential of 1e9", [](auto& r) { return -1e9 * std::log(uniform(r) + 1e-18); }, 64},
      {"denormal", [](auto& r) { return 1e-310 * uniform(r); }, 254},
      {"huge of both signs", [](auto& r) { return 1.7e308 * (2 * uniform(r) - 1); }, 0},
      {"Cauchy", [](auto& r) { return normal(r) / normal(r); }, 64},
      {"both signs over many magnitudes",
       [](auto& r) { return (r() % 2 == 0 ? -1 : 1) * std::exp(100 * normal(r)); }, 64},
  };
  for (const column& c : columns) {
    CAPTURE(c.name);
    const std::vector<double> values = sample(20'000, c.draw);
    for (const std::size_t wanted : {2u, 10u, 20u, 64u, 254u}) {
      CAPTURE(wanted);
      const auto bins = binning::equal_mass(values, wanted);
      REQUIRE(bins);
      CHECK(bins->bins() == wanted);
      CHECK(bins->lowest() == values.front());
      CHECK(bins->highest() == values.back());
      CHECK(bins->gridded() == (wanted > 3 && wanted <= c.gridded_up_to));
      const double share = 20'000.0 / static_cast<double>(wanted);
      for (const std::size_t n : counts(*bins, values)) {
        CHECK(static_cast<double>(n) > 0.65 * share);
        CHECK(static_cast<double>(n) < 1.4 * share);
      }
      check_exact(*bins, values);
    }
  }
}

TEST_CASE("state/binning gives each of few values a bin of its own") {
  const std::vector<std::vector<double>> columns = {
      {0, 1},
      {0, 1, 2, 3, 4, 5, 6},
      {-3, -2.5, 0, 1e-9, 1e12},
      {1, std::nextafter(1.0, 2.0), 2, 3},
      {-largest, 0, largest},
      {0, tiny, 2 * tiny, 1, 2},
      {0.1, 0.2, 0.3, 0.7, 1e300},
  };
  for (const std::vector<double>& values : columns) {
    std::vector<double> often;
    for (std::size_t i = 0; i < values.size(); ++i) often.insert(often.end(), i % 3 + 1, values[i]);
    const auto bins = binning::equal_mass(often, 10);
    REQUIRE(bins);
    REQUIRE(bins->bins() == values.size());
    for (std::size_t i = 0; i < values.size(); ++i) CHECK(bins->bin(values[i]) == i);
    check_exact(*bins, often);
  }
}

TEST_CASE("state/binning keeps values apart that were rounded to float") {
  std::vector<double> values;
  for (int i = 0; i < 30; ++i) values.push_back(0.1 * i);
  const auto bins = binning::equal_mass(values, 10);
  REQUIRE(bins);
  for (std::size_t i = 0; i < values.size(); ++i)
    CHECK(bins->bin(static_cast<double>(static_cast<float>(values[i]))) == i);
}

TEST_CASE("state/binning takes up to 32 values, or as many as bins, for few") {
  const auto bins_of = [](int values, std::size_t wanted) {
    std::vector<double> all;
    for (int i = 0; i < 4 * values; ++i) all.push_back(i / 4);
    return binning::equal_mass(all, wanted)->bins();
  };
  CHECK(bins_of(31, 10) == 31);
  CHECK(bins_of(32, 10) == 32);
  CHECK(bins_of(33, 10) == 10);
  CHECK(bins_of(33, 33) == 33);
  CHECK(bins_of(34, 33) == 33);
  CHECK(bins_of(254, 254) == 254);

  std::vector<double> uneven;  // whose equal masses would not be one value each
  for (int i = 0; i < 40; ++i) uneven.insert(uneven.end(), static_cast<std::size_t>(i % 5 + 1), i);
  const auto bins = binning::equal_mass(uneven, 40);
  REQUIRE(bins);
  CHECK(bins->bins() == 40);
  for (int i = 0; i < 40; ++i) CHECK(bins->bin(i) == static_cast<std::size_t>(i));
}

TEST_CASE("state/binning sees a single value move either way, but not its rounding to float") {
  for (const double v : {0.0, -0.0, 0.4, 0.7, 1.0, -7.0, 16'777'217.0, 1e-45, 1e-41, tiny}) {
    CAPTURE(v);
    const std::vector<double> values(100, v);
    const auto bins = binning::equal_mass(values, 10);
    REQUIRE(bins);
    REQUIRE(bins->bins() == 3);
    const auto rounded = static_cast<float>(v);
    CHECK(bins->bin(v) == 1);
    CHECK(bins->bin(static_cast<double>(rounded)) == 1);
    const double step = v == 0 ? tiny : 2 * (std::fabs(v) * 0x1p-24 + 0x1p-150);
    CHECK(bins->bin(v - step) == 0);
    CHECK(bins->bin(v + step) == 2);
    check_exact(*bins, values);
  }
  for (const double v : {largest, -largest}) {  // nothing finite is beyond it
    const auto bins = binning::equal_mass(std::vector<double>{v}, 2);
    REQUIRE(bins);
    CHECK(bins->bins() == 2);
    CHECK(bins->bin(v) == (v > 0));
    CHECK(bins->bin(v / 2) == (v < 0));
  }
}

TEST_CASE("state/binning gives a value with a big share a bin of its own") {
  SUBCASE("at the bottom") {
    const auto values =
        sample(20'000, [](auto& r) { return uniform(r) < 0.5 ? 0.0 : 1 + uniform(r); });
    const auto bins = binning::equal_mass(values, 10);
    REQUIRE(bins);
    CHECK(bins->bin(0.0) == 0);
    CHECK(bins->bin(values[static_cast<std::size_t>(
              std::upper_bound(values.begin(), values.end(), 0.0) - values.begin())]) == 1);
    CHECK(bins->bins() >= 5);
    check_exact(*bins, values);
  }
  SUBCASE("in the middle") {
    const auto values =
        sample(20'000, [](auto& r) { return uniform(r) < 0.15 ? 0.25 : normal(r); });
    const auto bins = binning::equal_mass(values, 10);
    REQUIRE(bins);
    const std::size_t own = bins->bin(0.25);
    const auto in_own = counts(*bins, values)[own];
    const auto equal = static_cast<std::size_t>(std::count(values.begin(), values.end(), 0.25));
    CHECK(in_own >= equal);
    CHECK(in_own <= equal + 100);
    CHECK(bins->bins() <= 19);
    check_exact(*bins, values);
  }
  SUBCASE("at the top") {
    const auto values = sample(20'000, [](auto& r) { return (std::min)(normal(r), 0.5); });
    const auto bins = binning::equal_mass(values, 10);
    REQUIRE(bins);
    CHECK(bins->bin(0.5) == bins->bins() - 1);
    CHECK(counts(*bins, values).back() <=
          static_cast<std::size_t>(std::count(values.begin(), values.end(), 0.5)) + 500);
    check_exact(*bins, values);
  }
  SUBCASE("but one with just a bin's share needs none") {
    std::vector<double> values;
    for (int i = 0; i < 100; ++i) values.push_back(i >= 45 && i < 55 ? 45.5 : i);
    CHECK(binning::equal_mass(values, 10)->bins() == 10);
    values[55] = 45.5;  // and now it has more
    CHECK(binning::equal_mass(values, 10)->bins() == 11);
  }
}

TEST_CASE("state/binning never makes more bins than a byte can number") {
  std::vector<double> values;  // 200 heavy values, and a light one after each
  for (int i = 0; i < 200; ++i) {
    values.insert(values.end(), 100, i);
    values.push_back(i + 0.5);
  }
  const auto bins = binning::equal_mass(values, 254);
  REQUIRE(bins);
  CHECK(bins->bins() == 255);
  check_exact(*bins, values);
}

TEST_CASE("state/binning leaves edges apart that no grid tells apart") {
  std::vector<double> values;  // five values between the quantile at 400 and a heavy one
  for (int i = 0; i < 399; ++i) values.push_back(i);
  for (int i = -1; i < 5; ++i) values.push_back(400 + 1e-9 * i);
  values.insert(values.end(), 200, 400 + 1e-8);
  for (int i = 605; i < 1000; ++i) values.push_back(i);
  const auto bins = binning::equal_mass(values, 10);
  REQUIRE(bins);
  CHECK_FALSE(bins->gridded());
  const std::vector<std::size_t> n = counts(*bins, values);
  CHECK(std::count(n.begin(), n.end(), 5u) == 1);
  CHECK(std::count(n.begin(), n.end(), 200u) == 1);
  check_exact(*bins, values);
}

TEST_CASE("state/binning looks few edges up without a grid") {
  const std::vector<double> three{0, 1, 2}, four{0, 1, 2, 3};
  CHECK_FALSE(binning::equal_mass(three, 10)->gridded());
  CHECK(binning::equal_mass(four, 10)->gridded());
}

TEST_CASE("state/binning takes edges as they are given") {
  for (const std::size_t n : {1u, 2u, 3u, 4u, 5u, 31u, 32u, 33u, 253u, 254u}) {
    std::mt19937_64 rng{n};
    std::vector<double> edges;
    for (std::size_t i = 0; i < n; ++i) edges.push_back(std::exp(3 * normal(rng)) - 2);
    std::sort(edges.begin(), edges.end());
    const auto bins = binning::from_edges(edges);
    REQUIRE(bins);
    CHECK(std::equal(edges.begin(), edges.end(), bins->edges().begin(), bins->edges().end()));
    CHECK(bins->lowest() == edges.front());
    CHECK(bins->highest() == edges.back());
    check_exact(*bins, edges);
  }
}

TEST_CASE("state/binning refuses what it cannot bin, and says why") {
  const auto why = [](auto&& result) {
    REQUIRE_FALSE(result);
    return result.error();
  };
  using values = std::vector<double>;
  CHECK(why(binning::equal_mass({}, 10)).code == errc::invalid_data);
  CHECK(why(binning::equal_mass(values{1, 2}, 1)).message == "bins: 1 is not in [2, 254]");
  CHECK(why(binning::equal_mass(values{1, 2}, 255)).code == errc::invalid_setting);
  CHECK(binning::equal_mass(values{1, 2}, 2));
  CHECK(why(binning::equal_mass(values{1, nan, 2}, 2)).message == "values: nan is not finite");
  CHECK(why(binning::equal_mass(values{nan}, 2)).code == errc::invalid_data);
  CHECK(why(binning::equal_mass(values{1, infinity}, 2)).code == errc::invalid_data);
  CHECK(why(binning::equal_mass(values{-infinity, 1}, 2)).code == errc::invalid_data);
  CHECK(why(binning::equal_mass(values{2, 1}, 2)).message ==
        "values: 1.000000 comes after a larger one");

  CHECK(why(binning::from_edges({})).code == errc::invalid_setting);
  CHECK(why(binning::from_edges(values(255))).message == "edges: 255 of them, not 1 to 254");
  CHECK(why(binning::from_edges(values{1, 1})).message == "edges: 1.000000 comes twice");
  CHECK(why(binning::from_edges(values{2, 1})).code == errc::invalid_setting);
  CHECK(why(binning::from_edges(values{1, nan})).code == errc::invalid_setting);
  CHECK(why(binning::from_edges(values{1, infinity})).code == errc::invalid_setting);
}

TEST_CASE("state/binning compares bins and their range, not how they are looked up") {
  const auto values = sample(1000, normal);
  const auto gridded = binning::equal_mass(values, 10);
  const auto searched = binning::from_edges(gridded->edges());
  CHECK(*gridded == *binning::equal_mass(values, 10));
  CHECK_FALSE(*gridded == *binning::equal_mass(values, 11));
  CHECK_FALSE(*gridded == *searched);  // another range
  CHECK(*searched == *binning::from_edges(gridded->edges()));
  for (const bool low : {true, false}) {  // the same edges
    auto stretched = values;
    (low ? stretched.front() : stretched.back()) *= 2;
    const auto other = binning::equal_mass(stretched, 10);
    CHECK(std::equal(other->edges().begin(), other->edges().end(), gridded->edges().begin()));
    CHECK_FALSE(*other == *gridded);
  }
}

TEST_CASE("state/binning: a value with exactly a bin's share needs no bin of its own") {
  std::vector<double> values(40, 20.0);
  for (int i = 0; i < 20; ++i) {
    values.push_back(i);
    values.push_back(21 + i);
  }
  std::sort(values.begin(), values.end());
  const auto half = binning::equal_mass(values, 2);
  REQUIRE(half);
  CHECK(half->bins() == 2);
  values.push_back(20.0);  // one more than that
  values.push_back(20.0);
  std::sort(values.begin(), values.end());
  const auto more = binning::equal_mass(values, 2);
  REQUIRE(more);
  CHECK(more->bins() == 3);
  CHECK(more->bin(19) == 0);
  CHECK(more->bin(20) == 1);
  CHECK(more->bin(21) == 2);
}

TEST_CASE("state/binning: the same edges of another range are not the same bins") {
  std::vector<double> values(100);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<double>(i);
  const auto original = binning::equal_mass(values, 10);
  auto lower = values, higher = values;
  lower.front() = -5;
  higher.back() = 500;
  for (const auto& other : {lower, higher}) {
    const auto shifted = binning::equal_mass(other, 10);
    REQUIRE(shifted);
    REQUIRE(std::equal(shifted->edges().begin(), shifted->edges().end(), original->edges().begin(),
                       original->edges().end()));
    CHECK(*shifted != *original);
  }
}

TEST_CASE("state/binning: a constant at the end of the range of a double has finite edges") {
  for (const double x :
       {std::numeric_limits<double>::max(), std::numeric_limits<double>::lowest()}) {
    const std::vector<double> values(3, x);
    const auto bins = binning::equal_mass(values, 10);
    REQUIRE(bins);
    CHECK(bins->bins() == 2);
    CHECK(std::isfinite(bins->edges().front()));
    CHECK(bins->bin(x) != bins->bin(0));
  }
}

// The same bins, looked up as before, for every double that could tell them apart.
void check_restored(const binning& saved) {
  const auto again =
      binning::restore(saved.edges(), saved.lowest(), saved.highest(), saved.snapped_to());
  REQUIRE(again);
  CHECK(*again == saved);
  CHECK(again->snapped_to().index() == saved.snapped_to().index());
  check_exact(*again, std::vector<double>{});
}

TEST_CASE("state/binning restores bins of every kind, exactly looked up") {
  const auto fitted = [](const std::function<double(std::mt19937_64&)>& draw, std::size_t bins) {
    const auto b = binning::equal_mass(sample(20'000, draw), bins);
    REQUIRE(b);
    return *b;
  };
  const binning linear = fitted(normal, 254);
  const binning image = fitted([](auto& r) { return std::exp(5 * normal(r)); }, 254);
  const binning searched = fitted([](auto& r) { return 1.7e308 * (2 * uniform(r) - 1); }, 64);
  CHECK(linear.snapped_to().index() == 1);
  CHECK(image.snapped_to().index() == 2);
  CHECK(searched.snapped_to().index() == 0);
  for (const binning& b : {linear, image, searched}) check_restored(b);
  check_restored(fitted([](auto& r) { return 1e-310 * uniform(r); }, 254));  // denormal
  check_restored(fitted([](auto&) { return 0.0; }, 10));                     // constant
  check_restored(fitted([](auto& r) { return std::floor(20 * uniform(r)) - 10; }, 10));
  check_restored(*binning::from_edges(std::vector<double>{-1, -0.0, 1}));
  check_restored(*binning::from_edges(std::vector<double>{-largest, largest}));
}

TEST_CASE("state/binning restores no grid whose cells do not begin at the edges") {
  using telltale::simd::image_grid;
  using telltale::simd::linear_grid;
  using telltale::simd::ordered_image;
  const auto message = [](const std::vector<double>& edges, const binning::any_grid& grid) {
    const auto b = binning::restore(edges, -100, 100, grid);
    if (b) {
      check_exact(*b, std::vector<double>{});
      return std::string{"restored"};
    }
    return b.error().message;
  };
  const std::string refused = "grid: its cells do not begin at the edges";
  const linear_grid units{0, 1};
  CHECK(message({10, 20, 2047}, units) == "restored");
  CHECK(message({1}, units) == "restored");
  CHECK(message({0}, units) == refused);  // the first cell begins at -inf
  CHECK(message({0.5}, units) == refused);
  CHECK(message({10, std::nextafter(20.0, 0.0)}, units) == refused);
  CHECK(message({10, std::nextafter(20.0, 21.0)}, units) == refused);
  CHECK(message({10, 10.5}, units) == refused);
  CHECK(message({10, 2048}, units) == refused);  // beyond the last cell's begin
  CHECK(message({10, 20}, linear_grid{0, -1}) == refused);
  CHECK(message({10, 20}, linear_grid{0, 0}) == refused);
  CHECK(message({10, 20}, linear_grid{0, infinity}) == refused);
  CHECK(message({10, 20}, linear_grid{0, nan}) == refused);
  CHECK(message({10, 20}, linear_grid{nan, 1}) == refused);
  CHECK(message({10, 20}, linear_grid{infinity, 1}) == refused);
  CHECK(message({-largest}, linear_grid{-infinity, 1}) == refused);
  const image_grid octaves{ordered_image(1.0), 0x1p-48};  // 16 cells each
  CHECK(message({1.5, 2, 3, 4}, octaves) == "restored");
  CHECK(message({1.5, std::nextafter(2.0, 3.0)}, octaves) == refused);
  CHECK(message({1.0}, octaves) == refused);
  CHECK(message({1.5}, image_grid{ordered_image(1.0), 0}) == refused);
  CHECK(message({1.5}, image_grid{ordered_image(1.0), infinity}) == refused);
  CHECK(message({1.5}, image_grid{~std::uint64_t{0}, 0x1p-48}) == refused);

  const std::vector<double> edges{10, 20};
  CHECK(binning::restore(edges, 3, 3, units));
  CHECK(binning::restore(edges, 3, std::nextafter(3.0, 0.0), units).error().message ==
        "range: 3.000000 to 3.000000 is none");
  for (const double bad : {nan, infinity, -infinity}) {
    CHECK_FALSE(binning::restore(edges, bad, 3, units));
    CHECK_FALSE(binning::restore(edges, -largest, bad, units));
  }
  for (const std::vector<double>& bad : {std::vector<double>{},
                                         {20, 10},
                                         {10, 10},
                                         {10, infinity},
                                         {nan},
                                         {-0.0, 0.0},
                                         std::vector<double>(255, 1.0)})
    CHECK_FALSE(binning::restore(bad, 1, 3, std::monostate{}));
}

}  // namespace
