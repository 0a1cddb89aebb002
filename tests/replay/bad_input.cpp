// SPDX-License-Identifier: Apache-2.0
#include "tool.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

using words = std::vector<std::string>;

namespace {

tool::outcome replay_file(const std::string& path, const words& more = {}) {
  words all{path, "--task", "binary", "--score", "score", "--label", "label"};
  all.insert(all.end(), more.begin(), more.end());
  return tool::run(all);
}

tool::outcome replay_text(const std::string& text, const words& more = {}) {
  return replay_file(tool::write("log.csv", text), more);
}

/// Refused: the status, one line on standard error that begins with the tool's name and holds
/// every part, and nothing on standard output.
void refused(const tool::outcome& ended, int status, const words& parts) {
  CAPTURE(ended.errors);
  CHECK(ended.status == status);
  CHECK(ended.output.empty());
  CHECK(ended.errors.starts_with("telltale-replay: "));
  REQUIRE_FALSE(ended.errors.empty());
  CHECK(ended.errors.find('\n') == ended.errors.size() - 1);
  for (const std::string& part : parts) {
    CAPTURE(part);
    CHECK(ended.errors.find(part) != std::string::npos);
  }
}

const std::string good = "row,score,label,x\n0,0.9,1,1\n1,0.2,0,2\n2,0.7,1,3\n3,0.4,1,4\n";

}  // namespace

TEST_CASE("replay/bad_input a file that cannot be read") {
  refused(replay_file(tool::scratch() / "none.csv"), 1, {"none.csv", "No such file"});
  refused(replay_file(tool::scratch() / ""), 1, {"irectory"});
  refused(replay_file("/dev/null"), 1, {"/dev/null:1:1: the file is empty"});
}

TEST_CASE("replay/bad_input nothing in the file") {
  refused(replay_text(""), 1, {"log.csv:1:1: the file is empty"});
  refused(replay_text("score,label\n"), 1, {"log.csv:1:1: ", "not one row"});
}

TEST_CASE("replay/bad_input a missing column: the message lists those there are") {
  refused(replay_text("row,score,truth\n0,0.5,1\n"), 1,
          {"log.csv:1:1: ", "'label'", "row, score, truth"});
  refused(replay_text(good, {"--features", "x,y"}), 1, {"'y'", "row, score, label, x"});
  refused(replay_text(good, {"--reference-where", "split=a"}), 1, {"'split'"});
}

TEST_CASE("replay/bad_input a cell that is not a number: line, column, text") {
  refused(replay_text("score,label\n0.5,1\n0.5,0\nhigh,0\n"), 1,
          {"log.csv:4:1: column 'score': 'high' is not a number"});
  refused(replay_text("score,label,x\n0.5,1,\n0.5,1,1;5\n", {"--features", "x"}), 1,
          {"log.csv:3:7: column 'x': '1;5' is not a number"});
}

TEST_CASE("replay/bad_input a label that is neither 0 nor 1: line and text") {
  refused(replay_text("score,label\n0.5,1\n0.5,2\n"), 1,
          {"log.csv:3:5: ", "'2'", "neither 0 nor 1"});
  refused(replay_text("score,label\n0.5,yes\n"), 1, {"log.csv:2:5: ", "'yes'"});
}

