// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/number.hpp>
#include <telltale/core/result.hpp>
#include <telltale/core/signal.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

namespace telltale::inline TELLTALE_ABI {

/// How a condition compares its signal with its threshold.
enum class comparison : std::uint8_t { less, less_equal, greater, greater_equal };

/// `<`, `<=`, `>` or `>=`.
[[nodiscard]] constexpr std::string_view symbol(comparison compare) noexcept {
  constexpr std::array<std::string_view, 4> symbols{"<", "<=", ">", ">="};
  return symbols[static_cast<std::size_t>(compare)];
}

/// What a rule waits for: a signal on one side of a threshold. It is data: written in code as
/// `metric::accuracy < 0.80` or read by `parse_condition`, printed, compared; nothing is evaluated
/// until a policy meets a report.
struct condition {
  signal subject;
  comparison compare = comparison::less;
  double threshold = 0;

  /// Whether it holds for this value of the signal. Never for NaN.
  [[nodiscard]] bool holds(double value) const noexcept {
    switch (compare) {
      case comparison::less: return value < threshold;
      case comparison::less_equal: return value <= threshold;
      case comparison::greater: return value > threshold;
      case comparison::greater_equal: return value >= threshold;
    }
    return false;
  }

  /// As `parse_condition` reads it back: `drop(roc_auc) > 0.05`.
  [[nodiscard]] std::string text() const {
    std::string all = subject.text();
    all += ' ';
    all += symbol(compare);
    all += ' ';
    return all += number_text(threshold);
  }

  friend bool operator==(const condition&, const condition&) = default;
};

/// A signal, or what stands for one: a metric, `drifted_share`. Text does not: it is compared with
/// numbers by nobody, and `"0.8" < 0.9` shall stay an error.
template <class T>
concept signal_like =
    std::convertible_to<const T&, signal> && !std::convertible_to<const T&, std::string_view>;

/// A number that a threshold is written as.
template <class T>
concept threshold_like = std::floating_point<T> ||
    (std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> &&
     !std::same_as<T, wchar_t>);

template <signal_like S, threshold_like N>
[[nodiscard]] condition operator<(const S& subject, N threshold) {
  return {subject, comparison::less, static_cast<double>(threshold)};
}
template <signal_like S, threshold_like N>
[[nodiscard]] condition operator<=(const S& subject, N threshold) {
  return {subject, comparison::less_equal, static_cast<double>(threshold)};
}
template <signal_like S, threshold_like N>
[[nodiscard]] condition operator>(const S& subject, N threshold) {
  return {subject, comparison::greater, static_cast<double>(threshold)};
}
template <signal_like S, threshold_like N>
[[nodiscard]] condition operator>=(const S& subject, N threshold) {
  return {subject, comparison::greater_equal, static_cast<double>(threshold)};
}
template <threshold_like N, signal_like S>
[[nodiscard]] condition operator<(N threshold, const S& subject) {
  return subject > threshold;
}
template <threshold_like N, signal_like S>
[[nodiscard]] condition operator<=(N threshold, const S& subject) {
  return subject >= threshold;
}
template <threshold_like N, signal_like S>
[[nodiscard]] condition operator>(N threshold, const S& subject) {
  return subject < threshold;
}
template <threshold_like N, signal_like S>
[[nodiscard]] condition operator>=(N threshold, const S& subject) {
  return subject <= threshold;
}

// Metrics live one namespace down, where argument-dependent lookup would not find the above.
namespace metric {
using TELLTALE_ABI::operator<;
using TELLTALE_ABI::operator<=;
using TELLTALE_ABI::operator>;
using TELLTALE_ABI::operator>=;
}  // namespace metric

namespace detail {

/// Bytes of the UTF-8 character that `text` begins with; 0 if it begins with none.
[[nodiscard]] constexpr std::size_t character_size(std::string_view text) noexcept {
  if (text.empty()) return 0;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || text.size() < size) return 0;
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return 0;
  }
  const bool overlong = (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xF0 && byte(1) < 0x90);
  const bool surrogate = lead == 0xED && byte(1) > 0x9F;
  const bool beyond = lead == 0xF4 && byte(1) > 0x8F;
  return overlong || surrogate || beyond ? 0 : size;
}

