// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/policy/rule.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace replay {

/// What a policy file says.
struct policy_file {
  std::optional<double> alpha;  ///< in (0, 1)
  std::vector<telltale::rule> rules;
};

/// Reads a policy:
///
///     {"alpha": 0.05, "rules": [{"name": "accuracy floor", "when": "accuracy < 0.80",
///       "sustained": [3, 5], "min_labels": 200, "cooldown": 10, "then": "retrain"}]}
///
/// A rule needs its name, `when` and `then`; the other keys may be left out. Throws `failure`
/// (bad_arguments), with the file's name, the rule and what was expected, for anything else.
/// Whether the signals exist is for `telltale::policy::make` to say.
[[nodiscard]] policy_file read_policy(const std::string& name, std::string_view text);

}  // namespace replay
