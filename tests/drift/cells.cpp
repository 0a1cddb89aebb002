// SPDX-License-Identifier: Apache-2.0
#include <telltale/drift/cells.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

namespace {
using telltale::drift::cell_pair;
using counts = std::vector<std::uint64_t>;
}  // namespace

TEST_CASE("drift/cells leaves out what is empty on both sides, and only that") {
  const auto c = cell_pair::of(counts{0, 3, 0, 5}, counts{2, 0, 0, 4});
  REQUIRE(c);
  CHECK(c->reference == std::vector<double>{0, 3, 5});
  CHECK(c->current == std::vector<double>{2, 0, 4});
  CHECK(c->n == 8);
  CHECK(c->m == 6);
  CHECK(c->size() == 3);
}

TEST_CASE("drift/cells has nothing to compare without two samples over the same cells") {
  CHECK(!cell_pair::of(counts{}, counts{}));
  CHECK(!cell_pair::of(counts{1, 2}, counts{1}));
  CHECK(!cell_pair::of(counts{1}, counts{1, 2}));
  CHECK(!cell_pair::of(counts{0, 0}, counts{1, 2}));
  CHECK(!cell_pair::of(counts{1, 2}, counts{0, 0}));
}

TEST_CASE("drift/cells one row on either side is enough, and none is none") {
  const auto c = cell_pair::of(counts{1}, counts{1});
  REQUIRE(c);
  CHECK(c->n == 1);
  CHECK(c->m == 1);
  CHECK(cell_pair{}.n == 0);
  CHECK(cell_pair{}.m == 0);
  CHECK(cell_pair{}.size() == 0);
}

TEST_CASE("drift/cells the gap is exact where its products are not") {
  const auto plain = cell_pair::of(counts{2, 6}, counts{3, 1});
  CHECK(plain->gap(0) == 3 * 8 - 2 * 4);
  CHECK(plain->gap(1) == 1 * 8 - 6 * 4);
  // (2^50 + 1)^2 - 2^50 (2^50 + 2) = 1: the products need a hundred digits
  constexpr std::uint64_t big = std::uint64_t{1} << 50U;
  constexpr auto b = static_cast<double>(big);
  using telltale::drift::detail::difference_of_products;
  CHECK(difference_of_products(b + 1, b + 1, b, b + 2) == 1);
  CHECK(difference_of_products(b, b + 2, b + 1, b + 1) == -1);
  // Shares that are equal, in samples of other sizes
  const auto equal = cell_pair::of(counts{big / 4 + 1, 3 * (big / 4 + 1)}, counts{7, 21});
  CHECK(equal->gap(0) == 0);
  CHECK(equal->gap(1) == 0);
}
