// SPDX-License-Identifier: Apache-2.0
#include "tool.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <cmath>
#include <cstddef>
#include <cstdio>
#include <numeric>
#include <random>
#include <sstream>
#include <string>
#include <vector>

using nlohmann::json;
using words = std::vector<std::string>;

namespace {

/// A model that is right in `right` of 100 rows, a feature around `centre`, and a category.
struct stretch {
  int rows = 0;
  int right = 90;
  int centre = 0;
};

std::string log_of(const std::vector<stretch>& stretches) {
  std::mt19937 rng{42};
  std::string text = "row,part,p,truth,x,plan\n";
  int row = 0, part = 0;
  for (const stretch& s : stretches) {
    for (int i = 0; i < s.rows; ++i, ++row) {
      const int truth = static_cast<int>(rng() % 2);
      const bool right = static_cast<int>(rng() % 100) < s.right;
      const int predicted = right ? truth : 1 - truth;
      const int score = predicted * 500 + static_cast<int>(rng() % 500);
      const int x = s.centre * 1000 + static_cast<int>(rng() % 1000 + rng() % 1000);
      char line[100];
      std::snprintf(line, sizeof line, "%d,%d,0.%03d,%d,%d,%c\n", row, part, score, truth, x,
                    static_cast<char>('a' + rng() % 3));
      text += line;
    }
    ++part;
  }
  return text;
}

tool::outcome replay(const std::string& log, const words& more) {
  words all{tool::write("stream.csv", log), "--task", "binary", "--score", "p", "--label", "truth"};
  all.insert(all.end(), more.begin(), more.end());
  return tool::run(all);
}

json replayed(const std::string& log, const words& more) {
  words all{"--json", "-"};
  all.insert(all.end(), more.begin(), more.end());
  const auto ended = replay(log, all);
  CAPTURE(ended.errors);
  REQUIRE(ended.status == 0);
  return json::parse(ended.output);
}

const words watched{"--features",        "x",      "--categorical", "plan",
                    "--reference-where", "part=0", "--window",      "300"};

words with(words first, const words& more) {
  first.insert(first.end(), more.begin(), more.end());
  return first;
}

/// What stands below: every leaf of the document.
void leaves(const json& document, auto visit) {
  if (!document.is_structured()) return visit(document);
  for (const json& inner : document) leaves(inner, visit);
}

}  // namespace

TEST_CASE("replay/end_to_end sees nothing where nothing changes") {
  const json seen = replayed(log_of({{2000}, {1800}}), watched);
  CHECK(seen["telltale"] == "0.1.0");
  CHECK(seen["task"] == "binary");
  CHECK(seen["rows"] == 3800);
  CHECK(seen["reference"]["rows"] == 2000);
  CHECK(seen["windows"].size() == 6);
  CHECK(seen["decisions"].empty());
  for (const json& window : seen["windows"]) {
    CHECK(window["decisions"].empty());
    CHECK(window["drifted_share"] == 0);
    CHECK_FALSE(window["drift"]["x"]["drifted"]);
  }
}

TEST_CASE("replay/end_to_end alerts when inputs move and retrains when the model fails") {
  const std::string log = log_of({{2000}, {1500, 90, 1}, {1500, 60, 1}});
  const auto ended =
      replay(log, with(watched, {"--exit-code", "--json", tool::scratch() / "o.json"}));
  CHECK(ended.status == 3);
  const json seen = json::parse(tool::read(tool::scratch() / "o.json"));
  REQUIRE(seen["decisions"].size() >= 2);
  CHECK(seen["decisions"][0]["action"] == "alert");
  CHECK(seen["decisions"][0]["sequence"] == 1);
  CHECK(seen["decisions"][0]["reasons"][0]["signal"] == "drifted_share");
  CHECK(seen["decisions"][0]["reasons"][0]["threshold"] == 0.3);
  const json& last = seen["decisions"].back();
  CHECK(last["action"] == "retrain");
  CHECK(last["first_row"] >= 3500);
  CHECK(seen["windows"][0]["drift"]["x"]["drifted"]);
  CHECK(ended.output.find("default policy:") != std::string::npos);
  CHECK(ended.output.find("retrain") != std::string::npos);
  // The status is the last decision's, and only when asked for.
  CHECK(replay(log, watched).status == 0);
  CHECK(replay(log_of({{2000}, {1500, 90, 1}}), with(watched, {"--exit-code"})).status == 0);
}

