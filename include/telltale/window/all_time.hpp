// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/concepts.hpp>

#include <utility>

namespace telltale::inline TELLTALE_ABI::window {

/// A state over everything that ever came: the window that never ends, with the interface of the
/// others.
///
/// Cost  the state's; advance: nothing
template <summary S>
class all_time {
public:
  explicit constexpr all_time(S prototype = S{}) : state_(std::move(prototype)) {}

  template <class... Xs>
  requires accepts<S, Xs...>
  constexpr void update(const Xs&... x) noexcept { state_.update(x...); }
  /// Nothing is dropped.
  constexpr void advance() noexcept {}
  [[nodiscard]] constexpr const S& current() const noexcept { return state_; }

private:
  S state_;
};

}  // namespace telltale::inline TELLTALE_ABI::window
