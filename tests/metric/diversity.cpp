// SPDX-License-Identifier: Apache-2.0
#include <telltale/metric/diversity.hpp>

#include <doctest/doctest.h>

#include "golden.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace {

using namespace telltale;

state::categories over(std::size_t known, std::size_t most = 100) {
  std::vector<double> codes;
  for (std::size_t i = 0; i < known; ++i) codes.push_back(static_cast<double>(i));
  return state::categories{
      std::make_shared<const state::category_index>(*state::category_index::make(codes, most))};
}

TEST_CASE("metric/diversity equals SciPy's entropy, with the unseen in one cell") {
  const auto file = golden::load("diversity.json");
  REQUIRE(file["cases"].size() == 7);
  for (const auto& c : file["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    auto s = over(c["counts"].size());
    std::uint64_t n = 0;
    for (std::size_t i = 0; i < c["counts"].size(); ++i)
      for (std::uint64_t k = 0; k < c["counts"][i].get<std::uint64_t>(); ++k, ++n) s.update(i);
    for (std::uint64_t k = 0; k < c["unseen"].get<std::uint64_t>(); ++k, ++n)
      s.update(1000 + static_cast<double>(k));
    s.update(std::numeric_limits<double>::quiet_NaN());  // missing, and left out
    const auto entropy = metric::category_entropy(s), mode = metric::category_mode_share(s);
    REQUIRE(entropy);
    REQUIRE(mode);
    CHECK(golden::close(entropy->value, c["entropy"].get<double>()));
    CHECK(golden::close(mode->value, c["mode_share"].get<double>()));
    CHECK(entropy->n == n);
    CHECK(mode->n == n);
    CHECK(!entropy->bounds);
  }
}

TEST_CASE("metric/diversity is empty until a category has come, and knows bounds of its own") {
  auto s = over(3);
  CHECK(!metric::category_entropy(s));
  CHECK(!metric::category_mode_share(s));
  s.update(std::numeric_limits<double>::quiet_NaN());
  CHECK(!metric::category_entropy(s));
  CHECK(!metric::category_mode_share(s));
  s.update(2);
  CHECK(metric::category_entropy(s)->value == 0);
  CHECK(!std::signbit(metric::category_entropy(s)->value));
  CHECK(metric::category_mode_share(s)->value == 1);
  CHECK(metric::category_entropy.name() == "category_entropy");
  CHECK(metric::category_mode_share.name() == "category_mode_share");
}

TEST_CASE("metric/diversity renaming the categories changes nothing, merging adds") {
  auto a = over(5), b = over(5), both = over(5);
  for (int i = 0; i < 200; ++i) {
    a.update(i * i % 5);
    b.update(4 - i * i % 5);
    both.update(i * i % 5);
    both.update(4 - i * i % 5);
  }
  CHECK(golden::close(metric::category_entropy(a)->value, metric::category_entropy(b)->value));
  CHECK(metric::category_mode_share(a) == metric::category_mode_share(b));
  a.merge(b);
  CHECK(metric::category_entropy(a) == metric::category_entropy(both));
}

TEST_CASE("metric/diversity all of them are read from one state, each by a name of its own") {
  const auto empty = over(2);
  std::set<std::string_view> names;
  std::apply(
      [&](const auto&... each) {
        (names.insert(each.name()), ...);
        CHECK((!each(empty) && ...));
      },
      metric::category_metrics);
  CHECK(names.size() == 3);
  for (const auto name : names) CHECK(signal::is_word(name));
}

}  // namespace
