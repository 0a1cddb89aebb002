// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <concepts>
#include <optional>

namespace telltale::inline TELLTALE_ABI {

/// `part / whole`, empty where there is no whole. Counts and weights alike; neither is negative.
template <class T>
requires std::integral<T> || std::floating_point<T>
[[nodiscard]] constexpr std::optional<double> ratio(T part, T whole) noexcept {
  if (!(whole > T{})) return std::nullopt;
  return static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace telltale::inline TELLTALE_ABI
