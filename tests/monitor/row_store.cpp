// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/row_store.hpp>

#include <doctest/doctest.h>

#include <array>

namespace {

using store = telltale::row_store<float>;

TEST_CASE("monitor/row_store keeps rows in order and filters only behind the mark") {
  store rows{5, 2};
  CHECK(rows.capacity() == 5);
  for (int i = 0; i < 5; ++i) {
    const auto x = static_cast<float>(i);
    rows.push(x, std::array{x, -x}, static_cast<std::uint8_t>(i % 2));
  }
  CHECK(rows.size() == 5);
  // Of the rows from 2 on, those with label 0; row 1 stays although its label is 1.
  CHECK(rows.filter(2, [](float, std::uint8_t actual) { return actual == 0; }) == 1);
  REQUIRE(rows.size() == 4);
  const std::array<float, 4> scores{0, 1, 2, 4};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(rows.scores()[i] == scores[i]);
    CHECK(rows.features()[2 * i] == scores[i]);
    CHECK(rows.features()[2 * i + 1] == -scores[i]);
    CHECK(rows.actual()[i] == static_cast<int>(scores[i]) % 2);
  }
  CHECK(rows.features().size() == 8);
  rows.clear();
  CHECK(rows.size() == 0);
  CHECK(rows.capacity() == 5);
}

TEST_CASE("monitor/row_store may have no features at all") {
  store rows{2, 0};
  rows.push(0.5f, {}, store::no_label);
  CHECK(rows.features().empty());
  CHECK(rows.actual()[0] == 255);
  CHECK(rows.filter(0, [](float, std::uint8_t) { return false; }) == 1);
  CHECK(rows.size() == 0);
}

}  // namespace
