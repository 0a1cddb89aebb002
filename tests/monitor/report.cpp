// SPDX-License-Identifier: Apache-2.0
#include <telltale/monitor/report.hpp>

#include <doctest/doctest.h>

#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace {

using telltale::column_report;
using telltale::direction;
using telltale::estimate;
using telltale::measurement;
using telltale::report;
using sig = telltale::signal;

/// Every number in it is another.
column_report column(std::string_view name, double from) {
  column_report c;
  c.column = name;
  c.current_n = 1000;
  c.kolmogorov_smirnov = telltale::ks_test{from + 1, from + 101, telltale::ks_method::exact};
  c.kolmogorov_smirnov_binned =
      telltale::interval{from + 102, from + 103, telltale::coverage::certified};
  c.chi_squared = telltale::chi_squared_test{from + 2, from + 104, 9};
  c.chi_squared_pooled = telltale::chi_squared_test{from + 105, from + 106, 8};
  c.cramers_v = from + 3;
  c.psi = telltale::stability_index{from + 4, from + 107};
  c.jensen_shannon = from + 5;
  c.hellinger = from + 6;
  c.total_variation = from + 7;
  c.wasserstein = telltale::transport_distance{from + 8, from + 9};
  c.missing_rate = from + 10;
  c.unseen_rate = from + 11;
  c.out_of_range_rate = from + 12;
  c.infinite_rate = from + 13;
  c.most_common_share = from + 14;
  c.longest_run = from + 15;
  c.saturation_rate = from + 16;
  c.p_value = from + 17;
  c.p_value_adjusted = from + 18;
  return c;
}

constexpr std::string_view in_order[]{"kolmogorov_smirnov",
                                      "chi_squared",
                                      "cramers_v",
                                      "psi",
                                      "jensen_shannon",
                                      "hellinger",
                                      "total_variation",
                                      "wasserstein",
                                      "wasserstein_normalized",
                                      "missing_rate",
                                      "unseen_rate",
                                      "out_of_range_rate",
                                      "infinite_rate",
                                      "most_common_share",
                                      "longest_run",
                                      "saturation_rate",
                                      "p_value",
                                      "p_value_adjusted"};

measurement measured(std::string_view name, direction better, std::optional<double> value) {
  measurement m{std::string(name), better, std::nullopt};
  if (value) m.value = estimate{*value, telltale::interval{*value, *value}, 100};
  return m;
}

TEST_CASE("monitor/report gives the signals of the window") {
  report r;
  r.index = 99;
  r.first_row = 98;
  r.rows = 8;
  r.labels = 5;
  r.rejected = 2;
  r.drifted_share = 0.375;
  CHECK(r.value(sig("rows")) == 8.0);
  CHECK(r.value(sig("labels")) == 5.0);
  CHECK(r.value(sig("rejected_rate")) == 0.25);
  CHECK(r.value(sig("drifted_share")) == 0.375);
  for (const std::string_view name : telltale::window_signals) CHECK(r.value(sig(name)));
  for (const std::string_view name : telltale::time_signals) CHECK_FALSE(r.value(sig(name)));
}

TEST_CASE("monitor/report gives the signals of a window of time") {
  report r;
  r.begin = telltale::timestamp{};
  r.rows = 8;
  r.late = 2;
  r.dropped = 3;
  r.idle_windows = 4;
  r.clock_restarts = 1;
  CHECK(r.value(sig("late_rate")) == 0.25);
  CHECK(r.value(sig("dropped")) == 3.0);
  CHECK(r.value(sig("idle_windows")) == 4.0);
  CHECK(r.value(sig("clock_restarts")) == 1.0);
  r.rows = 0;
  CHECK_FALSE(r.value(sig("late_rate")));
}

