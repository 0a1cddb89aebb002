// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/exponential_mean.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <telltale/state/moments.hpp>
#include <telltale/window/decayed.hpp>

#include <cmath>
#include <fstream>
#include <limits>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace {

using telltale::state::exponential_mean;

static_assert(telltale::accepts<exponential_mean, double>);
static_assert(telltale::accepts<exponential_mean, float>);
static_assert(telltale::accepts<exponential_mean, std::span<const float>>);
static_assert(!telltale::mergeable<exponential_mean>);
static_assert(sizeof(exponential_mean) == 48);

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

bool near(std::optional<double> a, double b, double tolerance = 1e-12) {
  return a && std::fabs(*a - b) <= tolerance * std::fabs(b);
}

TEST_CASE("state/exponential_mean forgets all when it is cleared, and takes columns") {
  const auto draw = [](auto& rng) {
    return rng() % 10 == 0 ? nan : std::normal_distribution<double>{100, 3}(rng);
  };
  laws::clear(exponential_mean{7}, draw);
  laws::batch_equals_loop(exponential_mean{7}, draw,
                          [](auto& s, std::span<const double> rows) { s.update(rows); });
}

TEST_CASE("state/exponential_mean has the golden values, as pandas has") {
  std::ifstream in{std::string{TELLTALE_GOLDEN_DIR} + "/exponential_mean.json"};
  REQUIRE(in.is_open());
  const auto golden = nlohmann::json::parse(in, nullptr, false);
  REQUIRE_FALSE(golden.is_discarded());
  for (const auto& c : golden["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto values = c["values"].get<std::vector<double>>();
    exponential_mean s{c["half_life"].get<double>()};
    for (const double x : values) s.update(x);
    CHECK(s.count() == values.size());
    CHECK(near(s.weight(), c["weight"].get<double>()));
    CHECK(near(s.effective_size(), c["effective_size"].get<double>()));
    CHECK(near(s.mean(), c["mean"].get<double>()));
    const bool far = std::fabs(values[0]) > 1e5;
    if (c["variance"].is_null()) {
      CHECK(!s.variance());
    } else if (c["variance"].get<double>() < 1e-20) {
      CHECK(*s.variance() < 1e-30);
    } else {
      CHECK(near(s.variance(), c["variance"].get<double>(), far ? 1e-9 : 1e-12));
    }
  }
}

TEST_CASE("state/exponential_mean has the mean and the weight of decayed moments") {
  std::mt19937_64 rng{3};
  exponential_mean s{20};
  telltale::window::decayed<telltale::state::moments> other{{}, 20};
  for (int i = 0; i < 2000; ++i) {
    const double x = std::normal_distribution<double>{5, 2}(rng);
    s.update(x);
    other.update(x);
  }
  CHECK(near(s.mean(), *other.current().mean()));
  CHECK(near(s.weight(), other.weight()));
  CHECK(near(s.effective_size(), *other.effective_size()));
  // (1 + g) / (1 - g)
  const double g = std::exp2(-1.0 / 20);
  CHECK(near(s.effective_size(), (1 + g) / (1 - g)));
}

TEST_CASE("state/exponential_mean is empty until it has an answer, and one value is its mean") {
  exponential_mean s{5};
  for (const double x : {nan, infinity, -infinity}) s.update(x);
  CHECK(s.rejected() == 3);
  CHECK(s.count() == 0);
  CHECK(!s.mean());
  CHECK(!s.variance());
  CHECK(!s.effective_size());
  s.update(4.0f);
  CHECK(s.mean() == 4.0);
  CHECK(s.effective_size() == 1.0);
  CHECK(!s.variance());
  s.update(4.0f);
  CHECK(s.variance() == 0.0);
}

TEST_CASE("state/exponential_mean a half-life that forgets at once leaves the latest value") {
  exponential_mean s{1e-4};  // 2^-10000 is 0
  for (const double x : {1.0, 5.0, 2.0}) s.update(x);
  CHECK(s.mean() == 2.0);
  CHECK(s.effective_size() == 1.0);
  CHECK(!s.variance());
}

TEST_CASE("state/exponential_mean a value half-life values ago weighs half") {
  exponential_mean s{3};
  s.update(1);
  for (int i = 0; i < 3; ++i) s.update(0);
  const double g = std::exp2(-1.0 / 3);
  CHECK(near(s.mean(), 0.5 / (1 + g + g * g + 0.5)));
}

TEST_CASE("state/exponential_mean says nothing of a variance that a double does not hold") {
  exponential_mean s{3};
  s.update(1e200);
  s.update(-1e200);
  CHECK(!s.variance());
  CHECK(s.mean());
}

}  // namespace
