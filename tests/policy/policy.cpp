// SPDX-License-Identifier: Apache-2.0
#include <telltale/policy/policy.hpp>

#include <doctest/doctest.h>

#include <telltale/policy/signals.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace {

using telltale::action;
using telltale::decision;
using telltale::errc;
using telltale::error;
using telltale::persistence;
using telltale::policy;
using telltale::report;
using telltale::rule;
using telltale::vocabulary;
using sig = telltale::signal;

const sig accuracy("accuracy"), lost("drop", "accuracy"), gone("change", "accuracy");
const vocabulary everything(std::vector<sig>{accuracy, lost, gone, sig("drifted_share"),
                                             sig("roc_auc"), sig("psi", "net price")});

policy made(std::vector<rule> rules) {
  auto all = policy::make(std::move(rules), everything);
  if (!all) FAIL(all.error().message);
  return *std::move(all);
}

/// A window of ten rows in which the accuracy was this, and in the reference 0.9.
report window(std::uint64_t index, std::optional<double> value, std::uint64_t labels = 10) {
  report r;
  r.index = index;
  r.first_row = 1000 + 10 * index;
  r.rows = 10;
  r.labels = labels;
  const auto measured = [](std::optional<double> number) {
    telltale::measurement m{"accuracy", telltale::direction::higher_is_better, std::nullopt};
    if (number) m.value = telltale::estimate{*number, std::nullopt, 10};
    return m;
  };
  r.metrics = {measured(value)};
  r.baseline = {measured(0.9)};
  return r;
}

/// The windows in which it decides, `+` an accuracy of 0.7, `-` of 0.9, `.` none.
std::string decided(policy p, std::string_view windows) {
  std::string all;
  for (const char each : windows) {
    const auto value = each == '.' ? std::nullopt : std::optional(each == '+' ? 0.7 : 0.9);
    all += p.decide(window(all.size(), value)).empty() ? '.' : '!';
  }
  return all;
}

const rule floor_rule = rule("accuracy floor", accuracy < 0.8);

TEST_CASE("policy/policy says what was decided, on what, and why") {
  policy p = made({floor_rule.sustained(2, 3).then(action::retrain)});
  CHECK(p.decide(window(6, 0.75)).empty());
  const auto all = p.decide(window(7, 0.71));
  REQUIRE(all.size() == 1);
  CHECK(all[0] == decision{.sequence = 1,
                           .window = 7,
                           .first_row = 1070,
                           .rows = 10,
                           .what = action::retrain,
                           .rule = "accuracy floor",
                           .reasons = {{.rule = "accuracy floor",
                                        .what = action::retrain,
                                        .when = accuracy < 0.8,
                                        .value = 0.71,
                                        .windows = {2, 2},
                                        .capped = false}},
                           .capped = false});
  CHECK(all[0].text() ==
        "#1 window 7 (rows 1070-1079): retrain \xE2\x80\x94 accuracy floor: accuracy 0.71 < 0.8, 2 "
        "of the last 2 windows");
  CHECK(p.decide(window(8, 0.9)).empty());
  const auto next = p.decide(window(9, 0.7));
  REQUIRE(next.size() == 1);
  CHECK(next[0].sequence == 2);
  CHECK(next[0].reasons[0].windows == persistence{2, 3});
  report timed = window(8, 0.71);
  timed.begin = telltale::parse_timestamp("2026-03-01");
  p.reset();
  CHECK(p.decide(timed).empty());
  CHECK(p.decide(timed)[0].begin == timed.begin);
}

TEST_CASE("policy/policy decides at the edge as the condition says") {
  CHECK(made({floor_rule}).decide(window(0, 0.8)).empty());
  CHECK_FALSE(made({floor_rule}).decide(window(0, std::nextafter(0.8, 0.0))).empty());
  CHECK_FALSE(made({rule("r", accuracy <= 0.8)}).decide(window(0, 0.8)).empty());
}

TEST_CASE("policy/policy passes persistence and cool-down on to each rule") {
  CHECK(decided(made({floor_rule}), "+-+.+") == "!.!.!");
  CHECK(decided(made({floor_rule.sustained(3, 5)}), "+-+-++-.+") == "....!!..!");
  CHECK(decided(made({floor_rule.sustained(2, 2).cooldown(2)}), "++++++") == ".!..!.");
  CHECK(decided(made({floor_rule.cooldown(3)}), "+..++") == "!...!");
}

