// SPDX-License-Identifier: Apache-2.0
#include <replay/table.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

using replay::options;
using replay::replayed;
using replay::replayed_window;

namespace {

bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

telltale::measurement measured(const char* name, double value) {
  return {name, telltale::direction::higher_is_better, telltale::estimate{value, {}, 1}};
}

replayed_window window_of(std::uint64_t index, const std::vector<std::string>& drifted) {
  replayed_window window;
  window.measured.index = index;
  window.measured.first_row = 100 * index;
  window.measured.rows = 100;
  window.measured.labels = 90;
  window.measured.metrics = {measured("accuracy", 0.98765), measured("log_loss", 0.25)};
  for (const std::string& name : drifted) {
    window.measured.columns.emplace_back().column = name;
    window.measured.columns.back().drifted = true;
  }
  window.measured.columns.emplace_back().column = "still";
  return window;
}

telltale::decision decided(telltale::action what, bool capped = false) {
  const telltale::reason why{
      "floor", what,   {telltale::signal("accuracy"), telltale::comparison::less, 0.8},
      0.71,    {3, 5}, capped};
  telltale::decision made;
  made.sequence = 12;
  made.window = 1;
  made.first_row = 100;
  made.what = what;
  made.rule = why.rule;
  made.reasons = {why, why};
  return made;
}

std::string table(const std::vector<replayed_window>& windows) {
  replayed seen;
  seen.rows = 1000;
  seen.windows = windows;
  seen.total.rows = 1000;
  seen.total.rejected = 4;
  options asked;
  asked.log = "day.csv";
  return replay::table(seen, asked);
}

}  // namespace

TEST_CASE("replay/table shows a window on a line") {
  const std::string text = table({window_of(7, {"price"})});
  CHECK(contains(text, "        7       700    100      90   0.9877        -   0.2500  price\n"));
  CHECK_FALSE(contains(text, "still"));
  CHECK(contains(text, "day.csv: 1000 rows: 1000 replayed in 1 window; 4 rejected\n"));
  CHECK(contains(table({window_of(0, {}), window_of(1, {})}), "in 2 windows;"));
}

TEST_CASE("replay/table puts the columns under their headings, and ends at 100") {
  replayed_window window = window_of(1, {"price"});
  window.decisions = {decided(telltale::action::rollback)};
  const std::string text = table({window});
  const std::string heading =
      "   window first row   rows  labels accuracy  roc_auc log_loss  drifted columns              "
      "decision\n";
  CHECK(heading.size() == 101);
  CHECK(contains(text, heading));
  CHECK(contains(text,
                 "        1       100    100      90   0.9877        -   0.2500  price            "
                 "            rollback\n"));
}

TEST_CASE("replay/table names as many drifted columns as fit, and counts the others") {
  // 28 characters: room for names alone, or for fewer names and " +n".
  CHECK(contains(table({window_of(0, {"aaaaaaaaaaaaa", "bbbbbbbbbbbbb"})}),
                 "  aaaaaaaaaaaaa, bbbbbbbbbbbbb\n"));
  CHECK(
      contains(table({window_of(0, {"aaaaaaaaaaaaa", "bbbbbbbbbbbbbb"})}), "  aaaaaaaaaaaaa +1\n"));
  CHECK(contains(table({window_of(0, {"aaaaaaaaaaa", "bbbbbbbbbb", "cccc"})}),
                 "  aaaaaaaaaaa, bbbbbbbbbb +1\n"));
  CHECK(contains(table({window_of(0, {"aaaaaaaaaaa", "bbbbbbbbbbb", "cccc"})}),
                 "  aaaaaaaaaaa +2\n"));
  // Characters count, not bytes.
  const std::string umlauts = "\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4\xc3\xa4";
  CHECK(contains(table({window_of(0, {"aaaaaaaaaaaaa", umlauts + umlauts.substr(0, 12)})}),
                 "  aaaaaaaaaaaaa, " + umlauts + umlauts + "\n"));
}

TEST_CASE("replay/table lists decisions with their reasons") {
  replayed_window window = window_of(1, {});
  window.decisions = {decided(telltale::action::retrain)};
  const std::string text = table({window});
  CHECK(contains(text, "decisions:\n"));
  CHECK(contains(text, "  #12 window 1, from row 100: retrain\n"));
  CHECK(contains(text, "        floor: accuracy 0.71 < 0.8, 3 of the last 5 windows\n"));
  CHECK_FALSE(contains(text, "may only alert"));
  window.decisions = {decided(telltale::action::alert, true)};
  CHECK(contains(table({window}), "(may only alert: "));
  CHECK(contains(table({window_of(1, {})}), "no decisions\n"));
}

TEST_CASE("replay/table says which rules it decided by") {
  replayed seen;
  options asked;
  CHECK(contains(replay::table(seen, asked),
                 "default policy: no rules, since there is no reference"));
  telltale::reference::parts parts;
  parts.rows = 40;
  parts.rejected = 3;
  parts.metrics = {measured("accuracy", 0.5)};
  seen.baseline = telltale::reference{std::move(parts)};
  seen.total.rejected = 2;
  CHECK(contains(replay::table(seen, asked), "default policy: no rules\n"));
  CHECK(
      contains(replay::table(seen, asked), "40 reference, 0 replayed in 0 windows; 5 rejected\n"));
  CHECK(contains(replay::table(seen, asked), "reference               40       0   0.5000"));
  seen.policy = "one: accuracy < 0.8 -> alert\ntwo: labels < 3 -> keep\n";
  asked.policy = "mine.json";
  CHECK(
      contains(replay::table(seen, asked),
               "policy mine.json:\n  one: accuracy < 0.8 -> alert\n  two: labels < 3 -> keep\n\n"));
}

