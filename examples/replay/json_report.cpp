// SPDX-License-Identifier: Apache-2.0
#include <replay/json_report.hpp>

#include <telltale/core/condition.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/task.hpp>
#include <telltale/core/time.hpp>
#include <telltale/monitor/settings.hpp>
#include <telltale/policy/action.hpp>
#include <telltale/version.hpp>

#include <nlohmann/json.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace replay {
namespace {

/// Keeps the order in which members were set, and writes a number that is not finite as null.
using json = nlohmann::ordered_json;

json to_json(const std::optional<telltale::estimate>& measured) {
  if (!measured) return nullptr;
  json all{{"value", measured->value}};
  if (measured->bounds) {
    all["lower"] = measured->bounds->lower;
    all["upper"] = measured->bounds->upper;
  }
  all["n"] = measured->n;
  return all;
}

json to_json(const std::vector<telltale::measurement>& metrics) {
  json all = json::object();
  for (const telltale::measurement& m : metrics) all[m.name] = to_json(m.value);
  return all;
}

json to_json(const telltale::chi_squared_test& test) {
  return {{"statistic", test.statistic},
          {"p_value", test.p_value},
          {"degrees_of_freedom", test.degrees_of_freedom}};
}

json to_json(const telltale::ks_test& test) {
  const bool exact = test.method == telltale::ks_method::exact;
  return {{"statistic", test.statistic},
          {"p_value", test.p_value},
          {"method", exact ? "exact" : "asymptotic"}};
}

json to_json(const telltale::interval& bracket) {
  return {{"lower", bracket.lower}, {"upper", bracket.upper}};
}

json to_json(const telltale::stability_index& psi) {
  return {{"value", psi.value}, {"null_mean", psi.null_mean}};
}

json to_json(const telltale::transport_distance& distance) {
  json all{{"value", distance.value}, {"normalized", nullptr}};
  if (distance.normalized) all["normalized"] = *distance.normalized;
  return all;
}

json to_json(double value) { return {{"value", value}}; }

/// What is watched and has no answer is null; what a kind of column has not is absent.
json to_json(const telltale::column_report& c) {
  json all{{"kind", c.categorical ? "categorical" : "numeric"}, {"n", c.current_n}};
  const auto set = [&](const char* name, const auto& value) {
    all[name] = value ? to_json(*value) : json(nullptr);
  };
  if (!c.categorical) {
    set("kolmogorov_smirnov", c.kolmogorov_smirnov);
    set("kolmogorov_smirnov_binned", c.kolmogorov_smirnov_binned);
    set("wasserstein", c.wasserstein);
    set("out_of_range_rate", c.out_of_range_rate);
  } else {
    set("unseen_rate", c.unseen_rate);
  }
  set("chi_squared", c.chi_squared);
  set("chi_squared_pooled", c.chi_squared_pooled);
  set("cramers_v", c.cramers_v);
  set("psi", c.psi);
  set("jensen_shannon", c.jensen_shannon);
  set("hellinger", c.hellinger);
  set("total_variation", c.total_variation);
  set("missing_rate", c.missing_rate);
  if (c.longest_run) {  // the window kept its rows
    set("infinite_rate", c.infinite_rate);
    set("most_common_share", c.most_common_share);
    set("longest_run", c.longest_run);
  }
  if (c.saturation_rate) set("saturation_rate", c.saturation_rate);
  set("p_value", c.p_value);
  set("p_value_adjusted", c.p_value_adjusted);
  all["drifted"] = c.drifted;
  return all;
}

json to_json(const telltale::decision& made) {
  json all{{"sequence", made.sequence},           {"window", made.window},
           {"first_row", made.first_row},         {"rows", made.rows},
           {"action", telltale::name(made.what)}, {"rule", made.rule}};
  if (made.begin) all["begin"] = telltale::timestamp_text(*made.begin);
  if (made.capped) all["capped"] = true;
  json reasons = json::array();
  for (const telltale::reason& why : made.reasons) {
    reasons.push_back({{"rule", why.rule},
                       {"action", telltale::name(why.what)},
                       {"signal", why.when.subject.text()},
                       {"comparison", telltale::symbol(why.when.compare)},
                       {"value", why.value},
                       {"threshold", why.when.threshold},
                       {"held", why.windows.held},
                       {"of", why.windows.of}});
  }
  all["reasons"] = std::move(reasons);
  return all;
}

json to_json(const std::vector<telltale::decision>& decisions) {
  json all = json::array();
  for (const telltale::decision& made : decisions) all.push_back(to_json(made));
  return all;
}

json to_json(const cell_counts& cells) {
  json all{{"counts", cells.counts}};
  if (cells.unseen) all["unseen"] = *cells.unseen;
  all["missing"] = cells.missing;
  return all;
}

json to_json(const std::vector<column_bins>& bins) {
  json all = json::object();
  for (const column_bins& column : bins) {
    json cells = column.categories.empty() ? json{{"edges", column.edges}}
                                           : json{{"categories", column.categories}};
    cells.update(to_json(column.counts));
    all[column.column] = std::move(cells);
  }
  return all;
}

/// The rows of no group are left out where there are none.
void add_groups(json& all, const telltale::report& r) {
  if (r.groups.empty()) return;
  json groups = json::object();
  for (const telltale::group_report& g : r.groups) {
    if (g.group == telltale::other_group && g.rows == 0) continue;
    groups[g.group] = {{"rows", g.rows}, {"labels", g.labels}, {"metrics", to_json(g.metrics)}};
  }
  all["groups"] = std::move(groups);
  json fairness = json::object();
  for (const telltale::fairness_measurement& f : r.fairness) {
    fairness[f.name] = to_json(f.value);
    if (f.value) fairness[f.name].update({{"highest", f.highest}, {"lowest", f.lowest}});
  }
  all["fairness"] = std::move(fairness);
}

json to_json(const replayed_window& window) {
  const telltale::report& r = window.measured;
  json all{{"index", r.index},   {"first_row", r.first_row}, {"rows", r.rows},
           {"labels", r.labels}, {"rejected", r.rejected},   {"metrics", to_json(r.metrics)}};
  if (r.begin) {
    all["begin"] = telltale::timestamp_text(*r.begin);
    all["end"] = telltale::timestamp_text(*r.end);
    all["late"] = r.late;
    all["dropped"] = r.dropped;
    all["idle_windows"] = r.idle_windows;
    all["clock_restarts"] = r.clock_restarts;
  }
  add_groups(all, r);
  if (!r.columns.empty()) {
    json drift = json::object();
    for (std::size_t i = 0; i < r.columns.size(); ++i) {
      json column = to_json(r.columns[i]);
      if (i < window.bins.size()) column["bins"] = to_json(window.bins[i]);
      drift[r.columns[i].column] = std::move(column);
    }
    all["drift"] = std::move(drift);
    all["drifted_share"] = r.drifted_share ? json(*r.drifted_share) : json();
  }
  all["decisions"] = to_json(window.decisions);
  return all;
}

json to_json(const telltale::reference& baseline) {
  return {{"rows", baseline.rows()},
          {"labels", baseline.labels()},
          {"rejected", baseline.rejected()},
          {"held_out", baseline.held_out()},
          {"metrics", to_json(baseline.metrics())}};
}

}  // namespace

std::string json_report(const replayed& seen) {
  json all{
      {"telltale", TELLTALE_VERSION}, {"task", telltale::name(seen.predicts)}, {"rows", seen.rows}};
  all["rejected"] = seen.rejected();
  if (seen.baseline) all["reference"] = to_json(*seen.baseline);
  if (!seen.bins.empty()) all["reference"]["bins"] = to_json(seen.bins);
  json windows = json::array();
  json decisions = json::array();
  for (const replayed_window& window : seen.windows) {
    windows.push_back(to_json(window));
    for (const telltale::decision& made : window.decisions) decisions.push_back(to_json(made));
  }
  all["windows"] = std::move(windows);
  all["total"] = {{"rows", seen.total.rows},
                  {"labels", seen.total.labels},
                  {"rejected", seen.total.rejected},
                  {"metrics", to_json(seen.total.metrics)}};
  add_groups(all["total"], seen.total);
  all["decisions"] = std::move(decisions);
  return all.dump(-1, ' ', false, json::error_handler_t::replace) + '\n';
}

}  // namespace replay
