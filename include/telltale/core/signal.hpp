// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// The name of a number that a report holds: `accuracy`, `drop(roc_auc)`, `psi("net price")`.
/// `of` is what it is taken of: a metric or a column; empty for a plain one.
struct signal {
  std::string name;
  std::string of;

  signal(std::string_view plain_name) : name(plain_name) {}
  signal(std::string_view function, std::string_view operand) : name(function), of(operand) {}

  /// A word that needs no quotes as an operand: letters, digits and `_ . [ ]`.
  [[nodiscard]] static constexpr bool is_word(std::string_view text) noexcept {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
             c == '_' || c == '.' || c == '[' || c == ']';
    });
  }

  /// As the condition parser reads it back. In an operand that needs quotes, `"` and `\` are
  /// escaped by a backslash.
  [[nodiscard]] std::string text() const {
    if (of.empty()) return name;
    if (is_word(of)) return name + '(' + of + ')';
    std::string quoted = name + "(\"";
    for (const char c : of) {
      if (c == '"' || c == '\\') quoted += '\\';
      quoted += c;
    }
    return quoted + "\")";
  }

  friend bool operator==(const signal&, const signal&) = default;
  friend bool operator<(const signal& a, const signal& b) {
    return std::tie(a.name, a.of) < std::tie(b.name, b.of);
  }
};

/// All the signals that a monitor may produce: what a policy is checked against.
class vocabulary {
public:
  vocabulary() = default;
  explicit vocabulary(std::vector<signal> signals) : signals_(std::move(signals)) {
    std::sort(signals_.begin(), signals_.end());
  }

  [[nodiscard]] bool contains(const signal& wanted) const {
    return std::binary_search(signals_.begin(), signals_.end(), wanted);
  }
  /// In alphabetic order.
  [[nodiscard]] const std::vector<signal>& signals() const noexcept { return signals_; }

private:
  std::vector<signal> signals_;
};

}  // namespace telltale::inline TELLTALE_ABI
