// SPDX-License-Identifier: Apache-2.0
#include <replay/log.hpp>

#include <replay/failure.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

using replay::log_columns;
using replay::prediction_log;
using telltale::column_kind;

namespace {

log_columns score_only() { return {.scores = {"score"}}; }
log_columns score_and_label() { return {.scores = {"score"}, .label = "label"}; }
log_columns features(telltale::schema columns) {
  return {.scores = {"score"}, .features = std::move(columns)};
}
log_columns marked(const char* column, const char* value) {
  return {.scores = {"score"}, .marked = replay::cell_match{column, value}};
}
log_columns regression() {
  return {.predicts = telltale::task::regression, .prediction = "eta", .label = "took"};
}
log_columns multiclass(std::vector<std::string> scores, std::optional<std::string> prediction) {
  return {.predicts = telltale::task::multiclass,
          .scores = std::move(scores),
          .prediction = std::move(prediction),
          .label = "label"};
}

prediction_log read(const std::string& text, const log_columns& wanted = score_and_label()) {
  return replay::read_log("day.csv", text, wanted);
}

/// The sentence of the refusal; empty when the log was read.
std::string refusal_of(const std::string& text, const log_columns& wanted = score_and_label()) {
  try {
    static_cast<void>(read(text, wanted));
    return {};
  } catch (const replay::failure& why) {
    CHECK(why.status() == replay::exit_status::bad_log);
    return why.what();
  }
}

}  // namespace

TEST_CASE("replay/log reads scores and labels, wherever their columns stand") {
  const auto log = read("x,label,score\n,1,0.25\nw,,0.5\n7,0.0,1\n,1e0,0\n");
  CHECK(log.outputs == std::vector<double>{0.25, 0.5, 1, 0});
  REQUIRE(log.rows() == 4);
  CHECK(log.labels[0] == 1);
  CHECK_FALSE(log.labels[1].has_value());
  CHECK(log.labels[2] == 0);
  CHECK(log.labels[3] == 1);
  CHECK(log.marked.empty());
  CHECK(log.features_of(3).empty());
}

TEST_CASE("replay/log without a label column has no labels") {
  const auto log = read("score,label\n0.5,nonsense\n", score_only());
  REQUIRE(log.rows() == 1);
  CHECK_FALSE(log.labels[0].has_value());
}

TEST_CASE("replay/log passes on scores that cannot be used") {
  const auto log = read("score,label\nnan,1\ninf,0\n-Inf,0\n1.5,1\n-0.1,\n");
  REQUIRE(log.rows() == 5);
  CHECK(std::isnan(log.outputs[0]));
  CHECK(log.outputs[1] == HUGE_VAL);
  CHECK(log.outputs[2] == -HUGE_VAL);
  CHECK(log.outputs[3] == 1.5);
  CHECK(log.outputs[4] == -0.1);
}

TEST_CASE("replay/log reads features in the order that was asked for") {
  const log_columns wanted =
      features({{"price", column_kind::numeric}, {"plan", column_kind::categorical}});
  const auto log = read(
      "plan,score,price\nb,0.1,2.5\na,0.2,\n,0.3,-inf\nb,0.4,NaN\n1,0.5,1\n1.0,0.6,1\n", wanted);
  REQUIRE(log.rows() == 6);
  CHECK(log.features_of(0)[0] == 2.5);
  CHECK(std::isnan(log.features_of(1)[0]));
  CHECK(log.features_of(2)[0] == -HUGE_VAL);
  CHECK(std::isnan(log.features_of(3)[0]));
  CHECK(log.features_of(0)[1] == 0);
  CHECK(log.features_of(1)[1] == 1);
  CHECK(std::isnan(log.features_of(2)[1]));
  CHECK(log.features_of(3)[1] == 0);
  CHECK(log.features_of(4)[1] == 2);
  CHECK(log.features_of(5)[1] == 3);  // categories are texts
  REQUIRE(log.columns.size() == 2);
  CHECK(log.columns[0].name == "price");
  CHECK(log.columns[0].categories.empty());
  CHECK(log.columns[1].categories == std::vector<std::string>{"b", "a", "1", "1.0"});
}

TEST_CASE("replay/log gives categories the codes that they have already") {
  const auto log = read("score,plan\n0.1,a\n0.2,new\n0.3,b\n",
                        features({{"plan", column_kind::categorical, {"b", "", "a"}}}));
  CHECK(log.features == std::vector<double>{2, 3, 0});
  CHECK(log.columns[0].categories == std::vector<std::string>{"b", "", "a", "new"});
}

