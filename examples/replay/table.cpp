// SPDX-License-Identifier: Apache-2.0
#include <replay/table.hpp>

#include <replay/text.hpp>

#include <telltale/core/evidence.hpp>
#include <telltale/core/signal.hpp>
#include <telltale/core/task.hpp>
#include <telltale/monitor/report.hpp>
#include <telltale/monitor/settings.hpp>
#include <telltale/policy/action.hpp>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <string_view>
#include <vector>

namespace replay {
namespace {

constexpr int drifted_width = 28;
constexpr std::size_t most_group_lines = 10;

/// How many characters a terminal shows for printable UTF-8: all but the continuation bytes.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  }));
}

std::string right(const std::string& text, std::size_t columns) {
  return std::string(columns - std::min(columns, width(text)), ' ') + text;
}

std::string left(const std::string& text, std::size_t columns) {
  return text + std::string(columns - std::min(columns, width(text)), ' ');
}

/// Lines of at most 100 characters where words allow; those after the first are set in further.
std::string wrapped(std::string_view text, std::size_t indent) {
  std::string all;
  for (std::size_t set_in = indent; !text.empty(); set_in = indent + 4) {
    const std::size_t most = 100 - set_in;
    const std::size_t space = text.size() > most ? text.rfind(' ', most) : text.size();
    const std::size_t end = std::min(space, text.size());  // a word that is too long has none
    all += std::string(set_in, ' ') + std::string(text.substr(0, end)) + '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return all;
}

std::string four_decimals(double value) {
  std::array<char, 400> buffer;  // a double needs up to 309 digits before the point
  const int length = std::snprintf(buffer.data(), buffer.size(), "%.4f", value);
  return {buffer.data(), static_cast<std::size_t>(length)};
}

/// A metric in four decimals; a dash where it has no answer.
std::string metric(const telltale::report& report, std::string_view name) {
  const auto value = report.value(telltale::signal(name));
  return value ? four_decimals(*value) : "-";
}

/// The columns that drifted, as many as fit, and how many more there are.
std::string drifted(const telltale::report& report) {
  std::vector<std::string> names;
  for (const telltale::column_report& column : report.columns) {
    if (column.drifted) names.push_back(printable(column.column, 24));
  }
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string longer = text + (i == 0 ? "" : ", ") + names[i];
    const std::size_t behind = i + 1 < names.size() ? 5 : 0;  // for " +999"
    if (width(longer) + behind > drifted_width) {
      return text + " +" + std::to_string(names.size() - i);
    }
    text = longer;
  }
  return text;
}

std::string line(const std::string& window, const std::string& first_row, const std::string& rows,
                 const std::string& labels, const std::array<std::string, 3>& metrics,
                 const std::string& columns, std::string_view decision) {
  std::string text =
      right(window, 9) + ' ' + right(first_row, 9) + ' ' + right(rows, 6) + ' ' + right(labels, 7);
  for (const std::string& value : metrics) text += ' ' + right(value, 8);
  text = text + "  " + left(columns, drifted_width) + ' ' + std::string(decision);
  return text.substr(0, text.find_last_not_of(' ') + 1) + '\n';
}

/// The three metrics that the table has room for, and their heads.
std::array<std::string, 3> shown(telltale::task predicts) {
  switch (predicts) {
    case telltale::task::binary: break;
    case telltale::task::multiclass: return {"accuracy", "f1_macro", "cohen_kappa"};
    case telltale::task::regression:
      return {"mean_absolute_error", "root_mean_squared_error", "r2"};
  }
  return {"accuracy", "roc_auc", "log_loss"};
}

std::array<std::string, 3> heads(telltale::task predicts) {
  if (predicts == telltale::task::regression) return {"MAE", "RMSE", "r2"};
  if (predicts == telltale::task::multiclass) return {"accuracy", "f1_macro", "kappa"};
  return shown(predicts);
}

std::array<std::string, 3> shown_metrics(const telltale::report& report, telltale::task predicts) {
  std::array<std::string, 3> values = shown(predicts);
  for (std::string& value : values) value = metric(report, value);
  return values;
}

std::string counts(const replayed& seen) {
  std::string text = std::to_string(seen.rows) + " rows: ";
  if (seen.baseline && !seen.saved) text += std::to_string(seen.baseline->rows()) + " reference, ";
  text += std::to_string(seen.total.rows) + " replayed in " + std::to_string(seen.windows.size()) +
          (seen.windows.size() == 1 ? " window; " : " windows; ") +
          std::to_string(seen.rejected()) + " rejected";
  std::uint64_t dropped = 0;
  for (const replayed_window& window : seen.windows) dropped += window.measured.dropped;
  if (dropped > 0) text += "; " + std::to_string(dropped) + " dropped, which are in no window";
  return text + '\n';
}

std::string rules(const replayed& seen, const options& asked) {
  std::string text = asked.policy ? "policy " + printable(*asked.policy, 400) : "default policy";
  if (seen.policy.empty()) {
    const bool needs_reference = !asked.policy && !seen.baseline;
    return text + ": no rules" +
           (needs_reference ? ", since there is no reference to compare with" : "") + '\n';
  }
  text += ":\n";
  std::string_view rest = seen.policy;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    text += wrapped(printable(rest.substr(0, end), 400), 2);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return text;
}

/// The groups that have rows, over the whole replay: the largest first, the rows of none last.
std::vector<const telltale::group_report*> by_size(const telltale::report& total) {
  std::vector<const telltale::group_report*> all;
  for (const telltale::group_report& g : total.groups) {
    if (g.rows > 0) all.push_back(&g);
  }
  const auto key = [](const telltale::group_report* g) {
    return g->group == telltale::other_group ? 0 : g->rows;
  };
  std::stable_sort(all.begin(), all.end(),
                   [&](const auto* a, const auto* b) { return key(a) > key(b); });
  return all;
}

/// Whether a gap between groups is more than chance makes: its interval leaves out equality.
std::string verdict(const telltale::fairness_measurement& f) {
  const bool ratio = f.better == telltale::direction::higher_is_better;
  std::string text = f.name + ' ' + four_decimals(f.value->value);
  if (f.value->bounds) {
    const telltale::interval& bounds = *f.value->bounds;
    const bool sure = ratio ? bounds.upper < 1 : bounds.lower > 0;
    text += " [" + four_decimals(bounds.lower) + ", " + four_decimals(bounds.upper) + "], " +
            (sure ? "more than chance" : "within chance");
  }
  return text + ": highest " + in_quotes(f.highest) + ", lowest " + in_quotes(f.lowest);
}

/// How far the groups are apart: the measures that are differences, and the ratio of the
/// four-fifths rule.
std::string gaps(const telltale::report& total) {
  std::string text;
  for (const telltale::fairness_measurement& f : total.fairness) {
    const bool wanted =
        f.better == telltale::direction::lower_is_better || f.name == "demographic_parity_ratio";
    if (wanted && f.value) text += wrapped(verdict(f), 2);
  }
  if (!text.empty() || total.fairness.empty()) return text;
  return "  no two groups have the labels to be compared\n";
}

/// The groups over the whole replay; nothing where none were asked for.
std::string groups(const replayed& seen) {
  if (seen.total.groups.empty()) return {};
  std::string text = left("group", 26) + right("rows", 9) + right("labels", 9);
  for (const std::string& head : heads(seen.predicts)) text += ' ' + right(head, 8);
  text += '\n';
  const auto all = by_size(seen.total);
  for (std::size_t i = 0; i < std::min(all.size(), most_group_lines); ++i) {
    telltale::report of_group;
    of_group.metrics = all[i]->metrics;
    text += left(printable(all[i]->group, 22), 26) + right(std::to_string(all[i]->rows), 9) +
            right(std::to_string(all[i]->labels), 9);
    for (const auto& value : shown_metrics(of_group, seen.predicts)) text += ' ' + right(value, 8);
    text += '\n';
  }
  if (all.size() > most_group_lines) {
    text += "and " + std::to_string(all.size() - most_group_lines) + " more\n";
  }
  return text + gaps(seen.total) + '\n';
}

std::string decisions(const replayed& seen) {
  std::string text;
  for (const replayed_window& window : seen.windows) {
    for (const telltale::decision& made : window.decisions) {
      text += right('#' + std::to_string(made.sequence), 5) + " window " +
              std::to_string(made.window) + ", from row " + std::to_string(made.first_row) + ": " +
              std::string(telltale::name(made.what)) + '\n';
      for (const telltale::reason& why : made.reasons) {
        const char* note = why.capped ? " (may only alert: the reference was not held out)" : "";
        text += wrapped(printable(why.text(), 400) + note, 8);
      }
    }
  }
  return text.empty() ? "no decisions\n" : "decisions:\n" + text;
}

}  // namespace

std::string table(const replayed& seen, const options& asked) {
  std::string text = printable(asked.log, 400) + ": " + counts(seen) + rules(seen, asked) + '\n';
  text += line("window", "first row", "rows", "labels", heads(seen.predicts), "drifted columns",
               "decision");
  if (seen.baseline) {
    telltale::report then;
    then.metrics = seen.baseline->metrics();
    text +=
        line("reference", "", std::to_string(seen.baseline->rows()),
             std::to_string(seen.baseline->labels()), shown_metrics(then, seen.predicts), "", "");
  }
  for (const replayed_window& window : seen.windows) {
    const telltale::report& r = window.measured;
    text += line(std::to_string(r.index), std::to_string(r.first_row), std::to_string(r.rows),
                 std::to_string(r.labels), shown_metrics(r, seen.predicts), drifted(r),
                 window.decisions.empty() ? "" : telltale::name(window.decisions.back().what));
  }
  text += line("all", "", std::to_string(seen.total.rows), std::to_string(seen.total.labels),
               shown_metrics(seen.total, seen.predicts), "", "");
  return text + '\n' + groups(seen) + decisions(seen);
}

}  // namespace replay
