// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/concepts.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace telltale::inline TELLTALE_ABI::window {

/// A state over the last `panes` panes, the open one included. `current()` is a plain state, so
/// every metric and drift test reads it unchanged. The last few panes read as a window of their
/// own, so that a fast and a slow one share their rows.
///
/// A reversible state is kept as a running total, from which the pane that leaves is taken out
/// again. A state that can only be merged is folded by two stacks: each pane is merged at most
/// twice before it leaves, and nothing is ever subtracted, so no rounding builds up.
///
/// Cost   update: the state's, twice where it is reversible; advance: one unmerge, or at most two
///        merges on average and `panes` at once; current: free where reversible, else two merges
///        into a copy, and of the newest n panes at most n - 1; update and advance never allocate
/// Size   panes + 1 states
/// Source the two-stack queue: Tangwongsan, Hirzel & Schneider 2017, doi:10.1145/3093742.3093925
template <mergeable S>
class sliding {
public:
  /// `prototype`: an empty state of the wanted shape. With `rows_a_pane`, the update after so many
  /// starts the next pane; with 0 only `advance()` does. An update is one row, also of a batch.
  /// Requires: `panes > 0`.
  sliding(S prototype, std::size_t panes, std::uint64_t rows_a_pane = 0)
      : panes_(panes, prototype), total_(std::move(prototype)), rows_a_pane_(rows_a_pane) {
    TELLTALE_EXPECTS(panes > 0);
  }

  template <class... Xs>
  requires accepts<S, Xs...>
  void update(const Xs&... x) noexcept {
    if (rows_a_pane_ != 0 && rows_ == rows_a_pane_) advance();
    panes_[open_].update(x...);
    if constexpr (reversible<S>) total_.update(x...);
    ++rows_;
  }

  /// Starts the next pane; the oldest leaves once there are `panes` of them.
  void advance() noexcept {
    rows_ = 0;
    if constexpr (reversible<S>) {
      open_ = next(open_);
      total_.unmerge(panes_[open_]);
      panes_[open_].clear();
      if (closed_ + 1 < panes_.size()) ++closed_;
    } else {
      advance_folding();
    }
  }

  /// The state of all panes in the window.
  [[nodiscard]] const S& current() const noexcept requires reversible<S> { return total_; }
  [[nodiscard]] S current() const requires(!reversible<S>) {
    S whole = total_;
    whole.merge(panes_[open_]);
    if (front_ > 0) whole.merge(panes_[back_by(closed_)]);
    return whole;
  }

  /// The state of the newest panes alone, the open one included.
  /// Requires: `0 < newest <= panes()`.
  [[nodiscard]] S current(std::size_t newest) const {
    TELLTALE_EXPECTS(newest > 0 && newest <= panes_.size());
    S whole = panes_[open_];
    const std::size_t closed = (std::min)(newest - 1, closed_), back = closed_ - front_;
    std::size_t pane = open_;
    for (std::size_t i = 0; i < (std::min)(closed, back); ++i) {
      pane = before(pane);
      whole.merge(panes_[pane]);
    }
    // In the front the oldest one wanted stands for the younger ones as well.
    if (closed > back) whole.merge(panes_[back_by(closed)]);
    return whole;
  }

  [[nodiscard]] std::size_t panes() const noexcept { return panes_.size(); }
  /// Rows in the open pane.
  [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }

private:
  [[nodiscard]] std::size_t next(std::size_t pane) const noexcept {
    return pane + 1 == panes_.size() ? 0 : pane + 1;
  }
  [[nodiscard]] std::size_t before(std::size_t pane) const noexcept {
    return (pane == 0 ? panes_.size() : pane) - 1;
  }
  // So many panes before the open one.
  [[nodiscard]] std::size_t back_by(std::size_t panes) const noexcept {
    return (open_ + panes_.size() - panes) % panes_.size();
  }

  // Of the closed panes, the `front_` oldest have been turned into suffix sums: each stands for
  // itself and all younger ones of the front. `total_` is the sum of the others, the back.
  void advance_folding() noexcept {
    total_.merge(panes_[open_]);
    ++closed_;
    open_ = next(open_);
    if (closed_ == panes_.size()) {  // the next pane's place is the oldest's
      if (front_ == 0) turn();
      --front_;
      --closed_;
    }
    panes_[open_].clear();
  }

  void turn() noexcept {
    std::size_t pane = before(open_);            // the youngest closed one
    for (std::size_t i = 2; i < closed_; ++i) {  // the oldest needs no sum: it leaves at once
      const std::size_t older = before(pane);
      panes_[older].merge(panes_[pane]);
      pane = older;
    }
    front_ = closed_;
    total_.clear();
  }

  std::vector<S> panes_;  // a ring
  S total_;               // of all panes where reversible, else of the back
  std::uint64_t rows_a_pane_;
  std::uint64_t rows_ = 0;
  std::size_t open_ = 0;
  std::size_t closed_ = 0;  // closed panes still in the window
  std::size_t front_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::window