TEST_CASE("policy/policy does not judge a window with too few labels") {
  policy p = made({floor_rule.min_labels(200).sustained(2, 2)});
  CHECK(p.decide(window(0, 0.7, 200)).empty());
  CHECK(p.decide(window(1, 0.7, 199)).empty());
  CHECK(p.decide(window(2, 0.9, 199)).empty());  // neither for nor against
  CHECK(p.decide(window(3, 0.7, 200)).size() == 1);
  CHECK(p.decide(window(4, 0.7, 199)).empty());
  policy any = made({rule("moved", telltale::drifted_share > 0.3)});
  report unlabelled = window(0, std::nullopt, 0);
  unlabelled.drifted_share = 0.5;
  CHECK(any.decide(unlabelled).size() == 1);  // no minimum asks for none
}

TEST_CASE("policy/policy does not judge a window without a value, or one that is no number") {
  const double unknown = std::numeric_limits<double>::quiet_NaN();
  policy p = made({floor_rule.sustained(2, 2)});
  CHECK(p.decide(window(0, 0.7)).empty());
  CHECK(p.decide(window(1, std::nullopt)).empty());
  CHECK(p.decide(report{}).empty());
  CHECK(p.decide(window(2, unknown)).empty());
  const auto all = p.decide(window(3, 0.7));
  REQUIRE(all.size() == 1);
  CHECK(all[0].reasons[0].windows == persistence{2, 2});
  policy first = made({floor_rule});
  CHECK(first.decide(window(0, -std::numeric_limits<double>::infinity())).size() == 1);
}

TEST_CASE("policy/policy lets the strongest action win and keeps the others' reasons") {
  const auto with = [](std::string_view name, action what) {
    return rule(name, accuracy < 0.8).then(what);
  };
  policy p = made({with("a", action::promote), with("b", action::alert),
                   with("c", action::rollback), with("d", action::keep), with("e", action::retrain),
                   with("f", action::alert), rule("quiet", accuracy < 0.1).then(action::rollback)});
  const auto all = p.decide(window(0, 0.7));
  REQUIRE(all.size() == 1);
  CHECK(all[0].what == action::rollback);
  CHECK(all[0].rule == "c");
  std::string order;
  for (const auto& why : all[0].reasons) order += why.rule;
  CHECK(order == "cebfad");
}

TEST_CASE("policy/policy goes by the order of the rules where actions are equal") {
  policy p = made({rule("second", accuracy < 0.6), rule("first", accuracy < 0.8),
                   rule("third", accuracy < 0.9)});
  CHECK(p.decide(window(0, 0.7))[0].rule == "first");
  CHECK(p.decide(window(1, 0.5))[0].rule == "second");
}

TEST_CASE("policy/policy counts an outweighed rule as fired: its cool-down begins") {
  policy p = made({floor_rule.cooldown(1), rule("worse", accuracy < 0.75).then(action::retrain)});
  CHECK(p.decide(window(0, 0.7))[0].reasons.size() == 2);
  CHECK(p.decide(window(1, 0.78)).empty());
  CHECK(p.decide(window(2, 0.78)).size() == 1);
}

TEST_CASE("policy/policy lets a relative rule only alert where the reference was not held out") {
  const auto on_optimism = [](std::vector<rule> rules) {
    report r = window(0, 0.7);
    r.reference_held_out = false;
    const auto all = made(std::move(rules)).decide(r);
    REQUIRE(all.size() == 1);
    return all[0];
  };
  const rule relative("worse", lost > 0.05);
  for (const rule& each : {relative, rule("worse", gone < -0.05)}) {
    const decision d = on_optimism({each.then(action::rollback)});
    CHECK(d.what == action::alert);
    CHECK(d.capped);
    CHECK(d.reasons[0].what == action::alert);
    CHECK(d.reasons[0].capped);
    CHECK(d.text().ends_with("(no more than an alert: the reference was not held out)"));
  }
  CHECK(on_optimism({relative.then(action::promote)}).what == action::alert);
  CHECK(on_optimism({relative.then(action::promote)}).capped);
  CHECK(on_optimism({relative.then(action::keep)}).what == action::keep);
  CHECK_FALSE(on_optimism({relative.then(action::keep)}).capped);
  CHECK_FALSE(on_optimism({relative}).capped);  // asked for no more
  CHECK_FALSE(on_optimism({relative}).reasons[0].capped);

  const decision absolute = on_optimism({floor_rule.then(action::rollback)});
  CHECK(absolute.what == action::rollback);
  CHECK_FALSE(absolute.capped);

  // What the relative rule asked for would have lost anyway.
  const decision both =
      on_optimism({relative.then(action::retrain), floor_rule.then(action::rollback)});
  CHECK(both.what == action::rollback);
  CHECK(both.rule == "accuracy floor");
  CHECK_FALSE(both.capped);
  CHECK(both.reasons[1].capped);

  // And here it would have won: the absolute rule causes the decision instead.
  const decision weaker =
      on_optimism({relative.then(action::rollback), floor_rule.then(action::retrain)});
  CHECK(weaker.what == action::retrain);
  CHECK(weaker.rule == "accuracy floor");
  CHECK(weaker.capped);

  CHECK(made({relative.then(action::rollback)}).decide(window(0, 0.7))[0].what == action::rollback);
  CHECK_FALSE(made({relative.then(action::rollback)}).decide(window(0, 0.7))[0].capped);
}

