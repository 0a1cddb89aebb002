// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/measure.hpp>

#include <doctest/doctest.h>

#include <telltale/monitor/binary_task.hpp>
#include <telltale/monitor/multiclass_task.hpp>
#include <telltale/monitor/regression_task.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

namespace tt = telltale;
using binary = tt::binary_task<float>;

TEST_CASE("monitor/measure takes every metric whose state is there, in the vocabulary's order") {
  const std::array<float, 4> scores{0.1f, 0.4f, 0.35f, 0.8f};
  const std::array<std::uint8_t, 4> actual{0, 0, 1, 1};
  tt::binary_performance performance;
  performance.update(tt::binary_batch<float>{scores, actual, 0.5f});

  const auto bounded = tt::measure<binary>(performance, {});
  const auto exact = tt::measure<binary>(performance, tt::binary_batch<float>{scores, actual}, {});
  std::set<std::string> names;
  for (const auto& m : exact) CHECK(names.insert(m.name).second);
  CHECK(names.contains("roc_auc"));
  CHECK(exact.front().name == "accuracy");
  CHECK(exact.front().value->value == 0.75);
  CHECK(tt::detail::find(exact, "roc_auc")->value->value == 0.75);
  CHECK(tt::detail::find(bounded, "roc_auc") == nullptr);
  CHECK(tt::detail::find(bounded, "roc_auc_binned")->value->value == 0.75);
  CHECK(tt::detail::find(bounded, "log_loss")->better == tt::direction::lower_is_better);
  // From the rows there is all that the states have, and what they have not.
  CHECK(exact.size() > bounded.size() + 8);
  for (const auto& m : bounded) CHECK(*tt::detail::find(exact, m.name) == m);
}

template <bool Weighted>
void check_of_rows(std::size_t n) {
  using task = tt::binary_task<double, Weighted>;
  std::mt19937_64 rng{n};
  std::vector<double> scores, weights;
  std::vector<std::uint8_t> actual;
  for (std::size_t i = 0; i < n; ++i) {
    const auto score = static_cast<double>(rng() % 300) / 300,
               draw = static_cast<double>(rng() % 300);
    scores.push_back(score);
    actual.push_back(draw / 300 < score);
    if (Weighted) weights.push_back(static_cast<double>(rng() % 5) / 7);
  }
  const tt::binary_batch<double> rows{scores, actual, 0.5, weights};
  typename task::performance_type performance;
  for (std::size_t i = 0; i < n; ++i) performance.update(rows[i]);
  const auto all = tt::measure<task>(performance, rows, {});
  std::size_t of_rows = 0;
  tt::metric::for_each(tt::metric::binary, [&](const auto& m) {
    using metric_type = std::remove_cvref_t<decltype(m)>;
    if constexpr (!metric_type::template reads<typename task::performance_type> &&
                  metric_type::template reads<tt::binary_batch<double>>) {
      const auto* const got = tt::detail::find(all, m.name());
      REQUIRE(got != nullptr);
      CAPTURE(got->name);
      CHECK(got->value == m(rows));
      ++of_rows;
    }
  });
  CHECK(of_rows > 15);
}

TEST_CASE("monitor/measure of rows that are sorted once is, to the bit, what each metric says") {
  for (const std::size_t n : {0u, 1u, 40u, 2'000u}) {
    CAPTURE(n);
    check_of_rows<false>(n);
    check_of_rows<true>(n);
  }
}

TEST_CASE("monitor/measure takes what a regression needs its rows for from the rows") {
  using regression = tt::regression_task<double>;
  const std::array actual{1.0, 2.0, 4.0, 8.0}, predicted{1.5, 2.0, 3.0, 9.0};
  tt::regression_performance performance;
  const tt::regression_batch<double> rows{actual, predicted};
  performance.update(rows);
  const auto bounded = tt::measure<regression>(performance, {});
  const auto exact = tt::measure<regression>(performance, rows, {});
  CHECK(exact.front().name == "mean_absolute_error");
  CHECK(exact.front().value->value == 0.625);
  CHECK(tt::detail::find(exact, "median_absolute_error")->value->value == 0.75);
  CHECK(tt::detail::find(exact, "mean_gamma_deviance")->value);
  CHECK(tt::detail::find(exact, "mean_squared_log_error")->value);
  for (const char* costly :
       {"median_absolute_error", "mean_gamma_deviance", "d2_poisson", "mean_squared_log_error"})
    CHECK(tt::detail::find(bounded, costly) == nullptr);
  CHECK(tt::detail::find(bounded, "median_absolute_error_binned")->value);
  std::set<std::string> names;
  for (const auto& m : exact) CHECK(names.insert(m.name).second);
  CHECK(exact.size() == std::tuple_size_v<std::remove_cvref_t<decltype(tt::metric::regression)>>);
}

TEST_CASE("monitor/measure takes each class in use by its own name, and no other") {
  using task = tt::multiclass_task<5, float>;
  tt::multiclass_performance<5> performance;
  for (const auto& [actual, predicted] : {std::pair{0u, 0u}, {1u, 0u}, {2u, 2u}, {2u, 2u}})
    performance.update(tt::class_outcome{actual, predicted});
  const auto all = tt::measure<task>(performance, {}, 3);
  CHECK(all.front().name == "accuracy");
  CHECK(all.front().value->value == 0.75);
  CHECK(tt::detail::find(all, "recall[1]")->value->value == 0);
  CHECK(tt::detail::find(all, "precision[0]")->value->value == 0.5);
  CHECK(tt::detail::find(all, "f1[2]")->value->value == 1);
  CHECK(tt::detail::find(all, "recall[3]") == nullptr);
  CHECK(tt::detail::find(tt::measure<task>(performance, {}), "recall[4]") != nullptr);
  const std::array<std::uint16_t, 1> none{};
  CHECK(tt::measure<task>(performance, tt::class_batch<std::uint16_t>{none, none}, {}, 3) == all);
}

}  // namespace
