// SPDX-License-Identifier: Apache-2.0
#pragma once

// The cases of tests/golden/score_curve.py, and score_areas.py, as batches.

#include "golden.hpp"

#include <telltale/core/outcome.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace golden {

template <class Score>
struct score_columns {
  std::vector<Score> scores;
  std::vector<std::uint8_t> actual;
  std::vector<double> weights;

  score_columns() = default;
  explicit score_columns(const nlohmann::json& c) {
    for (const auto& score : c["score"]) scores.push_back(static_cast<Score>(score.get<double>()));
    for (const auto& label : c["actual"]) actual.push_back(label.get<std::uint8_t>());
    if (!c["weights"].is_null()) weights = c["weights"].get<std::vector<double>>();
  }

  [[nodiscard]] telltale::binary_batch<Score> batch() const {
    return {scores, actual, Score(0.5), weights};
  }
};

/// Calls `check(batch, expected)` for each case, `expected` null where a class is missing.
inline void for_each_curve(auto&& check, const char* file = "score_curve.json") {
  for (const auto& c : load(file)["cases"]) {
    CAPTURE(c["name"].get<std::string>());
    if (c["type"] == "float")
      check(score_columns<float>{c}.batch(), c["expected"]);
    else
      check(score_columns<double>{c}.batch(), c["expected"]);
  }
}

/// The large case of score_areas.py, from the same generator.
[[nodiscard]] inline score_columns<double> large_columns(std::size_t n) {
  score_columns<double> all;
  std::uint64_t state = 12345;
  for (std::size_t i = 0; i < n; ++i) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    const std::uint64_t draw = state >> 32, a = (draw >> 10) % 2048, b = (draw >> 21) % 2048;
    const bool positive = draw % 1000 < 3;
    const std::uint64_t score = positive ? (a > b ? a : b) * 32 : (a < b ? a : b) * 32 + draw % 32;
    all.scores.push_back(static_cast<double>(score) / 65536);
    all.actual.push_back(static_cast<std::uint8_t>(positive));
  }
  return all;
}

/// Calls `check(batch, expected)` for it.
inline void for_large_curve(auto&& check) {
  const nlohmann::json c = load("score_areas.json")["large"];
  const score_columns<double> all = large_columns(c["n"].get<std::size_t>());
  std::size_t positives = 0;
  for (const std::uint8_t label : all.actual) positives += label;
  REQUIRE(positives == c["positives"].get<std::size_t>());
  check(all.batch(), c["expected"]);
}

/// Equal where there is something to expect, no answer elsewhere.
inline void check_value(const std::optional<telltale::estimate>& got,
                        const nlohmann::json& expected, const char* name) {
  CAPTURE(name);
  REQUIRE(got.has_value() == !expected.is_null());
  if (got)
    CHECK_MESSAGE(close(got->value, expected[name].get<double>()), got->value, " is not ",
                  expected[name].get<double>());
}

}  // namespace golden
