// SPDX-License-Identifier: Apache-2.0
// The tool on rows with weights and groups, against scikit-learn (tests/golden/tagged_log.py).
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

json replayed(const std::string& log, words arguments) {
  arguments.insert(arguments.begin(), log);
  arguments.insert(arguments.end(), {"--json", "-"});
  const auto ended = tool::run(arguments);
  CHECK(ended.errors == "");
  REQUIRE(ended.status == 0);
  return json::parse(ended.output);
}

std::string log_of(const json& golden) {
  std::string text;
  for (const json& name : golden["columns"]) text += name.get<std::string>() + ',';
  text.back() = '\n';
  for (const json& row : golden["rows"]) {
    for (const json& cell : row)
      text += (cell.is_string() ? cell.get<std::string>() : cell.dump()) + ',';
    text.back() = '\n';
  }
  return tool::write("tagged.csv", text);
}

void compare(const std::string& log, const words& task, const json& golden, const char* name) {
  for (const bool weighted : {false, true}) {
    CAPTURE(name);
    CAPTURE(weighted);
    const json& expected = golden[name][weighted ? 1 : 0];
    words all = task;
    all.insert(all.end(), {"--group", "group", "--window", "300"});
    if (weighted) all.insert(all.end(), {"--weight", "weight"});
    const json seen = replayed(log, all);
    golden_log::compare_metrics(seen["total"]["metrics"], expected["total"]);
    REQUIRE(seen["windows"].size() == 2);
    golden_log::compare_metrics(seen["windows"][0]["metrics"], expected["first"]);
    for (const char* group : {"F", "M", "X"}) {
      CAPTURE(group);
      golden_log::compare_metrics(seen["total"]["groups"][group]["metrics"],
                                  expected["groups"][group]);
    }
    CHECK_FALSE(seen["total"]["groups"].contains("other"));
    if (std::string{name} == "binary")
      golden_log::compare_metrics(seen["total"]["fairness"], golden["fairness"][weighted ? 1 : 0]);
  }
}

}  // namespace

TEST_CASE("replay/weights_and_groups of each task are scikit-learn's") {
  const json golden = golden_log::golden("tagged_log.json");
  const std::string log = log_of(golden);
  compare(log, {"--task", "binary", "--score", "score", "--label", "label"}, golden, "binary");
  compare(log, {"--task", "multiclass", "--score", "a,b,c", "--label", "class"}, golden,
          "multiclass");
  compare(log, {"--task", "regression", "--prediction", "predicted", "--label", "target"}, golden,
          "regression");
}

TEST_CASE("replay/weights_and_groups count a row that cannot be weighed as rejected") {
  const std::string log = tool::write(
      "heavy.csv", "s,y,w\n0.9,1,1\n0.9,1,0\n0.9,1,-1\n0.9,1,nan\n0.9,0,3\n0.9,1,inf\n");
  const json seen =
      replayed(log, {"--task", "binary", "--score", "s", "--label", "y", "--weight", "w"});
  CHECK(seen["rejected"] == 3);
  CHECK(seen["total"]["labels"] == 3);
  CHECK(seen["total"]["metrics"]["accuracy"]["value"] == 0.25);
  const auto refused = tool::run({tool::write("light.csv", "s,y,w\n0.9,1,\n"), "--task", "binary",
                                  "--score", "s", "--weight", "w"});
  CHECK(refused.status == 1);
  CHECK(refused.errors.find(":2:7: column 'w': the cell is empty, not a number") !=
        std::string::npos);
}

TEST_CASE("replay/weights_and_groups tell the hundred largest groups apart, and lose no row") {
  std::string text = "s,y,g\n";
  for (int i = 0; i < 150; ++i)
    for (int k = 0; k < (i < 50 ? 1 : 2); ++k) text += "0.9,1,g" + std::to_string(i) + "\n";
  text += "0.9,0,\n0.9,0,other\n";
  const json seen = replayed(tool::write("many_groups.csv", text),
                             {"--task", "binary", "--score", "s", "--label", "y", "--group", "g"});
  const json& groups = seen["total"]["groups"];
  CHECK(groups.size() == 101);
  CHECK_FALSE(groups.contains("g49"));
  CHECK(groups["g50"]["rows"] == 2);
  CHECK(groups["g149"]["labels"] == 2);
  CHECK(groups["other"]["rows"] == 52);
  CHECK(groups["other"]["metrics"]["accuracy"]["value"].get<double>() ==
        doctest::Approx(50.0 / 52));
  CHECK(seen["total"].contains("fairness"));
  CHECK_FALSE(replayed(tool::write("no_groups.csv", "s,y\n0.9,1\n"),
                       {"--task", "binary", "--score", "s", "--label", "y"})["total"]
                  .contains("groups"));
}

TEST_CASE("replay/weights_and_groups of one group can be asked for in a policy") {
  const std::string policy = tool::write(
      "groups.json",
      R"({"rules": [{"name": "F served worse", "when": "recall(F) < 0.9", "then": "alert"}]})");
  std::string text = "s,y,g\n";
  for (int i = 0; i < 40; ++i)
    text += (i % 2 == 0 && i < 20 ? "0.1,1," : "0.9,1,") + std::string(i % 2 == 0 ? "F\n" : "M\n");
  const json seen = replayed(
      tool::write("rule.csv", text),
      {"--task", "binary", "--score", "s", "--label", "y", "--group", "g", "--policy", policy});
  REQUIRE(seen["decisions"].size() == 1);
  CHECK(seen["decisions"][0]["reasons"][0]["signal"] == "recall(F)");
  CHECK(seen["decisions"][0]["reasons"][0]["value"] == 0.5);
}