TEST_CASE("replay/end_to_end reports the last, short window, and counts rows of the log") {
  const json seen =
      replayed(log_of({{100}, {250}}), {"--reference-rows", "100", "--window", "100"});
  REQUIRE(seen["windows"].size() == 3);
  const std::size_t rows[] = {100, 100, 50};
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(seen["windows"][i]["index"] == i);
    CHECK(seen["windows"][i]["first_row"] == 100 + 100 * i);
    CHECK(seen["windows"][i]["rows"] == rows[i]);
  }
  CHECK(replayed(log_of({{100}, {200}}), {"--reference-rows", "100", "--window", "100"})["windows"]
            .size() == 2);
  CHECK(replayed(log_of({{50}}), {"--window", "51"})["windows"].size() == 1);
  CHECK(replayed(log_of({{50}}), {"--window", "18446744073709551615"})["windows"][0]["rows"] == 50);
  CHECK(replayed(log_of({{3}}), {"--window", "1"})["windows"].size() == 3);
}

TEST_CASE("replay/end_to_end counts rows of the log where the reference lies between them") {
  std::string log = "p,truth,part\n";
  for (int row = 0; row < 40; ++row) {
    log += row % 4 == 0 ? "0.75,1,ref\n" : row % 2 == 0 ? "0.25,0,now\n" : "0.75,1,now\n";
  }
  const json seen = replayed(log, {"--reference-where", "part=ref", "--window", "10"});
  CHECK(seen["reference"]["rows"] == 10);
  REQUIRE(seen["windows"].size() == 3);
  // The replayed rows are 1 2 3, 5 6 7, 9 10 11, 13 ...
  CHECK(seen["windows"][0]["first_row"] == 1);
  CHECK(seen["windows"][1]["first_row"] == 14);
  CHECK(seen["windows"][2]["first_row"] == 27);
  CHECK(seen["total"]["rows"] == 30);
}

TEST_CASE("replay/end_to_end without a reference has no drift and no relative rule") {
  const json seen = replayed(log_of({{500}, {500, 60, 3}}), {"--features", "x", "--window", "100"});
  CHECK_FALSE(seen.contains("reference"));
  for (const json& window : seen["windows"]) {
    CHECK_FALSE(window.contains("drift"));
    CHECK(window["metrics"].contains("accuracy"));
  }
  CHECK(seen["decisions"].empty());
}

TEST_CASE("replay/end_to_end takes labels that have not come for what they are") {
  std::string log = "p,truth\n";
  for (int i = 0; i < 10; ++i) log += "0.75,1\n0.25,\n";
  const json seen = replayed(log, {"--window", "10"});
  for (const json& window : seen["windows"]) {
    CHECK(window["labels"] == 5);
    CHECK(window["rejected"] == 0);
    CHECK(window["metrics"]["accuracy"]["value"] == 1);
    CHECK(window["metrics"]["accuracy"]["n"] == 5);
    CHECK(window["metrics"]["roc_auc"].is_null());  // one class
  }
}

TEST_CASE("replay/end_to_end predicts class 1 from the threshold on") {
  const std::string log = "p,truth\n0.25,1\n0.2,0\n0.3,1\n";
  const auto accuracy = [&](const char* threshold) {
    return replayed(log, {"--threshold", threshold})["total"]["metrics"]["accuracy"]["value"]
        .get<double>();
  };
  CHECK(accuracy("0.25") == 1);
  CHECK(accuracy("0.2500001") < 1);
  const json with_reference =
      replayed(log + "0.27,1\n", {"--threshold", "0.25", "--reference-rows", "3"});
  CHECK(with_reference["reference"]["metrics"]["accuracy"]["value"] == 1);
  CHECK(with_reference["windows"][0]["metrics"]["accuracy"]["value"] == 1);
}

TEST_CASE("replay/end_to_end counts missing and unseen values of features") {
  std::string log = "p,truth,x,plan\n";
  for (int i = 0; i < 100; ++i) {
    log += "0.75,1," + std::to_string(i) + "," + (i % 2 == 0 ? "a" : "b") + "\n";
  }
  for (int i = 0; i < 100; ++i) {
    log += i % 4 == 0 ? "0.75,1,,c\n" : i % 4 == 1 ? "0.75,1,50,\n" : "0.75,1,1000,a\n";
  }
  const json seen = replayed(log, {"--features", "x,plan", "--categorical", "plan",
                                   "--reference-rows", "100", "--window", "100"});
  const json& drift = seen["windows"][0]["drift"];
  CHECK(drift["x"]["missing_rate"]["value"] == 0.25);
  CHECK(drift["x"]["n"] == 75);
  CHECK(drift["x"]["out_of_range_rate"]["value"].get<double>() == doctest::Approx(50.0 / 75));
  CHECK(drift["plan"]["missing_rate"]["value"] == 0.25);
  CHECK(drift["plan"]["unseen_rate"]["value"].get<double>() == doctest::Approx(25.0 / 75));
  CHECK(drift["plan"]["kind"] == "categorical");
  CHECK(drift.contains("score"));
}

