// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/binary_task.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <span>

namespace {

namespace tt = telltale;
using binary = tt::binary_task<float>;
using weighted = tt::binary_task<double, true>;

TEST_CASE("monitor/binary_task lets no label from outside pass for one that has not come") {
  const tt::monitor_settings any;
  CHECK(binary::label(0) == 0);
  CHECK(binary::label(1) == 1);
  for (const int given : {-1, 2, 3, 254, 255, 256, 257, -255}) {
    const auto label = binary::label(given);
    CHECK_FALSE(binary::is_missing(label));
    CHECK_FALSE(binary::usable_label(label, any));
  }
  CHECK(binary::is_missing(binary::no_label));
}

TEST_CASE("monitor/binary_task counts by weight where it is told to") {
  const std::array scores{0.9, 0.2, 0.8};
  const std::array<std::uint8_t, 3> actual{1, 1, 0};
  const std::array weights{2.0, 0.5, 3.0};
  tt::monitor_settings settings;
  settings.threshold = 0.85;
  weighted::performance_type performance;
  weighted::memory none;
  weighted::update(performance, weighted::batch({scores, actual, {}, weights, {}}, settings), none);
  const auto& counts = performance.get<tt::state::weighted_confusion<2>>();
  CHECK(counts.count(1, 1) == 2);
  CHECK(counts.count(1, 0) == 0.5);
  CHECK(counts.count(0, 0) == 3);
}

}  // namespace
