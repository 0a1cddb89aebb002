// SPDX-License-Identifier: Apache-2.0
#include <replay/options.hpp>

#include <replay/failure.hpp>

#include <doctest/doctest.h>

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
  CHECK(o.score == "p");
  CHECK_FALSE(o.label.has_value());
  CHECK(o.features.empty());
  CHECK(o.threshold == 0.5);
  CHECK(o.window == 1000);
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
  CHECK(o.window == 7);
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
  CHECK(read({"--window", "1"}).window == 1);
  CHECK(read({"--window", "18446744073709551615"}).window == 18446744073709551615u);
  CHECK(refusal_of({"--threshold", "1.0000001"}) ==
        "--threshold: '1.0000001' is not a number in [0, 1]");
  CHECK(contains(refusal_of({"--threshold", "-1e-9"}), "[0, 1]"));
  CHECK(contains(refusal_of({"--threshold", "nan"}), "[0, 1]"));
  CHECK(contains(refusal_of({"--threshold", ""}), "[0, 1]"));
  CHECK(refusal_of({"--alpha", "0"}) == "--alpha: '0' is not a number in (0, 1)");
  CHECK(contains(refusal_of({"--alpha", "1"}), "(0, 1)"));
  CHECK(contains(refusal_of({"--alpha", "x"}), "'x'"));
  CHECK(refusal_of({"--window", "0"}) == "--window: '0' is not a whole number of at least 1");
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
  CHECK(contains(refusal_of({"--features", "a,p"}), "is the score"));
  CHECK(contains(refusal_of({"--features", "score"}), "'score'"));
  CHECK(contains(refusal_of({"--reference-where", "split"}), "COLUMN=VALUE"));
  CHECK(contains(refusal_of({"--reference-where", "=x"}), "COLUMN=VALUE"));
  CHECK(contains(refusal_of({"--reference-where", "a=b", "--reference-rows", "3"}), "exclude"));
}

TEST_CASE("replay/options says what this version has not got") {
  for (const char* option :
       {"--prediction", "--weight", "--group", "--time", "--version-column", "--reference",
        "--compare-policy", "--verify", "--html", "--prometheus", "--audit", "--save-reference"}) {
    CAPTURE(option);
    CHECK(refusal_of({option, "x"}) == std::string(option) + " is not in this version");
  }
  for (const char* task : {"multiclass", "regression"}) {
    CHECK(refusal_of_all({"log.csv", "--task", task}) ==
          std::string("--task ") + task + " is not in this version");
  }
}

TEST_CASE("replay/options shows help") {
  const options o = replay::read_options({"--help"});
  CHECK(contains(o.help, "--reference-where"));
  CHECK(contains(o.help, "telltale-replay"));
}
