// SPDX-License-Identifier: Apache-2.0
#pragma once

// Compares what the tool says of a real log with what scikit-learn and SciPy say of it: the numbers
// of tests/golden/electricity.py and bike_sharing.py.

#include "tool.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <string>

namespace golden_log {

using nlohmann::json;

/// The log's path; empty, with a message, where the data are absent.
inline std::string path(const std::string& name) {
  std::string log = std::string(TELLTALE_DATA_DIR) + '/' + name;
  if (std::filesystem::exists(log)) return log;
  MESSAGE("skipped: there is no ", log);
  return {};
}

inline json golden(const std::string& name) {
  return json::parse(tool::read(std::string(TELLTALE_GOLDEN_DIR) + '/' + name));
}

/// Remembers the largest difference, relative to the expected value.
class difference {
public:
  void add(const json& actual, const json& expected) {
    REQUIRE(actual.is_number());
    const double a = actual.get<double>(), e = expected.get<double>();
    const double gap = a == e ? 0 : std::abs(a - e) / std::abs(e);
    worst_ = std::max(worst_, gap);
  }
  [[nodiscard]] double worst() const { return worst_; }

private:
  double worst_ = 0;
};

inline void compare_metrics(const json& actual, const json& expected) {
  for (const auto& item : expected.items()) {
    CAPTURE(item.key());
    REQUIRE(actual.contains(item.key()));
    difference d;
    d.add(actual[item.key()]["value"], item.value());
    CHECK(d.worst() <= 1e-9);
  }
}

inline void compare_performance(const json& seen, const json& expected) {
  compare_metrics(seen["reference"]["metrics"], expected["reference"]);
  compare_metrics(seen["total"]["metrics"], expected["total"]);
  REQUIRE(seen["windows"].size() == expected["windows"].size());
  for (std::size_t i = 0; i < seen["windows"].size(); ++i) {
    CAPTURE(i);
    const json &actual = seen["windows"][i], &e = expected["windows"][i];
    CHECK(actual["index"] == i);
    CHECK(actual["first_row"] == e["first_row"]);
    CHECK(actual["rows"] == e["rows"]);
    CHECK(actual["labels"] == e["rows"]);
    compare_metrics(actual["metrics"], e["metrics"]);
  }
}

/// Returns how many p-values were large enough to compare.
inline std::size_t compare_numbers(const json& seen, const json& expected) {
  std::size_t p_values = 0;
  for (std::size_t i = 0; i < expected["windows"].size(); ++i) {
    for (const auto& item : expected["windows"][i]["numeric"].items()) {
      const std::string& column = item.key();
      const json& e = item.value();
      CAPTURE(i);
      CAPTURE(column);
      const json& drift = seen["windows"][i]["drift"][column];
      difference statistic, p_value, wasserstein;
      statistic.add(drift["kolmogorov_smirnov"]["statistic"], e[0]);
      CHECK(statistic.worst() <= 1e-9);
      if (e[1] > 1e-290) {
        p_value.add(drift["kolmogorov_smirnov"]["p_value"], e[1]);
        ++p_values;
      }
      CHECK(p_value.worst() <= 1e-9);
      wasserstein.add(drift["wasserstein"]["value"], e[2]);
      CHECK(wasserstein.worst() <= 1e-9);
    }
  }
  return p_values;
}

inline void compare_categories(const json& seen, const json& expected) {
  for (std::size_t i = 0; i < expected["windows"].size(); ++i) {
    for (const auto& item : expected["windows"][i]["categorical"].items()) {
      const std::string& column = item.key();
      const json& e = item.value();
      CAPTURE(i);
      CAPTURE(column);
      const json& test = seen["windows"][i]["drift"][column]["chi_squared"];
      difference d;
      d.add(test["statistic"], e[0]);
      d.add(test["p_value"], e[1]);
      CHECK(d.worst() <= 1e-9);
      CHECK(test["degrees_of_freedom"] == e[2]);
      CHECK_FALSE(seen["windows"][i]["drift"][column].contains("kolmogorov_smirnov"));
    }
  }
}

}  // namespace golden_log
