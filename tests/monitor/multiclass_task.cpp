// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/multiclass_task.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

namespace {

namespace tt = telltale;
using five = tt::multiclass_task<5, float>;
using scored = tt::multiclass_task<5, float, true>;

TEST_CASE("monitor/multiclass_task lets no class from outside pass for one that has not come") {
  const tt::monitor_settings any;
  for (const std::size_t given : {std::size_t{65'534}, std::size_t{65'535}, std::size_t{65'536},
                                  std::numeric_limits<std::size_t>::max()}) {
    CHECK_FALSE(five::is_missing(five::label(given)));
    CHECK_FALSE(five::usable_label(five::label(given), any));
    CHECK_FALSE(five::usable(five::output(given, any), any));
  }
  CHECK(five::is_missing(five::no_label));
}

TEST_CASE("monitor/multiclass_task knows the classes in use") {
  tt::monitor_settings s;
  CHECK(tt::classes_in_use<five>(s) == 5);
  CHECK(tt::scores_in_use<five>(s) == 0);
  CHECK(tt::scores_in_use<scored>(s) == 5);
  CHECK(five::usable(4, s));
  CHECK_FALSE(five::usable(5, s));
  s.classes = 3;
  CHECK(tt::classes_in_use<five>(s) == 3);
  CHECK(tt::scores_in_use<scored>(s) == 3);
  CHECK(five::usable(2, s));
  CHECK_FALSE(five::usable(3, s));
  CHECK(five::usable_label(2, s));
  CHECK_FALSE(five::usable_label(3, s));
}

TEST_CASE("monitor/multiclass_task predicts the first of the most probable classes") {
  const std::array row{0.2f, 0.4f, 0.4f};
  const std::span<const float> given{row};
  CHECK(tt::class_scores<float>{given}.predicted == 1);
  CHECK(tt::class_scores<float>{given.first(1)}.predicted == 0);
  CHECK(tt::class_scores<float>{given, 2}.predicted == 2);
}

TEST_CASE("monitor/multiclass_task refuses probabilities that are not those of the classes") {
  constexpr float nan = std::numeric_limits<float>::quiet_NaN();
  tt::monitor_settings s;
  s.classes = 3;
  const auto usable = [&](std::span<const float> given) {
    return scored::usable(scored::output(given, s), s);
  };
  CHECK(usable(std::array{0.2f, 0.4f, 0.4f}));
  CHECK(usable(std::array{0.0f, 1.0f, 0.0f}));
  CHECK_FALSE(usable(std::array{0.5f, 0.5f}));
  CHECK_FALSE(usable(std::array{0.25f, 0.25f, 0.25f, 0.25f}));
  CHECK_FALSE(usable(std::array{0.2f, nan, 0.4f}));
  CHECK_FALSE(usable(std::array{0.2f, 1.5f, 0.4f}));
  CHECK_FALSE(usable(std::array{-0.1f, 0.7f, 0.4f}));
  const std::array row{0.2f, 0.4f, 0.4f};
  CHECK_FALSE(scored::usable(scored::output({row, 3}, s), s));
  CHECK(scored::output({row, 2}, s) == 2);
}

}  // namespace
