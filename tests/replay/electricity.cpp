// SPDX-License-Identifier: Apache-2.0
// The tool on a real log, against scikit-learn and SciPy (tests/golden/electricity.py).
#include "tool.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

using nlohmann::json;
using words = std::vector<std::string>;

namespace {

const std::string log_path = std::string(TELLTALE_DATA_DIR) + "/electricity.csv";

bool no_data() {
  if (std::filesystem::exists(log_path)) return false;
  MESSAGE("skipped: there is no ", log_path);
  return true;
}

tool::outcome replay(const words& more) {
  words all{log_path,
            "--task",
            "binary",
            "--score",
            "score",
            "--label",
            "label",
            "--features",
            "nswprice,nswdemand,vicprice,vicdemand,transfer",
            "--reference-where",
            "split=reference",
            "--window",
            "1000"};
  all.insert(all.end(), more.begin(), more.end());
  return tool::run(all);
}

json replayed(const words& more = {}) {
  words all{"--json", "-"};
  all.insert(all.end(), more.begin(), more.end());
  const auto ended = replay(all);
  REQUIRE(ended.status == 0);
  return json::parse(ended.output);
}

json golden() {
  return json::parse(tool::read(std::string(TELLTALE_GOLDEN_DIR) + "/electricity.json"));
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

void compare_metrics(const json& actual, const json& expected) {
  for (const auto& item : expected.items()) {
    CAPTURE(item.key());
    REQUIRE(actual.contains(item.key()));
    difference d;
    d.add(actual[item.key()]["value"], item.value());
    CHECK(d.worst() <= 1e-9);
  }
}

}  // namespace

TEST_CASE("replay/electricity measures performance as scikit-learn does, in every window") {
  if (no_data()) return;
  const json seen = replayed(), expected = golden();
  CHECK(seen["rows"] == 45312);
  CHECK(seen["rejected"] == 0);
  CHECK(seen["reference"]["rows"] == 10000);
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

TEST_CASE("replay/electricity measures drift of numbers as SciPy does, in every window") {
  if (no_data()) return;
  const json seen = replayed(), expected = golden();
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
  CHECK(p_values > 100);
}

TEST_CASE("replay/electricity measures drift of categories as SciPy does, in every window") {
  if (no_data()) return;
  const json seen = replayed({"--categorical", "period,label"}), expected = golden();
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

TEST_CASE("replay/electricity shows columns that had one value move at row 17,424") {
  if (no_data()) return;
  const json seen = replayed();
  const std::size_t moves = 7;
  REQUIRE(seen["windows"][moves]["first_row"] == 17000);
  for (const char* column : {"vicprice", "vicdemand", "transfer"}) {
    CAPTURE(column);
    for (std::size_t i = 0; i < moves; ++i) {
      const json& before = seen["windows"][i]["drift"][column];
      CHECK(before["psi"]["value"] < 0.01);
      CHECK_FALSE(before["drifted"]);
    }
    const json& at = seen["windows"][moves]["drift"][column];
    CHECK(at["psi"]["value"] > 1);
    CHECK(at["chi_squared"]["statistic"] > 1000);
    CHECK(at["chi_squared"]["p_value"] < 1e-100);
    CHECK(at["drifted"]);
  }
}

TEST_CASE("replay/electricity: the default policy alerts while the model holds, then retrains") {
  if (no_data()) return;
  const auto ended = replay({"--json", tool::scratch() / "out.json", "--exit-code"});
  const json seen = json::parse(tool::read(tool::scratch() / "out.json"));
  bool retrained = false;
  json from_windows = json::array();
  for (const json& window : seen["windows"]) {
    for (const json& made : window["decisions"]) {
      from_windows.push_back(made);
      const bool acts = made["action"] == "retrain" || made["action"] == "rollback";
      const std::size_t last_row =
          window["first_row"].get<std::size_t>() + window["rows"].get<std::size_t>() - 1;
      if (last_row < 14'000) CHECK_FALSE(acts);
      if (last_row < 21'000) retrained = retrained || acts;
      CHECK(made["first_row"] == window["first_row"]);
      CHECK_FALSE(made["reasons"].empty());
    }
  }
  CHECK(retrained);
  CHECK(seen["decisions"] == from_windows);
  REQUIRE_FALSE(from_windows.empty());
  const std::string last = from_windows.back()["action"];
  CHECK(ended.status == (last == "retrain" || last == "rollback" ? 3 : 0));
  CHECK(ended.output.find("default policy:") != std::string::npos);
  CHECK(ended.output.find("retrain") != std::string::npos);
  CHECK(ended.errors.empty());
}

TEST_CASE("replay/electricity gives the same bytes again, in seconds") {
  if (no_data()) return;
  const auto began = std::chrono::steady_clock::now();
  const auto once = replay({"--json", "-", "--bins"});
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  CHECK(once.status == 0);
  CHECK(once.output == replay({"--json", "-", "--bins"}).output);
  MESSAGE("one run took ", took.count(), " s");
}
