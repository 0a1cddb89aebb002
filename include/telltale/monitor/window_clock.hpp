// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/event_clock.hpp>
#include <telltale/core/time.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace telltale::inline TELLTALE_ABI {

/// Which of the open windows of time a row belongs to: its own, however late it comes, as long as
/// that one is open. A window takes a place with its first row, so a night without traffic takes
/// none. How far time has come is for the `event_clock` to say, and it believes one row that the
/// next window has begun, but 16 in succession that a later one has (fewer where a window has
/// fewer): they wait in a place of their own. When it was set back, what the fast clock had opened
/// is dropped. A row of a window that was closed, and all else that is dropped, is counted.
///
/// Cost  find_again: two comparisons; find: O(places); neither allocates
class window_clock {
public:
  /// Requires: `length > 0`, `lateness >= 0`, `places > 0`.
  window_clock(std::chrono::nanoseconds length, std::chrono::nanoseconds lateness,
               std::size_t places)
      : clock_(length, 1),
        lateness_(static_cast<std::uint64_t>(lateness.count())),
        places_(places) {
    TELLTALE_EXPECTS(lateness.count() >= 0 && places > 0);
  }

  /// Takes a row of the window that time has come to, into the place that `find` gave last; false
  /// for any other, which `find` then takes.
  [[nodiscard]] bool find_again(timestamp at) noexcept {
    if (!(at >= begin_ && at < end_)) return false;
    if (at > latest_) latest_ = at;
    clock_.reset_doubts();
    ++places_[here_].rows;
    return true;
  }

  /// Takes any row: the place of its window. Empty for a row that is dropped.
  [[nodiscard]] std::optional<std::size_t> find(timestamp at) noexcept {
    const std::int64_t period = clock_.period(at);
    end_ = begin_;
    const auto seen = clock_.see(period, oldest_taken(period), usual_rows());
    if (seen == event_clock::verdict::stale) return dropped();
    if (seen == event_clock::verdict::set_back) go_back(at);
    const auto place = place_of(period);
    if (!place) return dropped();
    ++places_[*place].rows;
    places_[*place].late += seen == event_clock::verdict::late;
    if (seen == event_clock::verdict::unsure) return place;
    latest_ = any_seen_ ? (std::max)(latest_, at) : at;
    any_seen_ = true;
    if (period == clock_.now()) {
      here_ = *place;
      begin_ = clock_.begin(period);
      end_ = clock_.end(period);
    }
    return place;
  }

  /// The host says what time it is, without a row. Time goes back only where that is by more than
  /// a window and what windows wait.
  void advance(timestamp now) noexcept {
    const std::int64_t period = clock_.period(now);
    end_ = begin_;
    if (any_seen_ && now < latest_) {
      if (period >= clock_.now() - 1 || elapsed(clock_.end(period), latest_) <= lateness_) return;
      go_back(now);
    }
    latest_ = now;
    any_seen_ = true;
    clock_.set(period);
  }
  /// Counts a row without a time.
  void drop() noexcept { ++dropped_; }

  /// Whether the oldest open window is over, and has waited for late rows.
  [[nodiscard]] bool due() const noexcept {
    const auto first = oldest();
    if (!first || places_[*first].period >= clock_.now()) return false;
    const timestamp over = end(*first);
    return latest_ >= over && elapsed(over, latest_) >= lateness_;
  }

  /// The place of the oldest open window; empty where none has a row.
  [[nodiscard]] std::optional<std::size_t> oldest() const noexcept {
    std::optional<std::size_t> first;
    for (std::size_t i = 0; i < places_.size(); ++i)
      if (places_[i].rows > 0 && (!first || places_[i].period < places_[*first].period)) first = i;
    return first;
  }

  /// Of the window at a place: its rows so far; those of them that came after a later window had
  /// begun; and its bounds, [begin, end).
  [[nodiscard]] std::uint64_t rows(std::size_t place) const noexcept { return places_[place].rows; }
  [[nodiscard]] std::uint64_t late(std::size_t place) const noexcept { return places_[place].late; }
  [[nodiscard]] timestamp begin(std::size_t place) const noexcept {
    return clock_.begin(places_[place].period);
  }
  [[nodiscard]] timestamp end(std::size_t place) const noexcept {
    return clock_.end(places_[place].period);
  }
  /// Windows without a row between the one closed last and the one at a place.
  [[nodiscard]] std::uint64_t idle_before(std::size_t place) const noexcept {
    if (!any_closed_ || places_[place].period <= closed_) return 0;
    return event_clock::distance(closed_, places_[place].period) - 1;
  }

