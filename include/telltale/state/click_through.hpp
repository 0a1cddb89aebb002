// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::state {

/// What was shown and what was clicked, by the position it was shown at: all that
/// <telltale/metric/click_through.hpp> reads. Fed with clicks and purchases, it is that of
/// conversions.
///
/// Algebra  mergeable, scalable
/// Units    weight
/// Rejects  a weight that is negative, NaN or above 1e150
/// Cost     update O(1); merge O(Positions); never allocates
/// Size     24 (Positions + 1) + 8 bytes
/// Error    each weight is a sum of n doubles: relative error at most n 1.1e-16
/// Threads  one writer
template <std::size_t Positions = 10>
class click_through {
public:
  /// The last cell is of all positions from `Positions` on.
  static constexpr std::size_t cells = Positions + 1;

  /// Weights of what was shown, its squares, and of what of it was clicked.
  struct cell {
    double shown = 0;
    double squares = 0;
    double clicked = 0;

    friend constexpr bool operator==(const cell&, const cell&) = default;
  };

  /// An item shown at a position, from 0.
  constexpr void update(std::size_t position, bool clicked, double weight = 1) noexcept {
    if (!usable_weight(weight)) {
      ++rejected_;
      return;
    }
    cell& at = cells_[(std::min)(position, Positions)];
    at.shown += weight;
    at.squares += weight * weight;
    at.clicked += clicked ? weight : 0;
  }

  constexpr click_through& merge(const click_through& part) noexcept {
    for (std::size_t i = 0; i < cells; ++i) {
      cells_[i].shown += part.cells_[i].shown;
      cells_[i].squares += part.cells_[i].squares;
      cells_[i].clicked += part.cells_[i].clicked;
    }
    rejected_ += part.rejected_;
    return *this;
  }

  /// Every weight times `factor`. Requires: 0 <= factor <= 1.
  constexpr click_through& scale(double factor) noexcept {
    TELLTALE_EXPECTS(factor >= 0 && factor <= 1);
    for (cell& at : cells_) {
      at.shown *= factor;
      at.squares *= factor * factor;
      at.clicked *= factor;
    }
    return *this;
  }

  constexpr void clear() noexcept { *this = {}; }

  /// Requires: `position < cells`.
  [[nodiscard]] constexpr const cell& at(std::size_t position) const noexcept {
    TELLTALE_EXPECTS(position < cells);
    return cells_[position];
  }
  [[nodiscard]] constexpr cell all() const noexcept {
    cell sum;
    for (const cell& at : cells_) {
      sum.shown += at.shown;
      sum.squares += at.squares;
      sum.clicked += at.clicked;
    }
    return sum;
  }
  [[nodiscard]] constexpr std::uint64_t rejected() const noexcept { return rejected_; }

  friend constexpr bool operator==(const click_through&, const click_through&) = default;

  /// Members in wire order.
  static constexpr auto fields(auto& self) noexcept {
    return std::tie(self.cells_, self.rejected_);
  }

private:
  std::array<cell, cells> cells_{};
  std::uint64_t rejected_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::state
