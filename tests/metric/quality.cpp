// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/quality.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace {

using namespace telltale;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

template <class S>
S fed(const nlohmann::json& c) {
  S s;
  const auto feed = [&](const char* what, double value) {
    for (std::uint64_t i = 0; i < c[what].get<std::uint64_t>(); ++i) s.update(value);
  };
  feed("inside", 0.5), feed("low", 0), feed("high", 1);
  feed("outside", 1.5), feed("missing", nan), feed("infinite", -infinity);
  return s;
}

struct positive {
  bool operator()(double x) const noexcept { return x > 0; }
};

TEST_CASE("metric/quality equals the shares and Wilson's intervals of statsmodels") {
  const auto file = golden::load("quality.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    const auto outputs = fed<state::saturation>(c);
    const auto values = fed<state::completeness>(c);
    golden::check(metric::missing_rate(values), c["missing_rate"]);
    golden::check(metric::missing_rate(outputs), c["missing_rate"]);
    golden::check(metric::non_finite_rate(values), c["non_finite_rate"]);
    golden::check(metric::non_finite_rate(outputs), c["non_finite_rate"]);
    golden::check(metric::out_of_range_rate(outputs), c["out_of_range_rate"]);
    golden::check(metric::saturation_rate(outputs), c["saturation_rate"]);
    golden::check(metric::saturation_rate_lower(outputs), c["saturation_rate_lower"]);
    golden::check(metric::saturation_rate_upper(outputs), c["saturation_rate_upper"]);
  }
}

TEST_CASE("metric/quality n is the denominator") {
  state::saturation s;
  for (const double x : {nan, infinity, 0.5, 1.0, 2.0}) s.update(x);
  CHECK(metric::missing_rate(s)->n == 5);
  CHECK(metric::non_finite_rate(s)->n == 5);
  CHECK(metric::out_of_range_rate(s)->n == 3);
  CHECK(metric::saturation_rate(s)->n == 3);
  CHECK(metric::saturation_rate(s)->bounds->promise == coverage::fixed_n);
}

TEST_CASE("metric/quality measures a column against its reference") {
  const std::vector<double> reference{1, 2, 3, 4};
  state::histogram numbers{
      std::make_shared<const state::binning>(*state::binning::equal_mass(reference, 2))};
  CHECK(!metric::out_of_range_rate(numbers));
  for (const double x : {0.5, 1.0, 4.0, 4.5, 2.0, nan, infinity}) numbers.update(x);
  CHECK(metric::out_of_range_rate(numbers)->value == 0.4);
  CHECK(metric::out_of_range_rate(numbers)->n == 5);

  state::categories codes{
      std::make_shared<const state::category_index>(*state::category_index::make(reference, 10))};
  CHECK(!metric::unseen_rate(codes));
  for (const double x : {1.0, 9.0, 4.0, -1.0, nan}) codes.update(x);
  CHECK(metric::unseen_rate(codes)->value == 0.5);
  CHECK(metric::unseen_rate(codes)->n == 4);
}

TEST_CASE("metric/quality the pass rate of each predicate, under the caller's name") {
  state::predicates s{state::predicate{"positive", positive{}},
                      state::predicate{"small", [](double x) noexcept { return x < 10; }}};
  constexpr auto is_positive = metric::pass_rate("is_positive", 0);
  constexpr auto is_small = metric::pass_rate("is_small", 1);
  constexpr auto none_such = metric::pass_rate("none_such", 2);
  static_assert(is_positive.name() == "is_positive");
  CHECK(!is_positive(s));
  for (const double x : {1.0, 20.0, -3.0, 30.0}) s.update(x);
  CHECK(is_positive(s)->value == 0.75);
  CHECK(is_small(s)->value == 0.5);
  CHECK(is_small(s)->n == 4);
  CHECK(is_small(s)->bounds == metric::wilson(0.5, 4, confidence_level{}.z));
  CHECK(!none_such(s));
}

TEST_CASE("metric/quality takes its states out of a bundle, and the whole from merged parts") {
  state::bundle<state::saturation, state::predicates<positive>> whole{
      state::saturation{}, state::predicates{state::predicate{"positive", positive{}}}};
  auto left = whole, right = whole;
  std::mt19937_64 rng{5};
  for (int i = 0; i < 500; ++i) {
    const double x = static_cast<double>(rng() % 7) / 4 - 0.25;
    whole.update(x);
    (rng() % 2 == 0 ? left : right).update(x);
  }
  left.merge(right);
  CHECK(metric::saturation_rate(left) == metric::saturation_rate(whole));
  CHECK(metric::out_of_range_rate(left) == metric::out_of_range_rate(whole));
  CHECK(metric::pass_rate("positive", 0)(left) == metric::pass_rate("positive", 0)(whole));
  CHECK(metric::pass_rate("positive", 0)(whole).has_value());
}

TEST_CASE("metric/quality names its metrics by words") {
  CHECK(metric::missing_rate.name() == "missing_rate");
  CHECK(metric::non_finite_rate.name() == "non_finite_rate");
  CHECK(metric::out_of_range_rate.name() == "out_of_range_rate");
  CHECK(metric::unseen_rate.name() == "unseen_rate");
  CHECK(metric::saturation_rate.name() == "saturation_rate");
  CHECK(metric::saturation_rate_lower.name() == "saturation_rate_lower");
  CHECK(metric::saturation_rate_upper.name() == "saturation_rate_upper");
  CHECK(metric::missing_rate.better() == direction::lower_is_better);
  CHECK(metric::pass_rate("x", 0).better() == direction::higher_is_better);
  CHECK(metric::saturation_rate.range() == interval{0, 1});
}

TEST_CASE("metric/quality all of them are read from one state, each by a name of its own") {
  const auto empty = state::saturation{};
  std::set<std::string_view> names;
  std::apply(
      [&](const auto&... each) {
        (names.insert(each.name()), ...);
        CHECK((!each(empty) && ...));
      },
      metric::saturation_metrics);
  CHECK(names.size() == 6);
  for (const auto name : names) CHECK(signal::is_word(name));
}

}  // namespace
