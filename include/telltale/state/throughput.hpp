// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/event_clock.hpp>
#include <telltale/core/time.hpp>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace telltale::inline TELLTALE_ABI::state {

/// How many events came in the last stretch of time, in `Panes` panes of it of equal length: rows
/// a second, the volume of a segment. A late event is counted in its pane as long as that is there;
/// clocks are not trusted (core/event_clock.hpp).
///
/// Algebra  none (summary only): which panes there are depends on the order
/// Units    events, of which an update may bring several; moments as the caller gives them
/// Rejects  an event from before the window, and one from so far ahead that it may be astray
/// Cost     update O(1) with two divisions, O(panes left out) with the first event of a pane; never
///          allocates
/// Error    the window is whole panes: it is up to length / Panes shorter than `length`, and
///          `covered` says by how much
/// Size     8 bytes a pane, and 80; 560 as it stands
/// Threads  one writer
template <std::size_t Panes = 60>
requires(Panes >= 2) class throughput {
public:
  /// Events in a stretch of time.
  struct volume {
    std::uint64_t events = 0;
    std::chrono::nanoseconds covered{0};  ///< > 0

    /// Events a second.
    [[nodiscard]] double per_second() const noexcept {
      return static_cast<double>(events) / std::chrono::duration<double>{covered}.count();
    }
    friend bool operator==(const volume&, const volume&) = default;
  };

  /// A window that long; an event moves time by at most `reach` on its own.
  /// Requires: `length` is at least `Panes` nanoseconds; what its division by `Panes` leaves is cut
  /// off.
  explicit throughput(std::chrono::nanoseconds length,
                      std::chrono::nanoseconds reach = std::chrono::hours{24}) noexcept
      : pane_(length / static_cast<std::int64_t>(Panes)),
        reach_(
            (std::max)(static_cast<std::int64_t>(Panes), static_cast<std::int64_t>(reach / pane_))),
        clock_(fresh_clock()) {}

  void update(timestamp at, std::uint64_t events = 1) noexcept {
    const std::int64_t period = clock_.period(at), before = clock_.now();
    const bool first = !clock_.started();
    switch (clock_.see(period, clock_.before_now(Panes - 1))) {
      case event_clock::verdict::on_time:
      case event_clock::verdict::late: break;
      case event_clock::verdict::moved_on:
        if (first)
          since_ = period;
        else
          empty_between(before, period);
        break;
      case event_clock::verdict::set_back:
        counts_ = {};
        since_ = period;
        break;
      case event_clock::verdict::unsure:
      case event_clock::verdict::stale: rejected_ += events; return;
    }
    counts_[slot(period)] += events;
  }
  void clear() noexcept {
    clock_ = fresh_clock();
    since_ = 0;
    rejected_ = 0;
    counts_ = {};
  }

  /// What came in the window that ends now. Empty until a whole window has passed since the first
  /// event, or since the clock was set back; and where `now` lies before the latest pane.
  [[nodiscard]] std::optional<volume> current(timestamp now) const noexcept {
    if (!clock_.started()) return std::nullopt;
    const std::int64_t period = clock_.period(now);
    if (period < clock_.now()) return std::nullopt;
    const std::uint64_t idle = event_clock::distance(clock_.now(), period);
    if (event_clock::distance(since_, period) < Panes) return std::nullopt;
    volume all{0, now - clock_.begin(period) + pane_ * static_cast<std::int64_t>(Panes - 1)};
    for (std::uint64_t age = 0; age + idle < Panes; ++age)
      all.events += counts_[slot(clock_.before_now(age))];
    return all;
  }
  [[nodiscard]] std::uint64_t rejected() const noexcept { return rejected_; }

  friend bool operator==(const throughput&, const throughput&) = default;

private:
  [[nodiscard]] event_clock fresh_clock() const noexcept {
    return event_clock{pane_, static_cast<std::uint64_t>(reach_)};
  }
  // Time may be before 1970.
  [[nodiscard]] static std::size_t slot(std::int64_t period) noexcept {
    constexpr auto panes = static_cast<std::int64_t>(Panes);
    const std::int64_t rest = period % panes;
    return static_cast<std::size_t>(rest < 0 ? rest + panes : rest);
  }
  // The panes that time has passed over, and the one that it came to.
  void empty_between(std::int64_t before, std::int64_t now) noexcept {
    if (event_clock::distance(before, now) >= Panes) {
      counts_ = {};
      return;
    }
    for (std::int64_t p = before; p != now;) counts_[slot(++p)] = 0;
  }

  std::chrono::nanoseconds pane_;
  std::int64_t reach_;  // panes
  event_clock clock_;
  std::int64_t since_ = 0;  // the pane of the first event
  std::uint64_t rejected_ = 0;
  std::array<std::uint64_t, Panes> counts_{};
};

}  // namespace telltale::inline TELLTALE_ABI::state