TEST_CASE("monitor/report reads the slow window by its own words") {
  report r;
  r.metrics = {measured("accuracy", direction::higher_is_better, 0.25)};
  r.slow = {measured("accuracy", direction::higher_is_better, 0.5),
            measured("base_rate", direction::neutral, 0.5)};
  r.baseline = {measured("accuracy", direction::higher_is_better, 0.75),
                measured("base_rate", direction::neutral, 0.25)};
  CHECK(r.value(sig("slow", "accuracy")) == 0.5);
  CHECK(r.value(sig("slow_drop", "accuracy")) == 0.25);
  CHECK(r.value(sig("slow_sure_drop", "accuracy")) == 0.25);
  CHECK(r.value(sig("drop", "accuracy")) == 0.5);
  CHECK(r.value(sig("slow", "base_rate")) == 0.5);
  CHECK_FALSE(r.value(sig("slow_drop", "base_rate")));
  r.slow[0].value->bounds = telltale::interval{0.375, 0.625};
  CHECK(r.value(sig("slow_sure_drop", "accuracy")) == 0.125);
  r.slow.clear();
  for (const char* word : {"slow", "slow_drop", "slow_sure_drop"})
    CHECK_FALSE(r.value(sig(word, "accuracy")));
}

TEST_CASE("monitor/report is sure of nothing by a bracket that leaves chance out") {
  report r;
  r.metrics = {measured("m", direction::higher_is_better, 0.25)};
  r.baseline = {measured("m", direction::higher_is_better, 0.75)};
  CHECK(r.value(sig("sure_drop", "m")) == 0.5);
  for (measurement* m : {&r.metrics[0], &r.baseline[0]}) {
    m->value->bounds->promise = telltale::coverage::certified;
    CHECK_FALSE(r.value(sig("sure_drop", "m")));
    CHECK(r.value(sig("drop", "m")) == 0.5);
    m->value->bounds->promise = telltale::coverage::fixed_n;
  }
}

TEST_CASE("monitor/report has no rate of no rows, and no share of no columns") {
  const report r;
  CHECK(r.reference_held_out);
  CHECK_FALSE(column_report{}.categorical);
  CHECK_FALSE(column_report{}.drifted);
  CHECK(r.value(sig("rows")) == 0.0);
  CHECK(r.value(sig("labels")) == 0.0);
  CHECK_FALSE(r.value(sig("rejected_rate")));
  CHECK_FALSE(r.value(sig("drifted_share")));
  CHECK_FALSE(r.value(sig("accuracy")));
  CHECK_FALSE(r.value(sig("")));
  CHECK_FALSE(r.value(sig("psi", "age")));
  CHECK_FALSE(r.value(sig("drop", "accuracy")));
}

TEST_CASE("monitor/report gives a metric by its name") {
  report r;
  r.metrics = {measured("accuracy", direction::higher_is_better, 0.75),
               measured("roc_auc", direction::higher_is_better, std::nullopt),
               measured("log_loss", direction::lower_is_better, 0.5)};
  r.baseline = {measured("precision", direction::higher_is_better, 0.5)};
  CHECK(r.value(sig("accuracy")) == 0.75);
  CHECK(r.value(sig("log_loss")) == 0.5);
  CHECK_FALSE(r.value(sig("roc_auc")));    // has no answer in this window
  CHECK_FALSE(r.value(sig("precision")));  // only of the reference
  CHECK_FALSE(r.value(sig("accurac")));
  CHECK_FALSE(r.value(sig("accuracy", "accuracy")));
}

TEST_CASE("monitor/report counts a drop so that positive is worse") {
  report r;
  r.metrics = {measured("accuracy", direction::higher_is_better, 0.75),
               measured("log_loss", direction::lower_is_better, 0.75),
               measured("base_rate", direction::neutral, 0.75)};
  r.baseline = {measured("base_rate", direction::neutral, 0.5),
                measured("log_loss", direction::lower_is_better, 0.5),
                measured("accuracy", direction::higher_is_better, 0.5)};
  CHECK(r.value(sig("drop", "accuracy")) == -0.25);
  CHECK(r.value(sig("drop", "log_loss")) == 0.25);
  CHECK_FALSE(r.value(sig("drop", "base_rate")));
  CHECK(r.value(sig("change", "accuracy")) == 0.25);
  CHECK(r.value(sig("change", "log_loss")) == 0.25);
  CHECK(r.value(sig("change", "base_rate")) == 0.25);

  r.metrics[0].value->value = 0.25;
  r.metrics[1].value->value = 0.25;
  CHECK(r.value(sig("drop", "accuracy")) == 0.25);
  CHECK(r.value(sig("drop", "log_loss")) == -0.25);
  CHECK(r.value(sig("change", "accuracy")) == -0.25);
  CHECK(r.value(sig("change", "log_loss")) == -0.25);
}