/// `text` between single quotes, fit for a message: no control characters, no broken UTF-8, and not
/// longer than a message can bear.
[[nodiscard]] inline std::string shown(std::string_view text) {
  std::string out = "'";
  for (int characters = 0; !text.empty(); ++characters) {
    if (characters == 24) return out += "...'";
    std::size_t size = character_size(text);
    const auto lead = static_cast<unsigned char>(text.front());
    if (size == 0 || lead < 0x20 || lead == 0x7F) {
      constexpr std::string_view hex = "0123456789ABCDEF";
      out += {'\\', 'x', hex[lead >> 4U], hex[lead & 0xFU]};
      size = 1;
    } else {
      out += text.substr(0, size);
    }
    text.remove_prefix(size);
  }
  return out += '\'';
}

/// Reads one condition, once, from the front.
class condition_reader {
public:
  explicit condition_reader(std::string_view text) noexcept : text_(text) {}

  [[nodiscard]] result<condition> read() {
    skip_space();
    signal subject(word());
    if (subject.name.empty()) return expected("the name of a signal");
    skip_space();
    if (take("(")) {
      skip_space();
      std::string_view close = "')'";
      if (take("\"")) {
        if (const auto flaw = read_quoted(subject.of)) return expected(*flaw);
      } else {
        subject.of = word();
        if (subject.of.empty()) return expected("a name or a name in double quotes");
        close = "')' (a name that is not a plain word goes in double quotes)";
      }
      skip_space();
      if (!take(")")) return expected(close);
      skip_space();
    }
    const auto compare = read_comparison();
    if (!compare) return expected("one of < <= > >=");
    skip_space();
    const std::string_view token = rest().substr(0, rest().find_first_of(space));
    const std::optional<double> threshold = parse_number(token);
    if (!threshold) return expected("a number", token.size());
    if (!std::isfinite(*threshold)) return expected("a finite number", token.size());
    at_ += token.size();
    skip_space();
    if (!rest().empty()) return expected("the end");
    return condition{std::move(subject), *compare, *threshold};
  }

private:
  static constexpr std::string_view space = " \t\r\n";

  [[nodiscard]] std::string_view rest() const noexcept { return text_.substr(at_); }
  void skip_space() noexcept {
    at_ = (std::min)(text_.find_first_not_of(space, at_), text_.size());
  }
  [[nodiscard]] bool take(std::string_view token) noexcept {
    if (!rest().starts_with(token)) return false;
    at_ += token.size();
    return true;
  }
  [[nodiscard]] std::string_view word() noexcept {
    const std::size_t first = at_;
    while (at_ < text_.size() && signal::is_word(text_.substr(at_, 1))) ++at_;
    return text_.substr(first, at_ - first);
  }
  /// What follows an opening quote, up to and with the closing one; what was expected, on failure.
  [[nodiscard]] std::optional<std::string_view> read_quoted(std::string& out) {
    while (at_ < text_.size()) {
      if (take("\"")) {
        if (!out.empty()) return std::nullopt;
        --at_;
        return "a name within the double quotes";
      }
      if (take("\\") && !rest().starts_with('"') && !rest().starts_with('\\'))
        return "'\"' or '\\' after '\\'";
      out += text_.substr(at_, 1);
      at_ = (std::min)(at_ + 1, text_.size());
    }
    return "a closing '\"'";
  }
  [[nodiscard]] std::optional<comparison> read_comparison() noexcept {
    for (const auto compare : {comparison::less_equal, comparison::greater_equal,  // longest first
                               comparison::less, comparison::greater}) {
      if (take(symbol(compare))) return compare;
    }
    return std::nullopt;
  }
  /// Positions count characters, as an editor does, from 1.
  [[nodiscard]] error expected(std::string_view what, std::size_t found_size = 0) const {
    const auto before = text_.substr(0, at_);
    const auto position = 1 + std::count_if(before.begin(), before.end(), [](char c) {
                            return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
                          });
    found_size = (std::max)({found_size, character_size(rest()), std::size_t{1}});
    return {errc::invalid_text,
            "position " + std::to_string(position) + ": expected " + std::string(what) +
                ", found " + (rest().empty() ? "the end" : shown(rest().substr(0, found_size)))};
  }

  std::string_view text_;
  std::size_t at_ = 0;  // <= text_.size()
};

}  // namespace detail

/// Reads `accuracy < 0.80`, `drop(roc_auc) > 0.05`, `psi("net price") >= 0.2`: a name, perhaps with
/// an operand, a comparison and a finite number; free space between them. A quoted operand may
/// hold anything; `"` and `\` in it are escaped by a backslash. Whether such a signal exists is
/// for the policy to say.
///
/// Total: any bytes give a condition or an error that names the position, from 1, and what was
/// expected there.
[[nodiscard]] inline result<condition> parse_condition(std::string_view text) {
  return detail::condition_reader(text).read();
}

}  // namespace telltale::inline TELLTALE_ABI