TEST_CASE("replay/bad_input ragged rows, quotes, and a row of a million cells") {
  refused(replay_text("score,label\n0.5\n"), 1, {"log.csv:2:1: ", "1 cells", "2"});
  refused(replay_text("score,label\n0.5,1,0\n"), 1, {"log.csv:2:1: ", "3 cells"});
  refused(replay_text("score,label\n" + std::string(999'999, ',') + "\n"), 1,
          {"log.csv:2:1: ", "1000000 cells"});
  refused(replay_text(std::string(999'999, ',') + "\n0.5,1\n"), 1, {"log.csv:1:1: ", "'score'"});
  refused(replay_text("score,label\n0.5,\"1\n0.4,0\n"), 1, {"log.csv:2:5: ", "never closed"});
  refused(replay_text("score,label\n0.5,\"1\"0\n"), 1, {"log.csv:2:8: ", "quote"});
}

TEST_CASE("replay/bad_input what looks odd and is good: quotes over lines, CRLF, byte-order mark") {
  const std::string odd =
      "\xef\xbb\xbf\"note\",score,\"label\"\r\n\"two\r\nlines, \"\"quoted\"\"\",0.5,1\r\n,0.25,0";
  const auto ended = replay_text(odd, {"--json", "-"});
  REQUIRE(ended.status == 0);
  const auto json = nlohmann::json::parse(ended.output);
  CHECK(json["rows"] == 2);
  CHECK(json["total"]["labels"] == 2);
  CHECK(json["total"]["metrics"]["accuracy"]["value"] == 1);
}

TEST_CASE("replay/bad_input scores that cannot be used are rejected and counted") {
  const auto ended = replay_text(
      "score,label\n0.9,1\nnan,1\n0.1,0\ninf,0\n-Inf,1\n1.0000001,1\n-0.5,0\n0,0\n1,1\n",
      {"--window", "4", "--json", "-"});
  REQUIRE(ended.status == 0);
  const auto json = nlohmann::json::parse(ended.output);
  CHECK(json["rows"] == 9);
  CHECK(json["rejected"] == 5);
  const std::size_t rejected[] = {2, 3, 0}, labels[] = {2, 1, 1}, rows[] = {4, 4, 1};
  REQUIRE(json["windows"].size() == 3);
  for (std::size_t i = 0; i < 3; ++i) {
    CAPTURE(i);
    CHECK(json["windows"][i]["rows"] == rows[i]);
    CHECK(json["windows"][i]["rejected"] == rejected[i]);
    CHECK(json["windows"][i]["labels"] == labels[i]);
  }
  CHECK(json["total"]["labels"] == 4);
}

TEST_CASE("replay/bad_input a log of rejected scores alone gives no answer, and no crash") {
  const auto ended = replay_text("score,label\nnan,1\n2,0\n", {"--json", "-"});
  REQUIRE(ended.status == 0);
  const auto json = nlohmann::json::parse(ended.output);
  CHECK(json["rejected"] == 2);
  CHECK(json["total"]["metrics"]["accuracy"].is_null());
  CHECK(json["total"]["metrics"]["roc_auc"].is_null());
  // As a reference it is refused.
  refused(replay_text("score,label\nnan,1\n2,0\n0.5,1\n", {"--reference-rows", "2"}), 1,
          {"reference"});
}

TEST_CASE("replay/bad_input a reference that takes nothing or everything") {
  refused(replay_text(good, {"--reference-where", "x=9"}), 1, {"'9'", "'x'"});
  refused(replay_text(good, {"--reference-rows", "4"}), 1, {"4 rows", "none is left"});
  refused(replay_text(good, {"--reference-rows", "5"}), 1, {"none is left"});
  CHECK(replay_text(good, {"--reference-rows", "3"}).status == 0);
}

TEST_CASE("replay/bad_input a feature that the reference has no value of") {
  refused(replay_text("score,label,x\n0.5,1,\n0.4,0,nan\n0.3,0,1\n",
                      {"--features", "x", "--reference-rows", "2"}),
          1, {"log.csv: ", "'x'"});
}

TEST_CASE("replay/bad_input arguments") {
  const std::string log = tool::write("log.csv", good);
  refused(tool::run({}), 2, {"log"});
  refused(tool::run({log}), 2, {"--task"});
  refused(tool::run({log, "--task", "binary"}), 2, {"--score"});
  refused(tool::run({log, "--task", "regression"}), 2, {"--prediction"});
  refused(replay_file(log, {"--window", "0"}), 2, {"--window"});
  refused(replay_file(log, {"--html", "out.html"}), 2, {"--html is not in this version"});
  refused(replay_file(log, {"--frobnicate"}), 2, {"--frobnicate"});
  // Before the log is read: a bad argument is said even where the log is bad too.
  refused(replay_file("none.csv", {"--window", "0"}), 2, {"--window"});
}

TEST_CASE("replay/bad_input malformed policies") {
  const std::string log = tool::write("log.csv", good);
  const auto with_policy = [&](const std::string& text) {
    return replay_file(log, {"--policy", tool::write("policy.json", text)});
  };
  refused(with_policy(""), 2, {"policy.json", "not JSON"});
  refused(with_policy("{\"rules\": ["), 2, {"policy.json", "not JSON"});
  refused(with_policy(std::string(1'000'000, '[')), 2, {"policy.json", "nested"});
  refused(with_policy(R"({"rules": [{"name": "a", "when": "accuracy <", "then": "alert"}]})"), 2,
          {"policy.json", "rule 1 ('a')", "position", "expected"});
  refused(with_policy(R"({"rules": [{"name": "a", "when": "acuracy < 1", "then": "alert"}]})"), 2,
          {"policy.json", "'a'", "acuracy", "accuracy"});
  refused(with_policy(R"({"rules": [{"name": "a", "when": "accuracy < 1", "then": "panic"}]})"), 2,
          {"policy.json", "rule 1 ('a')", "panic"});
  // Relative to a reference that is not there.
  refused(
      with_policy(R"({"rules": [{"name": "a", "when": "drop(accuracy) > 0", "then": "alert"}]})"),
      2, {"policy.json", "drop(accuracy)"});
  refused(with_policy(R"({"rules": [{"name": "a", "when": "labels > 1", "then": "alert"},
                                    {"name": "a", "when": "labels > 2", "then": "alert"}]})"),
          2, {"policy.json", "'a'"});
  refused(replay_file(log, {"--policy", tool::scratch() / "none.json"}), 2,
          {"none.json", "No such file"});
  refused(replay_file(log, {"--policy", tool::scratch() / ""}), 2, {"irectory"});
}

TEST_CASE("replay/bad_input a report that cannot be written") {
  const std::string log = tool::write("log.csv", good);
  for (const std::string& path : {tool::scratch() / "no/such/folder.json", tool::scratch() / ""}) {
    const auto ended = replay_file(log, {"--quiet", "--json", path});
    CHECK(ended.status == 1);
    CHECK(ended.errors.find("cannot be written") != std::string::npos);
  }
}

TEST_CASE("replay/bad_input a disk that is full") {
  if (!std::filesystem::exists("/dev/full")) return;
  const auto ended = replay_file(tool::write("log.csv", good), {"--quiet", "--json", "/dev/full"});
  CHECK(ended.status == 1);
  CHECK(ended.errors.find("/dev/full: cannot be written") != std::string::npos);
}

TEST_CASE("replay/bad_input random bytes are read or refused, and never more") {
  std::mt19937 rng{5};
  for (int trial = 0; trial < 20; ++trial) {
    std::string bytes = trial < 10 ? "" : good.substr(0, good.find('\n') + 1);
    for (int i = 0; i < 2000; ++i) bytes += static_cast<char>(rng() % 256);
    const auto ended = replay_text(bytes);
    CAPTURE(ended.errors);
    CHECK(ended.status == 1);
    for (const char c : ended.errors.substr(0, ended.errors.size() - 1)) {
      const auto byte = static_cast<unsigned char>(c);
      CHECK((byte >= 0x20 && byte != 0x7f));
    }
  }
}

TEST_CASE("replay/bad_input bytes changed at random in a good log") {
  std::mt19937 rng{6};
  for (int trial = 0; trial < 40; ++trial) {
    std::string damaged = good;
    for (std::size_t i = 1 + rng() % 3; i > 0; --i) {
      damaged[rng() % damaged.size()] = static_cast<char>(rng() % 256);
    }
    const auto ended = replay_text(damaged, {"--features", "x", "--reference-rows", "2"});
    CAPTURE(damaged);
    CAPTURE(ended.errors);
    CHECK((ended.status == 0 || ended.status == 1));
  }
}
