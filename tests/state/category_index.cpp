// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/category_index.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <random>
#include <span>
#include <string>
#include <vector>

namespace {

using telltale::errc;
using telltale::state::category_index;
using codes = std::vector<double>;

constexpr std::size_t none = 1'000'000;
constexpr double two_53 = 9'007'199'254'740'992.0;

TEST_CASE("state/category_index takes integers that a double tells apart") {
  for (const double x : {0.0, -0.0, 1.0, -1.0, 16'777'216.0, two_53, -two_53})
    CHECK(category_index::is_code(x));
  for (const double x :
       {0.5, -0.5, 1e-300, two_53 + 2, -two_53 - 2, 1e300, std::numeric_limits<double>::infinity(),
        -std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()})
    CHECK_FALSE(category_index::is_code(x));
}

// Every code of the reference has its place in ascending order, and nothing else has one.
void check_lookup(const codes& known) {
  codes sorted = known;
  std::sort(sorted.begin(), sorted.end());
  const auto index = category_index::make(known);
  REQUIRE(index);
  CHECK(index->size() == sorted.size());
  CHECK(index->cells() == sorted.size());
  CHECK_FALSE(index->capped());
  CHECK(std::equal(sorted.begin(), sorted.end(), index->codes().begin(), index->codes().end()));
  std::size_t wrong = 0;
  const auto check = [&](double code) {
    if (!category_index::is_code(code)) return;
    const auto at = std::lower_bound(sorted.begin(), sorted.end(), code);
    const bool known_code = at != sorted.end() && *at == code;
    const auto place = static_cast<std::size_t>(at - sorted.begin());
    wrong += index->cell(code).value_or(none) != (known_code ? place : none);
  };
  for (const double code : sorted)
    for (const double near : {-2.0, -1.0, 0.0, 1.0, 2.0}) check(code + near);
  for (const double far : {0.0, -1.0, 1e6, -1e6, 4095.0, 4096.0, two_53, -two_53}) check(far);
  CHECK(wrong == 0);
}

TEST_CASE("state/category_index finds dense and scattered codes alike") {
  check_lookup({0});
  check_lookup({two_53});
  check_lookup({-two_53, two_53});
  check_lookup({5, 3, 9, -4});
  check_lookup({1000, 5095});  // a table
  check_lookup({1000, 5096});  // hashed
  std::mt19937_64 rng{4};
  for (const double spread : {1.0, 7.0, 9.0, 1e6, 1e11}) {
    codes known;
    for (int i = 0; i < 20'000; ++i) known.push_back((i - 5000) * spread);
    std::shuffle(known.begin(), known.end(), rng);
    check_lookup(known);
  }
  codes powers;  // all low bits equal
  for (double x = 1; x <= two_53; x *= 2) powers.push_back(x), powers.push_back(-x);
  check_lookup(powers);
}

TEST_CASE("state/category_index gives cells to the most frequent where there are too many") {
  const codes seen{4, 4, 4, 9, 9, -2, -2, 7, 100'000, 100'000, 100'000};
  const auto index = category_index::make(seen, 3);
  REQUIRE(index);
  CHECK(index->capped());
  CHECK(index->size() == 3);
  CHECK(index->cells() == 4);
  CHECK(index->other_cell() == 3);
  CHECK(index->codes()[0] == -2);  // as frequent as 9, and smaller
  CHECK(index->codes()[1] == 4);
  CHECK(index->codes()[2] == 100'000);
  CHECK(index->cell(-2) == 0);
  CHECK(index->cell(4) == 1);
  CHECK(index->cell(100'000) == 2);
  CHECK(index->cell(9) == 3);
  CHECK(index->cell(7) == 3);
  CHECK(index->cell(8) == std::nullopt);

  CHECK_FALSE(category_index::make(seen, 5)->capped());
  const auto small = category_index::make(codes{1, 2, 2, 3}, 1);  // others below and above
  CHECK(small->cell(2) == 0);
  CHECK(small->cell(1) == 1);
  CHECK(small->cell(3) == 1);
  CHECK(small->cell(0) == std::nullopt);
  CHECK(small->cell(4) == std::nullopt);
}

TEST_CASE("state/category_index knows 65,000 categories and more") {
  codes many;
  for (int i = 0; i < 65'000; ++i) many.push_back(i);
  CHECK_FALSE(category_index::make(many)->capped());
  CHECK(category_index::make(many)->cell(64'999) == 64'999);
  many.push_back(-1);
  many.push_back(0);
  const auto index = category_index::make(many);
  CHECK(index->capped());
  CHECK(index->cell(64'999) == index->other_cell());  // the largest of the rarest
  CHECK(index->cell(-1) == 0);
  CHECK(index->cell(64'998) == 64'999);
}

TEST_CASE("state/category_index compares what it knows") {
  CHECK(*category_index::make(codes{1, 2}) == *category_index::make(codes{2, 1, 1}));
  CHECK_FALSE(*category_index::make(codes{1, 2}) == *category_index::make(codes{1, 3}));
  CHECK_FALSE(*category_index::make(codes{1, 1, 2}, 1) == *category_index::make(codes{1, 1, 3}, 1));
}

TEST_CASE("state/category_index refuses what is no category") {
  const auto fraction = category_index::make(codes{1, 2.5});
  REQUIRE_FALSE(fraction);
  CHECK(fraction.error().code == errc::invalid_data);
  CHECK(fraction.error().message == "codes: 2.500000 is no integer in [-2^53, 2^53]");
  CHECK_FALSE(category_index::make({}));
  CHECK_FALSE(category_index::make(codes{std::numeric_limits<double>::quiet_NaN()}));
  CHECK(category_index::make(codes{1}, 0).error().code == errc::invalid_setting);
  CHECK(category_index::make(codes{1}, 65'001).error().code == errc::invalid_setting);
  CHECK(category_index::make(codes{1}, 65'000));
  CHECK(category_index::make(codes{1}, 1));
}

TEST_CASE("state/category_index restores what it knew") {
  std::mt19937_64 rng{7};
  for (const double spread : {1.0, 300.0, 1e9}) {
    for (const std::size_t most : {1u, 5u, 40u, 65'000u}) {
      codes seen;
      for (int i = 0; i < 100; ++i) {
        const auto drawn = static_cast<double>(rng() % 40);
        seen.push_back((drawn - 20) * spread);
      }
      const auto saved = category_index::make(seen, most);
      REQUIRE(saved);
      const auto again = category_index::restore(saved->codes(), saved->others());
      REQUIRE(again);
      CHECK(*again == *saved);
      CHECK(again->capped() == saved->capped());
      CHECK(again->cells() == saved->cells());
      std::size_t different = 0;
      for (double code = -25 * spread; code <= 25 * spread; code += spread)
        for (const double near : {-1.0, 0.0, 1.0})
          different += again->cell(code + near) != saved->cell(code + near);
      CHECK(different == 0);
    }
  }
}

TEST_CASE("state/category_index restores nothing but codes in ascending order") {
  const auto message = [](const codes& own, const codes& others) {
    const auto index = category_index::restore(own, others);
    return index ? std::string{"restored"} : index.error().message;
  };
  CHECK(message({1, 2, 3}, {}) == "restored");
  CHECK(message({-two_53, two_53}, {0}) == "restored");
  CHECK(message({}, {}) == "codes: 0 of them, not 1 to 65000");
  CHECK(message({}, {1}) == "codes: 0 of them, not 1 to 65000");
  CHECK(message({1, 1}, {}) == "codes: 1.000000 comes after no smaller one");
  CHECK(message({-0.0, 0.0}, {}) == "codes: 0.000000 comes after no smaller one");
  CHECK(message({2, 1}, {}) == "codes: 1.000000 comes after no smaller one");
  CHECK(message({1}, {3, 3}) == "others: 3.000000 comes after no smaller one");
  CHECK(message({1, 2.5}, {}) == "codes: 2.500000 is no integer in [-2^53, 2^53]");
  CHECK(message({1}, {2.5}) == "others: 2.500000 is no integer in [-2^53, 2^53]");
  const double nan = std::numeric_limits<double>::quiet_NaN();
  CHECK(message({nan}, {}) == "codes: nan is no integer in [-2^53, 2^53]");
  for (const double both : {1.0, 5.0, 9.0})
    CHECK(message({1, 5, 9}, {0, both, 10}) ==
          "others: " + std::to_string(both) + " is in codes too");
  codes many;
  for (int i = 0; i < 65'000; ++i) many.push_back(i);
  CHECK(message(many, {}) == "restored");
  CHECK(message(many, {-1, 65'000}) == "restored");
  many.push_back(65'000);
  CHECK(message(many, {}) == "codes: 65001 of them, not 1 to 65000");
}

}  // namespace
