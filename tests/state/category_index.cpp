// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/category_index.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>
#include <optional>
#include <random>
#include <vector>

using telltale::state::category_index;

namespace {

using limits = std::numeric_limits<double>;
constexpr double largest = 9'007'199'254'740'992.0;

category_index index_of(const std::vector<double>& codes) {
  auto index = category_index::make(codes);
  REQUIRE(index);
  return *index;
}

}  // namespace

static_assert(category_index::is_code(0) && category_index::is_code(-0.0));
static_assert(category_index::is_code(largest) && category_index::is_code(-largest));
static_assert(!category_index::is_code(0.5) && !category_index::is_code(limits::denorm_min()));
static_assert(!category_index::is_code(largest + 2) && !category_index::is_code(-largest - 2));
static_assert(!category_index::is_code(limits::infinity()) &&
              !category_index::is_code(-limits::infinity()));
static_assert(!category_index::is_code(limits::quiet_NaN()) &&
              !category_index::is_code(limits::max()));
static_assert(!category_index::is_code(4'503'599'627'370'495.5));

TEST_CASE("state/category_index sorts the codes and drops repetitions") {
  const auto index = index_of({7, -3, 7, 0, -0.0, 4096, -3, 1e15});
  CHECK(index.size() == 5);
  CHECK(std::vector(index.codes().begin(), index.codes().end()) ==
        std::vector<double>{-3, 0, 7, 4096, 1e15});
  CHECK(index.cell(-3) == 0);
  CHECK(index.cell(0) == 1);
  CHECK(index.cell(-0.0) == 1);
  CHECK(index.cell(7) == 2);
  CHECK(index.cell(4096) == 3);
  CHECK(index.cell(1e15) == 4);
}

TEST_CASE("state/category_index has no cell for what the reference never had") {
  const auto index = index_of({-3, 0, 7, 4096});
  for (const double code : {-largest, -4.0, -2.0, -1.0, 1.0, 6.0, 8.0, 4095.0, 4097.0, largest}) {
    CAPTURE(code);
    CHECK_FALSE(index.cell(code).has_value());
  }
}

TEST_CASE("state/category_index: the table and the search agree with the definition") {
  std::mt19937_64 rng{5};
  for (int trial = 0; trial < 20; ++trial) {
    std::vector<double> codes;
    for (int i = 0; i < 500; ++i)
      codes.push_back(static_cast<double>(rng() % 5000) - (trial % 2 == 0 ? 0.0 : 1000.0));
    // Both sides of the table's end.
    for (const double edge : {-1.0, 0.0, 4095.0, 4096.0})
      if (rng() % 2 == 0) codes.push_back(edge);
    const auto index = index_of(codes);
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    REQUIRE(index.size() == codes.size());
    std::size_t next = 0;
    for (double code = -1100; code < 5100; ++code) {
      std::optional<std::size_t> wanted;
      if (next < codes.size() && codes[next] == code) wanted = next++;
      REQUIRE(index.cell(code) == wanted);
    }
    CHECK(next == codes.size());
  }
}

TEST_CASE("state/category_index holds the most categories, and refuses one more") {
  std::vector<double> codes(category_index::most_categories);
  std::iota(codes.begin(), codes.end(), 0.0);
  const auto index = index_of(codes);
  CHECK(index.size() == 65'000);
  CHECK(index.cell(64'999) == 64'999);
  CHECK_FALSE(index.cell(65'000).has_value());

  // A cell beyond the table's codes, and one within it whose number is the largest there is.
  std::iota(codes.begin(), codes.end(), -64'999.0);
  CHECK(index_of(codes).cell(0) == 64'999);

  codes.push_back(1);
  const auto refused = category_index::make(codes);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().code == telltale::errc::invalid_data);
  CHECK(refused.error().message.find("65001") != std::string::npos);
}

TEST_CASE("state/category_index refuses what is no code, and nothing at all") {
  using codes = std::vector<double>;
  for (const codes& bad : {codes{}, codes{1, 0.5}, codes{limits::quiet_NaN()},
                           codes{1, limits::infinity()}, codes{largest + 2}}) {
    const auto refused = category_index::make(bad);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == telltale::errc::invalid_data);
  }
  CHECK(category_index::make(codes{1, 2.5}).error().message.starts_with("2.5"));
}

TEST_CASE("state/category_index: equal by the codes") {
  CHECK(index_of({1, 2}) == index_of({2, 1, 1}));
  CHECK(index_of({1, 2}) != index_of({1, 3}));
  CHECK(index_of({1, 2}) != index_of({1, 2, 3}));
  CHECK(index_of({-5, 5000}) != index_of({-5, 5001}));
}
