// SPDX-License-Identifier: Apache-2.0
#include <telltale/policy/defaults.hpp>

#include <doctest/doctest.h>

#include <telltale/policy/policy.hpp>

#include <vector>

namespace {

using telltale::action;
using telltale::default_rules;
using telltale::vocabulary;
using sig = telltale::signal;

const sig auc_drop("sure_drop", "roc_auc"), accuracy_drop("sure_drop", "accuracy"),
    r2_drop("sure_drop", "r2"), share("drifted_share");

TEST_CASE("policy/defaults make a policy of what the monitor produces") {
  const vocabulary known(std::vector<sig>{auc_drop, accuracy_drop, share, sig("accuracy")});
  const auto rules = default_rules(known);
  REQUIRE(rules.size() == 3);
  const auto made = telltale::policy::make(rules, known);
  REQUIRE(made);
  CHECK(made->text() ==
        "ranking below the reference: sure_drop(roc_auc) > 0.01, 3 of 5 windows, at least 200 "
        "labels, "
        "cool-down 10 -> retrain\n"
        "accuracy below the reference: sure_drop(accuracy) > 0.01, 3 of 5 windows, at least 200 "
        "labels, "
        "cool-down 10 -> retrain\n"
        "inputs moved: drifted_share > 0.3, 3 of 5 windows, cool-down 10 -> alert\n");
}

TEST_CASE("policy/defaults retrain for performance and no more than alert for inputs") {
  const vocabulary known(std::vector<sig>{auc_drop, accuracy_drop, r2_drop, share});
  REQUIRE(default_rules(known).size() == 4);
  for (const auto& each : default_rules(known)) {
    CAPTURE(each.text());
    const bool performance = telltale::is_relative(each.when().subject);
    CHECK(each.then() == (performance ? action::retrain : action::alert));
    CHECK((each.min_labels() > 0) == performance);
    CHECK(each.sustained().held > 1);  // one odd window decides nothing
    CHECK(each.cooldown() > 0);
  }
}

TEST_CASE("policy/defaults leave out what the monitor does not produce") {
  CHECK(default_rules(vocabulary()).empty());
  CHECK(default_rules(vocabulary(std::vector<sig>{sig("accuracy")})).empty());
  for (const sig& each : {auc_drop, accuracy_drop, r2_drop, share}) {
    const auto rules = default_rules(vocabulary(std::vector<sig>{each}));
    REQUIRE(rules.size() == 1);
    CHECK(rules.front().when().subject == each);
  }
}

}  // namespace