TEST_CASE("replay/log reads a regression's numbers") {
  const auto log = read("took,eta\n3,2.5\n,1e61\nnan,-7\n", regression());
  CHECK(log.outputs == std::vector<double>{2.5, 1e61, -7});
  CHECK(log.labels[0] == 3);
  CHECK_FALSE(log.labels[1].has_value());
  CHECK(std::isnan(*log.labels[2]));
  CHECK(log.classes == 0);
  CHECK(refusal_of("took,eta\nlate,3\n", regression()) ==
        "day.csv:2:1: column 'took': 'late' is not a number");
}

TEST_CASE("replay/log reads classes, and counts them") {
  const auto predicted = multiclass({}, "class");
  CHECK(read("class,label\n0,0\n", predicted).classes == 2);
  const auto log = read("class,label\n0,2\n3.0,\n-0,1e0\n", predicted);
  CHECK(log.outputs == std::vector<double>{0, 3, 0});
  CHECK_FALSE(std::signbit(log.outputs[2]));
  CHECK(log.labels[0] == 2);
  CHECK(log.labels[2] == 1);
  CHECK(log.classes == 4);
  CHECK(read("class,label\n127,0\n", predicted).classes == 128);
  CHECK(refusal_of("class,label\n128,0\n", predicted) ==
        "day.csv:2:1: column 'class': '128' is no class: a whole number from 0 to 127");
  for (const char* bad : {"-1", "0.5", "nan", "inf", "red", ""}) {
    CAPTURE(bad);
    CHECK(refusal_of("label,class\n0," + std::string(bad) + "\n", predicted) != "");
  }
}

TEST_CASE("replay/log takes the largest score for the prediction, the first of equal ones") {
  const auto scored = multiclass({"a", "b", "c"}, {});
  const auto log =
      read("label,a,b,c\n0,0.2,0.5,0.3\n1,0.4,0.4,0.2\n2,0,0,1\n,nan,0,1\n2,0.1,2,0\n", scored);
  REQUIRE(log.rows() == 5);
  CHECK(log.outputs[0] == 1);
  CHECK(log.outputs[1] == 0);
  CHECK(log.outputs[2] == 2);
  CHECK(std::isnan(log.outputs[3]));
  CHECK(std::isnan(log.outputs[4]));
  CHECK(log.classes == 3);
  CHECK(refusal_of("label,a,b,c\n3,0,0,1\n", scored) ==
        "day.csv:2:1: column 'label': '3' is no class: a whole number from 0 to 2");
}

TEST_CASE("replay/log reads times") {
  const log_columns wanted{.scores = {"score"}, .time = "at"};
  const auto log = read("at,score\n2011-01-01T05:00,0.5\n1293840000.5,0.5\n", wanted);
  REQUIRE(log.times.size() == 2);
  CHECK(telltale::timestamp_text(log.times[0]) == "2011-01-01T05:00:00Z");
  CHECK(telltale::timestamp_text(log.times[1]) == "2011-01-01T00:00:00.5Z");
  CHECK(refusal_of("at,score\nnoon,0.5\n", wanted) ==
        "day.csv:2:1: column 'at': 'noon' is not a time: ISO 8601 or seconds since 1970");
  CHECK(refusal_of("at,score\n,0.5\n", wanted) ==
        "day.csv:2:1: column 'at': the cell is empty, not a time");
}

TEST_CASE("replay/log marks rows by text and by number") {
  const std::string text = "score,day\n0.1,1\n0.1,1.0\n0.1,2\n0.1,one\n0.1,\n0.1,nan\n";
  const auto by = [&](const char* value) { return read(text, marked("day", value)).marked; };
  CHECK(by("1") == std::vector<bool>{true, true, false, false, false, false});
  CHECK(by("1.00") == std::vector<bool>{true, true, false, false, false, false});
  CHECK(by("one") == std::vector<bool>{false, false, false, true, false, false});
  CHECK(by("") == std::vector<bool>{false, false, false, false, true, false});
  CHECK(by("nan") == std::vector<bool>{false, false, false, false, false, true});
  CHECK(by("3") == std::vector<bool>(6, false));
}