TEST_CASE("replay/table counts no row of a saved reference, and what is in no window") {
  telltale::reference::parts parts;
  parts.rows = 40;
  parts.rejected = 3;
  replayed seen;
  seen.baseline = telltale::reference{std::move(parts)};
  seen.saved = true;
  seen.rows = seen.total.rows = 250;
  seen.total.rejected = 2;
  const auto head = [&] {
    const std::string text = replay::table(seen, {});
    return text.substr(0, text.find('\n'));
  };
  CHECK(head() == ": 250 rows: 250 replayed in 0 windows; 2 rejected");
  seen.windows = {window_of(0, {}), window_of(1, {}), window_of(2, {})};
  seen.windows[0].measured.dropped = 4;
  seen.windows[2].measured.dropped = 5;
  CHECK(head() ==
        ": 250 rows: 250 replayed in 3 windows; 2 rejected; 9 dropped, which are in no window");
}

TEST_CASE("replay/table shows the groups with the most rows, and says what their gaps are worth") {
  const auto group = [](const std::string& name, std::uint64_t rows, double accuracy) {
    return telltale::group_report{name, rows, rows - 1, {measured("accuracy", accuracy)}};
  };
  const auto gap = [](const char* name, telltale::direction better, telltale::interval bounds) {
    return telltale::fairness_measurement{name, better, telltale::estimate{0.25, bounds, 9}, "M",
                                          "F\n"};
  };
  replayed seen;
  CHECK_FALSE(contains(replay::table(seen, {}), "group"));
  constexpr auto lower = telltale::direction::lower_is_better;
  constexpr auto higher = telltale::direction::higher_is_better;
  seen.total.groups = {group("F\n", 40, 0.75), group("M", 41, 0.5), group("none", 0, 0),
                       group("other", 99, 1)};
  seen.total.fairness = {{"accuracy_difference", lower, {}}};
  std::string text = replay::table(seen, {});
  CHECK(contains(text,
                 "group                          rows   labels accuracy  roc_auc log_loss\n"
                 "M                                41       40   0.5000        -        -\n"
                 "F\\n                              40       39   0.7500        -        -\n"
                 "other                            99       98   1.0000        -        -\n"
                 "  no two groups have the labels to be compared\n\nno decisions\n"));

  seen.total.fairness = {gap("recall_difference", lower, {0.001, 0.5}),
                         gap("accuracy_difference", lower, {0, 0.5}),
                         gap("demographic_parity_ratio", higher, {0.1, 0.999}),
                         gap("equalized_odds_ratio", higher, {0.1, 0.5})};
  text = replay::table(seen, {});
  CHECK(contains(text,
                 "  recall_difference 0.2500 [0.0010, 0.5000], more than chance: highest 'M', "
                 "lowest 'F\\n'\n"
                 "  accuracy_difference 0.2500 [0.0000, 0.5000], within chance: "));
  CHECK(contains(text, "  demographic_parity_ratio 0.2500 [0.1000, 0.9990], more than chance: "));
  CHECK_FALSE(contains(text, "equalized_odds_ratio"));
  seen.total.fairness = {gap("demographic_parity_ratio", higher, {0.1, 1})};
  CHECK(contains(replay::table(seen, {}), "[0.1000, 1.0000], within chance: "));
  // A task without measures of fairness has groups all the same.
  seen.total.fairness.clear();
  CHECK_FALSE(contains(replay::table(seen, {}), "compared"));

  seen.total.groups.assign(10, group("alike", 5, 1));
  CHECK_FALSE(contains(replay::table(seen, {}), " more\n"));
  seen.total.groups.push_back(group("more", 6, 1));
  seen.total.groups.push_back(group("least", 4, 1));
  text = replay::table(seen, {});
  CHECK(contains(text, "log_loss\nmore   "));
  CHECK(contains(text, "and 2 more\n"));
  CHECK_FALSE(contains(text, "least"));
}

TEST_CASE("replay/table breaks long lines at spaces") {
  replayed seen;
  const std::string word(47, 'x');
  seen.policy = word + ' ' + word + "yyy tail\n";  // two, 98 characters
  CHECK(contains(replay::table(seen, {}), "  " + word + ' ' + word + "yyy\n      tail\n"));
  seen.policy = word + ' ' + word + "yyyy tail\n";
  CHECK(contains(replay::table(seen, {}), "  " + word + "\n      " + word + "yyyy tail\n"));
  seen.policy = std::string(200, 'x') + " tail\n";
  CHECK(contains(replay::table(seen, {}), "  " + std::string(200, 'x')));
}

TEST_CASE("replay/table shows nothing that a terminal would act on") {
  replayed_window window = window_of(1, {"\x1b[2J"});
  window.decisions = {decided(telltale::action::alert)};
  window.decisions[0].reasons[0].rule = "a\nb";
  const std::string text = table({window});
  CHECK(contains(text, "\\x1b[2J"));
  CHECK(contains(text, "a\\nb: accuracy"));
}
