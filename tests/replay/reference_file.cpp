// SPDX-License-Identifier: Apache-2.0
#include <replay/reference_file.hpp>

#include "tool.hpp"

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <string>
#include <vector>

using nlohmann::json;
using words = std::vector<std::string>;

namespace {

const std::string strange = "\"a \"\"b\"\"\nc\"";

/// Scores and plans in another order each time, so that codes differ from log to log.
std::string log_text(int from, int rows) {
  const std::vector<std::string> plans{"basic", "pro", strange, ""};
  std::string text = "p,y,plan,x\n";
  for (int i = from; i < from + rows; ++i)
    text += std::to_string(i % 100 / 100.0) + ',' + std::to_string(i % 3 == 0) + ',' +
            plans[static_cast<std::size_t>(i) % 4] + ',' + std::to_string(i % 17) + '\n';
  return text;
}

words command(const std::string& log, const words& more) {
  words all{log, "--task", "binary", "--score", "p", "--label", "y", "--window", "50"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

std::string saved_reference() {
  const std::string path = tool::scratch() / "plans.ref";
  const auto ended =
      tool::run(command(tool::write("first.csv", log_text(0, 400)),
                        {"--features", "plan,x", "--categorical", "plan", "--reference-rows", "300",
                         "--threshold", "0.25", "--save-reference", path, "--quiet"}));
  CHECK(ended.errors == "");
  REQUIRE(ended.status == 0);
  return path;
}

}  // namespace

TEST_CASE("replay/reference_file brings features, categories and threshold along") {
  const std::string reference = saved_reference();
  // From row 301: the first plan that comes is another than in the log of the reference.
  const auto ended = tool::run(command(tool::write("later.csv", log_text(301, 99)),
                                       {"--reference", reference, "--bins", "--json", "-"}));
  REQUIRE(ended.status == 0);
  const json seen = json::parse(ended.output);
  CHECK(seen["reference"]["rows"] == 300);
  REQUIRE(seen["windows"].size() == 2);
  for (const json& window : seen["windows"]) {
    CHECK(window["drift"]["plan"]["unseen_rate"]["value"] == 0.0);
    CHECK(window["drift"]["plan"]["drifted"] == false);
    CHECK(window["drift"]["x"]["drifted"] == false);
  }
  CHECK(seen["reference"]["bins"]["plan"]["categories"] == json({"basic", "pro", "a \"b\"\nc"}));
  CHECK(seen["windows"][0]["drift"]["plan"]["bins"]["counts"] == json({12, 13, 13}));
  CHECK(seen["windows"][0]["drift"]["plan"]["bins"]["missing"] == 12);
}

TEST_CASE("replay/reference_file refuses another task, other features, another threshold") {
  const std::string reference = saved_reference();
  const std::string log = tool::write("later.csv", log_text(301, 99));
  const auto refused = [](const words& arguments, const char* part) {
    const auto ended = tool::run(arguments);
    CHECK(ended.status == 2);
    CAPTURE(ended.errors);
    CHECK(ended.errors.find(part) != std::string::npos);
  };
  refused({log, "--task", "regression", "--prediction", "p", "--reference", reference},
          "--task regression, but the reference is of a binary model");
  refused(command(log, {"--reference", reference, "--features", "x"}),
          "not those of the reference, which has plan, x");
  refused(command(log, {"--reference", reference, "--features", "plan,x"}), "not those of");
  refused(command(log, {"--reference", reference, "--threshold", "0.5"}), "threshold: ");
  CHECK(tool::run(command(log, {"--reference", reference, "--features", "plan,x", "--categorical",
                                "plan", "--threshold", "0.25"}))
            .status == 0);
}

TEST_CASE("replay/reference_file refuses bytes that are no reference, as a bad log") {
  const std::string reference = saved_reference();
  const std::string log = tool::write("later.csv", log_text(301, 99));
  const auto refused = [&](const std::string& path) {
    const auto ended = tool::run(command(log, {"--reference", path}));
    CHECK(ended.status == 1);
    CHECK(ended.errors.starts_with("telltale-replay: "));
    CHECK(ended.errors.find('\n') == ended.errors.size() - 1);  // one line, whatever is in there
    CHECK(ended.output.empty());
  };
  refused(log);
  refused(tool::scratch() / "no such file");
  refused(tool::write("empty.ref", ""));
  std::string bytes = tool::read(reference);
  refused(tool::write("cut.ref", bytes.substr(0, bytes.size() - 1)));
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  refused(tool::write("bent.ref", bytes));
}

TEST_CASE("replay/reference_file says when it cannot be written") {
  const auto ended =
      tool::run(command(tool::write("first.csv", log_text(0, 400)),
                        {"--reference-rows", "300", "--save-reference", "/no/such/folder/x.ref"}));
  CHECK(ended.status == 1);
  CHECK(ended.errors.find("cannot be written") != std::string::npos);
}
