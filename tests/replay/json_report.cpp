// SPDX-License-Identifier: Apache-2.0
#include <replay/json_report.hpp>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include <limits>
#include <optional>
#include <string>
#include <utility>

using nlohmann::json;
using replay::replayed;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

telltale::measurement measured(const char* name, std::optional<telltale::estimate> value) {
  return {name, telltale::direction::higher_is_better, std::move(value)};
}

telltale::reference baseline() {
  telltale::reference::parts all;
  all.rows = 1000;
  all.rejected = 3;
  all.labels = 990;
  all.metrics = {
      measured("accuracy", telltale::estimate{0.75, telltale::interval{0.5, 0.875}, 990})};
  return telltale::reference{std::move(all)};
}

/// A column about which everything is known.
telltale::column_report full_column() {
  telltale::column_report c;
  c.column = "price";
  c.current_n = 99;
  c.kolmogorov_smirnov = telltale::ks_test{0.5, 0.01, telltale::ks_method::asymptotic};
  c.kolmogorov_smirnov_binned = telltale::interval{0.25, 0.75};
  c.chi_squared = telltale::chi_squared_test{12.5, 0.001, 4};
  c.chi_squared_pooled = telltale::chi_squared_test{11.5, 0.002, 3};
  c.cramers_v = 0.11;
  c.psi = telltale::stability_index{0.3, 0.02};
  c.jensen_shannon = 0.21;
  c.hellinger = 0.22;
  c.total_variation = 0.23;
  c.wasserstein = telltale::transport_distance{7.5, 1.5};
  c.missing_rate = 0.01;
  c.unseen_rate = 0.02;
  c.out_of_range_rate = 0.03;
  c.p_value = 0.04;
  c.p_value_adjusted = 0.05;
  c.drifted = true;
  c.infinite_rate = 0.06;
  c.most_common_share = 0.07;
  c.longest_run = 8;
  c.saturation_rate = 0.09;
  return c;
}

telltale::decision decided() {
  const telltale::reason why{
      "floor",
      telltale::action::alert,
      {telltale::signal("drop", "roc_auc"), telltale::comparison::greater, 0.05},
      0.25,
      {3, 5},
      true};
  telltale::decision made;
  made.sequence = 1;
  made.window = 2;
  made.first_row = 300;
  made.rows = 100;
  made.what = telltale::action::alert;
  made.rule = "floor";
  made.reasons = {why};
  made.capped = true;
  return made;
}

replayed with_window(replay::replayed_window window) {
  replayed seen;
  seen.windows.push_back(std::move(window));
  return seen;
}

json parsed(const replayed& seen) { return json::parse(replay::json_report(seen)); }

}  // namespace

TEST_CASE("replay/json_report writes the counts, the reference and the total") {
  replayed seen;
  seen.rows = 1500;
  seen.baseline = baseline();
  seen.total.rows = 500;
  seen.total.labels = 400;
  seen.total.rejected = 7;
  seen.total.metrics = {measured("accuracy", telltale::estimate{0.5, {}, 400}),
                        measured("roc_auc", std::nullopt)};
  const json expected = json::parse(R"({
      "telltale": "0.1.0", "task": "binary", "rows": 1500, "rejected": 10,
      "reference": {"rows": 1000, "labels": 990, "rejected": 3, "held_out": true, "metrics":
          {"accuracy": {"value": 0.75, "lower": 0.5, "upper": 0.875, "n": 990}}},
      "windows": [],
      "total": {"rows": 500, "labels": 400, "rejected": 7,
          "metrics": {"accuracy": {"value": 0.5, "n": 400}, "roc_auc": null}},
      "decisions": []})");
  CHECK(parsed(seen) == expected);
  const std::string text = replay::json_report(seen);
  CHECK(text.back() == '\n');
  CHECK(text.find('\n') == text.size() - 1);
}

TEST_CASE("replay/json_report writes a window, and its decisions there and in the list") {
  replay::replayed_window window;
  window.measured.index = 2;
  window.measured.first_row = 300;
  window.measured.rows = 100;
  window.measured.labels = 90;
  window.measured.rejected = 5;
  window.decisions = {decided()};
  const json made = json::parse(R"json({"sequence": 1, "window": 2, "first_row": 300, "rows": 100,
      "action": "alert", "rule": "floor", "capped": true, "reasons": [{"rule": "floor",
      "action": "alert", "signal": "drop(roc_auc)", "comparison": ">", "value": 0.25,
      "threshold": 0.05, "held": 3, "of": 5}]})json");
  const json seen = parsed(with_window(window));
  CHECK(seen["windows"][0] == json{{"index", 2},
                                   {"first_row", 300},
                                   {"rows", 100},
                                   {"labels", 90},
                                   {"rejected", 5},
                                   {"metrics", json::object()},
                                   {"decisions", json::array({made})}});
  CHECK(seen["decisions"] == json::array({made}));
  CHECK_FALSE(seen.contains("reference"));
}

TEST_CASE("replay/json_report counts no rejected row of a saved reference") {
  replayed seen;
  seen.baseline = baseline();
  seen.total.rejected = 7;
  CHECK(parsed(seen)["rejected"] == 10);
  seen.saved = true;
  CHECK(parsed(seen)["rejected"] == 7);
}