TEST_CASE("monitor/report is sure of the part of a drop between the intervals") {
  const auto with = [](direction better, double lower, double upper) {
    measurement m{"m", better, std::nullopt};
    m.value = estimate{(lower + upper) / 2, telltale::interval{lower, upper}, 100};
    return m;
  };
  report r;
  const sig wanted("sure_drop", "m");
  r.metrics = {with(direction::higher_is_better, 0.25, 0.5)};
  r.baseline = {with(direction::higher_is_better, 0.625, 1.0)};
  CHECK(r.value(wanted) == 0.125);
  r.metrics = {with(direction::higher_is_better, 0.25, 0.75)};
  CHECK(r.value(wanted) == -0.125);  // they overlap
  r.metrics = {with(direction::lower_is_better, 2.0, 3.0)};
  r.baseline = {with(direction::lower_is_better, 0.5, 1.0)};
  CHECK(r.value(wanted) == 1.0);
  r.metrics = {with(direction::lower_is_better, 0.75, 3.0)};
  CHECK(r.value(wanted) == -0.25);

  r.metrics[0].value->bounds.reset();
  CHECK_FALSE(r.value(wanted));
  CHECK(r.value(sig("drop", "m")));
  r.metrics = r.baseline;
  CHECK(r.value(wanted));
  r.baseline[0].value->bounds.reset();
  CHECK_FALSE(r.value(wanted));
  r.metrics = {with(direction::neutral, 0.0, 0.25)};
  r.baseline = {with(direction::neutral, 0.5, 1.0)};
  CHECK_FALSE(r.value(wanted));
}

TEST_CASE("monitor/report compares only where both sides have an answer") {
  const auto known = measured("accuracy", direction::higher_is_better, 0.5);
  const auto empty = measured("accuracy", direction::higher_is_better, std::nullopt);
  report r;
  for (const std::string_view function : {"drop", "sure_drop", "change"}) {
    const sig wanted(function, "accuracy");
    r.metrics = {known}, r.baseline = {};
    CHECK_FALSE(r.value(wanted));
    r.metrics = {}, r.baseline = {known};
    CHECK_FALSE(r.value(wanted));
    r.metrics = {empty}, r.baseline = {known};
    CHECK_FALSE(r.value(wanted));
    r.metrics = {known}, r.baseline = {empty};
    CHECK_FALSE(r.value(wanted));
    r.metrics = {known}, r.baseline = {known};
    CHECK(r.value(wanted) == 0.0);
    CHECK_FALSE(r.value(sig(function)));
    CHECK_FALSE(r.value(sig(function, "recall")));
  }
}

TEST_CASE("monitor/report tells what is relative to the reference") {
  CHECK(telltale::is_relative(sig("drop", "accuracy")));
  CHECK(telltale::is_relative(sig("sure_drop", "accuracy")));
  CHECK(telltale::is_relative(sig("change", "accuracy")));
  CHECK(telltale::is_relative(sig("slow_drop", "accuracy")));
  CHECK(telltale::is_relative(sig("slow_sure_drop", "accuracy")));
  CHECK_FALSE(telltale::is_relative(sig("slow", "accuracy")));
  CHECK_FALSE(telltale::is_relative(sig("drop")));
  CHECK_FALSE(telltale::is_relative(sig("sure_drop")));
  CHECK_FALSE(telltale::is_relative(sig("change")));
  CHECK_FALSE(telltale::is_relative(sig("accuracy")));
  CHECK_FALSE(telltale::is_relative(sig("psi", "drop")));
}

