// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/result.hpp>

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// How a column of features is read.
enum class column_kind : std::uint8_t {
  numeric,      ///< an ordered quantity; NaN is a missing one
  categorical,  ///< the integer code of a category; NaN is a missing one
};

/// One feature of the served model.
struct column {
  std::string name;
  column_kind kind = column_kind::numeric;

  friend bool operator==(const column&, const column&) = default;
};

/// The features in the order in which they are passed to `observe`.
using schema = std::vector<column>;

/// The name under which a report holds the model's own score, beside the features.
inline constexpr std::string_view score_column = "score";

/// Why a schema cannot be watched: a name that is empty, used twice, or the score's. Empty when it
/// can.
[[nodiscard]] inline std::optional<error> check(const schema& columns) {
  std::set<std::string_view> seen;
  for (const column& c : columns) {
    if (c.name.empty()) return error{errc::invalid_setting, "a feature has an empty name"};
    if (c.name == score_column)
      return error{errc::invalid_setting,
                   "a feature is called 'score', the name that reports give the model's score"};
    if (!seen.insert(c.name).second)
      return error{errc::invalid_setting, "two features are called '" + c.name + "'"};
  }
  return std::nullopt;
}

}  // namespace telltale::inline TELLTALE_ABI
