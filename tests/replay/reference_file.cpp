// SPDX-License-Identifier: Apache-2.0
#include <replay/reference_file.hpp>

#include "tool.hpp"

#include <telltale/evaluate.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <cstddef>
#include <filesystem>
#include <span>
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

/// Six of ten are category 1, three 2, one 3: what a host saves that numbers its categories, and
/// names them or not.
std::string saved_by_host(const words& names) {
  telltale::basic_reference_builder<telltale::regression_task<double>> builder(
      {{"plan", telltale::column_kind::categorical, names}}, {});
  for (int i = 0; i < 300; ++i) {
    const double plan = i % 10 < 6 ? 1 : i % 10 < 9 ? 2 : 3;
    builder.add(i % 7, i % 5, std::span(&plan, 1));
  }
  const auto fitted = builder.fit();
  REQUIRE(fitted);
  const std::string path = tool::scratch() / "host.ref";
  replay::write_reference(path, *fitted);
  return path;
}

/// The same plans, under these names, the rarest first.
std::string host_log(const words& names) {
  std::string text = "p,y,plan\n";
  for (int i = 299; i >= 0; --i)
    text += std::to_string(i % 7) + ',' + std::to_string(i % 5) + ',' +
            names[i % 10 < 6   ? 1
                  : i % 10 < 9 ? 2
                               : 3] +
            '\n';
  return tool::write("host.csv", text);
}

words regression(const std::string& log, const words& more) {
  words all{log, "--task", "regression", "--prediction", "p", "--label", "y"};
  all.insert(all.end(), more.begin(), more.end());
  return all;
}

void refused(const words& arguments, int status, const std::string& sentence) {
  const auto ended = tool::run(arguments);
  CHECK(ended.status == status);
  CHECK(ended.output.empty());
  CHECK(ended.errors == "telltale-replay: " + sentence + '\n');
}

}  // namespace

TEST_CASE("replay/reference_file matches categories by their text, or else by their code") {
  const words names{"none", "basic", "pro", "team"}, codes{"0", "1", "2", "3.0"};
  for (const bool named : {true, false}) {
    CAPTURE(named);
    const std::string reference = saved_by_host(named ? names : words{});
    const auto ended = tool::run(regression(host_log(named ? names : codes),
                                            {"--reference", reference, "--bins", "--json", "-"}));
    REQUIRE(ended.status == 0);
    const json seen = json::parse(ended.output);
    const json& drift = seen["windows"][0]["drift"]["plan"];
    CHECK(drift["bins"]["counts"] == json({180, 90, 30}));
    CHECK(drift["bins"]["unseen"] == 0);
    CHECK(drift["drifted"] == false);
    CHECK(seen["reference"]["bins"]["plan"]["categories"] ==
          (named ? json({"basic", "pro", "team"}) : json({"1", "2", "3"})));
  }
}

TEST_CASE("replay/reference_file refuses categories that it cannot match") {
  refused(regression(host_log({"", "1", "2", "three"}), {"--reference", saved_by_host({})}), 1,
          tool::scratch() / "host.csv" + ":2:5: column 'plan': 'three' is not a number");
  const std::string log = host_log({"", "basic", "pro", "team"});
  const std::string some = saved_by_host({"none", "basic", "pro"});
  refused(regression(log, {"--reference", some}), 1,
          some + ": column 'plan': the code 3 has no text, but others have");
  CHECK(tool::run(regression(log, {"--reference", saved_by_host({"none", "basic", "pro", "team"})}))
            .status == 0);
}

