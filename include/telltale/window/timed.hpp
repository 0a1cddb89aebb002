// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/concepts.hpp>
#include <telltale/core/event_clock.hpp>
#include <telltale/core/time.hpp>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI::window {

/// A state over the last stretch of time: `panes` panes of one width, which begin at multiples of
/// it since 1970; the newest is the one that time has come to. A row goes to its own pane, however
/// late it comes, as long as that is in the window. The last few panes read as a window of their
/// own, so that a fast and a slow one share their rows.
///
/// How far time has come is for the `event_clock` to say: a row so far ahead that it would empty
/// the window is dropped until the 16th in succession, and a clock that was set back starts it
/// anew.
///
/// Cost   update: the state's, twice where it is reversible, and a division; a new pane: one
///        unmerge or clear for each that leaves, whatever the jump; current: free where reversible,
///        else a merge for each pane; update and advance never allocate
/// Size   panes + 1 states
template <mergeable S>
class timed {
public:
  /// `prototype`: an empty state of the wanted shape. Requires: `width > 0`, `panes > 0`.
  timed(S prototype, std::chrono::nanoseconds width, std::size_t panes)
      : clock_(width, panes > 1 ? panes - 1 : 1),
        panes_(panes, prototype),
        total_(std::move(prototype)) {
    TELLTALE_EXPECTS(panes > 0);
  }

  template <class... Xs>
  requires accepts<S, Xs...>
  void update(timestamp at, const Xs&... x) noexcept {
    using verdict = event_clock::verdict;
    const std::int64_t period = clock_.period(at), before = clock_.now();
    switch (clock_.see(period, oldest())) {
      case verdict::on_time: break;
      case verdict::late: ++late_; break;
      case verdict::moved_on: move(before, period); break;
      case verdict::set_back:
        clear_panes();
        ++restarts_;
        break;
      case verdict::unsure:
      case verdict::stale: ++dropped_; return;
    }
    any_ = true;
    panes_[place(period)].update(x...);
    if constexpr (reversible<S>) total_.update(x...);
  }

  /// The host says what time it is, without a row, and is believed. Time does not go back.
  void advance(timestamp now) noexcept {
    const std::int64_t period = clock_.period(now), before = clock_.now();
    if (clock_.started() && period <= before) return;
    if (any_) move(before, period);
    clock_.set(period);
  }

  /// The state of all panes.
  [[nodiscard]] const S& current() const noexcept requires reversible<S> { return total_; }
  [[nodiscard]] S current() const requires(!reversible<S>) { return current(panes_.size()); }
  /// The state of the newest panes alone. Requires: `0 < newest <= panes()`.
  [[nodiscard]] S current(std::size_t newest) const {
    TELLTALE_EXPECTS(newest > 0 && newest <= panes_.size());
    std::size_t at = place(clock_.now());
    S whole = panes_[at];
    while (--newest > 0) {
      at = (at == 0 ? panes_.size() : at) - 1;
      whole.merge(panes_[at]);
    }
    return whole;
  }

  [[nodiscard]] std::size_t panes() const noexcept { return panes_.size(); }
  /// The bounds of the window, [begin, end). Requires: a row has come, or `advance`.
  [[nodiscard]] timestamp begin() const noexcept {
    TELLTALE_EXPECTS(clock_.started());
    return clock_.begin(oldest());
  }
  [[nodiscard]] timestamp end() const noexcept {
    TELLTALE_EXPECTS(clock_.started());
    return clock_.end(clock_.now());
  }
  /// Rows that came after a later pane had begun; those that came too late for the window, or said
  /// a time far ahead, and are in no pane; and how often the clock was set back. All since the
  /// beginning.
  [[nodiscard]] std::uint64_t late() const noexcept { return late_; }
  [[nodiscard]] std::uint64_t dropped() const noexcept { return dropped_; }
  [[nodiscard]] std::uint64_t restarts() const noexcept { return restarts_; }

private:
  [[nodiscard]] std::int64_t oldest() const noexcept {
    return clock_.before_now(panes_.size() - 1);
  }
  [[nodiscard]] std::size_t place(std::int64_t period) const noexcept {
    const auto n = static_cast<std::int64_t>(panes_.size());
    const std::int64_t rest = period % n;
    return static_cast<std::size_t>(rest < 0 ? rest + n : rest);
  }

  // From one newest pane to a later one: their places are emptied.
  void move(std::int64_t before, std::int64_t now) noexcept {
    if (!any_) return;
    if (event_clock::distance(before, now) >= panes_.size()) {
      clear_panes();
      return;
    }
    for (std::int64_t period = before; period != now;) {  // the last there is has no successor
      S& leaving = panes_[place(++period)];
      if constexpr (reversible<S>) total_.unmerge(leaving);
      leaving.clear();
    }
  }
  void clear_panes() noexcept {
    for (S& pane : panes_) pane.clear();
    total_.clear();
  }

  event_clock clock_;
  std::vector<S> panes_;  // a ring: period k at k modulo its size
  S total_;               // of all panes, where reversible
  std::uint64_t late_ = 0;
  std::uint64_t dropped_ = 0;
  std::uint64_t restarts_ = 0;
  bool any_ = false;
};

}  // namespace telltale::inline TELLTALE_ABI::window
