// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/condition.hpp>
#include <telltale/core/signal.hpp>
#include <telltale/policy/action.hpp>
#include <telltale/policy/rule.hpp>
#include <telltale/policy/signals.hpp>

#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// What a host gets that states no rules: inputs that moved alert, since a model may serve a moved
/// world well; performance that is below the reference's beyond the uncertainty of both, in most of
/// the last windows, retrains. Only the rules whose signals the monitor produces; none without a
/// reference.
[[nodiscard]] inline std::vector<rule> default_rules(const vocabulary& known) {
  const auto performance = [](const char* name, condition when) {
    return rule(name, std::move(when))
        .sustained(3, 5)
        .min_labels(200)
        .cooldown(10)
        .then(action::retrain);
  };
  std::vector<rule> rules{
      performance("ranking below the reference", sure_drop(signal("roc_auc")) > 0.01),
      performance("accuracy below the reference", sure_drop(signal("accuracy")) > 0.01),
      performance("R^2 below the reference", sure_drop(signal("r2")) > 0.02),
      rule("inputs moved", drifted_share > 0.3).sustained(3, 5).cooldown(10).then(action::alert),
  };
  std::erase_if(rules, [&](const rule& r) { return !known.contains(r.when().subject); });
  return rules;
}

}  // namespace telltale::inline TELLTALE_ABI
