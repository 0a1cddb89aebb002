// SPDX-License-Identifier: Apache-2.0
#include <replay/options.hpp>

#include <replay/failure.hpp>

#include "tool.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

using replay::options;
using telltale::column_kind;

namespace {

using words = std::vector<std::string>;

options read(words more) {
  words all{"log.csv", "--task", "binary", "--score", "p"};
  all.insert(all.end(), more.begin(), more.end());
  return replay::read_options(all);
}

std::string refusal_of_all(const words& arguments) {
  try {
    static_cast<void>(replay::read_options(arguments));
    return {};
  } catch (const replay::failure& why) {
    CHECK(why.status() == replay::exit_status::bad_arguments);
    return why.what();
  }
}

std::string refusal_of(const words& more) {
  words all{"log.csv", "--task", "binary", "--score", "p"};
  all.insert(all.end(), more.begin(), more.end());
  return refusal_of_all(all);
}

bool contains(const std::string& text, const char* part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("replay/options has defaults") {
  const options o = read({});
  CHECK(o.help.empty());
  CHECK(o.log == "log.csv");
  CHECK(o.predicts == telltale::task::binary);
  CHECK(o.scores == words{"p"});
  CHECK_FALSE(o.prediction.has_value());
  CHECK_FALSE(o.time.has_value());
  CHECK_FALSE(o.label.has_value());
  CHECK(o.features.empty());
  CHECK_FALSE(o.threshold.has_value());
  CHECK(o.window == telltale::rows{1000});
  CHECK_FALSE(o.reference.has_value());
  CHECK_FALSE(o.save_reference.has_value());
  CHECK_FALSE(o.reference_where.has_value());
  CHECK_FALSE(o.reference_rows.has_value());
  CHECK_FALSE(o.policy.has_value());
  CHECK_FALSE(o.alpha.has_value());
  CHECK_FALSE(o.json.has_value());
  CHECK_FALSE(o.bins);
  CHECK_FALSE(o.exit_code);
  CHECK_FALSE(o.quiet);
}

TEST_CASE("replay/options reads every option") {
  const options o = read({"--label", "y", "--threshold", "0.25", "--window=7", "--policy", "p.json",
                          "--alpha", "1e-3", "--json", "-", "--bins", "--exit-code", "--quiet",
                          "--reference-where", "split=a=b"});
  CHECK(o.label == "y");
  CHECK(o.threshold == 0.25);
  CHECK(o.window == telltale::rows{7});
  CHECK(o.policy == "p.json");
  CHECK(o.alpha == 1e-3);
  CHECK(o.json == "-");
  CHECK(o.bins);
  CHECK(o.exit_code);
  CHECK(o.quiet);
  CHECK(o.reference_where == replay::cell_match{"split", "a=b"});
  CHECK(read({"--reference-where", "split="}).reference_where == replay::cell_match{"split", ""});
  CHECK(read({"--reference-rows", "12"}).reference_rows == 12);
}

TEST_CASE("replay/options takes the log wherever it stands") {
  CHECK(replay::read_options({"--task", "binary", "--score", "p", "--features", "a,b", "l.csv"})
            .log == "l.csv");
}

TEST_CASE("replay/options joins features and categorical ones") {
  const options both = read({"--features", "a,b,c", "--categorical", "b,d"});
  CHECK(both.features == telltale::schema{{"a", column_kind::numeric},
                                          {"b", column_kind::categorical},
                                          {"c", column_kind::numeric},
                                          {"d", column_kind::categorical}});
  CHECK(read({"--categorical", "d"}).features == telltale::schema{{"d", column_kind::categorical}});
}

TEST_CASE("replay/options takes the edges of a range where they belong to it") {
  CHECK(read({"--threshold", "0"}).threshold == 0);
  CHECK(read({"--threshold", "1"}).threshold == 1);
  CHECK(read({"--window", "1"}).window == telltale::rows{1});
  CHECK(read({"--window", "18446744073709551615"}).window == telltale::rows{18446744073709551615u});
  CHECK(refusal_of({"--threshold", "1.0000001"}) ==
        "--threshold: '1.0000001' is not a number in [0, 1]");
  CHECK(contains(refusal_of({"--threshold", "-1e-9"}), "[0, 1]"));
  CHECK(contains(refusal_of({"--threshold", "nan"}), "[0, 1]"));
  CHECK(contains(refusal_of({"--threshold", ""}), "[0, 1]"));
  CHECK(refusal_of({"--alpha", "0"}) == "--alpha: '0' is not a number in (0, 1)");
  CHECK(contains(refusal_of({"--alpha", "1"}), "(0, 1)"));
  CHECK(contains(refusal_of({"--alpha", "x"}), "'x'"));
  CHECK(refusal_of({"--window", "0"}) ==
        "--window: '0' is neither a whole number of rows, at least 1, nor a stretch of time: 90s, "
        "15m, "
        "6h, 7d");
  for (const char* bad : {"-5", "1.5", "1e3", "", "18446744073709551616", "10 "}) {
    CAPTURE(bad);
    CHECK(contains(refusal_of({"--window", bad}), "whole number"));
    CHECK(contains(refusal_of({"--reference-rows", bad}), "whole number"));
  }
}

TEST_CASE("replay/options refuses what is missing, doubled or unknown") {
  CHECK(contains(refusal_of_all({}), "which log"));
  CHECK(contains(refusal_of_all({"log.csv", "--score", "p"}), "--task"));
  CHECK(contains(refusal_of_all({"log.csv", "--task", "binary"}), "--score"));
  CHECK(contains(refusal_of_all({"log.csv", "--task", "banana"}), "'banana'"));
  CHECK(contains(refusal_of({"--frobnicate"}), "--frobnicate"));
  CHECK(contains(refusal_of({"second.csv"}), "second.csv"));
  CHECK(refusal_of({"--window"}) != "");
  CHECK(refusal_of({"--window", "1", "--window", "2"}) != "");
  CHECK(contains(refusal_of({"--features", "a,,b"}), "empty column name"));
  CHECK(contains(refusal_of({"--features", ""}), "empty column name"));
  CHECK(contains(refusal_of({"--features", "a,b,a"}), "'a' is named twice"));
  CHECK(contains(refusal_of({"--categorical", "c,c"}), "'c' is named twice"));
  CHECK(contains(refusal_of({"--features", "a,p"}), "'p' is what the model said"));
  CHECK(contains(refusal_of({"--features", "label"}), "'label'"));
  CHECK(contains(refusal_of({"--features", "score"}), "'score'"));
  CHECK(contains(refusal_of({"--reference-where", "split"}), "COLUMN=VALUE"));
  CHECK(contains(refusal_of({"--reference-where", "=x"}), "COLUMN=VALUE"));
  CHECK(contains(refusal_of({"--reference-where", "a=b", "--reference-rows", "3"}), "exclude"));
}

TEST_CASE("replay/options says what this version has not got") {
  for (const char* option :
       {"--version-column", "--compare-policy", "--verify", "--html", "--prometheus", "--audit"}) {
    CAPTURE(option);
    CHECK(refusal_of({option, "x"}) == std::string(option) + " is not in this version");
  }
}

TEST_CASE("replay/options asks each task for the columns that it needs") {
  const auto regression = [](words more) {
    words all{"log.csv", "--task", "regression"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  };
  const options o = replay::read_options(regression({"--prediction", "eta", "--label", "took"}));
  CHECK(o.predicts == telltale::task::regression);
  CHECK(o.prediction == "eta");
  CHECK(o.scores.empty());
  CHECK(refusal_of_all(regression({})) == "--task regression needs --prediction COL");
  CHECK(refusal_of_all(regression({"--prediction", "a", "--score", "p"})) ==
        "--score is for --task binary or multiclass");
  CHECK(refusal_of_all(regression({"--prediction", "a", "--threshold", "0.5"})) ==
        "--threshold is for --task binary");
  CHECK(contains(refusal_of_all(regression({"--prediction", "a", "--features", "a"})),
                 "'a' is what the model said"));
  CHECK(contains(refusal_of_all(regression({"--prediction", "a", "--features", "prediction"})),
                 "'prediction'"));

  const auto multiclass = [](words more) {
    words all{"log.csv", "--task", "multiclass"};
    all.insert(all.end(), more.begin(), more.end());
    return all;
  };
  CHECK(replay::read_options(multiclass({"--score", "a,b,c"})).scores == words{"a", "b", "c"});
  CHECK(replay::read_options(multiclass({"--prediction", "k"})).prediction == "k");
  CHECK(refusal_of_all(multiclass({})) ==
        "--task multiclass needs --prediction COL or --score COL,COL,...");
  CHECK(refusal_of_all(multiclass({"--score", "a"})) ==
        "--score: 1 columns, not 2 to 128, one a class");
  CHECK(contains(refusal_of_all(multiclass({"--score", "a,b", "--features", "b"})), "'b' is what"));
  CHECK(refusal_of_all(multiclass({"--score", "a,b,a"})) == "--score: column 'a' is named twice");
  CHECK(refusal_of_all(multiclass({"--prediction", "k", "--threshold", "0.5"})) ==
        "--threshold is for --task binary");
  std::string columns = "0";
  for (int k = 1; k < 128; ++k) columns += ',' + std::to_string(k);
  CHECK(replay::read_options(multiclass({"--score", columns})).scores.size() == 128);
  CHECK(refusal_of_all(multiclass({"--score", columns + ",128"})) ==
        "--score: 129 columns, not 2 to 128, one a class");
  // Classes without a score are those of a multiclass log, two of them too.
  for (const words& more :
       {words{"--prediction", "k"}, words{"--score", "p", "--prediction", "k"}}) {
    words all{"log.csv", "--task", "binary"};
    all.insert(all.end(), more.begin(), more.end());
    CHECK(contains(refusal_of_all(all), "--prediction is not for --task binary"));
    CHECK(contains(refusal_of_all(all), "--task multiclass --prediction COL"));
  }
  // A comma in the name of a binary score is a comma.
  CHECK(replay::read_options({"l.csv", "--task", "binary", "--score", "p,q"}).scores ==
        words{"p,q"});
}

TEST_CASE("replay/options reads windows of time") {
  using namespace std::chrono_literals;
  const auto window = [](const char* text) {
    return read({"--time", "t", "--window", text}).window;
  };
  CHECK(window("90s") == telltale::window_length{90s});
  CHECK(window("15m") == telltale::window_length{15min});
  CHECK(window("6h") == telltale::window_length{6h});
  CHECK(window("7d") == telltale::window_length{168h});
  CHECK(window("36600d") == telltale::window_length{36'600 * 24h});
  CHECK(window("500") == telltale::rows{500});
  CHECK(refusal_of({"--window", "6h"}) == "--window 6h is a stretch of time and needs --time COL");
  CHECK(window("1s") == telltale::window_length{1s});
  CHECK(window("3162240000s") == telltale::window_length{36'600 * 24h});
  for (const char* bad : {"0s", "36601d", "3162240001s", "878401h", "h", "1.5h", "-1h", "6 h",
                          "18446744073709551615d"}) {
    CAPTURE(bad);
    CHECK(contains(refusal_of({"--time", "t", "--window", bad}), "not a stretch of time"));
  }
}

TEST_CASE("replay/options takes one reference, and saves it only where there is one") {
  CHECK(read({"--reference", "old.ref"}).reference == "old.ref");
  const options o = read({"--reference-rows", "9", "--save-reference", "new.ref"});
  CHECK(o.save_reference == "new.ref");
  CHECK(refusal_of({"--reference", "x", "--reference-rows", "9"}) ==
        "--reference-rows and --reference exclude each other");
  CHECK(refusal_of({"--reference", "x", "--reference-where", "a=b"}) ==
        "--reference-where and --reference exclude each other");
  CHECK(contains(refusal_of({"--save-reference", "x"}), "needs a reference"));
  CHECK(refusal_of({"--reference-rows", "9", "--save-reference", "-"}) ==
        "--save-reference: name a file; '-' is for --json alone");
}

TEST_CASE("replay/options writes over nothing that it reads, and nothing twice") {
  const auto saving = [](words more) {
    more.insert(more.begin(), {"--reference-rows", "9"});
    return refusal_of(more);
  };
  CHECK(refusal_of({"--json", "log.csv"}) == "--json would overwrite the log");
  CHECK(saving({"--save-reference", "log.csv"}) == "--save-reference would overwrite the log");
  CHECK(refusal_of({"--reference", "a", "--json", "a"}) == "--json would overwrite --reference");
  CHECK(refusal_of({"--reference", "a", "--save-reference", "a"}) ==
        "--save-reference would overwrite --reference");
  CHECK(refusal_of({"--policy", "a", "--json", "a"}) == "--json would overwrite --policy");
  CHECK(saving({"--save-reference", "a", "--json", "a"}) ==
        "--json would overwrite --save-reference");
  // Two names of one file, not there yet, and there.
  CHECK(refusal_of({"--json", "./x/../log.csv"}) == "--json would overwrite the log");
  const std::string there = tool::write("there", "");
  const std::string again = tool::scratch() / "./there";
  CHECK(contains(refusal_of({"--policy", there, "--json", again}), "would overwrite"));
  CHECK(refusal_of({"--policy", there, "--json", there + "2"}) == "");
  CHECK(saving({"--save-reference", "/dev/null", "--json", "/dev/null"}) == "");
  CHECK(refusal_of({"--json", "-"}) == "");
}

TEST_CASE("replay/options shows help") {
  const options o = replay::read_options({"--help"});
  CHECK(contains(o.help, "--reference-where"));
  CHECK(contains(o.help, "telltale-replay"));
}