TEST_CASE("replay/end_to_end adds bins whose counts add up") {
  const std::string log = log_of({{1000}, {450, 90, 1}});
  const json seen = replayed(log, with(watched, {"--bins"}));
  const auto sum = [](const json& bins) {
    std::size_t all = bins["missing"].get<std::size_t>();
    for (const json& count : bins["counts"]) all += count.get<std::size_t>();
    return all;
  };
  for (const char* column : {"x", "plan", "score"}) {
    CAPTURE(column);
    const json& then = seen["reference"]["bins"][column];
    CHECK(sum(then) == 1000);
    for (const json& window : seen["windows"]) {
      const json& now = window["drift"][column]["bins"];
      CHECK(now["counts"].size() == then["counts"].size());
      CHECK(sum(now) == window["rows"]);
    }
  }
  CHECK(seen["reference"]["bins"]["x"]["edges"].size() + 1 ==
        seen["reference"]["bins"]["x"]["counts"].size());
  CHECK(seen["reference"]["bins"]["plan"]["categories"].size() == 3);
  CHECK_FALSE(replayed(log, watched)["reference"].contains("bins"));
  CHECK_FALSE(replayed(log, watched)["windows"][0]["drift"]["x"].contains("bins"));
}

TEST_CASE("replay/end_to_end counts no rejected row in a bin, and rejected ones everywhere") {
  std::string log = "p,truth,plan\n";
  for (int i = 0; i < 20; ++i) log += i % 2 == 0 ? "0.7,1,a\n" : "0.2,0,b\n";
  log += "nan,1,a\n-1,0,b\n";  // the reference's last two
  for (int i = 0; i < 9; ++i)
    log += i % 3 == 0 ? "2,1,a\n" : i % 3 == 1 ? "0.7,1,c\n" : "0.2,0,b\n";
  const json seen = replayed(log, {"--categorical", "plan", "--reference-rows", "22", "--bins"});
  CHECK(seen["rejected"] == 5);
  CHECK(seen["reference"]["rows"] == 22);
  CHECK(seen["reference"]["rejected"] == 2);
  CHECK(seen["windows"][0]["rejected"] == 3);
  CHECK(seen["reference"]["bins"]["plan"] ==
        json{{"categories", {"a", "b"}}, {"counts", {10, 10}}, {"unseen", 0}, {"missing", 0}});
  CHECK(seen["windows"][0]["drift"]["plan"]["bins"] ==
        json{{"counts", {0, 3}}, {"unseen", 3}, {"missing", 0}});
}

TEST_CASE("replay/end_to_end decides by a policy file") {
  const std::string log = log_of({{1000}, {900, 60}});
  const std::string policy = tool::write("policy.json", R"({"rules": [
      {"name": "floor", "when": "accuracy < 0.80", "sustained": [2, 2], "min_labels": 200,
       "cooldown": 1, "then": "rollback"},
      {"name": "short", "when": "rows < 300", "then": "keep"}]})");
  const auto ended = replay(log, with(watched, {"--policy", policy, "--exit-code", "--json",
                                                tool::scratch() / "o.json"}));
  CHECK(ended.status == 3);
  const json seen = json::parse(tool::read(tool::scratch() / "o.json"));
  REQUIRE(seen["decisions"].size() == 1);  // window 0: one of two; 1: fires; 2: cools down
  const json& made = seen["decisions"][0];
  CHECK(made["window"] == 1);
  CHECK(made["action"] == "rollback");
  CHECK(made["rule"] == "floor");
  CHECK(made["reasons"][0]["signal"] == "accuracy");
  CHECK(made["reasons"][0]["value"] == seen["windows"][1]["metrics"]["accuracy"]["value"]);
  CHECK(made["reasons"][0]["threshold"] == 0.8);
  CHECK(seen["windows"][1]["decisions"][0] == made);
  CHECK(ended.output.find("policy.json") != std::string::npos);
  CHECK(ended.output.find("default policy") == std::string::npos);
}

