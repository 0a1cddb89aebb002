// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/shape.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <tuple>

namespace {

using namespace telltale;

TEST_CASE("metric/shape equals SciPy's skew and kurtosis") {
  const auto file = golden::load("higher_moments.json");
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    state::higher_moments s;
    for (std::size_t i = 0; i < c["values"].size(); ++i)
      s.update(c["values"][i].get<double>(),
               c.contains("weights") ? c["weights"][i].get<double>() : 1.0);
    const auto skew = metric::skewness(s), kurtosis = metric::kurtosis(s);
    REQUIRE(skew.has_value() == !c["skewness"].is_null());
    REQUIRE(kurtosis.has_value() == skew.has_value());
    if (!skew) continue;
    CHECK(skew->value == doctest::Approx(c["skewness"].get<double>()).epsilon(1e-11));
    CHECK(kurtosis->value == doctest::Approx(c["kurtosis"].get<double>()).epsilon(1e-11));
    CHECK(skew->n == c["values"].size());
    CHECK(kurtosis->n == c["values"].size());
    CHECK(!skew->bounds);
  }
}

TEST_CASE("metric/shape is empty while there is no answer") {
  CHECK(!metric::skewness(state::higher_moments{}));
  CHECK(!metric::kurtosis(state::higher_moments{}));
  CHECK(metric::skewness.name() == "skewness");
  CHECK(metric::kurtosis.name() == "kurtosis");
}

TEST_CASE("metric/shape takes the tail of the losses, as far as it was kept") {
  constexpr auto worst_tenth = metric::tail_mean("tail_mean_0.1", 0.1);
  static_assert(worst_tenth.name() == "tail_mean_0.1");
  state::worst<> s{3};
  CHECK(!worst_tenth(s));
  for (std::uint64_t i = 1; i <= 20; ++i) s.update(static_cast<double>(i), i);
  CHECK(worst_tenth(s)->value == 19.5);
  CHECK(worst_tenth(s)->n == 20);
  CHECK(!metric::tail_mean("tail_mean_0.2", 0.2)(s));
}

TEST_CASE("metric/shape all of them are read from one state, each by a name of its own") {
  const auto empty = state::higher_moments{};
  std::set<std::string_view> names;
  std::apply(
      [&](const auto&... each) {
        (names.insert(each.name()), ...);
        CHECK((!each(empty) && ...));
      },
      metric::shape_metrics);
  CHECK(names.size() == 2);
  for (const auto name : names) CHECK(signal::is_word(name));
}

}  // namespace
