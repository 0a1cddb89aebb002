// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/reference_builder.hpp>

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

namespace {

namespace tt = telltale;
using features = std::vector<double>;
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double inf = std::numeric_limits<double>::infinity();

const tt::schema two{{"amount", tt::column_kind::numeric},
                     {"country", tt::column_kind::categorical}};

TEST_CASE("monitor/reference_builder freezes what it was shown, counting what it could not use") {
  tt::reference_builder builder{two};
  for (int i = 0; i < 100; ++i)
    builder.add(i / 100.0, i % 4 == 0 ? std::nullopt : std::optional<std::uint8_t>(i >= 50),
                features{double(i), double(i % 3)});
  builder.add(0.5, 1, features{nan, nan});
  builder.add(0.5, 1, features{inf, 1.5});  // usable row, unusable values
  builder.add(nan, 1, features{1, 1});
  builder.add(1.5, 1, features{1, 1});
  builder.add(0.5, 2, features{1, 1});
  builder.add(0.5, 1, features{1});
  const auto fitted = builder.fit();
  REQUIRE(fitted);
  CHECK(fitted->rows() == 106);
  CHECK(fitted->rejected() == 4);
  CHECK(fitted->labels() == 77);
  CHECK(fitted->held_out());
  CHECK(fitted->threshold() == 0.5);

  REQUIRE(fitted->features().size() == 2);
  const tt::column_baseline& amount = fitted->features()[0];
  CHECK(amount.present == 100);
  CHECK(amount.missing == 1);
  CHECK(amount.values.size() == 100);
  CHECK(amount.bins->bins() == 10);
  CHECK(amount.cells.size() == 11);
  CHECK(std::accumulate(amount.cells.begin(), amount.cells.end() - 1, std::uint64_t{0}) == 100);
  CHECK(amount.cells.back() == 1);
  CHECK(*amount.standard_deviation == doctest::Approx(29.011491975882016).epsilon(1e-14));
  CHECK_FALSE(amount.categories);

  const tt::column_baseline& country = fitted->features()[1];
  CHECK(country.cells == std::vector<std::uint64_t>{34, 33, 33, 0, 1});
  CHECK(country.present == 100);
  CHECK_FALSE(country.bins);
  CHECK(fitted->output().what.name == "score");
  CHECK(fitted->output().present == 102);

  const auto accuracy = tt::detail::find(fitted->metrics(), "accuracy");
  REQUIRE(accuracy != nullptr);
  CHECK(accuracy->value->value == 1);
  CHECK(accuracy->value->n == 77);
  CHECK(tt::detail::find(fitted->metrics(), "roc_auc")->value->value == doctest::Approx(1));
}

TEST_CASE("monitor/reference_builder freezes the truths as a column of their own") {
  tt::reference_builder builder{{}, {.model = "churn 7"}};
  for (int i = 0; i < 100; ++i)
    builder.add(0.5, i < 10 ? std::nullopt : std::optional<std::uint8_t>(i < 40), features{});
  const auto fitted = builder.fit();
  REQUIRE(fitted);
  CHECK(fitted->predicts() == tt::task::binary);
  CHECK(fitted->classes() == 2);
  CHECK(fitted->model() == "churn 7");
  REQUIRE(fitted->label());
  CHECK(fitted->label()->what.name == "label");
  CHECK(fitted->label()->what.kind == tt::column_kind::categorical);
  CHECK(fitted->label()->cells == std::vector<std::uint64_t>{60, 30, 0, 0});
}

TEST_CASE("monitor/reference_builder of a regression keeps numbers, and its performance") {
  tt::regression_reference_builder builder{two};
  for (int i = 1; i <= 200; ++i)
    builder.add(i + (i % 2 == 0 ? 1 : -1), static_cast<double>(i), features{double(i), 1});
  builder.add(2e60, 1.0, features{1, 1});
  builder.add(1, nan, features{1, 1});
  builder.add(nan, std::nullopt, features{1, 1});
  builder.add(5, std::nullopt, features{1, 1});
  const auto fitted = builder.fit();
  REQUIRE(fitted);
  CHECK(fitted->predicts() == tt::task::regression);
  CHECK(fitted->classes() == 0);
  CHECK(fitted->rejected() == 3);
  CHECK(fitted->labels() == 200);
  CHECK(fitted->output().what.name == "prediction");
  CHECK(fitted->output().present == 201);
  CHECK(fitted->label()->what.kind == tt::column_kind::numeric);
  CHECK(fitted->label()->values.size() == 200);
  CHECK(tt::detail::find(fitted->metrics(), "mean_absolute_error")->value->value == 1);
  CHECK(tt::detail::find(fitted->metrics(), "median_absolute_error")->value->value == 1);
  // The naive forecast is the truth of the row before: always one too small.
  CHECK(tt::detail::find(fitted->metrics(), "naive_mean_absolute_error")->value->value == 1);
}

TEST_CASE("monitor/reference_builder of several classes keeps codes") {
  tt::multiclass_reference_builder<10> builder{{}, {.classes = 3}};
  for (std::size_t i = 0; i < 90; ++i) builder.add(i % 3, i % 9 == 0 ? 1 : i % 3, features{});
  builder.add(3, std::nullopt, features{});
  builder.add(0, std::size_t{3}, features{});
  const auto fitted = builder.fit();
  REQUIRE(fitted);
  CHECK(fitted->predicts() == tt::task::multiclass);
  CHECK(fitted->classes() == 3);
  CHECK(fitted->rejected() == 2);
  CHECK(fitted->output().cells == std::vector<std::uint64_t>{30, 30, 30, 0, 0});
  CHECK(fitted->label()->cells == std::vector<std::uint64_t>{20, 40, 30, 0, 0});
  CHECK(tt::detail::find(fitted->metrics(), "recall[2]")->value->value == 1);
  CHECK(tt::detail::find(fitted->metrics(), "recall[3]") == nullptr);
  for (const std::size_t classes : {1u, 11u}) {
    const auto refused = tt::multiclass_reference_builder<10>{{}, {.classes = classes}}.fit();
    REQUIRE_FALSE(refused);
    CHECK(refused.error().message.starts_with("classes: "));
  }
}

TEST_CASE("monitor/reference_builder gives a reference without labels no performance") {
  tt::reference_builder builder{{}};
  builder.add(0.5, std::nullopt, features{});
  const auto fitted = builder.fit();
  REQUIRE(fitted);
  CHECK(fitted->labels() == 0);
  CHECK_FALSE(fitted->label());
  for (const tt::measurement& m : fitted->metrics()) CHECK_FALSE(m.value);
}

TEST_CASE("monitor/reference_builder keeps no values where it is told so") {
  tt::reference_builder builder{two, {.keep_values = false}};
  for (int i = 0; i < 50; ++i) builder.add(0.5, 1, features{double(i), 1});
  const auto fitted = builder.fit();
  REQUIRE(fitted);
  CHECK(fitted->features()[0].values.empty());
  CHECK(fitted->features()[0].present == 50);
}

TEST_CASE("monitor/reference_builder says what it refuses, by field or column") {
  const auto refusal = [](const tt::schema& s, tt::reference_settings settings, features row) {
    tt::reference_builder builder{s, settings};
    builder.add(0.5, 1, row);
    const auto fitted = builder.fit();
    return fitted ? std::string{} : fitted.error().message;
  };
  CHECK(refusal(two, {}, {1, 1}).empty());
  CHECK(refusal({{"a"}, {"a"}}, {}, {1, 1}) == "two features are called 'a'");
  CHECK(refusal(two, {.threshold = 1.01}, {1, 1}).starts_with("threshold: 1.01"));
  CHECK(refusal(two, {.confidence = 1}, {1, 1}).starts_with("confidence: 1"));
  CHECK(refusal(two, {.bins = 1}, {1, 1}).find("bins: 1 ") != std::string::npos);
  CHECK(refusal(two, {.bins = 255}, {1, 1}).find("bins: 255 ") != std::string::npos);
  CHECK(refusal(two, {}, {nan, 1}).find("'amount'") != std::string::npos);
  CHECK(refusal(two, {}, {1, 0.5}).find("'country'") != std::string::npos);
  CHECK(refusal(two, {}, {1}).find("at least one usable row") != std::string::npos);
}

}  // namespace
