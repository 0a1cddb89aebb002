// SPDX-License-Identifier: Apache-2.0
#include <telltale/io/column.hpp>

#include <doctest/doctest.h>

#include "references.hpp"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace {

using references::binning;
using references::categorical;
using references::category_index;
using references::column_baseline;
using references::nan;
using references::numeric;
using telltale::errc;
using telltale::io::byte_reader;
using telltale::io::byte_writer;
using telltale::io::read_column;
using telltale::io::write_column;
using telltale::simd::linear_grid;

constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<std::byte> saved(const column_baseline& b) {
  byte_writer out;
  write_column(out, b);
  return std::move(out).take();
}

TEST_CASE("io/column gives back every kind of column") {
  for (const bool keep : {true, false}) {
    const auto all = references::random_parts(telltale::task::regression, true, keep);
    auto columns = all.features;
    columns.push_back(all.output);
    columns.push_back(*all.label);
    for (const column_baseline& b : columns) {
      CAPTURE(b.what.name);
      const auto bytes = saved(b);
      byte_reader in{bytes};
      const auto again = read_column(in);
      REQUIRE(again);
      CHECK(in.left() == 0);
      CHECK(*again == b);
      CHECK(saved(*again) == bytes);
      if (b.bins) CHECK(again->bins->snapped_to().index() == b.bins->snapped_to().index());
    }
  }
}

// The fields of a column, to be written wrongly.
struct fields {
  std::string name = "hum";
  std::uint8_t kind = 0;
  std::uint8_t has_deviation = 1;
  double deviation = 2;
  double lowest = 1, highest = 9;
  std::uint8_t grid = 1;
  double origin = 0, scale = 1;
  std::vector<double> edges{2, 3};
  std::vector<double> codes, others;
  std::vector<std::string> texts;
  std::vector<std::uint64_t> cells{1, 0, 2, 4};
  std::vector<double> values{1, 3, 9};
};

std::string message(const fields& f) {
  byte_writer out;
  out.text(f.name);
  out.u8(f.kind);
  out.u8(f.has_deviation);
  if (f.has_deviation == 1) out.f64(f.deviation);
  if (f.kind == 0) {
    out.f64(f.lowest);
    out.f64(f.highest);
    out.u8(f.grid);
    if (f.grid == 1 || f.grid == 2) {
      out.f64(f.origin);
      out.f64(f.scale);
    }
    out.numbers(f.edges);
  } else {
    out.numbers(f.codes);
    out.numbers(f.others);
    out.u64(f.texts.size());
    for (const std::string& text : f.texts) out.text(text);
  }
  out.numbers(f.cells);
  out.numbers(f.values);
  byte_reader in{out.bytes()};
  const auto b = read_column(in);
  if (b) {
    CHECK(saved(*b) == out.bytes());
    return "loaded";
  }
  CHECK(b.error().code == errc::invalid_bytes);
  return b.error().message;
}
std::string numeric_with(const std::function<void(fields&)>& change) {
  fields f;
  change(f);
  return message(f);
}
std::string categorical_with(const std::function<void(fields&)>& change) {
  fields f;
  f.kind = 1;
  f.has_deviation = 0;
  f.codes = {4, 6};
  f.others = {5, 9};
  f.cells = {2, 1, 3, 0, 4};
  f.values = {4, 4, 5, 6, 9, 9};
  change(f);
  return message(f);
}

