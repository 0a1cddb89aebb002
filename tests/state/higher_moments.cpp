// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/higher_moments.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <fstream>
#include <limits>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <tuple>
#include <vector>

namespace {

using telltale::state::higher_moments;

static_assert(telltale::accepts<higher_moments, double>);
static_assert(telltale::accepts<higher_moments, float, float>);
static_assert(telltale::accepts<higher_moments, std::span<const float>>);
static_assert(!telltale::accepts<higher_moments, std::size_t, std::size_t>);  // a pair of labels
static_assert(telltale::scalable<higher_moments>);
static_assert(sizeof(higher_moments) == 64);

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

bool near(std::optional<double> a, std::optional<double> b, double tolerance = 1e-10) {
  if (!a || !b) return a.has_value() == b.has_value();
  return std::fabs(*a - *b) <= tolerance * (1 + std::fabs(*b));
}
bool close(const higher_moments& a, const higher_moments& b) {
  return a.count() == b.count() && a.rejected() == b.rejected() && near(a.weight(), b.weight()) &&
         near(a.mean(), b.mean()) && near(a.variance(), b.variance()) &&
         near(a.skewness(), b.skewness()) && near(a.kurtosis(), b.kurtosis());
}

TEST_CASE("state/higher_moments obeys the laws of a monoid that can forget") {
  const auto value = [](auto& rng) {
    return rng() % 10 == 0 ? nan : std::exponential_distribution<double>{0.5}(rng) + 100;
  };
  const auto draw = [&](auto& rng) {
    const double x = value(rng);
    return std::tuple{x, std::uniform_real_distribution<double>{-0.1, 3}(rng)};
  };
  laws::mergeable(higher_moments{}, draw, close);
  laws::scalable(higher_moments{}, draw, close);
  laws::batch_equals_loop(higher_moments{}, value,
                          [](auto& s, std::span<const double> rows) { s.update(rows); });
}

TEST_CASE("state/higher_moments has the golden values, one by one and merged in any order") {
  std::ifstream in{std::string{TELLTALE_GOLDEN_DIR} + "/higher_moments.json"};
  REQUIRE(in.is_open());
  const auto golden = nlohmann::json::parse(in, nullptr, false);
  REQUIRE_FALSE(golden.is_discarded());
  for (const auto& c : golden["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto values = c["values"].get<std::vector<double>>();
    const auto check = [&](const higher_moments& s) {
      CHECK(s.count() == values.size());
      CHECK(near(s.mean(), c["mean"].get<double>(), 1e-15));
      CHECK(std::fabs(*s.variance() - c["variance"].get<double>()) <=
            1e-12 * c["variance"].get<double>());
      if (c["skewness"].is_null()) {
        CHECK(!s.skewness());
        CHECK(!s.kurtosis());
      } else {
        CHECK(near(s.skewness(), c["skewness"].get<double>(), 1e-12));
        CHECK(near(s.kurtosis(), c["kurtosis"].get<double>(), 1e-11));
      }
    };
    higher_moments single;
    std::array<higher_moments, 7> parts;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double weight = c.contains("weights") ? c["weights"][i].get<double>() : 1;
      single.update(values[i], weight);
      parts[i * i % 7].update(values[i], weight);
    }
    check(single);
    for (std::size_t step = 1; step < 7; step += 2) {
      higher_moments merged;
      for (std::size_t i = 0; i < 7; ++i) merged.merge(parts[i * step % 7]);
      check(merged);
    }
  }
}

TEST_CASE("state/higher_moments shifting and scaling leave the shape, mirroring turns the skew") {
  std::mt19937_64 rng{2};
  higher_moments plain, moved, mirrored;
  for (int i = 0; i < 1000; ++i) {
    const double x = std::exponential_distribution<double>{}(rng);
    plain.update(x);
    moved.update(1024 * x + 64);
    mirrored.update(-x);
  }
  CHECK(near(plain.skewness(), moved.skewness()));
  CHECK(near(plain.kurtosis(), moved.kurtosis()));
  CHECK(near(-*plain.skewness(), mirrored.skewness()));
  CHECK(near(plain.kurtosis(), mirrored.kurtosis()));
  CHECK(*plain.skewness() > 1);
}

TEST_CASE("state/higher_moments a weight is as many rows") {
  higher_moments weighted, repeated;
  for (const double x : {1.0, 5.0, 2.0}) {
    weighted.update(x, x);
    for (int i = 0; i < static_cast<int>(x); ++i) repeated.update(x);
  }
  CHECK(near(weighted.skewness(), repeated.skewness(), 1e-14));
  CHECK(near(weighted.kurtosis(), repeated.kurtosis(), 1e-14));
  CHECK(weighted.weight() == 8);
}

TEST_CASE("state/higher_moments is empty while it has no answer, and rejects what is no number") {
  higher_moments s;
  for (const double x : {nan, infinity, -infinity}) s.update(x);
  s.update(1.0, -1.0);
  s.update(1.0, nan);
  s.update(1.0, 1e151);
  CHECK(s.rejected() == 6);
  s.update(5.0, 0.0);
  CHECK(s.count() == 0);
  CHECK(!s.mean());
  CHECK(!s.variance());
  CHECK(!s.skewness());
  CHECK(!s.kurtosis());
  s.update(3);
  CHECK(s.variance() == 0.0);
  CHECK(!s.skewness());
  s.update(5);
  CHECK(s.variance() == 1.0);
  CHECK(s.skewness() == 0.0);
  CHECK(s.kurtosis() == -2.0);
  s.scale(0);
  CHECK(!s.mean());
  CHECK(!s.kurtosis());
}

TEST_CASE("state/higher_moments says nothing beyond the range of a double") {
  higher_moments s;
  s.update(1e200);
  s.update(-1e200);
  CHECK(!s.variance());
  CHECK(!s.skewness());
  CHECK(!s.kurtosis());
  s.scale(0);
  s.update(1);
  s.update(2);
  CHECK(s.kurtosis() == -2.0);
}

}  // namespace
