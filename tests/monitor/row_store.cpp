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
  CHECK(rows.filter(2, [&](std::size_t i) { return rows.labels()[i] == 0; }) == 1);
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
  CHECK(rows.filter(0, [&](std::size_t i) { return rows.outputs()[i] == 7; }) == 1);
  CHECK(rows.features()[0] == 1.5f);
  CHECK(rows.labels()[0] == -1);
}

TEST_CASE("monitor/row_store may have no features at all") {
  store rows{2, 0};
  rows.push(0.5f, {}, 255);
  CHECK(rows.features().empty());
  CHECK(rows.labels()[0] == 255);
  CHECK(rows.filter(0, [](std::size_t) { return false; }) == 1);
  CHECK(rows.size() == 0);
}

TEST_CASE("monitor/row_store keeps a row's probabilities, weight and group beside it") {
  store rows{4, 1, {2, true, true}};
  CHECK(rows.scores_width() == 2);
  for (int i = 0; i < 4; ++i) {
    const auto x = static_cast<float>(i);
    rows.push(x, std::array{x}, 1);
    rows.score(std::array{x + 10, x + 20});
    if (i != 1) rows.tag(i + 0.5, static_cast<std::size_t>(i));
  }
  CHECK(rows.weights()[1] == 1);
  CHECK(rows.groups()[1] == store::no_group);
  CHECK(rows.groups()[3] == 3);
  CHECK(rows.filter(0, [&](std::size_t i) { return i != 0 && i != 2; }) == 2);
  REQUIRE(rows.size() == 2);
  CHECK(rows.scores().size() == 4);
  CHECK(rows.scores()[0] == 11);
  CHECK(rows.scores()[1] == 21);
  CHECK(rows.scores()[3] == 23);
  CHECK(rows.weights()[0] == 1);
  CHECK(rows.weights()[1] == 3.5);
  CHECK(rows.groups()[0] == store::no_group);
  CHECK(rows.groups()[1] == 3);

  // Where rows went, the next ones weigh 1 again and are of no group.
  rows.push(9, std::array{9.0f}, 1);
  CHECK(rows.weights()[2] == 1);
  CHECK(rows.groups()[2] == store::no_group);
  rows.tag(7, 65'536);
  CHECK(rows.groups()[2] == store::no_group);
  rows.clear();
  CHECK(rows.weights().empty());
  for (int i = 0; i < 3; ++i) rows.push(1, std::array{1.0f}, 1);
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(rows.weights()[i] == 1);
    CHECK(rows.groups()[i] == store::no_group);
  }
}

TEST_CASE("monitor/row_store without room for extras passes over them") {
  store rows{2, 0};
  rows.push(1, {}, 0);
  rows.tag(3, 1);
  rows.score({});
  CHECK(rows.weights().empty());
  CHECK(rows.groups().empty());
  CHECK(rows.scores().empty());
  CHECK(rows.scores_width() == 0);
}

}  // namespace