TEST_CASE("io/column refuses a numeric column that no fit gives") {
  CHECK(numeric_with([](fields&) {}) == "loaded");
  CHECK(numeric_with([](fields& f) { f.values.clear(); }) == "loaded");
  CHECK(numeric_with([](fields& f) { f.has_deviation = 0; }) == "loaded");
  CHECK(numeric_with([](fields& f) { f.deviation = 0; }) == "loaded");
  CHECK(numeric_with([](fields& f) { f.grid = 0; }) == "loaded");
  CHECK(numeric_with([](fields& f) { f.deviation = -1; }) ==
        "column 'hum': standard deviation: -1 is not in [0, inf)");
  CHECK(numeric_with([](fields& f) { f.deviation = nan; }) ==
        "column 'hum': standard deviation: nan is not in [0, inf)");
  CHECK(numeric_with([](fields& f) { f.deviation = infinity; }) ==
        "column 'hum': standard deviation: inf is not in [0, inf)");
  CHECK(numeric_with([](fields& f) { f.has_deviation = 2; }) ==
        "column 'hum': standard deviation: 2 is neither 0 nor 1");
  CHECK(numeric_with([](fields& f) { f.grid = 3; }) == "column 'hum': grid: 3 is no kind of grid");
  CHECK(numeric_with([](fields& f) { f.grid = 2; }) ==
        "column 'hum': grid: its cells do not begin at the edges");
  CHECK(numeric_with([](fields& f) { f.scale = 1.5; }) ==
        "column 'hum': grid: its cells do not begin at the edges");
  CHECK(numeric_with([](fields& f) { f.lowest = 10; }) ==
        "column 'hum': range: 10.000000 to 9.000000 is none");
  CHECK(numeric_with([](fields& f) {
          f.edges = {3, 2};
        }) == "column 'hum': edges: 2.000000 comes after a larger one");
  CHECK(numeric_with([](fields& f) {
          f.edges = {2, 2};
        }) == "column 'hum': edges: 2.000000 comes twice");
  CHECK(numeric_with([](fields& f) {
          f.edges = {2, infinity};
        }) == "column 'hum': edges: inf is not finite");
  CHECK(numeric_with([](fields& f) { f.edges.clear(); }) ==
        "column 'hum': edges: 0 of them, not 1 to 254");
  CHECK(numeric_with([](fields& f) { f.edges = {2}; }) ==
        "column 'hum': cells: 4, but the column has 3");
  CHECK(numeric_with([](fields& f) { f.cells.pop_back(); }) ==
        "column 'hum': cells: 3, but the column has 4");
  CHECK(numeric_with([](fields& f) {
          f.cells = {0, 0, 0, 4};
        }) == "column 'hum': cells: they hold no value");
  CHECK(numeric_with([](fields& f) {
          f.cells = {1, ~std::uint64_t{0}, 0, 0};
          f.values.clear();
        }) == "column 'hum': cells: they hold 2^64 values or more");
  CHECK(numeric_with([](fields& f) {
          f.cells = {0, ~std::uint64_t{0}, 0, 5};
          f.values.clear();
        }) == "loaded");
  CHECK(numeric_with([](fields& f) { f.values.pop_back(); }) ==
        "column 'hum': values: 2, but the cells hold 3");
  CHECK(numeric_with([](fields& f) {
          f.values = {1, 9, 3};
        }) == "column 'hum': values: 3 comes after a larger one");
  CHECK(numeric_with([](fields& f) {
          f.values = {1, 3, infinity};
        }) == "column 'hum': values: inf is not finite");
  CHECK(numeric_with([](fields& f) {
          f.values = {nan, 3, 9};
        }) == "column 'hum': values: nan is not finite");
  CHECK(numeric_with([](fields& f) {
          f.values = {1, 2, 9};
        }) == "column 'hum': values: 1 in cell 1, which holds 0");
  CHECK(numeric_with([](fields& f) {
          f.values = {3, 3, 9};
        }) == "column 'hum': values: 0 in cell 0, which holds 1");
}

TEST_CASE("io/column refuses a categorical column that no fit gives") {
  CHECK(categorical_with([](fields&) {}) == "loaded");
  CHECK(categorical_with([](fields& f) { f.values.clear(); }) == "loaded");
  CHECK(categorical_with([](fields& f) { f.texts = {"", "red"}; }) == "loaded");
  CHECK(categorical_with([](fields& f) {
          f.others.clear();
          f.cells = {2, 1, 0, 4};
          f.values = {4, 4, 6};
        }) == "loaded");
  CHECK(categorical_with([](fields& f) { f.has_deviation = 1; }) ==
        "column 'hum': standard deviation: 2, of categories");
  CHECK(categorical_with([](fields& f) { f.kind = 2; }) ==
        "column 'hum': kind: 2 is no kind of column");
  CHECK(categorical_with([](fields& f) {
          f.codes = {6, 4};
        }) == "column 'hum': codes: 4.000000 comes after no smaller one");
  CHECK(categorical_with([](fields& f) {
          f.codes = {4, 6.5};
        }) == "column 'hum': codes: 6.500000 is no integer in [-2^53, 2^53]");
  CHECK(categorical_with([](fields& f) {
          f.others = {4, 9};
        }) == "column 'hum': others: 4.000000 is in codes too");
  CHECK(categorical_with([](fields& f) { f.others.clear(); }) ==
        "column 'hum': cells: 5, but the column has 4");
  CHECK(categorical_with([](fields& f) {
          f.cells = {2, 1, 3, 1, 4};
        }) == "column 'hum': cells: 1 of categories never seen");
  CHECK(categorical_with([](fields& f) {
          f.cells = {0, 0, 0, 0, 4};
        }) == "column 'hum': cells: they hold no value");
  CHECK(categorical_with([](fields& f) { f.values = {4, 4, 5, 6, 9, 10}; }) ==
        "column 'hum': values: 2 in cell 2, which holds 3");
  CHECK(categorical_with([](fields& f) { f.values = {4, 4, 5, 5.5, 9, 9}; }) ==
        "column 'hum': values: 0 in cell 1, which holds 1");
  CHECK(categorical_with([](fields& f) { f.values = {4, 4, 5, 6, 9, 9, 10}; }) ==
        "column 'hum': values: 7, but the cells hold 6");
}

TEST_CASE("io/column names the field that is cut short") {
  const auto bytes =
      saved(numeric("hum", *binning::restore(std::vector<double>{2, 3}, 1, 9, linear_grid{0, 1}),
                    {1, 3, 9, nan}));
  for (std::size_t size = 0; size < bytes.size(); ++size) {
    byte_reader in{std::span{bytes}.first(size)};
    CHECK_FALSE(read_column(in));
  }
  const auto cut = [&](std::size_t size) {
    byte_reader in{std::span{bytes}.first(size)};
    return read_column(in).error().message;
  };
  CHECK(cut(11) == "column 'hum': kind: 1 byte, but 0 are left");
  CHECK(cut(20) == "column 'hum': lowest: 8 bytes, but 7 are left");
  CHECK(cut(bytes.size() - 1) ==
        "column 'hum': values: 3 of at least 8 bytes each, but 23 are left");
}

}  // namespace
