// SPDX-License-Identifier: Apache-2.0
// The tool on a log of four classes, against scikit-learn (tests/golden/multiclass_log.py).
#include "golden_log.hpp"
#include "tool.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <string>
#include <vector>

using nlohmann::json;
using words = std::vector<std::string>;

namespace {

std::string log_of(const json& rows) {
  std::string text = "a,b,c,d,label,prediction\n";
  for (const json& row : rows) {
    for (const json& score : row["scores"]) text += score.dump() + ',';
    text += row["label"].dump() + ',' + row["prediction"].dump() + '\n';
  }
  return tool::write("classes.csv", text);
}

json replayed(const std::string& log, const words& more) {
  words all{log, "--task", "multiclass", "--label", "label", "--window", "200", "--json", "-"};
  all.insert(all.end(), more.begin(), more.end());
  const auto ended = tool::run(all);
  CHECK(ended.errors == "");
  REQUIRE(ended.status == 0);
  return json::parse(ended.output);
}

}  // namespace

TEST_CASE("replay/multiclass measures as scikit-learn does, by scores and by predictions") {
  const json expected = golden_log::golden("multiclass_log.json");
  const std::string log = log_of(expected["rows"]);
  const json by_scores = replayed(log, {"--score", "a,b,c,d"});
  const json by_prediction = replayed(log, {"--prediction", "prediction"});
  for (const auto& item : by_prediction["total"]["metrics"].items())
    CHECK(by_scores["total"]["metrics"][item.key()] == item.value());
  CHECK(by_scores["total"]["metrics"].contains("log_loss"));
  CHECK_FALSE(by_prediction["total"]["metrics"].contains("log_loss"));
  CHECK(by_scores["task"] == "multiclass");
  golden_log::compare_metrics(by_scores["total"]["metrics"], expected["total"]);
  REQUIRE(by_scores["windows"].size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CAPTURE(i);
    golden_log::compare_metrics(by_scores["windows"][i]["metrics"], expected["windows"][i]);
    CHECK_FALSE(by_scores["windows"][i]["metrics"].contains("recall[4]"));
  }
}

TEST_CASE("replay/multiclass compares predictions and truths with a reference") {
  const json expected = golden_log::golden("multiclass_log.json");
  const std::string log = log_of(expected["rows"]);
  const std::string saved = tool::scratch() / "classes.ref";
  const json seen =
      replayed(log, {"--score", "a,b,c,d", "--reference-rows", "200", "--save-reference", saved});
  REQUIRE(seen["windows"].size() == 2);
  golden_log::compare_metrics(seen["reference"]["metrics"], expected["windows"][0]);
  for (const char* column : {"prediction", "label"}) {
    CAPTURE(column);
    const json& drift = seen["windows"][1]["drift"][column];
    CHECK(drift["kind"] == "categorical");
    CHECK(drift["chi_squared"]["degrees_of_freedom"] == 3);
    CHECK(drift["drifted"] == false);
  }
  const json again = replayed(log, {"--score", "a,b,c,d", "--reference", saved});
  REQUIRE(again["windows"].size() == 3);
  CHECK(again["windows"][1]["drift"] == seen["windows"][0]["drift"]);
  CHECK(again["reference"] == seen["reference"]);
}

TEST_CASE("replay/multiclass takes more classes than a few") {
  std::string text = "p,label\n";
  for (int i = 0; i < 60; ++i)
    text += std::to_string(i % 30) + ',' + std::to_string(i % 2 == 0 ? i % 30 : 127) + '\n';
  const json seen = replayed(tool::write("many.csv", text), {"--prediction", "p"});
  const json& metrics = seen["total"]["metrics"];
  CHECK(metrics["accuracy"]["value"] == 0.5);
  CHECK(metrics["recall[127]"]["value"] == 0.0);
  CHECK(metrics["recall[126]"].is_null());
  CHECK_FALSE(metrics.contains("recall[128]"));
}
