// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/click_through.hpp>

#include <cstddef>
#include <optional>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {
template <class S>
inline constexpr bool is_click_through = false;
template <std::size_t Positions>
inline constexpr bool is_click_through<state::click_through<Positions>> = true;
}  // namespace detail

/// What was shown and clicked.
struct click_counts {
  template <class S>
  static constexpr bool matches = detail::is_click_through<S>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<click_counts, S>;
    static_assert(found != 0, "this metric reads clicks: add state::click_through<> to the bundle");
    static_assert(found < 2,
                  "this metric reads clicks, and the bundle holds two such states: pass the one "
                  "you mean");
  }
};

namespace detail {

struct click_through_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto all = s.all();
    return share_of({all.clicked, all.shown, all.squares}, level);
  }
};

}  // namespace detail

/// Share of what was shown that was clicked, in [0, 1]. Empty until something was shown. Wilson's
/// interval, with weights at Kish's effective size.
inline constexpr definition<click_counts, detail::click_through_formula> click_through_rate{
    "click_through_rate",
    direction::higher_is_better,
    {0, 1},
    "Wilson 1927, doi:10.1080/01621459.1927.10502953",
    {}};

/// The same of what was shown at one position, from 0; the last one is of all from `Positions` on.
/// What falls at one position alone is the page, and not the model. Empty until something was shown
/// there, and for positions that the state does not have.
template <std::size_t Positions>
[[nodiscard]] std::optional<estimate> click_through_at(
    const state::click_through<Positions>& s, std::size_t position,
    const confidence_level& level = {}) noexcept {
  if (position >= s.cells) return std::nullopt;
  const auto& at = s.at(position);
  return share_of({at.clicked, at.shown, at.squares}, level);
}

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple click_through_metrics{click_through_rate};

}  // namespace telltale::inline TELLTALE_ABI::metric
