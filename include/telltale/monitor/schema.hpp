// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/result.hpp>
#include <telltale/core/task.hpp>

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
  /// What the codes 0, 1, ... of a categorical one stand for, where the host wants that kept.
  std::vector<std::string> categories{};

  friend bool operator==(const column&, const column&) = default;
};

/// The features in the order in which they are passed to `observe`.
using schema = std::vector<column>;

/// Why a schema cannot be watched: a name that is empty, used twice, or one that reports give the
/// model's own output or the truth. Empty when it can.
[[nodiscard]] inline std::optional<error> check(const schema& columns, task predicts) {
  std::set<std::string_view> seen;
  for (const column& c : columns) {
    if (c.name.empty()) return error{errc::invalid_setting, "a feature has an empty name"};
    for (const std::string_view taken : {output_column(predicts), label_column})
      if (c.name == taken)
        return error{errc::invalid_setting, "a feature is called '" + c.name +
                                                "', the name that reports give the model's " +
                                                (taken == label_column ? "truth" : "output")};
    if (!seen.insert(c.name).second)
      return error{errc::invalid_setting, "two features are called '" + c.name + "'"};
  }
  return std::nullopt;
}

}  // namespace telltale::inline TELLTALE_ABI