TEST_CASE("replay/end_to_end: the last decision counts for the exit status, not the strongest") {
  const std::string log = log_of({{900, 60}, {900, 95}});
  const std::string policy = tool::write("policy.json", R"({"rules": [
      {"name": "floor", "when": "accuracy < 0.80", "then": "retrain"},
      {"name": "fine", "when": "accuracy >= 0.80", "then": "promote"}]})");
  const words settings{"--window", "900", "--policy", policy, "--exit-code"};
  CHECK(replay(log, settings).status == 0);
  CHECK(replay(log_of({{900, 95}, {900, 60}}), settings).status == 3);
}

TEST_CASE("replay/end_to_end: alpha of the command line wins over the policy file's") {
  const std::string log = log_of({{1000}, {300, 90, 0}});
  // Every column that moved a little has a p-value below an alpha near 1, and none below one near
  // 0; what "drifted" also asks for, the size of the move, is there.
  const std::string moved = log_of({{1000}, {300, 90, 1}});
  const std::string strict = tool::write("strict.json", R"({"alpha": 1e-300, "rules": []})");
  const auto drifted = [&](const words& more) {
    return replayed(moved, with(watched, more))["windows"][0]["drift"]["x"]["drifted"].get<bool>();
  };
  CHECK(drifted({}));
  CHECK_FALSE(drifted({"--policy", strict}));
  CHECK(drifted({"--policy", strict, "--alpha", "0.05"}));
  CHECK_FALSE(drifted({"--alpha", "1e-300"}));
}

TEST_CASE("replay/end_to_end: JSON in a file and on standard output are the same, table aside") {
  const std::string log = log_of({{500}, {500}});
  const std::string path = tool::scratch() / "o.json";
  const auto table = replay(log, with(watched, {"--json", path}));
  const auto alone = replay(log, with(watched, {"--json", "-"}));
  const auto quiet = replay(log, with(watched, {"--json", path, "--quiet"}));
  CHECK(tool::read(path) == alone.output);
  CHECK_FALSE(table.output.empty());
  CHECK(quiet.output.empty());
  CHECK(table.errors.empty());  // standard error is no terminal here
}

TEST_CASE("replay/end_to_end gives the same bytes for the same log") {
  const std::string log = log_of({{500}, {500, 70, 1}});
  const words settings = with(watched, {"--bins"});
  CHECK(replay(log, with(settings, {"--json", "-"})).output ==
        replay(log, with(settings, {"--json", "-"})).output);
  CHECK(replay(log, settings).output == replay(log, settings).output);
}

TEST_CASE("replay/end_to_end writes only numbers that JSON has, and columns by any name") {
  std::string log = "p,truth,\"a,\"\"b\"\"\n\xff\"\n";
  for (int i = 0; i < 60; ++i)
    log += i % 3 == 0 ? "0.7,1,inf\n" : i % 3 == 1 ? "0.2,0,1e308\n" : "1,0,-1e308\n";
  // A column whose name has a comma cannot be a feature; it must not be in the way either.
  const json seen = replayed(log, {"--reference-rows", "30", "--window", "10"});
  leaves(seen, [](const json& leaf) {
    CHECK((leaf.is_number() || leaf.is_string() || leaf.is_boolean() || leaf.is_null()));
  });
  std::string plain = log;
  plain.replace(0, plain.find("\n\xff\"\n") + 4, "p,truth,x\n");
  leaves(replayed(plain, {"--reference-rows", "30", "--window", "10", "--features", "x", "--bins"}),
         [](const json& leaf) {
           if (leaf.is_number_float()) CHECK(std::isfinite(leaf.get<double>()));
         });
}

TEST_CASE("replay/end_to_end prints a table of at most 100 columns") {
  const auto ended = replay(log_of({{1000}, {900, 60, 1}}), watched);
  std::istringstream lines(ended.output);
  std::size_t seen = 0;
  for (std::string line; std::getline(lines, line); ++seen) {
    if (line.find("stream.csv") == std::string::npos) CHECK(line.size() <= 100);
  }
  CHECK(seen > 10);
  for (const char* word : {"window", "accuracy", "roc_auc", "log_loss", "reference", "decision"}) {
    CHECK(ended.output.find(word) != std::string::npos);
  }
}

TEST_CASE("replay/end_to_end shows help and ends well") {
  const auto ended = tool::run({"--help"});
  CHECK(ended.status == 0);
  CHECK(ended.output.find("--reference-where") != std::string::npos);
}
