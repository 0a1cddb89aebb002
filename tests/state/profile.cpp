// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/profile.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <fstream>
#include <limits>
#include <memory>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <tuple>
#include <vector>

namespace {

using telltale::state::binning;
using telltale::state::profile;

static_assert(telltale::accepts<profile, double, double>);
static_assert(telltale::accepts<profile, float, bool>);
static_assert(telltale::mergeable<profile>);
static_assert(!telltale::reversible<profile>);
static_assert(sizeof(profile) == 48);

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

profile over(std::vector<double> edges) {
  return profile{std::make_shared<const binning>(*binning::from_edges(edges))};
}
bool near(double a, double b) { return std::fabs(a - b) <= 1e-10 * (1 + std::fabs(b)); }
bool close(const profile& a, const profile& b) {
  const auto same = [](const profile::cell& p, const profile::cell& q) {
    return p.count == q.count && near(p.mean, q.mean) && near(p.squares, q.squares);
  };
  for (std::size_t i = 0; i < a.size(); ++i)
    if (!same(a[i], b[i])) return false;
  return a.rejected() == b.rejected() && same(a.missing(), b.missing());
}

TEST_CASE("state/profile obeys the laws of a monoid") {
  laws::mergeable(
      over({0, 1, 2}),
      [](auto& rng) {
        const double x = rng() % 10 == 0 ? nan : std::normal_distribution<double>{1, 1}(rng);
        const double y = rng() % 10 == 0 ? infinity : std::normal_distribution<double>{5, 2}(rng);
        return std::tuple{x, y};
      },
      close);
}

TEST_CASE("state/profile has the golden means and variances of each bin") {
  std::ifstream in{std::string{TELLTALE_GOLDEN_DIR} + "/profile.json"};
  REQUIRE(in.is_open());
  const auto golden = nlohmann::json::parse(in, nullptr, false);
  REQUIRE_FALSE(golden.is_discarded());
  profile whole = over(golden["edges"].get<std::vector<double>>());
  profile left = whole, right = whole;
  for (std::size_t i = 0; i < golden["x"].size(); ++i) {
    const double x = golden["x"][i].get<double>(), y = golden["y"][i].get<double>();
    whole.update(x, y);
    (i % 3 == 0 ? left : right).update(x, y);
  }
  left.merge(right);
  REQUIRE(whole.size() == golden["mean"].size());
  for (const profile& s : {whole, left})
    for (std::size_t bin = 0; bin < s.size(); ++bin) {
      CHECK(s[bin].count == golden["count"][bin].get<std::uint64_t>());
      CHECK(near(s[bin].mean, golden["mean"][bin].get<double>()));
      CHECK(near(*s[bin].variance(), golden["variance"][bin].get<double>()));
    }
  CHECK(whole.missing().count == 0);
}

TEST_CASE("state/profile an edge belongs to the bin above it, and what is missing to its own") {
  profile s = over({0, 1});
  s.update(0.0, 1);
  s.update(std::nextafter(0.0, -1.0), 2);
  s.update(1.0, 3);
  s.update(-1e300, 4);
  s.update(nan, 5);
  s.update(infinity, 1);
  s.update(-infinity, 1);
  s.update(0.5, nan);
  s.update(nan, infinity);
  CHECK(s.rejected() == 4);
  CHECK(s[0].count == 2);
  CHECK(s[0].mean == 3);
  CHECK(s[0].variance() == 2.0);
  CHECK(s[1].mean == 1);
  CHECK(!s[1].variance());
  CHECK(s[2].mean == 3);
  CHECK(s.missing().mean == 5);
  CHECK(s.bins().bins() == 3);
}

TEST_CASE("state/profile of a label is its rate in each bin") {
  profile s = over({0.5});
  for (int i = 0; i < 10; ++i) s.update(0.25f, i < 3);
  CHECK(near(s[0].mean, 0.3));
  CHECK(s[1].count == 0);
  CHECK(s[1].mean == 0);
}

TEST_CASE("state/profile says nothing of a variance that a double does not hold") {
  profile s = over({0.5});
  s.update(0, 1e200);
  s.update(0, -1e200);
  CHECK(!s[0].variance());
}

}  // namespace