TEST_CASE("policy/policy decides the same on the same reports, and again after a reset") {
  std::mt19937_64 random{5};
  std::vector<report> reports;
  for (std::uint64_t i = 0; i < 300; ++i) {
    const double value = static_cast<double>(random() % 100) / 100;
    const bool silent = random() % 5 == 0;
    const std::uint64_t labels = random() % 20;
    reports.push_back(window(i, silent ? std::nullopt : std::optional(value), labels));
  }
  const policy fresh = made({floor_rule.sustained(3, 5).cooldown(4).min_labels(5),
                             rule("worse", lost > 0.5).cooldown(2).then(action::retrain)});
  const auto run = [&](policy& p) {
    std::vector<decision> all;
    for (const report& r : reports)
      for (decision& d : p.decide(r)) all.push_back(std::move(d));
    return all;
  };
  policy first = fresh, second = fresh;
  const auto decisions = run(first);
  CHECK(decisions.size() > 20);
  CHECK(decisions == run(second));
  CHECK(first == second);
  CHECK(first != fresh);
  for (std::size_t i = 0; i < decisions.size(); ++i) CHECK(decisions[i].sequence == i + 1);
  first.reset();
  CHECK(first == fresh);
  CHECK(decisions == run(first));
}

TEST_CASE("policy/policy is a value: a copy goes its own way") {
  policy p = made({floor_rule.sustained(2, 2)});
  CHECK(p.decide(window(0, 0.7)).empty());
  policy copy = p;
  CHECK(copy == p);
  CHECK(copy.decide(window(1, 0.7)).size() == 1);
  CHECK(copy != p);
  CHECK(p.decide(window(1, 0.9)).empty());
  CHECK(p.decide(window(2, 0.7)).empty());
}

TEST_CASE("policy/policy without rules decides nothing") {
  policy p = made({});
  CHECK(p.decide(window(0, 0.0)).empty());
  CHECK(p.rules().empty());
  CHECK(p.text().empty());
}

TEST_CASE("policy/policy shows its rules") {
  const policy p = made({floor_rule, rule("worse", lost > 0.05).then(action::retrain)});
  CHECK(p.rules() ==
        std::vector<rule>{floor_rule, rule("worse", lost > 0.05).then(action::retrain)});
  CHECK(p.text() ==
        "accuracy floor: accuracy < 0.8 -> alert\nworse: drop(accuracy) > 0.05 -> retrain\n");
}

TEST_CASE("policy/policy refuses a signal that the monitor never produces") {
  const auto why = [](const sig& wanted) {
    const auto refused = policy::make({floor_rule, rule("mine", wanted < 1)}, everything);
    REQUIRE_FALSE(refused);
    CHECK(refused.error().code == errc::unknown_name);
    return refused.error().message;
  };
  CHECK(why(sig("acuracy")) ==
        "rule 'mine': nothing here is called acuracy; did you mean accuracy?");
  CHECK(why(sig("psi", "netprice")) ==
        "rule 'mine': nothing here is called psi(netprice); did you mean psi(\"net price\")?");
  CHECK(why(sig("kurtosis")) == "rule 'mine': nothing here is called kurtosis");
  CHECK_FALSE(policy::make({floor_rule}, vocabulary()));
}

TEST_CASE("policy/policy refuses settings that cannot be, and two rules of one name") {
  const auto why = [](std::vector<rule> rules) {
    const auto refused = policy::make(std::move(rules), everything);
    REQUIRE_FALSE(refused);
    return refused.error();
  };
  CHECK(why({floor_rule, floor_rule.cooldown(1)}) ==
        error{errc::invalid_setting,
              "two rules are called 'accuracy floor'; decisions go by the name"});
  CHECK(why({rule("a", accuracy < 1), rule("b", accuracy < 1), rule("a", accuracy < 1)}).code ==
        errc::invalid_setting);
  CHECK(why({floor_rule.sustained(0, 1)}) == *floor_rule.sustained(0, 1).flaw());
  CHECK(why({floor_rule, rule("", accuracy < 1)}).message == "a rule on accuracy < 1 has no name");
}

}  // namespace