TEST_CASE("monitor/report gives every signal of every column") {
  report r;
  r.columns = {column("age", 0), column("net price", 50)};
  REQUIRE(telltale::column_signals.size() == std::size(in_order) + 1);  // and 'drifted'
  double expected = 0;
  for (const std::string_view name : in_order) {
    CAPTURE(name);
    expected += 1;
    CHECK(r.value(sig(name, "age")) == expected);
    CHECK(r.value(sig(name, "net price")) == 50 + expected);
    CHECK_FALSE(r.value(sig(name, "price")));
    CHECK_FALSE(r.value(sig(name)));
  }
  CHECK(r.value(sig("drifted", "age")) == 0.0);
  r.columns[0].drifted = true;
  CHECK(r.value(sig("drifted", "age")) == 1.0);
  CHECK_FALSE(r.value(sig("kurtosis", "age")));
  CHECK_FALSE(r.value(sig("rows", "age")));
}

TEST_CASE("monitor/report names no signal twice") {
  std::set<std::string_view> names{telltale::drop_signal,      telltale::sure_drop_signal,
                                   telltale::change_signal,    telltale::slow_signal,
                                   telltale::slow_drop_signal, telltale::slow_sure_drop_signal,
                                   telltale::at_best_signal};
  for (const auto& each : telltale::column_signals) names.insert(each.name);
  for (const auto each : telltale::window_signals) names.insert(each);
  for (const auto each : telltale::time_signals) names.insert(each);
  CHECK(names.size() == 7 + telltale::column_signals.size() + telltale::window_signals.size() +
                            telltale::time_signals.size());
}

TEST_CASE("monitor/report lets a column bear the name of anything") {
  report r;
  r.metrics = {measured("accuracy", direction::higher_is_better, 0.75)};
  r.columns = {column("accuracy", 0), column("drop", 20)};
  CHECK(r.value(sig("accuracy")) == 0.75);
  CHECK(r.value(sig("cramers_v", "accuracy")) == 3.0);
  CHECK(r.value(sig("cramers_v", "drop")) == 23.0);
  CHECK_FALSE(r.value(sig("drop", "accuracy")));  // of the metric, which has no baseline here
}

TEST_CASE("monitor/report equals only itself") {
  report r, other;
  r.columns = {column("age", 0)};
  CHECK(r != other);
  other.columns = r.columns;
  CHECK(r == other);
  other.columns[0].psi->null_mean = 0;
  CHECK(r != other);
}

TEST_CASE("monitor/report gives a metric of one group, and how far the groups are apart") {
  telltale::report r;
  r.groups = {{"F",
               10,
               9,
               {{"recall", telltale::direction::higher_is_better, telltale::estimate{0.5, {}, 9}}}},
              {"M", 10, 9, {{"recall", telltale::direction::higher_is_better, std::nullopt}}}};
  r.fairness = {{"equal_opportunity_difference", telltale::direction::lower_is_better,
                 telltale::estimate{0.2, {}, 9}}};
  CHECK(r.value({"recall", "F"}) == 0.5);
  CHECK_FALSE(r.value({"recall", "M"}));
  CHECK_FALSE(r.value({"recall", "X"}));
  CHECK_FALSE(r.value({"precision", "F"}));
  CHECK(r.value(telltale::signal{"equal_opportunity_difference"}) == 0.2);
}

TEST_CASE("monitor/report gives a metric the benefit of the doubt") {
  telltale::report r;
  const telltale::estimate sure{0.5, telltale::interval{0.4, 0.6}, 9};
  const telltale::estimate bracket{0.5, telltale::interval{0.4, 0.6, telltale::coverage::certified},
                                   9};
  r.metrics = {{"recall", telltale::direction::higher_is_better, sure},
               {"log_loss", telltale::direction::lower_is_better, sure},
               {"base_rate", telltale::direction::neutral, sure},
               {"roc_auc_binned", telltale::direction::higher_is_better, bracket},
               {"f1", telltale::direction::higher_is_better, std::nullopt}};
  r.fairness = {{"gap", telltale::direction::lower_is_better, sure, "M", "F"}};
  CHECK(r.value({"at_best", "recall"}) == 0.6);
  CHECK(r.value({"at_best", "log_loss"}) == 0.4);
  CHECK(r.value({"at_best", "gap"}) == 0.4);
  for (const char* none : {"base_rate", "roc_auc_binned", "f1", "unknown"})
    CHECK_FALSE(r.value({"at_best", none}));
}

}  // namespace
