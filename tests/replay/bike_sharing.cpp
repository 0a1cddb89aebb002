// SPDX-License-Identifier: Apache-2.0
// The tool on a real log of a regression, against scikit-learn, NumPy and SciPy
// (tests/golden/bike_sharing.py).
#include "golden_log.hpp"
#include "tool.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstddef>
#include <random>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

using nlohmann::json;
using words = std::vector<std::string>;

namespace {

words command(const std::string& log, const words& more = {}) {
  words all{log,
            "--task",
            "regression",
            "--prediction",
            "prediction",
            "--label",
            "target",
            "--features",
            "temp,atemp,hum,windspeed",
            "--categorical",
            "season,weathersit",
            "--reference-where",
            "split=reference"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

json replayed(const std::string& log, const words& more) {
  words all = command(log, {"--json", "-"});
  all.insert(all.end(), more.begin(), more.end());
  const auto ended = tool::run(all);
  REQUIRE(ended.status == 0);
  return json::parse(ended.output);
}

/// Numbers all rows from another one on.
void move_rows(json& report, int by) {
  if (report.is_object() && report.contains("first_row")) {
    report["first_row"] = report["first_row"].get<int>() + by;
  }
  if (!report.is_structured()) return;
  for (json& part : report) move_rows(part, by);
}

}  // namespace

TEST_CASE("replay/bike_sharing measures a regression as scikit-learn and SciPy do") {
  const std::string log = golden_log::path("bike_sharing.csv");
  if (log.empty()) return;
  const json seen = replayed(log, {"--window", "1000"});
  const json expected = golden_log::golden("bike_sharing.json");
  CHECK(seen["task"] == "regression");
  CHECK(seen["rows"] == 17379);
  CHECK(seen["rejected"] == 0);
  CHECK(seen["reference"]["rows"] == 4000);
  golden_log::compare_performance(seen, expected);
  CHECK(golden_log::compare_numbers(seen, expected) > 50);
  golden_log::compare_categories(seen, expected);
  for (std::size_t i = 0; i < expected["windows"].size(); ++i) {
    CAPTURE(i);
    for (const auto& column : expected["windows"][i]["distances"].items()) {
      CAPTURE(column.key());
      const json& drift = seen["windows"][i]["drift"][column.key()];
      for (const auto& distance : column.value().items()) {
        CAPTURE(distance.key());
        golden_log::difference d;
        d.add(drift[distance.key()]["value"], distance.value());
        CHECK(d.worst() <= 1e-9);
      }
    }
  }
}

TEST_CASE("replay/bike_sharing is to be retrained by row 10,000 under the default policy") {
  const std::string log = golden_log::path("bike_sharing.csv");
  if (log.empty()) return;
  const json seen = replayed(log, {"--window", "1000"});
  bool retrained = false;
  for (const json& decision : seen["decisions"]) {
    const int end = decision["first_row"].get<int>() + decision["rows"].get<int>();
    retrained = retrained || (decision["action"] == "retrain" && end <= 10'000);
  }
  CHECK(retrained);
}

TEST_CASE("replay/bike_sharing decides nothing on the reference itself, shuffled") {
  const std::string log = golden_log::path("bike_sharing.csv");
  if (log.empty()) return;
  std::istringstream lines(tool::read(log));
  std::string header;
  std::getline(lines, header);
  words rows;
  for (std::string line; std::getline(lines, line) && rows.size() < 4'000;) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    REQUIRE(line.ends_with(",reference"));
    rows.push_back(line);
  }
  REQUIRE(rows.size() == 4'000);
  std::mt19937_64 rng{1};
  for (const char* window : {"1000", "200"}) {
    std::string text = header + '\n';
    for (const std::string& row : rows) text += row + '\n';
    words shuffled = rows;
    for (std::size_t i = shuffled.size() - 1; i > 0; --i)
      std::swap(shuffled[i], shuffled[rng() % (i + 1)]);
    for (std::string row : shuffled)
      text += row.replace(row.rfind(','), std::string::npos, ",production") + '\n';
    const json seen = replayed(tool::write("shuffled.csv", text), {"--window", window});
    CHECK(seen["total"]["rows"] == 4'000);
    CHECK(seen["decisions"].empty());
  }
}

TEST_CASE("replay/bike_sharing says the same by a reference that another run saved") {
  const std::string log = golden_log::path("bike_sharing.csv");
  if (log.empty()) return;
  const std::string saved = tool::scratch() / "bikes.ref";
  const json whole = replayed(log, {"--window", "1000", "--save-reference", saved});
  std::istringstream lines(tool::read(log));
  std::string text, line;
  for (std::size_t row = 0; std::getline(lines, line); ++row)
    if (row == 0 || row > 4'000) text += line + '\n';
  const auto ended =
      tool::run({tool::write("production.csv", text), "--task", "regression", "--prediction",
                 "prediction", "--label", "target", "--reference", saved, "--json", "-"});
  REQUIRE(ended.status == 0);
  json again = json::parse(ended.output);
  CHECK(again["rows"] == 13379);
  REQUIRE(again["windows"].size() == 14);
  CHECK(again["windows"][0].contains("drifted_share"));
  move_rows(again, 4'000);
  again["rows"] = whole["rows"];
  CHECK(again.dump() == whole.dump());
}
