// SPDX-License-Identifier: Apache-2.0
#include <telltale/policy/action.hpp>

#include <doctest/doctest.h>

namespace {

using telltale::action;
using telltale::parse_action;

TEST_CASE("policy/action is ordered by strength") {
  CHECK(action::keep < action::promote);
  CHECK(action::promote < action::alert);
  CHECK(action::alert < action::retrain);
  CHECK(action::retrain < action::rollback);
}

TEST_CASE("policy/action has a name, and is read by it") {
  CHECK(telltale::name(action::keep) == "keep");
  CHECK(telltale::name(action::promote) == "promote");
  CHECK(telltale::name(action::alert) == "alert");
  CHECK(telltale::name(action::retrain) == "retrain");
  CHECK(telltale::name(action::rollback) == "rollback");
  for (const auto each :
       {action::keep, action::promote, action::alert, action::retrain, action::rollback}) {
    const auto read = parse_action(telltale::name(each));
    REQUIRE(read);
    CHECK(*read == each);
  }
}

TEST_CASE("policy/action refuses a name that is none, and lists those there are") {
  const auto read = parse_action("Retrain");
  REQUIRE_FALSE(read);
  CHECK(read.error().code == telltale::errc::unknown_name);
  CHECK(read.error().message ==
        "no action is called 'Retrain'; there are keep, promote, alert, retrain, rollback");
  CHECK_FALSE(parse_action(""));
  CHECK_FALSE(parse_action("retrain "));
}

}  // namespace
