// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/categories.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <random>
#include <span>
#include <vector>

namespace {

using telltale::state::categories;
using telltale::state::category_index;

static_assert(telltale::accepts<categories, double>);
static_assert(telltale::accepts<categories, float>);
static_assert(telltale::accepts<categories, std::span<const float>>);
static_assert(telltale::reversible<categories>);
static_assert(!telltale::scalable<categories>);
static_assert(sizeof(categories) == 80);

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

std::shared_ptr<const category_index> index_of(std::vector<double> codes,
                                               std::size_t most = 65'000) {
  return std::make_shared<const category_index>(*category_index::make(codes, most));
}

double draw(std::mt19937_64& rng) {
  constexpr std::array values{0.0, 3.0, 3.0, 7.0, 8.0, 0.5, nan, infinity, -infinity};
  return values[rng() % values.size()];
}

TEST_CASE("state/categories obeys the group laws, unusable values included") {
  laws::reversible(categories{index_of({0, 3, 7})}, draw);
  laws::reversible(categories{index_of({0, 3, 3, 7}, 1)}, draw);
}

TEST_CASE("state/categories counts known, unseen and missing categories apart") {
  categories s{index_of({7, 0, 3, 3})};
  for (const double x : {3.0, 3.0, 7.0, 0.0, -0.0, 4.0, -3.0, nan, 0.5, infinity, -infinity})
    s.update(x);
  CHECK(s.count(0) == 2);
  CHECK(s.count(1) == 2);
  CHECK(s.count(2) == 1);
  CHECK(s.unseen() == 2);
  CHECK(s.missing() == 1);
  CHECK(s.other() == 0);
  CHECK(s.rejected() == 3);
  CHECK(s.total() == 7);
  CHECK(s.cells() == std::vector<std::uint64_t>{2, 2, 1, 2, 1});
  CHECK(s.cells()[s.unseen_cell()] == 2);
  CHECK(s.cells()[s.missing_cell()] == 1);
}

TEST_CASE("state/categories lets the rare ones of too many share a cell") {
  categories s{index_of({1, 1, 1, 2, 5, 5, 9}, 2)};
  for (const double x : {1.0, 5.0, 5.0, 2.0, 9.0, 9.0, 3.0, nan}) s.update(x);
  CHECK(s.index().capped());
  CHECK(s.other() == 3);
  CHECK(s.unseen() == 1);
  CHECK(s.total() == 7);
  CHECK(s.count(s.index().other_cell()) == 3);
  CHECK(s.cells() == std::vector<std::uint64_t>{1, 2, 3, 1, 1});
}

TEST_CASE("state/categories gives by columns what it gives by values") {
  const categories empty{index_of({0, 3, 7})};
  laws::batch_equals_loop(empty, draw,
                          [](auto& s, std::span<const double> rows) { s.update(rows); });
  laws::batch_equals_loop(
      empty, [](auto& rng) { return static_cast<float>(draw(rng)); },
      [](auto& s, std::span<const float> rows) { s.update(rows); });
  laws::batch_equals_loop(empty, draw, [](auto& s, std::span<const double> rows) {
    std::vector<double> table;
    for (const double x : rows) table.insert(table.end(), {3, 0.5, x});
    s.update(std::span<const double>{table}, 3, 2);
  });
}

}  // namespace