  /// Closes the window at a place: rows of it that still come are dropped. Forgets what was
  /// counted as dropped and set back.
  void close(std::size_t place) noexcept {
    TELLTALE_EXPECTS(places_[place].rows > 0);
    closed_ = places_[place].period;
    any_closed_ = true;
    last_rows_ = places_[place].rows;
    places_[place] = {};
    forget();
  }
  /// Forgets the same where there is no window to close.
  void forget() noexcept {
    end_ = begin_;
    dropped_ = restarts_ = 0;
  }

  /// Since the last window was closed: rows that are in no window, and how often time went back.
  [[nodiscard]] std::uint64_t dropped_rows() const noexcept { return dropped_; }
  [[nodiscard]] std::uint64_t restarts() const noexcept { return restarts_; }

private:
  struct open_window {
    std::int64_t period = 0;
    std::uint64_t rows = 0;  // 0: the place is free
    std::uint64_t late = 0;
  };
  static constexpr std::int64_t least = (std::numeric_limits<std::int64_t>::min)();

  // Nanoseconds. Requires: `from <= to`.
  [[nodiscard]] static std::uint64_t elapsed(timestamp from, timestamp to) noexcept {
    return event_clock::distance(from.time_since_epoch().count(), to.time_since_epoch().count());
  }

  // The earliest period whose rows are taken: one that is open; else none that was closed, nor one
  // from before all that could still wait: such rows say that the clock is ahead.
  [[nodiscard]] std::int64_t oldest_taken(std::int64_t period) const noexcept {
    if (!clock_.started()) return period;
    for (const open_window& w : places_)
      if (w.rows > 0 && w.period == period) return period;
    const std::int64_t waiting = clock_.before_now(places_.size());
    return any_closed_ ? (std::max)(closed_ + 1, waiting) : waiting;
  }

  // What a window has, as far as the last ones tell; no more than make time sure.
  [[nodiscard]] std::uint64_t usual_rows() const noexcept {
    if (last_rows_ == 0) return event_clock::ahead_rows;  // nothing is known yet
    std::uint64_t rows = last_rows_;
    for (const open_window& w : places_)
      if (w.period == clock_.now()) rows = (std::max)(rows, w.rows);
    return (std::min)(rows, event_clock::ahead_rows);
  }

  std::optional<std::size_t> dropped() noexcept {
    ++dropped_;
    return std::nullopt;
  }

  // The place of a period, or a free one that is now its own; empty where there is none. Rows from
  // far ahead keep nobody out.
  [[nodiscard]] std::optional<std::size_t> place_of(std::int64_t period) noexcept {
    std::optional<std::size_t> free, farthest;
    for (std::size_t i = 0; i < places_.size(); ++i) {
      const open_window& w = places_[i];
      if (w.rows == 0)
        free = i;
      else if (w.period == period)
        return i;
      else if (clock_.far_ahead(w.period) && (!farthest || w.period > places_[*farthest].period))
        farthest = i;
    }
    if (!free && farthest && !clock_.far_ahead(period)) {
      dropped_ += places_[*farthest].rows;
      free = farthest;
    }
    if (free) places_[*free] = {period, 0, 0};
    return free;
  }

  void go_back(timestamp at) noexcept {
    for (open_window& w : places_) {
      dropped_ += w.rows;
      w = {};
    }
    any_closed_ = false;
    latest_ = at;
    ++restarts_;
  }

  event_clock clock_;
  std::uint64_t lateness_;  // ns
  std::vector<open_window> places_;
  std::size_t here_ = 0;  // the place of the window that time has come to, whose bounds are
  timestamp begin_{};     // these; end_ == begin_ where the last row was of another
  timestamp end_{};
  timestamp latest_{};           // as far as time has come
  std::int64_t closed_ = 0;      // the period that was closed last
  std::uint64_t last_rows_ = 0;  // and its rows
  std::uint64_t dropped_ = 0;
  std::uint64_t restarts_ = 0;
  bool any_seen_ = false;
  bool any_closed_ = false;
};

}  // namespace telltale::inline TELLTALE_ABI
