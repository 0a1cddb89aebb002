// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/result.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace telltale::inline TELLTALE_ABI {

/// What a policy asks the host to do, from weak to strong: of the rules that fire in one window,
/// the strongest action wins.
enum class action : std::uint8_t {
  keep,      ///< nothing: a rule may go on record without asking for more
  promote,   ///< put the challenger in the champion's place
  alert,     ///< have a person look
  retrain,   ///< fit the model again
  rollback,  ///< go back to the model before
};

/// From weak to strong, as in a policy file.
inline constexpr std::array<std::string_view, 5> action_names{"keep", "promote", "alert", "retrain",
                                                              "rollback"};

[[nodiscard]] constexpr std::string_view name(action what) noexcept {
  return action_names[static_cast<std::size_t>(what)];
}

/// The action of that name; the error lists the names there are.
[[nodiscard]] inline result<action> parse_action(std::string_view text) {
  std::string names;
  for (std::size_t i = 0; i < action_names.size(); ++i) {
    if (text == action_names[i]) return static_cast<action>(i);
    names += i == 0 ? " " : ", ";
    names += action_names[i];
  }
  return error{errc::unknown_name,
               "no action is called '" + std::string(text) + "'; there are" + names};
}

}  // namespace telltale::inline TELLTALE_ABI
