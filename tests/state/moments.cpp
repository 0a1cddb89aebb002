// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/moments.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <limits>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <tuple>
#include <vector>

namespace {

using telltale::state::moments;

static_assert(telltale::accepts<moments, double>);
static_assert(telltale::accepts<moments, float>);
static_assert(telltale::accepts<moments, double, double>);
static_assert(telltale::accepts<moments, float, float>);
static_assert(telltale::accepts<moments, std::span<const float>>);
static_assert(!telltale::accepts<moments, std::size_t, std::size_t>);  // a pair of labels
static_assert(telltale::mergeable<moments>);
static_assert(telltale::scalable<moments>);
static_assert(!telltale::reversible<moments>);
static_assert(sizeof(moments) == 64);

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double largest = std::numeric_limits<double>::max();

bool near(std::optional<double> a, std::optional<double> b, double tolerance = 1e-10) {
  if (!a || !b) return a.has_value() == b.has_value();
  return std::fabs(*a - *b) <= tolerance * std::fabs(*b);
}
bool close(const moments& a, const moments& b) {
  return a.count() == b.count() && a.rejected() == b.rejected() && a.lowest() == b.lowest() &&
         a.highest() == b.highest() && near(a.weight(), b.weight()) && near(a.mean(), b.mean()) &&
         near(a.variance(), b.variance());
}

double draw_value(std::mt19937_64& rng) {
  return rng() % 10 == 0 ? nan : std::normal_distribution<double>{100, 3}(rng);
}

TEST_CASE("state/moments obeys the laws of a monoid that can forget") {
  const auto draw = [](auto& rng) {
    return std::tuple{draw_value(rng), std::uniform_real_distribution<double>{-0.1, 3}(rng)};
  };
  laws::mergeable(moments{}, draw, close);
  laws::scalable(moments{}, draw, close);
}

TEST_CASE("state/moments gives by columns what it gives by values, up to rounding") {
  laws::batch_equals_loop(
      moments{}, draw_value, [](auto& s, std::span<const double> rows) { s.update(rows); }, close);
  const auto draw = [](auto& rng) {  // mostly whole blocks without a flaw
    return rng() % 1000 == 0 ? std::numeric_limits<float>::infinity()
                             : std::normal_distribution<float>{100, 3}(rng);
  };
  laws::batch_equals_loop(
      moments{}, draw, [](auto& s, std::span<const float> rows) { s.update(rows); }, close);
}

TEST_CASE("state/moments has the golden values, one by one, in blocks and merged") {
  std::ifstream in{std::string{TELLTALE_GOLDEN_DIR} + "/moments.json"};
  REQUIRE(in.is_open());
  const auto golden = nlohmann::json::parse(in, nullptr, false);
  REQUIRE_FALSE(golden.is_discarded());
  for (const auto& c : golden["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto values = c["values"].get<std::vector<double>>();
    std::vector<double> weights(values.size(), 1);
    if (c.contains("weights")) weights = c["weights"].get<std::vector<double>>();
    const auto check = [&](const moments& s) {
      CHECK(s.count() == values.size());
      CHECK(near(s.weight(), c["weight"].get<double>(), 1e-14));
      CHECK(near(s.mean(), c["mean"].get<double>(), 1e-13));
      if (c["variance"].is_null()) {
        CHECK_FALSE(s.variance());
        CHECK_FALSE(s.standard_deviation());
      } else {
        const double variance = c["variance"].get<double>();
        CHECK(near(s.variance(), variance, 1e-12));
        CHECK(near(s.standard_deviation(), std::sqrt(variance), 1e-12));
      }
      CHECK(s.lowest() == c["lowest"].get<double>());
      CHECK(s.highest() == c["highest"].get<double>());
    };
    moments single, batch, merged;
    for (std::size_t i = 0; i < values.size(); ++i) {
      moments part;
      single.update(values[i], weights[i]);
      part.update(values[i], weights[i]);
      merged.merge(part);
    }
    check(single);
    check(merged);
    if (c.contains("weights")) continue;
    batch.update(std::span{values});
    check(batch);
  }
}

TEST_CASE("state/moments keeps the variance at an offset of 1e9, whatever the order of 64 parts") {
  moments four;
  for (const double x : {4.0, 7.0, 13.0, 16.0}) four.update(1e9 + x);
  CHECK(four.variance() == 30.0);

  // Multiples of 1/1024, so that the sums below are exact integers.
  std::mt19937_64 rng{6};
  std::vector<std::int64_t> steps;
  for (int i = 0; i < 64'000; ++i) steps.push_back(static_cast<std::int64_t>(rng() % 4096));
  std::int64_t sum = 0, squares = 0;
  for (const std::int64_t k : steps) sum += k, squares += k * k;
  const auto n = static_cast<std::int64_t>(steps.size());
  const double expected = static_cast<double>(n * squares - sum * sum) /
                          (static_cast<double>(n) * static_cast<double>(n - 1)) / (1024.0 * 1024.0);
  for (const bool in_blocks : {false, true}) {
    std::vector<moments> parts(64);
    for (std::size_t p = 0; p < 64; ++p) {
      std::vector<double> values;
      for (std::size_t i = 0; i < 1000; ++i)
        values.push_back(1e9 + static_cast<double>(steps[1000 * p + i]) / 1024);
      if (in_blocks)
        parts[p].update(std::span<const double>{values});
      else
        for (const double x : values) parts[p].update(x);
    }
    for (int order = 0; order < 20; ++order) {
      std::shuffle(parts.begin(), parts.end(), rng);
      moments whole;
      for (const moments& part : parts) whole.merge(part);
      CHECK(near(whole.variance(), expected, 1e-12));
      CHECK(near(whole.mean(), 1e9 + static_cast<double>(sum) / (1024.0 * 64'000), 1e-15));
    }
  }
}

TEST_CASE("state/moments has no answer before there is one") {
  moments s;
  CHECK_FALSE(s.mean());
  CHECK_FALSE(s.variance());
  CHECK_FALSE(s.standard_deviation());
  CHECK_FALSE(s.lowest());
  CHECK_FALSE(s.highest());
  s.update(2);
  CHECK(s.mean() == 2.0);
  CHECK(s.lowest() == 2.0);
  CHECK(s.highest() == 2.0);
  CHECK_FALSE(s.variance());
  s.update(2.0, 0.25);
  CHECK(s.variance() == 0.0);
}

TEST_CASE("state/moments rejects what is no number, and ignores what weighs nothing") {
  moments s;
  s.update(nan), s.update(infinity), s.update(-infinity);
  s.update(1.0, nan), s.update(1.0, infinity), s.update(1.0, -1e-300);
  s.update(1.0, std::nextafter(1e150, infinity));
  CHECK(s.rejected() == 7);
  s.update(5.0, 0.0);
  CHECK(s.rejected() == 7);
  CHECK(s.count() == 0);
  CHECK_FALSE(s.mean());
  CHECK_FALSE(s.lowest());
  s.update(1.0, 1e150);
  CHECK(s.count() == 1);
  CHECK(s.rejected() == 7);
}

TEST_CASE("state/moments forgets weight, but neither count nor extremes") {
  moments s;
  for (const double x : {1.0, 3.0, 8.0}) s.update(x);
  const double squares = *s.variance() * 2;
  s.scale(0.5);
  CHECK(s.weight() == 1.5);
  CHECK(s.mean() == 4.0);
  CHECK(near(s.variance(), squares * 0.5 / 0.5));
  CHECK(s.count() == 3);
  s.scale(0);
  CHECK_FALSE(s.mean());
  CHECK_FALSE(s.variance());
  CHECK(s.lowest() == 1.0);
  CHECK(s.highest() == 8.0);
  s.update(5.0);
  s.update(7.0);
  CHECK(s.mean() == 6.0);  // nothing of the past is left in it
  CHECK(s.variance() == 2.0);
}

TEST_CASE("state/moments never holds NaN, however large the values") {
  for (const bool in_blocks : {false, true}) {
    moments s;
    const std::vector<double> ends{largest, -largest, 1.0, -largest, largest};
    if (in_blocks)
      s.update(std::span{ends});
    else
      for (const double x : ends) s.update(x);
    CHECK(s.count() == 5);
    REQUIRE(s.mean());
    CHECK(std::fabs(*s.mean()) <= 1e293);  // rounding of the largest
    CHECK_FALSE(s.variance());             // beyond the range
    s.scale(0.5);
    CHECK_FALSE(s.variance());
    moments other = s;
    other.merge(s);
    CHECK(std::isfinite(*other.mean()));
    s.scale(0);
    CHECK(s == moments{s});  // NaN would not be
    s.update(1.0), s.update(2.0);
    CHECK(s.variance() == 0.5);
  }
  std::vector<double> least(256, 1.5e-162);  // squares that vanish, unlike the square of the sum
  least[0] = 0;
  moments vanishing;
  vanishing.update(std::span{least});
  CHECK(*vanishing.variance() >= 0);
  vanishing.scale(0.005);  // a weight of 1.28
  CHECK(*vanishing.variance() >= 0);
  moments far, empty;
  for (const double x : {1e200, 1e200}) far.update(x);
  moments joined = empty;
  joined.merge(far);
  CHECK(joined == far);
  CHECK(joined.variance() == 0.0);
  const std::vector<double> huge(300, largest);
  moments same;
  same.update(std::span{huge});
  CHECK(same.mean() == largest);
  CHECK(same.variance() == 0.0);
}

TEST_CASE("state/moments works at compile time") {
  constexpr auto s = [] {
    moments m;
    for (const int x : {4, 7, 13, 16}) m.update(x);
    return m;
  }();
  static_assert(s.variance() == 30.0 && s.mean() == 10.0 && s.lowest() == 4.0);
}

TEST_CASE("state/moments forgets an overflow with all the rest") {
  moments s;
  s.update(1e200);
  s.update(-1e200);
  REQUIRE_FALSE(s.variance().has_value());
  s.scale(0);
  const moments forgotten = s;
  CHECK(s == forgotten);  // no NaN is left behind
  s.update(0.3, 2.0);
  CHECK(s.mean() == 0.3);
  CHECK(s.variance() == 0.0);

  // Nor does a part that has been forgotten count, however far away it was.
  moments far, near;
  far.update(-1e308);
  far.scale(0);
  near.update(1e308, 2.0);
  near.merge(far);
  CHECK(near.mean() == 1e308);
  CHECK(near.variance() == 0.0);
}

}  // namespace
