// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/categories.hpp>

#include <telltale/core/outcome.hpp>

#include "../laws.hpp"

#include <cstdint>
#include <limits>
#include <memory>
#include <tuple>
#include <vector>

using telltale::state::categories;
using telltale::state::category_index;

static_assert(telltale::reversible<categories> && !telltale::scalable<categories>);
static_assert(telltale::accepts<categories, double> && telltale::accepts<categories, float>);
static_assert(telltale::accepts<categories, int>);
static_assert(telltale::accepts<categories, std::span<const float>>);
static_assert(!telltale::accepts<categories, telltale::class_outcome>);

namespace {

using limits = std::numeric_limits<double>;

categories over(const std::vector<double>& codes) {
  auto index = category_index::make(codes);
  REQUIRE(index);
  return categories{std::make_shared<const category_index>(*index)};
}

using counts = std::vector<std::uint64_t>;

}  // namespace

TEST_CASE("state/categories obeys the group laws") {
  laws::reversible(over({-2, 0, 3, 5000}), [](auto& rng) {
    constexpr double values[] = {-2, 0, 3, 5000, 1, 6000, 0.5, limits::quiet_NaN(),
                                 limits::infinity()};
    return std::tuple{values[rng() % 9]};
  });
}

TEST_CASE("state/categories counts known, unseen and missing values and rejects the rest") {
  auto s = over({-2, 0, 3, 5000});
  for (const double x : {0.0, -0.0, 3.0, 3.0, 3.0, 5000.0, -2.0}) s.update(x);
  CHECK(s.cells() == counts{1, 2, 3, 1, 0, 0});
  for (const double x : {1.0, -3.0, 4999.0}) s.update(x);
  CHECK(s.unseen() == 3);
  s.update(limits::quiet_NaN());
  s.update(std::numeric_limits<float>::quiet_NaN());
  CHECK(s.missing() == 2);
  for (const double x : {0.5, limits::infinity(), -limits::infinity(), 1e300}) s.update(x);
  CHECK(s.rejected() == 4);
  CHECK(s.cells() == counts{1, 2, 3, 1, 3, 2});
  CHECK(s.total() == 10);
  CHECK(s.count(2) == 3);
  CHECK(s.unseen_cell() == 4);
  CHECK(s.missing_cell() == 5);
  CHECK(s.index().size() == 4);

  s.clear();
  CHECK(s.cells() == counts(6));
  CHECK(s.rejected() == 0);
}

TEST_CASE("state/categories takes integers and columns") {
  auto one = over({1, 2}), column = one;
  const std::vector<float> values{1, 2, 2, 9, 0.5f, std::numeric_limits<float>::quiet_NaN()};
  for (const float x : values) one.update(x);
  column.update(std::span<const float>(values));
  CHECK(one == column);
  CHECK(one.cells() == counts{1, 2, 1, 1});
  one.update(std::int64_t{1});
  one.update(true);
  CHECK(one.count(0) == 3);
}

TEST_CASE("state/categories: equal by index and counts") {
  auto a = over({1, 2}), b = over({2, 1});  // two indexes of the same categories
  CHECK(a == b);
  a.update(1);
  CHECK(a != b);
  b.update(1);
  CHECK(a.merge(b).count(0) == 2);
  CHECK(over({1, 2}) != over({1, 3}));
  auto rejecting = over({1, 2});
  rejecting.update(0.5);
  CHECK(rejecting != over({1, 2}));
}