TEST_CASE("replay/json_report writes all that is known about a column, and no more") {
  telltale::column_report bare;
  bare.column = "plan";
  bare.categorical = true;
  telltale::column_report constant;
  constant.column = "constant";
  constant.kolmogorov_smirnov = telltale::ks_test{0, 1, telltale::ks_method::exact};
  constant.wasserstein = telltale::transport_distance{0, std::nullopt};
  replay::replayed_window window;
  window.measured.columns = {full_column(), bare, constant};
  window.measured.drifted_share = 0.5;
  const json seen = parsed(with_window(window))["windows"][0];
  CHECK(seen["drifted_share"] == 0.5);
  const json expected = json::parse(R"({"price": {"kind": "numeric", "n": 99,
      "kolmogorov_smirnov": {"statistic": 0.5, "p_value": 0.01, "method": "asymptotic"},
      "kolmogorov_smirnov_binned": {"lower": 0.25, "upper": 0.75},
      "chi_squared": {"statistic": 12.5, "p_value": 0.001, "degrees_of_freedom": 4},
      "chi_squared_pooled": {"statistic": 11.5, "p_value": 0.002, "degrees_of_freedom": 3},
      "psi": {"value": 0.3, "null_mean": 0.02},
      "wasserstein": {"value": 7.5, "normalized": 1.5},
      "cramers_v": {"value": 0.11}, "jensen_shannon": {"value": 0.21},
      "hellinger": {"value": 0.22}, "total_variation": {"value": 0.23},
      "missing_rate": {"value": 0.01}, "out_of_range_rate": {"value": 0.03},
      "infinite_rate": {"value": 0.06}, "most_common_share": {"value": 0.07},
      "longest_run": {"value": 8}, "saturation_rate": {"value": 0.09}, "p_value": {"value": 0.04},
      "p_value_adjusted": {"value": 0.05}, "drifted": true},
    "plan": {"kind": "categorical", "n": 0, "drifted": false, "unseen_rate": null,
      "chi_squared": null, "chi_squared_pooled": null, "cramers_v": null, "psi": null,
      "jensen_shannon": null, "hellinger": null, "total_variation": null, "missing_rate": null,
      "p_value": null, "p_value_adjusted": null},
    "constant": {"kind": "numeric", "n": 0, "drifted": false,
      "wasserstein": {"value": 0, "normalized": null},
      "kolmogorov_smirnov": {"statistic": 0, "p_value": 1, "method": "exact"},
      "kolmogorov_smirnov_binned": null, "out_of_range_rate": null, "chi_squared": null,
      "chi_squared_pooled": null, "cramers_v": null, "psi": null, "jensen_shannon": null,
      "hellinger": null, "total_variation": null, "missing_rate": null, "p_value": null,
      "p_value_adjusted": null}})");
  CHECK(seen["drift"] == expected);
}

TEST_CASE("replay/json_report writes bins where they were counted") {
  replay::replayed_window window;
  telltale::column_report price, plan;
  price.column = "price";
  plan.column = "plan";
  window.measured.columns = {price, plan};
  window.bins = {{{1, 2, 3}, std::nullopt, 4}, {{5, 6}, 7, 8}};
  replayed seen = with_window(window);
  seen.baseline = baseline();
  seen.bins = {{"price", {0.5, 1.5}, {}, {{10, 20, 30}, std::nullopt, 40}},
               {"plan", {}, {"a", "b"}, {{50, 60}, 0, 70}}};
  const json all = parsed(seen);
  CHECK(all["reference"]["bins"] ==
        json{{"price", {{"edges", {0.5, 1.5}}, {"counts", {10, 20, 30}}, {"missing", 40}}},
             {"plan",
              {{"categories", {"a", "b"}}, {"counts", {50, 60}}, {"unseen", 0}, {"missing", 70}}}});
  const json& drift = all["windows"][0]["drift"];
  CHECK(drift["price"]["bins"] == json{{"counts", {1, 2, 3}}, {"missing", 4}});
  CHECK(drift["plan"]["bins"] == json{{"counts", {5, 6}}, {"unseen", 7}, {"missing", 8}});
}

TEST_CASE("replay/json_report writes no number that JSON has not") {
  replay::replayed_window window;
  window.measured.metrics = {
      measured("a", telltale::estimate{infinity, telltale::interval{-infinity, infinity}, 1})};
  telltale::column_report c = full_column();
  c.wasserstein = telltale::transport_distance{infinity, -infinity};
  c.psi = telltale::stability_index{infinity, std::numeric_limits<double>::quiet_NaN()};
  window.measured.columns = {c};
  const json seen = parsed(with_window(window))["windows"][0];
  CHECK(seen["metrics"]["a"] ==
        json{{"value", nullptr}, {"lower", nullptr}, {"upper", nullptr}, {"n", 1}});
  CHECK(seen["drift"]["price"]["wasserstein"]["value"].is_null());
  CHECK(seen["drift"]["price"]["psi"]["null_mean"].is_null());
  CHECK(seen["drifted_share"].is_null());  // none was comparable
}

TEST_CASE("replay/json_report writes numbers that read back as the same doubles") {
  for (const double value : {0.1, 1.0 / 3, 5e-324, 1.7976931348623157e308, 123456789.123456789}) {
    replay::replayed_window window;
    window.measured.metrics = {measured("a", telltale::estimate{value, {}, 1})};
    CHECK(parsed(with_window(window))["windows"][0]["metrics"]["a"]["value"] == value);
  }
}

TEST_CASE("replay/json_report survives names that are no text") {
  replay::replayed_window window;
  telltale::column_report c;
  c.column = "\xff\"\n";
  window.measured.columns = {c};
  const json drift = parsed(with_window(window))["windows"][0]["drift"];
  REQUIRE(drift.size() == 1);
  CHECK(drift.items().begin().key() == "\xef\xbf\xbd\"\n");  // U+FFFD stands for the byte
}
