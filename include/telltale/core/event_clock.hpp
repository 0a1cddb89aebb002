// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/time.hpp>

#include <chrono>
#include <cstdint>
#include <limits>

namespace telltale::inline TELLTALE_ABI {

/// How far time has come, told by the rows themselves, in periods of one length since 1970. Clocks
/// are not trusted.
///
/// Time moves on with the first row of a later period, as long as that is within reach; beyond it
/// only with the 16th row in succession that says so, since one stray timestamp must not close
/// everything. It goes back only when 1,000 rows in succession are older than all that is open:
/// then the clock was set back. A batch of late rows is shorter, or has others between.
///
/// Cost  O(1), never allocates
class event_clock {
public:
  static constexpr std::uint64_t ahead_rows = 16;
  static constexpr std::uint64_t back_rows = 1'000;

  /// What a row's period is to the clock.
  enum class verdict : std::uint8_t {
    on_time,   ///< that of `now()`
    late,      ///< an earlier one that is still open
    moved_on,  ///< a later one: `now()` is it from this row on
    unsure,    ///< far ahead, and perhaps astray: time has not moved
    stale,     ///< older than all that is open
    set_back,  ///< stale once too often: `now()` is it from this row on
  };

  /// `reach`: by how many periods one row may move time. Requires: `length > 0`, `reach > 0`.
  event_clock(std::chrono::nanoseconds length, std::uint64_t reach)
      : length_(length), reach_(reach) {
    TELLTALE_EXPECTS(length.count() > 0 && reach > 0);
  }

  /// Takes a row of a period; those before `oldest` are no longer open. `needed`: how many rows in
  /// succession move time beyond reach, where a stream is so thin that 16 are too many. The first
  /// row of all sets the clock.
  [[nodiscard]] verdict see(std::int64_t period, std::int64_t oldest,
                            std::uint64_t needed = ahead_rows) noexcept {
    if (!started_) {
      started_ = true;
      now_ = period;
      return verdict::moved_on;
    }
    if (period < oldest) {
      ahead_ = 0;
      if (++stale_ < back_rows) return verdict::stale;
      now_ = period;
      stale_ = 0;
      return verdict::set_back;
    }
    if (far_ahead(period) && ++ahead_ < needed) return verdict::unsure;
    reset_doubts();
    if (period == now_) return verdict::on_time;
    if (period < now_) return verdict::late;
    now_ = period;
    return verdict::moved_on;
  }
  /// Takes a row that is known to be on time.
  void reset_doubts() noexcept { stale_ = ahead_ = 0; }

  /// The host says what time it is.
  void set(std::int64_t period) noexcept {
    started_ = true;
    now_ = period;
    reset_doubts();
  }

  [[nodiscard]] bool started() const noexcept { return started_; }
  /// The period that time has come to. Requires: `started()`.
  [[nodiscard]] std::int64_t now() const noexcept { return now_; }
  /// So many periods before that, as far back as the type goes.
  [[nodiscard]] std::int64_t before_now(std::uint64_t periods) const noexcept {
    constexpr std::int64_t least = (std::numeric_limits<std::int64_t>::min)();
    if (periods > distance(least, now_)) return least;
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(now_) - periods);
  }
  /// Requires: `from <= to`; their distance may be more than a signed number holds.
  [[nodiscard]] static std::uint64_t distance(std::int64_t from, std::int64_t to) noexcept {
    return static_cast<std::uint64_t>(to) - static_cast<std::uint64_t>(from);
  }
  [[nodiscard]] std::int64_t period(timestamp at) const noexcept {
    return period_index(at, length_);
  }
  /// Whether one row of a period would not move time there.
  [[nodiscard]] bool far_ahead(std::int64_t period) const noexcept {
    return period > now_ && distance(now_, period) > reach_;
  }

  /// The bounds of a period, [begin, end), as far as a timestamp holds them.
  [[nodiscard]] timestamp begin(std::int64_t period) const noexcept {
    constexpr std::int64_t least = (timestamp::min)().time_since_epoch().count();
    if (period < least / length_.count()) return (timestamp::min)();
    return timestamp{std::chrono::nanoseconds{period * length_.count()}};
  }
  [[nodiscard]] timestamp end(std::int64_t period) const noexcept {
    constexpr std::int64_t most = (timestamp::max)().time_since_epoch().count();
    if (period >= most / length_.count()) return (timestamp::max)();
    return begin(period + 1);
  }

  friend bool operator==(const event_clock&, const event_clock&) = default;

private:
  std::chrono::nanoseconds length_;
  std::uint64_t reach_;
  std::int64_t now_ = 0;
  std::uint64_t ahead_ = 0;  // rows in succession from far ahead
  std::uint64_t stale_ = 0;  // and from before all that is open
  bool started_ = false;
};

}  // namespace telltale::inline TELLTALE_ABI
