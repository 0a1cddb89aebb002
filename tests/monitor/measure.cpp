// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/measure.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstdint>
#include <set>
#include <string>

namespace {

namespace tt = telltale;

TEST_CASE("monitor/measure takes every metric whose state is there, in the vocabulary's order") {
  const std::array<float, 4> scores{0.1f, 0.4f, 0.35f, 0.8f};
  const std::array<std::uint8_t, 4> actual{0, 0, 1, 1};
  tt::binary_performance performance;
  performance.update(tt::binary_batch<float>{scores, actual, 0.5f});

  const auto bounded = tt::measure(performance, {});
  const auto exact = tt::measure(performance, tt::binary_batch<float>{scores, actual}, {});
  std::set<std::string> names;
  for (const auto& m : exact) CHECK(names.insert(m.name).second);
  CHECK(names.contains("roc_auc"));
  CHECK(exact.front().name == "accuracy");
  CHECK(exact.front().value->value == 0.75);
  CHECK(tt::detail::find(exact, "roc_auc")->value->value == 0.75);
  CHECK(tt::detail::find(bounded, "roc_auc") == nullptr);
  CHECK(tt::detail::find(bounded, "roc_auc_binned")->value->value == 0.75);
  CHECK(tt::detail::find(bounded, "log_loss")->better == tt::direction::lower_is_better);
  CHECK(exact.size() == bounded.size() + 3);  // roc_auc, gini, class_ks
}

TEST_CASE("monitor/measure leaves rows without a label out of the exact metrics") {
  const std::array<double, 5> scores{0.1, 0.4, 0.99, 0.35, 0.8};
  const std::array<std::uint8_t, 5> actual{0, 0, 255, 1, 1};
  const auto exact =
      tt::measure(tt::binary_performance{}, tt::binary_batch<double>{scores, actual}, {});
  CHECK(tt::detail::find(exact, "roc_auc")->value->value == 0.75);
  CHECK_FALSE(tt::detail::find(exact, "accuracy")->value);
}

}  // namespace
