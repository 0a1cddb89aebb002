// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/concepts.hpp>

#include <cstdint>
#include <utility>

namespace telltale::inline TELLTALE_ABI::window {

/// A state over one stretch of rows after the other. The caller says when the next begins; `full()`
/// tells that the agreed number of rows has come.
///
/// Cost  update: the state's; advance: a clear; never allocates
template <summary S>
class tumbling {
public:
  /// Requires: `rows > 0`.
  tumbling(S prototype, std::uint64_t rows)
      : current_(prototype), previous_(std::move(prototype)), capacity_(rows) {
    TELLTALE_EXPECTS(rows > 0);
  }

  /// Counts as one row.
  template <class... Xs>
  requires accepts<S, Xs...>
  void update(const Xs&... x) noexcept {
    current_.update(x...);
    ++rows_;
  }

  /// Closes the window, whatever its length, and starts the next.
  void advance() noexcept {
    std::swap(previous_, current_);
    current_.clear();
    rows_ = 0;
    ++index_;
  }

  [[nodiscard]] bool full() const noexcept { return rows_ >= capacity_; }
  [[nodiscard]] std::uint64_t rows() const noexcept { return rows_; }
  /// Windows closed so far: the open one's index, from 0.
  [[nodiscard]] std::uint64_t index() const noexcept { return index_; }
  /// The open window.
  [[nodiscard]] const S& current() const noexcept { return current_; }
  /// The one closed last; as empty as the prototype before any was.
  [[nodiscard]] const S& previous() const noexcept { return previous_; }

private:
  S current_;
  S previous_;
  std::uint64_t capacity_;
  std::uint64_t rows_ = 0;
  std::uint64_t index_ = 0;
};

}  // namespace telltale::inline TELLTALE_ABI::window
