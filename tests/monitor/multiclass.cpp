// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/multiclass.hpp>

#include <doctest/doctest.h>

#include <telltale/monitor/close_window.hpp>
#include <telltale/monitor/reference_builder.hpp>
#include <telltale/monitor/signals.hpp>

#include <array>
#include <cmath>
#include <cstddef>
#include <span>

namespace {

namespace tt = telltale;

TEST_CASE("monitor/multiclass counts each class by what it was taken for") {
  auto watch = *tt::multiclass_monitor<4>::make({.classes = 3, .window = tt::rows{9}});
  const std::array<std::size_t, 9> predicted{0, 0, 1, 1, 2, 2, 3, 0, 65'535};
  const std::array<std::size_t, 9> actual{0, 1, 1, 1, 2, 0, 0, 3, 0};
  for (std::size_t i = 0; i < 9; ++i) watch.observe(predicted[i], actual[i]);
  REQUIRE(watch.full());
  const tt::report r = tt::close_window(watch);
  CHECK(r.rejected == 3);  // class 3 is not in use, and 65,535 is none
  CHECK(r.labels == 6);
  CHECK(*r.value(tt::metric::accuracy) == doctest::Approx(4.0 / 6));
  CHECK(*r.value(tt::metric::class_recall[1]) == doctest::Approx(2.0 / 3));
  CHECK(r.value(tt::metric::class_precision[0]) == 0.5);
  CHECK(r.value(tt::metric::class_recall[2]) == 1.0);
  CHECK(tt::detail::find(r.metrics, "recall[3]") == nullptr);
  CHECK(r.value(tt::metric::f1_macro));
}

TEST_CASE("monitor/multiclass sees predictions and truths move as categories") {
  tt::multiclass_reference_builder<5> builder{{{"x"}}, {.classes = 4}};
  for (std::size_t i = 0; i < 3000; ++i)
    builder.add(i % 3, i % 10 == 0 ? (i + 1) % 3 : i % 3, std::array{static_cast<double>(i % 97)});
  auto watch = *tt::multiclass_monitor<5>::make(*builder.fit(), {.window = tt::rows{900}});
  const tt::vocabulary known = tt::signals(watch);
  CHECK(known.contains({"sure_drop", "recall[2]"}));
  CHECK(known.contains({"recall[3]"}));
  CHECK_FALSE(known.contains({"sure_drop", "recall[3]"}));  // the reference has none of them
  CHECK_FALSE(known.contains({"recall[4]"}));
  CHECK(known.contains({"unseen_rate", "prediction"}));
  CHECK_FALSE(known.contains({"kolmogorov_smirnov", "prediction"}));
  const auto run = [&](std::size_t shift) {
    for (std::size_t i = 0; i < 900; ++i) {
      const std::size_t truth = i % 3 == 0 ? shift : i % 3;
      watch.observe(i % 3, std::array{static_cast<float>(i % 97)}, truth);
    }
    return tt::close_window(watch);
  };
  const tt::report calm = run(0), moved = run(3);
  for (const tt::column_report& c : calm.columns) CHECK_FALSE(c.drifted);
  REQUIRE(moved.columns.size() == 3);
  CHECK(moved.columns[1].column == "prediction");
  CHECK(moved.columns[1].categorical);
  CHECK_FALSE(moved.columns[1].drifted);
  CHECK(moved.columns[2].column == "label");
  CHECK(moved.columns[2].drifted);
  CHECK(moved.value({"unseen_rate", "label"}) == doctest::Approx(1.0 / 3));
  CHECK(moved.value(tt::metric::class_recall[3]) == 0.0);
}

TEST_CASE("monitor/multiclass with probabilities also measures those") {
  using watched = tt::scored_multiclass_monitor<4>;
  auto watch = *watched::make({.classes = 3, .window = tt::rows{5}});
  const auto see = [&](std::array<float, 3> p, std::size_t actual) {
    watch.observe(std::span<const float>{p}, actual);
  };
  see({0.5f, 0.3f, 0.2f}, 0);
  see({0.5f, 0.3f, 0.2f}, 1);
  see({0.5f, 0.3f, 0.2f}, 2);
  see({0.1f, 0.8f, 0.1f}, 0);  // a tie for the second place, which the higher class takes
  const std::array wide{0.25f, 0.25f, 0.25f, 0.25f};
  watch.observe(std::span<const float>{wide}, std::size_t{0});
  const tt::report r = tt::close_window(watch);
  CHECK(r.rejected == 1);
  CHECK(r.value(tt::metric::accuracy) == 0.25);
  CHECK(r.value(tt::metric::top_2_accuracy) == 0.5);
  CHECK(r.value(tt::metric::top_3_accuracy) == 1.0);
  CHECK(*r.value(tt::metric::log_loss) ==
        doctest::Approx(-(std::log(0.5) + std::log(0.3) + std::log(0.2) + std::log(0.1)) / 4)
            .epsilon(1e-6));
}

}  // namespace