TEST_CASE("replay/reference_file says what does not fit the reference before it reads the log") {
  const std::string reference = saved_by_host({});
  refused({"none.csv", "--task", "binary", "--score", "p", "--reference", reference}, 2,
          "--task binary, but the reference is of a regression model");
  refused(
      {"none.csv", "--task", "regression", "--prediction", "plan", "--reference", reference}, 2,
      "column 'plan' is what the model said, which is watched anyway; it cannot be a feature too");

  const std::string classes = tool::scratch() / "classes.ref";
  const std::string log = tool::write("classes.csv", "k,y,a,b,c,d\n0,1,1,0,0,0\n2,2,1,0,0,0\n");
  const auto multiclass = [](const std::string& path, const words& more) {
    words all{path, "--task", "multiclass"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  };
  REQUIRE(tool::run(multiclass(log, {"--score", "a,b,c", "--label", "y", "--reference-rows", "1",
                                     "--save-reference", classes}))
              .status == 0);
  for (const std::string scores : {"a,b", "a,b,c,d"}) {
    refused(multiclass("none.csv", {"--score", scores, "--reference", classes}), 2,
            "--score: " + std::to_string(scores.size() / 2 + 1) +
                " columns, but the reference is of 3 classes");
  }
  CHECK(tool::run(multiclass(log, {"--score", "a,b,c", "--reference", classes})).status == 0);
  CHECK(tool::run(multiclass(log, {"--prediction", "k", "--reference", classes})).status == 0);
}

TEST_CASE("replay/reference_file refuses more classes than the tool has room for") {
  for (const std::size_t classes : {128u, 129u}) {
    CAPTURE(classes);
    telltale::basic_reference_builder<telltale::multiclass_task<200, double>> builder(
        {}, {.classes = classes});
    for (std::size_t i = 0; i < classes; ++i) builder.add(i, i, {});
    const auto fitted = builder.fit();
    REQUIRE(fitted);
    const std::string path = tool::scratch() / "many.ref";
    replay::write_reference(path, *fitted);
    const words arguments{tool::write("k.csv", "k\n1\n"),
                          "--task",
                          "multiclass",
                          "--prediction",
                          "k",
                          "--reference",
                          path};
    if (classes > 128)
      refused(arguments, 1, path + ": 129 classes, more than 128");
    else
      CHECK(tool::run(arguments).status == 0);
  }
}

TEST_CASE("replay/reference_file rejects and counts a class that the reference has not got") {
  const std::string path = tool::scratch() / "two.ref";
  words all{tool::write("two.csv", "k,y\n0,1\n1,1\n0,0\n"),
            "--task",
            "multiclass",
            "--prediction",
            "k",
            "--label",
            "y",
            "--json",
            "-"};
  words saving = all;
  saving.insert(saving.end(), {"--reference-rows", "2", "--save-reference", path});
  REQUIRE(tool::run(saving).status == 0);
  all[0] = tool::write("three.csv", "k,y\n0,0\n2,1\n1,2\n1,1\n");
  all.insert(all.end(), {"--reference", path});
  const auto ended = tool::run(all);
  REQUIRE(ended.status == 0);
  const json seen = json::parse(ended.output);
  CHECK(seen["rejected"] == 2);
  CHECK(seen["windows"][0]["labels"] == 2);
  CHECK(seen["windows"][0]["metrics"]["accuracy"]["value"] == 1);
}

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
  const auto refused_with = [](const words& arguments, const char* part) {
    const auto ended = tool::run(arguments);
    CHECK(ended.status == 2);
    CAPTURE(ended.errors);
    CHECK(ended.errors.find(part) != std::string::npos);
  };
  refused_with({log, "--task", "regression", "--prediction", "p", "--reference", reference},
               "--task regression, but the reference is of a binary model");
  refused_with(command(log, {"--reference", reference, "--features", "x"}),
               "not those of the reference, which has plan, x");
  refused_with(command(log, {"--reference", reference, "--features", "plan,x"}), "not those of");
  refused_with(command(log, {"--reference", reference, "--threshold", "0.5"}), "threshold: ");
  CHECK(tool::run(command(log, {"--reference", reference, "--features", "plan,x", "--categorical",
                                "plan", "--threshold", "0.25"}))
            .status == 0);
}

TEST_CASE("replay/reference_file refuses bytes that are no reference, as a bad log") {
  const std::string reference = saved_reference();
  const std::string log = tool::write("later.csv", log_text(301, 99));
  const auto refused_bytes = [&](const std::string& path) {
    const auto ended = tool::run(command(log, {"--reference", path}));
    CHECK(ended.status == 1);
    CHECK(ended.errors.starts_with("telltale-replay: "));
    CHECK(ended.errors.find('\n') == ended.errors.size() - 1);  // one line, whatever is in there
    CHECK(ended.output.empty());
  };
  refused_bytes(log);
  refused_bytes(tool::scratch() / "no such file");
  refused_bytes(tool::write("empty.ref", ""));
  std::string bytes = tool::read(reference);
  refused_bytes(tool::write("cut.ref", bytes.substr(0, bytes.size() - 1)));
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  refused_bytes(tool::write("bent.ref", bytes));
}

TEST_CASE("replay/reference_file says when it cannot be written") {
  if (std::filesystem::exists("/dev/full")) {
    refused(command(tool::write("first.csv", log_text(0, 400)),
                    {"--reference-rows", "300", "--save-reference", "/dev/full"}),
            1, "/dev/full: cannot be written: No space left on device");
  }
  const auto ended =
      tool::run(command(tool::write("first.csv", log_text(0, 400)),
                        {"--reference-rows", "300", "--save-reference", "/no/such/folder/x.ref"}));
  CHECK(ended.status == 1);
  CHECK(ended.errors.find("cannot be written") != std::string::npos);
}