TEST_CASE("replay/log refuses a cell that is not a number, with its place") {
  CHECK(refusal_of("score,label\n0.5,1\nabc,0\n") ==
        "day.csv:3:1: column 'score': 'abc' is not a number");
  CHECK(refusal_of("label,score\n0,0.5\n1,\n") ==
        "day.csv:3:3: column 'score': the cell is empty, not a number");
  CHECK(refusal_of("score\n 0.5\n", score_only()) ==
        "day.csv:2:1: column 'score': ' 0.5' is not a number");
  CHECK(refusal_of("score\n0x1\n", score_only()) != "");
  CHECK(refusal_of("score,x\n0.5,3\n0.5,1 2\n", features({{"x", column_kind::numeric}})) ==
        "day.csv:3:5: column 'x': '1 2' is not a number");
  // Lines are those of the file, also behind a cell that holds line breaks.
  CHECK(refusal_of("note,score\n\"a\n\nb\",0.5\nx,?\n", score_only()) ==
        "day.csv:5:3: column 'score': '?' is not a number");
}

TEST_CASE("replay/log cuts and escapes what it quotes") {
  const std::string sentence =
      refusal_of("score\n" + std::string(1'000'000, 'x') + "\n", score_only());
  CHECK(sentence.size() < 200);
  CHECK(sentence.find("xxx...'") != std::string::npos);
  CHECK(refusal_of("score\n\x1b[2J\n", score_only()) ==
        "day.csv:2:1: column 'score': '\\x1b[2J' is not a number");
}

TEST_CASE("replay/log refuses a label that is neither 0 nor 1") {
  CHECK(refusal_of("score,label\n0.5,1\n0.5,2\n") ==
        "day.csv:3:5: column 'label': the label '2' is neither 0 nor 1");
  for (const char* label : {"-1", "0.5", "true", "yes", "nan", "inf", " 1", "1.0000001", "-"}) {
    CAPTURE(label);
    CHECK(refusal_of("score,label\n0.5," + std::string(label) + "\n") != "");
  }
}

TEST_CASE("replay/log names the columns there are when one is missing") {
  CHECK(refusal_of("row,score\n1,0.5\n") ==
        "day.csv:1:1: there is no column 'label'; the columns are row, score");
  CHECK(refusal_of("row,label\n1,0\n") ==
        "day.csv:1:1: there is no column 'score'; the columns are row, label");
  CHECK(refusal_of("score,label\n0.5,0\n", features({{"x", column_kind::categorical}})) ==
        "day.csv:1:1: there is no column 'x'; the columns are score, label");
  CHECK(refusal_of("score\n0.5\n", marked("split", "a")) ==
        "day.csv:1:1: there is no column 'split'; the columns are score");
  CHECK(refusal_of("Score, label\n0.5,0\n").find("no column 'score'") != std::string::npos);
  CHECK(refusal_of(std::string(999'999, ',') + "\n").size() < 500);
}

TEST_CASE("replay/log refuses two columns of one name where it needs that one") {
  CHECK(refusal_of("score,x,score,label\n1,1,1,1\n") ==
        "day.csv:1:9: a second column 'score'; which one is meant?");
  CHECK(refusal_of("score,x,x,label\n1,1,1,1\n") == "");
}

TEST_CASE("replay/log refuses a row that is too short or too long") {
  CHECK(refusal_of("score,label\n0.5,1\n0.5\n") ==
        "day.csv:3:1: a row of 1 cells, where the header has 2");
  CHECK(refusal_of("score,label\n0.5,1,\n") ==
        "day.csv:2:1: a row of 3 cells, where the header has 2");
  CHECK(refusal_of("score,label\n0.5,1\n\n0.5,1\n") ==
        "day.csv:3:1: a row of 1 cells, where the header has 2");
  CHECK(refusal_of("score,label\n" + std::string(999'999, ',') + "\n") ==
        "day.csv:2:1: a row of 1000000 cells, where the header has 2");
}

TEST_CASE("replay/log refuses nothing to read") {
  CHECK(refusal_of("") == "day.csv:1:1: the file is empty");
  CHECK(refusal_of("\xef\xbb\xbf\r\n") == "day.csv:1:1: the file is empty");
  CHECK(refusal_of("score,label") == "day.csv:1:1: there is a header, and not one row");
  CHECK(refusal_of("score,label\n\n\n") == "day.csv:1:1: there is a header, and not one row");
}

TEST_CASE("replay/log passes on what is wrong with the CSV itself") {
  CHECK(refusal_of("score,label\n0.5,\"1\n0.5,0\n") == "day.csv:2:5: this quote is never closed");
  CHECK(refusal_of("score,\"label").find("day.csv:1:7: ") == 0);
}
