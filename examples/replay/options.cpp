// SPDX-License-Identifier: Apache-2.0
#include <replay/options.hpp>

#include <replay/failure.hpp>
#include <replay/text.hpp>

#include <telltale/core/number.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
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
    unsupported{"--prediction", "COL"},      unsupported{"--weight", "COL"},
    unsupported{"--group", "COL"},           unsupported{"--time", "COL"},
    unsupported{"--version-column", "COL"},  unsupported{"--reference", "FILE"},
    unsupported{"--compare-policy", "FILE"}, unsupported{"--verify", "FILE"},
    unsupported{"--html", "FILE"},           unsupported{"--prometheus", "FILE"},
    unsupported{"--audit", "FILE"},          unsupported{"--save-reference", "FILE"},
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

void check_task(const std::string& task) {
  if (task == "binary") return;
  if (task == "multiclass" || task == "regression") {
    refuse("--task " + task + " is not in this version");
  }
  refuse("--task: " + in_quotes(task) + " is not binary, multiclass or regression");
}

/// The command line as CLI11 reads it: every value is text until it is looked at above, so that
/// what is wrong with it is said in our words.
class command_line {
public:
  command_line() {
    app_.set_help_flag("-h,--help", "Show this and stop");
    app_.add_option("log", log_, "The log: CSV with a header, a prediction a row")
        ->type_name("LOG.csv");
    text("--task", task_, "TASK", "binary");
    text("--score", score_, "COL", "Probability of the positive class");
    text("--threshold", threshold_, "T", "Predicted positive from this score on; 0.5");
    text("--label", label_, "COL", "The truth, 0 or 1; an empty cell has not come yet");
    text("--features", features_, "A,B,...", "Columns to watch for drift");
    text("--categorical", categorical_, "C,D,...", "Those that are categories, not numbers");
    text("--reference-where", reference_where_, "COL=VALUE",
         "Rows with this value are the reference, the others are replayed");
    text("--reference-rows", reference_rows_, "N",
         "The first N rows are the reference, the others are replayed");
    text("--window", window_, "N", "Rows a window, 1000; the last, short one is reported too");
    text("--policy", policy_, "FILE.json", "Rules to decide by; a default policy without it");
    text("--alpha", alpha_, "A", "Significance level, 0.05; wins over the policy file");
    app_.add_flag("--exit-code", exit_code_, "End with 3 if the last decision is to act");
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
    if (!given("--task")) refuse("--task is needed: binary");
    check_task(task_);
    if (score_.empty()) refuse("--task binary needs --score COL");

    options asked;
    asked.log = log_;
    asked.score = score_;
    if (given("--label")) asked.label = label_;
    const auto names = [&](const char* option, const std::string& value) {
      return given(option) ? column_names(option, value) : std::vector<std::string>{};
    };
    asked.features = features(names("--features", features_), names("--categorical", categorical_));
    for (const telltale::column& feature : asked.features) {
      if (feature.name == score_) {
        refuse("column " + in_quotes(score_) +
               " is the score, which is watched anyway; it cannot be "
               "a feature too");
      }
    }
    if (const auto problem = telltale::check(asked.features)) refuse(problem->message);
    if (given("--threshold")) {
      asked.threshold =
          number("--threshold", threshold_, "[0, 1]", [](double x) { return x >= 0 && x <= 1; });
    }
    if (given("--reference-where") && given("--reference-rows")) {
      refuse("--reference-where and --reference-rows exclude each other");
    }
    if (given("--reference-where")) {
      asked.reference_where = column_and_value("--reference-where", reference_where_);
    }
    if (given("--reference-rows")) {
      asked.reference_rows = whole_number("--reference-rows", reference_rows_);
    }
    if (given("--window")) asked.window = whole_number("--window", window_);
    if (given("--policy")) asked.policy = policy_;
    if (given("--alpha")) {
      asked.alpha = number("--alpha", alpha_, "(0, 1)", [](double x) { return x > 0 && x < 1; });
    }
    if (given("--json")) asked.json = json_;
    asked.bins = bins_;
    asked.exit_code = exit_code_;
    asked.quiet = quiet_;
    return asked;
  }

  CLI::App app_{
      "Replays a log of predictions: what telltale would have seen, and decided, window by window.",
      "telltale-replay"};
  std::string log_, task_, score_, threshold_, label_, features_, categorical_, reference_where_,
      reference_rows_, window_, policy_, alpha_, json_;
  std::vector<std::string> later_values_;
  bool bins_ = false, exit_code_ = false, quiet_ = false;
};

}  // namespace

options read_options(std::vector<std::string> arguments) {
  return command_line{}.read(std::move(arguments));
}

}  // namespace replay
