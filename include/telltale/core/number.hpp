// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include <locale.h>
#include <stdlib.h>
#if __has_include(<xlocale.h>)
#include <xlocale.h>
#endif

namespace telltale::inline TELLTALE_ABI {

namespace detail {
/// Whether `text` is `word`, which is in lower case, in either case.
[[nodiscard]] constexpr bool same_letters(std::string_view text, std::string_view word) noexcept {
  return std::equal(text.begin(), text.end(), word.begin(), word.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
  });
}

/// For text that begins with a digit or a point, by the C library in the locale "C", whatever the
/// host's is. Slow, but it tells what is too large from what is too small.
[[nodiscard]] inline std::optional<double> parse_by_strtod(std::string_view text) {
  static const locale_t plain = newlocale(LC_ALL_MASK, "C", nullptr);
  if (plain == nullptr || text.find_first_of("xX") != text.npos) return std::nullopt;
  const std::string terminated(text);
  char* end = nullptr;
  const double value = strtod_l(terminated.c_str(), &end, plain);
  if (end != terminated.c_str() + terminated.size() || std::isinf(value)) return std::nullopt;
  return value;
}
}  // namespace detail

/// The number that the whole of `text` spells, correctly rounded, in every locale. Decimal, with an
/// optional sign and exponent; `nan`, `inf` and `infinity` in either case, since logs hold them.
/// Empty for anything else: spaces, hexadecimal, a number too large for a double. One that is too
/// small gives the nearest double, which may be 0.
[[nodiscard]] inline std::optional<double> parse_number(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;

  double value = 0;
  if (text.front() == '.' || (text.front() >= '0' && text.front() <= '9')) {
#if defined(__cpp_lib_to_chars)
    const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size()) return std::nullopt;
    const bool done = ec == std::errc{};
#else
    const bool done = false;  // a standard library without from_chars for double
#endif
    if (!done) {
      const std::optional<double> slow = detail::parse_by_strtod(text);
      if (!slow) return std::nullopt;
      value = *slow;
    }
  } else if (detail::same_letters(text, "inf") || detail::same_letters(text, "infinity")) {
    value = std::numeric_limits<double>::infinity();
  } else if (detail::same_letters(text, "nan")) {
    value = std::numeric_limits<double>::quiet_NaN();
  } else {
    return std::nullopt;
  }
  return negative ? -value : value;
}

/// The count that the whole of `text` spells in decimal digits; empty for anything else, a sign and
/// a count of 2^64 or more included.
[[nodiscard]] inline std::optional<std::uint64_t> parse_count(std::string_view text) noexcept {
  std::uint64_t value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The shortest text that `parse_number` reads back as the same number: `0.8`, `1000`, `1e-300`.
/// Every NaN is `nan`.
[[nodiscard]] inline std::string number_text(double value) {
  if (std::isnan(value)) return "nan";  // libraries differ in the sign and the kind they add
  char buffer[32];                      // the longest is -2.2250738585072014e-308, of 24 characters
  return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
}

}  // namespace telltale::inline TELLTALE_ABI
