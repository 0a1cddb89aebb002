// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/number.hpp>

#include <chrono>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>

namespace telltale::inline TELLTALE_ABI {

/// A moment, which the host passes in: the library reads no clock. From 1677-09-21 to 2262-04-11.
using timestamp = std::chrono::sys_time<std::chrono::nanoseconds>;

/// Which stretch of a given length since 1970 a moment lies in: floor(at / length), so that
/// stretches before 1970 are as long as those after.
/// Requires: `length > 0`.
[[nodiscard]] constexpr std::int64_t period_index(timestamp at,
                                                  std::chrono::nanoseconds length) noexcept {
  const std::int64_t t = at.time_since_epoch().count(), n = length.count();
  TELLTALE_EXPECTS(n > 0);
  return t / n - (t % n < 0 ? 1 : 0);
}

namespace detail {

/// Reads a date and a time of day from the left of a text.
class time_reader {
public:
  explicit constexpr time_reader(std::string_view text) noexcept : rest_(text) {}

  [[nodiscard]] constexpr std::optional<timestamp> read() noexcept {
    using namespace std::chrono;
    const auto y = digits(4);
    if (!y || !skip('-')) return std::nullopt;
    const auto m = digits(2);
    if (!m || !skip('-')) return std::nullopt;
    const auto d = digits(2);
    if (!d) return std::nullopt;
    const year_month_day date{year{*y}, month{static_cast<unsigned>(*m)},
                              day{static_cast<unsigned>(*d)}};
    if (!date.ok()) return std::nullopt;
    seconds at = sys_days{date}.time_since_epoch();
    std::int64_t fraction = 0;  // ns
    if (!rest_.empty()) {
      if (!skip('T') && !skip('t') && !skip(' ')) return std::nullopt;
      const auto time = time_of_day(fraction);
      if (!time) return std::nullopt;
      at += *time;
    }
    return joined(at, fraction);
  }

  /// So many nanoseconds, of at most a second, after a whole second; empty beyond the range.
  static constexpr std::optional<timestamp> joined(std::chrono::seconds at,
                                                   std::int64_t ns) noexcept {
    constexpr std::int64_t second = 1'000'000'000;
    constexpr std::int64_t most = (timestamp::max)().time_since_epoch().count();
    constexpr std::int64_t least = (timestamp::min)().time_since_epoch().count();
    const std::int64_t s = at.count();
    // The division rounds toward zero, so the last second on either side is not whole.
    if (s > most / second || s < least / second - 1) return std::nullopt;
    if (s == most / second && ns > most % second) return std::nullopt;
    if (s == least / second - 1) {
      if (ns < second + least % second) return std::nullopt;
      return timestamp{std::chrono::nanoseconds{(s + 1) * second + (ns - second)}};
    }
    return timestamp{std::chrono::nanoseconds{s * second + ns}};
  }

private:
  constexpr bool skip(char c) noexcept {
    if (rest_.empty() || rest_.front() != c) return false;
    rest_.remove_prefix(1);
    return true;
  }

  constexpr std::optional<int> digits(std::size_t n) noexcept {
    if (rest_.size() < n) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < n; ++i) {
      if (rest_[i] < '0' || rest_[i] > '9') return std::nullopt;
      value = 10 * value + (rest_[i] - '0');
    }
    rest_.remove_prefix(n);
    return value;
  }

  /// `hh:mm`, `hh:mm:ss` or `hh:mm:ss.f`, and then nothing, `Z`, or the offset from UTC.
  constexpr std::optional<std::chrono::seconds> time_of_day(std::int64_t& fraction) noexcept {
    using namespace std::chrono;
    const auto hour = digits(2);
    if (!hour || *hour > 23 || !skip(':')) return std::nullopt;
    const auto minute = digits(2);
    if (!minute || *minute > 59) return std::nullopt;
    seconds time = hours{*hour} + minutes{*minute};
    if (skip(':')) {
      const auto second = digits(2);
      if (!second || *second > 59) return std::nullopt;  // a leap second has no place in sys_time
      time += seconds{*second};
      if ((skip('.') || skip(',')) && !read_fraction(fraction)) return std::nullopt;
    }
    if (rest_.empty() || ((skip('Z') || skip('z')) && rest_.empty())) return time;
    const bool west = skip('-');
    if (!west && !skip('+')) return std::nullopt;
    const auto hours_off = digits(2);
    if (!hours_off || *hours_off > 23) return std::nullopt;
    int minutes_off = 0;
    if (!rest_.empty()) {
      skip(':');
      const auto given = digits(2);
      if (!given || *given > 59) return std::nullopt;
      minutes_off = *given;
    }
    if (!rest_.empty()) return std::nullopt;
    const seconds offset = hours{*hours_off} + minutes{minutes_off};
    return west ? time + offset : time - offset;
  }

  /// At least one digit; what is below a nanosecond is cut off.
  constexpr bool read_fraction(std::int64_t& ns) noexcept {
    std::int64_t unit = 100'000'000;
    bool any = false;
    while (const auto digit = digits(1)) {
      ns += *digit * unit;
      unit /= 10;
      any = true;
    }
    return any;
  }

  std::string_view rest_;
};

}  // namespace detail

/// Reads ISO 8601 (`2011-01-01`, `2011-01-01T05:00`, `2011-01-01 05:00:00.25+01:00`; without an
/// offset it is UTC) or seconds since 1970 (`1293840000`, `-0.5`). Empty for anything else: days
/// and times that do not exist, leap seconds, moments beyond what a `timestamp` holds.
[[nodiscard]] inline std::optional<timestamp> parse_timestamp(std::string_view text) {
  if (const auto at = detail::time_reader{text}.read()) return at;
  const auto number = parse_number(text);
  if (!number || !(std::fabs(*number) < 1e10)) return std::nullopt;
  // Apart, so that a fraction of a second keeps its nanoseconds as far as the number has them.
  const double whole = std::floor(*number);
  const auto fraction = static_cast<std::int64_t>(std::round((*number - whole) * 1e9));
  return detail::time_reader::joined(std::chrono::seconds{static_cast<std::int64_t>(whole)},
                                     fraction);
}

/// `2011-01-01T05:00:00Z`, with as many digits of a fraction as there are.
[[nodiscard]] inline std::string timestamp_text(timestamp at) {
  using namespace std::chrono;
  constexpr std::int64_t second = 1'000'000'000;
  const sys_seconds whole{seconds{period_index(at, nanoseconds{second})}};
  const std::int64_t rest = at.time_since_epoch().count() % second;
  const std::int64_t ns = rest < 0 ? rest + second : rest;
  const sys_days date = floor<days>(whole);
  const year_month_day ymd{date};
  const std::int64_t seconds_of_day = (whole - date).count();
  char buffer[64];
  const int size = std::snprintf(
      buffer, sizeof buffer, "%04d-%02u-%02uT%02d:%02d:%02d.%09d", static_cast<int>(ymd.year()),
      static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
      static_cast<int>(seconds_of_day / 3600), static_cast<int>(seconds_of_day / 60 % 60),
      static_cast<int>(seconds_of_day % 60), static_cast<int>(ns));
  std::string text{buffer, static_cast<std::size_t>(size)};
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text + 'Z';
}

}  // namespace telltale::inline TELLTALE_ABI
