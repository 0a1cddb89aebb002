// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>

namespace telltale::inline TELLTALE_ABI {

/// In at least `held` of the last `of` windows.
struct persistence {
  /// What a history can look back on.
  static constexpr std::uint64_t longest = 64;

  std::uint64_t held = 1;
  std::uint64_t of = 1;

  /// Whether 1 <= held <= of <= longest.
  [[nodiscard]] constexpr bool valid() const noexcept {
    return held >= 1 && held <= of && of <= longest;
  }

  friend bool operator==(const persistence&, const persistence&) = default;
};

/// What one rule has seen, and how long it has still to be silent.
///
/// Only windows in which the rule could be judged enter: one without an answer, or with too few
/// labels, counts neither for nor against. So the past does not age by itself, and two bad windows
/// before a month without labels still count after it; `clear` is for a host that knows better.
/// Size  24 bytes
class rule_history {
public:
  /// Takes one window: whether the condition holds, empty where it could not be judged. Returns
  /// whether the rule fires: it holds now, it held in enough of the last windows that were judged
  /// (those that there are, while they are fewer than `needed.of`), and none of the `cooldown`
  /// windows before, judged or not, is the one in which it fired last.
  /// Requires: `needed.valid()`.
  constexpr bool advance(std::optional<bool> holds, persistence needed,
                         std::uint64_t cooldown) noexcept {
    TELLTALE_EXPECTS(needed.valid());
    const bool silent = quiet_ > 0;
    if (silent) --quiet_;
    if (!holds) return false;
    bits_ = bits_ << 1U | static_cast<std::uint64_t>(*holds);
    judged_ = (std::min)(judged_ + 1, persistence::longest);
    if (silent || !*holds || held(needed.of) < needed.held) return false;
    quiet_ = cooldown;
    return true;
  }

  /// In how many of the last `n` windows that were judged the condition held. Looks back at most
  /// `persistence::longest`.
  [[nodiscard]] constexpr std::uint64_t held(std::uint64_t n) const noexcept {
    const std::uint64_t past = n >= persistence::longest ? bits_ : bits_ & ((1ULL << n) - 1);
    return static_cast<std::uint64_t>(std::popcount(past));
  }
  /// Windows that were judged, at most `persistence::longest`.
  [[nodiscard]] constexpr std::uint64_t judged() const noexcept { return judged_; }

  constexpr void clear() noexcept { *this = {}; }

  friend bool operator==(const rule_history&, const rule_history&) = default;

private:
  std::uint64_t bits_ = 0;    // of the windows that were judged, the newest lowest
  std::uint64_t judged_ = 0;  // how many of them there are, up to all
  std::uint64_t quiet_ = 0;   // windows to come in which it stays silent
};

}  // namespace telltale::inline TELLTALE_ABI
