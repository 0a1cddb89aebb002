// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/result.hpp>
#include <telltale/core/signal.hpp>
#include <telltale/monitor/report.hpp>
#include <telltale/policy/action.hpp>
#include <telltale/policy/decision.hpp>
#include <telltale/policy/history.hpp>
#include <telltale/policy/nearest.hpp>
#include <telltale/policy/rule.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// Turns reports into decisions by rules. A value: it holds the rules and what they have seen so
/// far, and nothing else; a copy goes its own way.
///
/// The same reports give the same decisions, so a log can be replayed against a changed policy.
/// Threads  one at a time
class policy {
public:
  /// Refuses a rule that cannot be run, two of one name, and one on a signal that the monitor never
  /// produces. Without rules it never decides anything.
  [[nodiscard]] static result<policy> make(std::vector<rule> rules, const vocabulary& known) {
    for (auto each = rules.begin(); each != rules.end(); ++each) {
      if (auto flaw = each->flaw()) return *std::move(flaw);
      const auto same_name = [&](const rule& other) { return other.name() == each->name(); };
      if (std::any_of(rules.begin(), each, same_name)) {
        return error{errc::invalid_setting,
                     "two rules are called '" + each->name() + "'; decisions go by the name"};
      }
      const signal& subject = each->when().subject;
      if (known.contains(subject)) continue;
      std::string why = "rule '" + each->name() + "': nothing here is called " + subject.text();
      if (const auto meant = nearest(known, subject))
        why += "; did you mean " + meant->text() + '?';
      return error{errc::unknown_name, std::move(why)};
    }
    return policy(std::move(rules));
  }

  /// What to do after this window: one decision, by the strongest action of the rules that fire,
  /// the first of them where equal; none when no rule fires. Reports come in order, each once.
  ///
  /// A rule whose action was outweighed has fired all the same: it is among the reasons, and its
  /// cool-down begins. A window where its signal has no value, or too few labels, is not judged
  /// (see `rule_history`). Where the reference was not held out, a rule relative to it may only
  /// alert.
  [[nodiscard]] std::vector<decision> decide(const report& seen) {
    std::vector<reason> reasons;
    action wanted = action::keep;
    for (std::size_t i = 0; i < rules_.size(); ++i) {
      const rule& r = rules_[i];
      const std::optional<double> value = seen.value(r.when().subject);
      std::optional<bool> holds;
      if (value && !std::isnan(*value) && seen.labels >= r.min_labels())
        holds = r.when().holds(*value);
      if (!past_[i].advance(holds, r.sustained(), r.cooldown())) continue;

      const bool may_only_alert =
          !seen.reference_held_out && is_relative(r.when().subject) && r.then() != action::keep;
      const std::uint64_t of = (std::min)(r.sustained().of, past_[i].judged());
      wanted = (std::max)(wanted, r.then());
      reasons.push_back({.rule = r.name(),
                         .what = may_only_alert ? action::alert : r.then(),
                         .when = r.when(),
                         .value = *value,
                         .windows = {past_[i].held(of), of},
                         .capped = may_only_alert && r.then() != action::alert});
    }
    if (reasons.empty()) return {};
    std::stable_sort(reasons.begin(), reasons.end(),
                     [](const reason& a, const reason& b) { return a.what > b.what; });
    decision made{.sequence = ++decided_,
                  .window = seen.index,
                  .first_row = seen.first_row,
                  .rows = seen.rows,
                  .begin = seen.begin,
                  .what = reasons.front().what,
                  .rule = reasons.front().rule,
                  .reasons = {},
                  .capped = reasons.front().what != wanted};
    made.reasons = std::move(reasons);
    return {std::move(made)};
  }

  [[nodiscard]] const std::vector<rule>& rules() const noexcept { return rules_; }

  /// Forgets every window; the next decision is the first again.
  void reset() noexcept {
    for (rule_history& each : past_) each.clear();
    decided_ = 0;
  }

  /// Its rules, one a line.
  [[nodiscard]] std::string text() const {
    std::string all;
    for (const rule& each : rules_) all += each.text() + '\n';
    return all;
  }

  friend bool operator==(const policy&, const policy&) = default;

private:
  explicit policy(std::vector<rule> rules) : rules_(std::move(rules)), past_(rules_.size()) {}

  std::vector<rule> rules_;
  std::vector<rule_history> past_;  // one a rule
  std::uint64_t decided_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI
