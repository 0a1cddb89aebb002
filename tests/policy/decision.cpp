// SPDX-License-Identifier: Apache-2.0
#include <telltale/policy/decision.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>

namespace {

using telltale::action;
using telltale::decision;
using telltale::reason;
using sig = telltale::signal;

const reason floor_broken{.rule = "accuracy floor",
                          .what = action::retrain,
                          .when = sig("accuracy") < 0.80,
                          .value = 0.71,
                          .windows = {3, 5},
                          .capped = false};
const reason moved{.rule = "inputs moved",
                   .what = action::alert,
                   .when = sig("drifted_share") > 0.3,
                   .value = 0.6,
                   .windows = {1, 1},
                   .capped = false};

std::string shown(double value, const telltale::condition& when) {
  return reason{.rule = "r",
                .what = action::alert,
                .when = when,
                .value = value,
                .windows = {},
                .capped = false}
      .text();
}

TEST_CASE("policy/decision gives a reason in words") {
  CHECK(floor_broken.text() == "accuracy floor: accuracy 0.71 < 0.8, 3 of the last 5 windows");
  CHECK(moved.text() == "inputs moved: drifted_share 0.6 > 0.3");
  reason twice = moved;
  twice.windows = {1, 2};
  CHECK(twice.text() == "inputs moved: drifted_share 0.6 > 0.3, 1 of the last 2 windows");
}

TEST_CASE("policy/decision rounds a value for the eye, never over its threshold") {
  CHECK(shown(0.712345678, sig("a") < 0.8) == "r: a 0.7123 < 0.8");
  CHECK(shown(0.71, sig("psi", "net price") <= 0.71) == "r: psi(\"net price\") 0.71 <= 0.71");
  CHECK(shown(0.79996, sig("a") < 0.8) == "r: a 0.79996 < 0.8");
  CHECK(shown(0.799999999, sig("a") < 0.8) == "r: a 0.799999999 < 0.8");
  CHECK(shown(0.800004, sig("a") > 0.8) == "r: a 0.800004 > 0.8");
  CHECK(shown(std::nextafter(0.8, 1.0), sig("a") > 0.8) ==
        "r: a 0.8000000000000002 > 0.8" + std::string());
  CHECK(shown(0.8, sig("a") >= 0.8) == "r: a 0.8 >= 0.8");
  CHECK(shown(12345.678, sig("a") > 3) == "r: a 12346 > 3");
  CHECK(shown(10000, sig("a") > 3) == "r: a 10000 > 3");
  CHECK(shown(123456789012, sig("a") > 3) == "r: a 123456789012 > 3");
  CHECK(shown(17000, sig("rows") > 3) == "r: rows 17000 > 3");
  CHECK(shown(9999.4, sig("a") > 3) == "r: a 9999 > 3");
  CHECK(shown(-123456, sig("a") < 3) == "r: a -123456 < 3");
  CHECK(shown(1.5e-12, sig("p_value", "x") < 0.01) == "r: p_value(x) 1.5e-12 < 0.01");
  CHECK(shown(1e300, sig("a") > 3) == "r: a 1e+300 > 3");
}

TEST_CASE("policy/decision is one line for whoever is on call") {
  decision made{.sequence = 3,
                .window = 7,
                .first_row = 17000,
                .rows = 1000,
                .what = action::retrain,
                .rule = "accuracy floor",
                .reasons = {floor_broken},
                .capped = false};
  CHECK(made.text() ==
        "#3 window 7 (rows 17000-17999): retrain \xE2\x80\x94 accuracy floor: accuracy 0.71 < 0.8, "
        "3 of the last 5 windows");
  made.reasons.push_back(moved);
  CHECK(made.text() ==
        "#3 window 7 (rows 17000-17999): retrain \xE2\x80\x94 accuracy floor: accuracy 0.71 < 0.8, "
        "3 of the last 5 windows; inputs moved: drifted_share 0.6 > 0.3");
  made.reasons = {moved};
  made.capped = true;
  made.rows = 0;
  made.what = action::alert;
  CHECK(made.text() ==
        "#3 window 7 (no rows): alert \xE2\x80\x94 inputs moved: drifted_share 0.6 > 0.3 (no more "
        "than an alert: the reference was not held out)");
  made.rows = 1;
  CHECK(made.text().starts_with("#3 window 7 (rows 17000-17000): alert"));
}

TEST_CASE("policy/decision on a window of time says when that began") {
  decision made;
  made.sequence = 1;
  made.window = 2;
  made.first_row = 40;
  made.rows = 20;
  made.what = action::alert;
  made.begin = telltale::parse_timestamp("2026-03-01T05:00:00Z");
  CHECK(made.text() == "#1 window 2 (from 2026-03-01T05:00:00Z, 20 rows): alert");
  made.rows = 1;
  CHECK(made.text() == "#1 window 2 (from 2026-03-01T05:00:00Z, 1 row): alert");
}

TEST_CASE("policy/decision asks for nothing until it is filled in") {
  CHECK(decision{}.what == action::keep);
  CHECK(decision{}.reasons.empty());
  CHECK_FALSE(decision{}.capped);
  CHECK_FALSE(reason{.rule = "r", .when = sig("a") < 1, .windows = {}}.capped);
}

TEST_CASE("policy/decision equals only itself") {
  reason other = moved;
  CHECK(other == moved);
  other.value = 0.61;
  CHECK(other != moved);
  other = moved;
  other.capped = true;
  CHECK(other != moved);
}

}  // namespace
