// SPDX-License-Identifier: Apache-2.0
// The tool on a real log, against scikit-learn and SciPy (tests/golden/electricity.py).
#include "golden_log.hpp"
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

bool no_data() { return golden_log::path("electricity.csv").empty(); }

tool::outcome replay(const words& more) {
  words all{golden_log::path("electricity.csv"),
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

json golden() { return golden_log::golden("electricity.json"); }

}  // namespace

TEST_CASE("replay/electricity measures performance as scikit-learn does, in every window") {
  if (no_data()) return;
  const json seen = replayed(), expected = golden();
  CHECK(seen["rows"] == 45312);
  CHECK(seen["rejected"] == 0);
  CHECK(seen["reference"]["rows"] == 10000);
  golden_log::compare_performance(seen, expected);
}

TEST_CASE("replay/electricity measures drift as SciPy does, in every window") {
  if (no_data()) return;
  const json seen = replayed({"--categorical", "period"}), expected = golden();
  CHECK(golden_log::compare_numbers(seen, expected) > 100);
  golden_log::compare_categories(seen, expected);
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
