// SPDX-License-Identifier: Apache-2.0
#include <replay/options.hpp>

#include <replay/failure.hpp>
#include <replay/file.hpp>
#include <replay/text.hpp>

#include <telltale/core/number.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <string_view>
#include <utility>

namespace replay {
namespace {

[[noreturn]] void refuse(const std::string& sentence) {
  throw failure(exit_status::bad_arguments, sentence);
}

struct unsupported {
  std::string_view name;
  std::string_view value;
};

/// Options of the tool's contract that this version has not got.
constexpr std::array later{
    unsupported{"--version-column", "COL"}, unsupported{"--compare-policy", "FILE"},
    unsupported{"--verify", "FILE"},        unsupported{"--html", "FILE"},
    unsupported{"--prometheus", "FILE"},    unsupported{"--audit", "FILE"},
};

std::uint64_t whole_number(const std::string& option, const std::string& text) {
  const auto value = telltale::parse_count(text);
  if (!value || *value == 0) {
    refuse(option + ": " + in_quotes(text) + " is not a whole number of at least 1");
  }
  return *value;
}

double number(const std::string& option, const std::string& text, const char* range,
              bool (*inside)(double)) {
  const auto value = telltale::parse_number(text);
  if (!value || !inside(*value)) {
    refuse(option + ": " + in_quotes(text) + " is not a number in " + range);
  }
  return *value;
}

std::vector<std::string> column_names(const std::string& option, const std::string& text) {
  std::vector<std::string> names = split_at_commas(text);
  for (auto name = names.begin(); name != names.end(); ++name) {
    if (name->empty()) refuse(option + ": an empty column name in " + in_quotes(text));
    if (std::find(names.begin(), name, *name) != name) {
      refuse(option + ": column " + in_quotes(*name) + " is named twice");
    }
  }
  return names;
}

/// The features, then those categorical ones that are not among them.
telltale::schema features(const std::vector<std::string>& all,
                          const std::vector<std::string>& categorical) {
  telltale::schema columns;
  for (const std::string& name : all) columns.push_back({name, telltale::column_kind::numeric});
  for (const std::string& name : categorical) {
    const auto known = std::find_if(columns.begin(), columns.end(),
                                    [&](const telltale::column& c) { return c.name == name; });
    if (known == columns.end()) {
      columns.push_back({name, telltale::column_kind::categorical});
    } else {
      known->kind = telltale::column_kind::categorical;
    }
  }
  return columns;
}

cell_match column_and_value(const std::string& option, const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == 0 || equals == std::string::npos) {
    refuse(option + ": " + in_quotes(text) + " is not COLUMN=VALUE");
  }
  return {text.substr(0, equals), text.substr(equals + 1)};
}

telltale::task task_named(const std::string& text) {
  const auto at = std::find(telltale::task_names.begin(), telltale::task_names.end(), text);
  if (at == telltale::task_names.end()) {
    refuse("--task: " + in_quotes(text) + " is not binary, multiclass or regression");
  }
  return static_cast<telltale::task>(at - telltale::task_names.begin());
}

/// A number of rows, or a stretch of time: 1000, 90s, 15m, 6h, 7d.
telltale::window_length window_length(const std::string& text) {
  using std::chrono::seconds;
  constexpr std::array<std::pair<char, std::uint64_t>, 4> units{
      {{'s', 1}, {'m', 60}, {'h', 3600}, {'d', 86'400}}};
  constexpr std::uint64_t longest = 100ull * 366 * 86'400;  // a century
  const auto unit = std::find_if(units.begin(), units.end(), [&](const auto& u) {
    return !text.empty() && text.back() == u.first;
  });
  if (unit == units.end()) {
    if (const auto rows = telltale::parse_count(text); rows && *rows > 0) {
      return telltale::rows{*rows};
    }
    refuse(
        "--window: " + in_quotes(text) +
        " is neither a whole number of rows, at least 1, nor a stretch of time: 90s, 15m, 6h, 7d");
  }
  const auto count = telltale::parse_count(text.substr(0, text.size() - 1));
  if (!count || *count == 0 || *count > longest / unit->second) {
    refuse("--window: " + in_quotes(text) +
           " is not a stretch of time from 1s to 36600d, as in 90s, 15m, 6h or 7d");
  }
  return seconds{*count * unit->second};
}

/// What is written must not take the place of what is read, nor of what was written before.
void check_files(const options& asked) {
  std::vector<std::pair<std::string, std::string>> taken{{asked.log, "the log"}};
  if (asked.reference) taken.emplace_back(*asked.reference, "--reference");
  if (asked.policy) taken.emplace_back(*asked.policy, "--policy");
  const auto write = [&](const char* option, const std::optional<std::string>& path) {
    if (!path) return;
    for (const auto& [other, what] : taken) {
      if (same_file(*path, other)) refuse(std::string(option) + " would overwrite " + what);
    }
    taken.emplace_back(*path, option);
  };
  write("--save-reference", asked.save_reference);
  if (asked.json != "-") write("--json", asked.json);
}

/// The command line as CLI11 reads it: every value is text until it is looked at above, so that
/// what is wrong with it is said in our words.
class command_line {
public:
  command_line() {
    app_.set_help_flag("-h,--help", "Show this and stop");
    app_.add_option("log", log_, "The log: CSV with a header, a prediction a row")
        ->type_name("LOG.csv");
    text("--task", task_, "TASK", "binary, multiclass or regression");
    text("--score", score_, "COL",
         "binary: probability of the positive class. multiclass: a list, class 0 first");
    text("--prediction", prediction_, "COL",
         "The predicted number (regression) or class (multiclass: default the largest score)");
    text("--threshold", threshold_, "T", "binary: predicted positive from this score on; 0.5");
    text("--label", label_, "COL", "The truth; an empty cell has not come yet");
    text("--time", time_, "COL", "ISO 8601 or seconds since 1970");
    text("--weight", weight_, "COL", "How much a row counts in the metrics: a number, 0 or more");
    text("--group", group_, "COL", "Measure the rows of each value apart, and compare them");
    text("--features", features_, "A,B,...", "Columns to watch for drift");
    text("--categorical", categorical_, "C,D,...", "Those that are categories, not numbers");
    text("--reference-where", reference_where_, "COL=VALUE",
         "Rows with this value are the reference, the others are replayed");
    text("--reference-rows", reference_rows_, "N",
         "The first N rows are the reference, the others are replayed");
    text("--reference", reference_, "FILE", "A saved reference; all rows are replayed");
    text("--save-reference", save_reference_, "FILE", "Save the reference that was fitted");
    text("--window", window_, "N",
         "Rows a window, 1000, or with --time 90s, 15m, 6h, 7d; the last, short one is reported "
         "too");
    text("--policy", policy_, "FILE.json", "Rules to decide by; a default policy without it");
    text("--alpha", alpha_, "A", "Significance level, 0.05; wins over the policy file");
    app_.add_flag("--exit-code", exit_code_,
                  "End with 3 if the last decision is retrain or rollback");
    app_.add_flag("--bins", bins_, "Add the bins of each column to the JSON");
    text("--json", json_, "FILE", "Write everything as JSON; - for standard output");
    app_.add_flag("--quiet", quiet_, "Print no table");
    later_values_.resize(later.size());
    for (std::size_t i = 0; i < later.size(); ++i) {
      const std::string name{later[i].name};
      text(name.c_str(), later_values_[i], later[i].value, "")->group("Not in this version");
    }
  }

  options read(std::vector<std::string> arguments) {
    try {
      std::reverse(arguments.begin(), arguments.end());  // as CLI11 wants them
      app_.parse(std::move(arguments));
    } catch (const CLI::CallForHelp&) {
      options asked;
      asked.help = app_.help();
      return asked;
    } catch (const CLI::ParseError& e) {
      refuse(printable(e.what(), 400) + " (--help shows what there is)");
    }
    return checked();
  }

private:
  CLI::Option* text(const char* name, std::string& value, std::string_view type,
                    const char* description) {
    return app_.add_option(name, value, description)->type_name(std::string(type));
  }

  [[nodiscard]] bool given(const char* name) const { return app_.count(name) > 0; }

  options checked() const {
    for (const unsupported& option : later) {
      const std::string name{option.name};
      if (given(name.c_str())) refuse(name + " is not in this version");
    }
    if (log_.empty()) refuse("which log? Name a CSV file (--help shows how)");
    if (!given("--task")) refuse("--task is needed: binary, multiclass or regression");

    options asked;
    asked.log = log_;
    asked.predicts = task_named(task_);
    read_outputs(asked);
    if (given("--label")) asked.label = label_;
    if (given("--time")) asked.time = time_;
    if (given("--weight")) asked.weight = weight_;
    if (given("--group")) asked.group = group_;
    read_features(asked);
    if (given("--threshold")) {
      if (asked.predicts != telltale::task::binary) refuse("--threshold is for --task binary");
      asked.threshold =
          number("--threshold", threshold_, "[0, 1]", [](double x) { return x >= 0 && x <= 1; });
    }
    read_reference(asked);
    if (given("--window")) asked.window = window_length(window_);
    if (asked.window.timed() && !asked.time) {
      refuse("--window " + printable(window_, 100) + " is a stretch of time and needs --time COL");
    }
    if (given("--policy")) asked.policy = policy_;
    if (given("--alpha")) {
      asked.alpha = number("--alpha", alpha_, "(0, 1)", [](double x) { return x > 0 && x < 1; });
    }
    if (given("--json")) asked.json = json_;
    asked.bins = bins_;
    asked.exit_code = exit_code_;
    asked.quiet = quiet_;
    check_files(asked);
    return asked;
  }

  /// The columns that say what the model said.
  void read_outputs(options& asked) const {
    const std::string task = "--task " + task_;
    if (given("--prediction")) asked.prediction = prediction_;
    switch (asked.predicts) {
      case telltale::task::binary:
        if (given("--prediction")) {
          refuse(
              "--prediction is not for --task binary, which takes --score COL; classes without a "
              "score are --task multiclass --prediction COL");
        }
        if (!given("--score")) refuse(task + " needs --score COL");
        asked.scores = {score_};  // a comma is part of its name
        break;
      case telltale::task::multiclass:
        if (!given("--score") && !given("--prediction")) {
          refuse(task + " needs --prediction COL or --score COL,COL,...");
        }
        if (given("--score")) asked.scores = column_names("--score", score_);
        if (given("--score") && (asked.scores.size() < 2 || asked.scores.size() > most_classes)) {
          refuse("--score: " + std::to_string(asked.scores.size()) + " columns, not 2 to " +
                 std::to_string(most_classes) + ", one a class");
        }
        break;
      case telltale::task::regression:
        if (!given("--prediction")) refuse(task + " needs --prediction COL");
        if (given("--score")) refuse("--score is for --task binary or multiclass");
        break;
    }
  }

  void read_features(options& asked) const {
    const auto names = [&](const char* option, const std::string& value) {
      return given(option) ? column_names(option, value) : std::vector<std::string>{};
    };
    asked.features = features(names("--features", features_), names("--categorical", categorical_));
    check_features(asked.features, asked);
    if (const auto problem = telltale::check(asked.features, asked.predicts)) {
      refuse(problem->message);
    }
  }

  void read_reference(options& asked) const {
    constexpr std::array ways{"--reference-where", "--reference-rows", "--reference"};
    std::vector<std::string> chosen;
    for (const char* way : ways) {
      if (given(way)) chosen.emplace_back(way);
    }
    if (chosen.size() > 1) refuse(chosen[0] + " and " + chosen[1] + " exclude each other");
    if (given("--reference-where")) {
      asked.reference_where = column_and_value("--reference-where", reference_where_);
    }
    if (given("--reference-rows")) {
      asked.reference_rows = whole_number("--reference-rows", reference_rows_);
    }
    if (given("--reference")) asked.reference = reference_;
    if (!given("--save-reference")) return;
    if (chosen.empty()) {
      refuse("--save-reference needs a reference: --reference-where or --reference-rows");
    }
    if (save_reference_ == "-") refuse("--save-reference: name a file; '-' is for --json alone");
    asked.save_reference = save_reference_;
  }

  CLI::App app_{
      "Replays a log of predictions: what telltale would have seen, and decided, window by window.",
      "telltale-replay"};
  std::string log_, task_, score_, prediction_, threshold_, label_, time_, weight_, group_,
      features_, categorical_, reference_where_, reference_rows_, reference_, save_reference_,
      window_, policy_, alpha_, json_;
  std::vector<std::string> later_values_;
  bool bins_ = false, exit_code_ = false, quiet_ = false;
};

}  // namespace

void check_features(const telltale::schema& features, const options& asked) {
  std::vector<std::string> outputs = asked.scores;
  if (asked.prediction) outputs.push_back(*asked.prediction);
  for (const telltale::column& feature : features) {
    if (std::find(outputs.begin(), outputs.end(), feature.name) != outputs.end()) {
      refuse("column " + in_quotes(feature.name) +
             " is what the model said, which is watched anyway; it cannot be a feature too");
    }
  }
}

options read_options(std::vector<std::string> arguments) {
  return command_line{}.read(std::move(arguments));
}

}  // namespace replay
