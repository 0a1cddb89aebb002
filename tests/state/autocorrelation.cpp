// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/autocorrelation.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <cmath>
#include <cstddef>
#include <fstream>
#include <limits>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace {

using telltale::state::autocorrelation;

static_assert(telltale::accepts<autocorrelation<>, double>);
static_assert(telltale::accepts<autocorrelation<>, float>);
static_assert(telltale::accepts<autocorrelation<>, std::span<const float>>);
static_assert(!telltale::mergeable<autocorrelation<>>);
static_assert(sizeof(autocorrelation<>) == 424);

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

bool near(std::optional<double> a, double b, double tolerance = 1e-11) {
  return a && std::fabs(*a - b) <= tolerance * (1 + std::fabs(b));
}

TEST_CASE("state/autocorrelation forgets all when it is cleared, and takes columns") {
  const auto draw = [](auto& rng) {
    return rng() % 10 == 0 ? nan : std::normal_distribution<double>{100, 3}(rng);
  };
  laws::clear(autocorrelation<3>{}, draw);
  laws::batch_equals_loop(autocorrelation<3>{}, draw,
                          [](auto& s, std::span<const double> rows) { s.update(rows); });
}

TEST_CASE("state/autocorrelation has the golden values, as statsmodels has") {
  std::ifstream in{std::string{TELLTALE_GOLDEN_DIR} + "/autocorrelation.json"};
  REQUIRE(in.is_open());
  const auto golden = nlohmann::json::parse(in, nullptr, false);
  REQUIRE_FALSE(golden.is_discarded());
  for (const auto& c : golden["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    autocorrelation<8> s;
    for (const auto& x : c["values"]) s.update(x.get<double>());
    CHECK(s.count() == c["values"].size());
    if (c["acf"].is_null()) {
      for (std::size_t lag = 0; lag <= 8; ++lag) CHECK(!s.at(lag));
      CHECK(!s.correlation_time());
      CHECK(!s.effective_size());
      CHECK(!s.outlasts());
      continue;
    }
    for (std::size_t lag = 0; lag <= 8; ++lag) {
      CAPTURE(lag);
      if (lag < c["acf"].size())
        CHECK(near(s.at(lag), c["acf"][lag].get<double>()));
      else
        CHECK(!s.at(lag));
    }
    CHECK(near(s.correlation_time(), c["correlation_time"].get<double>()));
    CHECK(near(s.effective_size(), static_cast<double>(s.count()) / *s.correlation_time()));
    CHECK(s.outlasts() == c["outlasts"].get<bool>());
  }
}

TEST_CASE("state/autocorrelation of one lag or of many has the same lag 1") {
  std::mt19937_64 rng{4};
  autocorrelation<1> one;
  autocorrelation<> many;
  for (int i = 0; i < 500; ++i) {
    const double x = std::normal_distribution<double>{}(rng);
    one.update(x);
    many.update(x);
    CHECK(one.at(1) == many.at(1));
  }
}

TEST_CASE("state/autocorrelation measures what an autoregressive stream is worth") {
  std::mt19937_64 rng{5};
  std::normal_distribution<double> normal;
  for (const double phi : {0.0, 0.3, 0.7}) {
    autocorrelation<32> s;
    double x = 0;
    for (int i = 0; i < 100'000; ++i) s.update(x = phi * x + normal(rng));
    CAPTURE(phi);
    CHECK(*s.at(1) == doctest::Approx(phi).epsilon(0.02));
    CHECK(*s.correlation_time() == doctest::Approx((1 + phi) / (1 - phi)).epsilon(0.08));
    CHECK(!s.outlasts());
  }
  autocorrelation<4> s;
  double x = 0;
  for (int i = 0; i < 10'000; ++i) s.update(x = 0.99 * x + normal(rng));
  CHECK(s.outlasts());
}

TEST_CASE("state/autocorrelation is empty while it has no answer, and skips what is no number") {
  autocorrelation<2> s, clean;
  CHECK(!s.at(0));
  for (const double x : {nan, infinity, -infinity}) s.update(x);
  CHECK(s.rejected() == 3);
  s.update(1);
  CHECK(!s.at(1));
  CHECK(!s.at(0));
  s.update(3);
  CHECK(s.at(0) == 1.0);
  CHECK(s.at(1) == -0.5);
  CHECK(!s.at(2));
  CHECK(s.correlation_time() == 1.0);
  s.update(nan);
  s.update(4.0f);
  for (const int v : {1, 3, 4}) clean.update(v);
  CHECK(s.at(2) == clean.at(2));
}

TEST_CASE("state/autocorrelation says nothing beyond the range of a double") {
  autocorrelation<2> s;
  for (const double x : {1e200, -1e200, 1e200}) s.update(x);
  CHECK(!s.at(1));
  CHECK(!s.effective_size());
}

}  // namespace
