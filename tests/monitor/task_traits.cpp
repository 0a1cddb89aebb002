// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/task_traits.hpp>

#include <doctest/doctest.h>

#include <telltale/monitor/multiclass_task.hpp>

#include <array>
#include <cstdint>

namespace {

namespace tt = telltale;
using task = tt::multiclass_task<3, float, true, true>;

TEST_CASE("monitor/task_traits cut a block of rows in every column") {
  const std::array<std::uint16_t, 3> outputs{0, 1, 2}, labels{2, 1, 0};
  const std::array<float, 6> scores{0, 1, 10, 11, 20, 21};
  const std::array weights{1.0, 2.0, 3.0};
  const std::array<tt::group_number, 3> groups{7, 8, 9};
  const tt::row_block<task> rows{outputs, labels, scores, weights, groups};
  REQUIRE(rows.size() == 3);
  const auto part = rows.part(1, 2);
  REQUIRE(part.size() == 2);
  CHECK(part.outputs[0] == 1);
  CHECK(part.labels[1] == 0);
  REQUIRE(part.scores.size() == 4);
  CHECK(part.scores[0] == 10);
  CHECK(part.weights[0] == 2);
  CHECK(part.groups[1] == 9);
  const auto none = rows.part(3, 0);
  CHECK(none.size() == 0);
  CHECK(none.scores.empty());
  CHECK(none.part(0, 0).size() == 0);
  const tt::row_block<task> bare{outputs, labels};
  CHECK(bare.part(1, 1).weights.empty());
  CHECK(bare.part(1, 1).scores.empty());
  CHECK(bare.part(2, 1).outputs[0] == 2);
}

TEST_CASE("monitor/task_traits see a store from a row on") {
  tt::row_store<std::uint16_t, std::uint16_t, float> store{4, 0, {2, true, true}};
  for (std::uint16_t i = 0; i < 4; ++i) {
    store.push(i, {}, 0);
    store.score(std::array{static_cast<float>(i), 0.5f});
    store.tag(i, i);
  }
  const auto rows = tt::row_block<task>::of(store, 3);
  REQUIRE(rows.size() == 1);
  CHECK(rows.outputs[0] == 3);
  CHECK(rows.scores[0] == 3);
  CHECK(rows.weights[0] == 3);
  CHECK(rows.groups[0] == 3);
  CHECK(tt::row_block<task>::of(store, 4).size() == 0);
}

}  // namespace
