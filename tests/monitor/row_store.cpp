// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/row_store.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace {

using store = telltale::row_store<float, std::uint8_t, float>;

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
    CHECK(rows.outputs()[i] == scores[i]);
    CHECK(rows.features()[2 * i] == scores[i]);
    CHECK(rows.features()[2 * i + 1] == -scores[i]);
    CHECK(rows.labels()[i] == static_cast<int>(scores[i]) % 2);
  }
  CHECK(rows.features().size() == 8);
  rows.clear();
  CHECK(rows.size() == 0);
  CHECK(rows.capacity() == 5);
}

TEST_CASE("monitor/row_store keeps outputs, labels and features of types of their own") {
  telltale::row_store<std::uint16_t, double, float> rows{3, 1};
  rows.push(65'535, std::array{0.5f}, 1e300);
  rows.push(7, std::array{1.5f}, -1);
  CHECK(rows.outputs()[0] == 65'535);
  CHECK(rows.labels()[0] == 1e300);
  CHECK(rows.filter(0, [](std::uint16_t output, double) { return output == 7; }) == 1);
  CHECK(rows.features()[0] == 1.5f);
  CHECK(rows.labels()[0] == -1);
}

TEST_CASE("monitor/row_store may have no features at all") {
  store rows{2, 0};
  rows.push(0.5f, {}, 255);
  CHECK(rows.features().empty());
  CHECK(rows.labels()[0] == 255);
  CHECK(rows.filter(0, [](float, std::uint8_t) { return false; }) == 1);
  CHECK(rows.size() == 0);
}

}  // namespace
