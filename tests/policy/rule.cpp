// SPDX-License-Identifier: Apache-2.0
#include <telltale/policy/rule.hpp>

#include <doctest/doctest.h>

#include <limits>
#include <string>

namespace {

using telltale::action;
using telltale::errc;
using telltale::error;
using telltale::persistence;
using telltale::rule;
using sig = telltale::signal;

const rule plain("accuracy floor", sig("accuracy") < 0.80);

TEST_CASE("policy/rule alerts at once by default") {
  CHECK(plain.name() == "accuracy floor");
  CHECK(plain.when() == (sig("accuracy") < 0.8));
  CHECK(plain.sustained() == persistence{1, 1});
  CHECK(plain.min_labels() == 0);
  CHECK(plain.cooldown() == 0);
  CHECK(plain.then() == action::alert);
  CHECK_FALSE(plain.flaw());
}

TEST_CASE("policy/rule is built word by word, each giving a changed copy") {
  const rule built = plain.sustained(3, 5).min_labels(200).cooldown(10).then(action::retrain);
  CHECK(built.name() == "accuracy floor");
  CHECK(built.when() == plain.when());
  CHECK(built.sustained() == persistence{3, 5});
  CHECK(built.min_labels() == 200);
  CHECK(built.cooldown() == 10);
  CHECK(built.then() == action::retrain);
  CHECK(plain.sustained() == persistence{});
  CHECK(plain == rule("accuracy floor", sig("accuracy") < 0.80));
  CHECK(built == plain.then(action::retrain).cooldown(10).min_labels(200).sustained(3, 5));
  CHECK(plain != plain.sustained(1, 2));
  CHECK(plain != plain.min_labels(1));
  CHECK(plain != plain.cooldown(1));
  CHECK(plain != plain.then(action::keep));
  CHECK(plain != rule("accuracy", plain.when()));
  CHECK(plain != rule(plain.name(), sig("accuracy") < 0.81));
}

TEST_CASE("policy/rule says on one line what it does") {
  CHECK(plain.text() == "accuracy floor: accuracy < 0.8 -> alert");
  CHECK(plain.sustained(3, 5).min_labels(200).cooldown(10).then(action::retrain).text() ==
        "accuracy floor: accuracy < 0.8, 3 of 5 windows, at least 200 labels, cool-down 10 -> "
        "retrain");
  CHECK(plain.sustained(1, 2).text() == "accuracy floor: accuracy < 0.8, 1 of 2 windows -> alert");
  CHECK(plain.min_labels(1).text() == "accuracy floor: accuracy < 0.8, at least 1 label -> alert");
  CHECK(plain.cooldown(1).text() == "accuracy floor: accuracy < 0.8, cool-down 1 -> alert");
}

TEST_CASE("policy/rule names the setting that cannot be, and its value") {
  const auto flaw = [](const rule& wrong) { return wrong.flaw().value_or(error{}); };
  CHECK(flaw(rule("", sig("accuracy") < 0.8)) ==
        error{errc::invalid_setting, "a rule on accuracy < 0.8 has no name"});
  CHECK(flaw(plain.sustained(0, 5)) ==
        error{errc::invalid_setting,
              "rule 'accuracy floor': sustained is 0 of 5 windows, not 1 <= k <= n <= 64"});
  CHECK(flaw(plain.sustained(6, 5)).message ==
        "rule 'accuracy floor': sustained is 6 of 5 windows, not 1 <= k <= n <= 64");
  CHECK(plain.sustained(1, 65).flaw());
  CHECK_FALSE(plain.sustained(1, 64).flaw());
  CHECK_FALSE(plain.sustained(64, 64).flaw());
  CHECK(flaw(rule("x", sig("a") < std::numeric_limits<double>::quiet_NaN())) ==
        error{errc::invalid_setting, "rule 'x': the threshold nan is not a finite number"});
  CHECK(flaw(rule("x", sig("a") < -std::numeric_limits<double>::infinity())).message ==
        "rule 'x': the threshold -inf is not a finite number");
}

}  // namespace
