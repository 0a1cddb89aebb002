// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace telltale::inline TELLTALE_ABI {

/// What a model predicts. The numbers are part of the bytes of a saved reference.
enum class task : std::uint8_t {
  binary = 0,      ///< the probability of class 1
  multiclass = 1,  ///< one of K classes
  regression = 2,  ///< a number
};

inline constexpr std::array<std::string_view, 3> task_names{"binary", "multiclass", "regression"};

/// As the tool and the reports write it.
[[nodiscard]] constexpr std::string_view name(task t) noexcept {
  return task_names[static_cast<std::size_t>(t)];
}

/// The name under which a report holds the column of the model's own output, beside the features.
[[nodiscard]] constexpr std::string_view output_column(task t) noexcept {
  return t == task::binary ? "score" : "prediction";
}

/// The name under which a report holds the column of the truths: its move is a prior shift.
inline constexpr std::string_view label_column = "label";

}  // namespace telltale::inline TELLTALE_ABI
