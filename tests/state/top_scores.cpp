// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/top_scores.hpp>

#include <doctest/doctest.h>

#include <telltale/core/concepts.hpp>

#include "../laws.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <random>
#include <span>
#include <tuple>
#include <vector>

namespace {

using namespace telltale;
using top = state::top_scores<3>;

static_assert(accepts<top, std::span<const float>>);
static_assert(accepts<top, std::span<const double>, double>);
static_assert(scalable<top>);
static_assert(sizeof(top) == 56);

bool near(double a, double b) { return std::fabs(a - b) <= 1e-12 * std::fabs(b) + 1e-15; }
bool alike(const top& a, const top& b) {
  return a.rejected() == b.rejected() && near(a.entropy().weight(), b.entropy().weight()) &&
         near(a.entropy().weight_squares(), b.entropy().weight_squares()) &&
         near(a.entropy().sum(), b.entropy().sum()) &&
         near(a.entropy().squares(), b.entropy().squares());
}

double of(std::vector<double> scores) {
  top s;
  s.update(std::span<const double>{scores});
  CHECK(s.rejected() == 0);
  return s.entropy().sum();
}

}  // namespace

TEST_CASE("state/top_scores obeys the laws of a monoid that can forget") {
  const auto kept = std::make_shared<std::vector<std::unique_ptr<std::vector<double>>>>();
  const auto draw = [kept](auto& rng) {
    auto scores = std::make_unique<std::vector<double>>();
    const auto n = rng() % 6;
    for (std::uint64_t i = 0; i < n; ++i)
      scores->push_back(static_cast<double>(rng() % 20) / 10 - 0.1);
    const std::span<const double> view{*scores};
    kept->push_back(std::move(scores));
    return std::tuple{view, static_cast<double>(rng() % 4)};
  };
  laws::mergeable(top{}, draw, alike);
  laws::scalable(top{}, draw, alike);
}

TEST_CASE("state/top_scores by hand: the best three, as shares of their sum") {
  CHECK(near(of({0.2, 0.2, 0.2}), std::log(3)));
  CHECK(near(of({0.1, 0.2, 0.2, 0.2, 0.1}), std::log(3)));
  CHECK(near(of({0.5, 0.5}), std::log(2)));
  CHECK(of({0.7}) == 0);
  CHECK(of({0, 0.7, 0}) == 0);
  const double h = -(0.5 * std::log(0.5) + 0.3 * std::log(0.3) + 0.2 * std::log(0.2));
  CHECK(near(of({0.1, 2, 0.05, 5, 3}), h));
  CHECK(near(of({1e60, 1e60}), std::log(2)));
}

TEST_CASE("state/top_scores counts what it cannot use") {
  top s;
  const auto feed = [&](std::vector<double> scores, double weight = 1) {
    s.update(std::span<const double>{scores}, weight);
  };
  feed({});
  feed({0, 0});
  feed({1, -1e-300});
  feed({1, std::numeric_limits<double>::quiet_NaN()});
  feed({1.1e60});
  feed({1}, -1);
  CHECK(s.rejected() == 6);
  CHECK(s.entropy().weight() == 0);
  feed({1}, 0);
  CHECK(s.rejected() == 6);
}
