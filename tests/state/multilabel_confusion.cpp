// SPDX-License-Identifier: Apache-2.0
#include <telltale/state/multilabel_confusion.hpp>

#include "../laws.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <tuple>
#include <vector>

namespace {

using telltale::state::label_row;
using telltale::state::multilabel_confusion;
using telltale::state::row_quality;

using labels = std::vector<std::uint8_t>;
using columns = std::span<const std::uint8_t>;

static_assert(telltale::accepts<multilabel_confusion<3>, columns, columns>);
static_assert(telltale::reversible<multilabel_confusion<3>>);
static_assert(sizeof(multilabel_confusion<3>) == 8 * (3 * 3 + 25));
static_assert(sizeof(multilabel_confusion<40>) == 8 * (3 * 40 + 25));

labels drawn(std::mt19937_64& rng, std::size_t size, unsigned in) {
  labels row(size);
  for (auto& label : row) label = static_cast<std::uint8_t>(rng() % in == 0);
  return row;
}

}  // namespace

TEST_CASE("state/multilabel_confusion obeys the laws of a group") {
  const auto draw = [](auto& rng) {
    const bool wrong_size = rng() % 20 == 0;
    labels actual = drawn(rng, wrong_size ? 4 : 5, 2);
    labels predicted = drawn(rng, 5, 3);
    if (rng() % 20 == 0) predicted[rng() % 5] = 2;
    return std::tuple{actual, predicted};
  };
  laws::reversible(multilabel_confusion<5>{}, draw);
}

TEST_CASE("state/multilabel_confusion counts each label, and the rows without a mistake") {
  multilabel_confusion<3> s;
  s.update(labels{1, 0, 1}, labels{1, 1, 0});
  s.update(labels{0, 0, 1}, labels{0, 0, 1});
  s.update(labels{0, 0, 0}, labels{0, 0, 0});
  s.update(labels{1, 1, 1}, labels{0, 0, 0});
  s.update(labels{1, 0, 0}, labels{0, 1, 0});  // as many, but others
  CHECK(s.rows() == 5);
  CHECK(s.exact() == 2);
  CHECK(s.rejected() == 0);
  const std::array<std::array<std::uint64_t, 4>, 3> cells{
      {{2, 0, 2, 1}, {2, 2, 1, 0}, {2, 0, 2, 1}}};  // tn fp fn tp
  for (std::size_t k = 0; k < 3; ++k) {
    CHECK(s.count(k, false, false) == cells[k][0]);
    CHECK(s.count(k, false, true) == cells[k][1]);
    CHECK(s.count(k, true, false) == cells[k][2]);
    CHECK(s.count(k, true, true) == cells[k][3]);
    CHECK(s.hits(k) == cells[k][3]);
    CHECK(s.actual(k) == cells[k][2] + cells[k][3]);
    CHECK(s.predicted(k) == cells[k][1] + cells[k][3]);
  }
  // Rows (hits, actual, predicted): (1,2,2) (1,1,1) (0,0,0) (0,3,0) (0,1,1).
  CHECK(s.product(0, 0) == 2);
  CHECK(s.product(0, 1) == 3);
  CHECK(s.product(0, 2) == 3);
  CHECK(s.product(1, 1) == 15);
  CHECK(s.product(1, 2) == 6);
  CHECK(s.product(2, 2) == 6);
  CHECK(s.sum(row_quality::precision) == 1.5);
  CHECK(s.sum(row_quality::recall) == 1.5);
  CHECK(s.sum(row_quality::f1) == 1.5);
  CHECK(std::fabs(s.sum(row_quality::jaccard) - (1 + 1 / 3.0)) < 1e-15);
  CHECK(std::fabs(s.sum_squares(row_quality::precision) - 1.25) < 1e-9);
  CHECK(std::fabs(s.sum_squares(row_quality::jaccard) - (1 + 1 / 9.0)) < 1e-9);
}

TEST_CASE(
    "state/multilabel_confusion rejects rows that are no labels, and counts nothing of them") {
  multilabel_confusion<2> s;
  s.update(labels{1}, labels{1, 0});
  s.update(labels{1, 0}, labels{1, 0, 1});
  s.update(labels{}, labels{});
  s.update(labels{2, 0}, labels{1, 0});
  s.update(labels{1, 0}, labels{1, 255});
  CHECK(s.rejected() == 5);
  CHECK(s.rows() == 0);
  multilabel_confusion<2> five;
  for (int i = 0; i < 5; ++i) five.update(labels{}, labels{});
  CHECK(s == five);
  CHECK(!label_row::of(labels{0, 2}, labels{0, 0}, 2));
  CHECK(label_row::of(labels{0, 1}, labels{0, 1}, 2)->exact());
  CHECK(!label_row::of(labels{0, 1}, labels{1, 1}, 2)->exact());
  CHECK(!label_row::of(labels{1, 1}, labels{0, 1}, 2)->exact());
}

TEST_CASE("state/multilabel_confusion adds shares of rows to the last bits of a double") {
  constexpr std::size_t L = 100;
  multilabel_confusion<L> s;
  std::mt19937_64 rng{3};
  std::array<long double, 4> sum{}, squares{};
  for (int i = 0; i < 2000; ++i) {
    const labels actual = drawn(rng, L, 1 + static_cast<unsigned>(i) % 7);
    const labels predicted = drawn(rng, L, 1 + static_cast<unsigned>(i) % 5);
    s.update(actual, predicted);
    const label_row r = *label_row::of(actual, predicted, L);
    const auto quality = [&](std::size_t q, std::uint64_t part, std::uint64_t whole) {
      if (whole == 0) return;
      const long double v = static_cast<long double>(part) / static_cast<long double>(whole);
      sum[q] += v;
      squares[q] += v * v;
    };
    quality(0, r.hits, r.predicted);
    quality(1, r.hits, r.actual);
    quality(2, 2 * r.hits, r.actual + r.predicted);
    quality(3, r.hits, r.actual + r.predicted - r.hits);
  }
  for (std::size_t q = 0; q < 4; ++q) {
    const auto quality = static_cast<row_quality>(q);
    CHECK(std::fabs(s.sum(quality) / static_cast<double>(sum[q]) - 1) < 4e-16);
    CHECK(std::fabs(s.sum_squares(quality) - static_cast<double>(squares[q])) < 2000 * 1e-9);
  }
  const multilabel_confusion<L> once = s;
  for (int i = 0; i < 30; ++i) s.merge(multilabel_confusion<L>{s});
  CHECK(s.rows() == 2000ULL << 30);
  CHECK(std::fabs(s.sum(row_quality::f1) / (once.sum(row_quality::f1) * 0x1p30) - 1) < 1e-15);
}

TEST_CASE("state/multilabel_confusion of one label is a binary confusion") {
  multilabel_confusion<1> s;
  s.update(labels{1}, labels{1});
  s.update(labels{1}, labels{0});
  s.update(labels{0}, labels{1});
  CHECK(s.exact() == 1);
  CHECK(s.hits(0) == 1);
  CHECK(s.sum(row_quality::f1) == 1);
  CHECK(s.count(0, false, false) == 0);
}
