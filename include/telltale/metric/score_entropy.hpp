// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/mean_loss.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/top_scores.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <optional>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {
template <class S>
inline constexpr bool is_top_scores = false;
template <std::size_t K>
inline constexpr bool is_top_scores<state::top_scores<K>> = true;
}  // namespace detail

/// The best scores of requests.
struct best_scores {
  template <class S>
  static constexpr bool matches = detail::is_top_scores<S>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<best_scores, S>;
    static_assert(found != 0,
                  "this metric reads the best scores of requests: add state::top_scores<> to the "
                  "bundle");
    static_assert(found < 2,
                  "this metric reads the best scores of requests, and the bundle holds two such "
                  "states: pass the one you mean");
  }
};

namespace detail {

struct top_score_entropy_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const double most = std::log(static_cast<double>(S::most));
    auto mean = mean_loss(s.entropy(), level);
    if (mean) mean->value = (std::min)(mean->value, most);
    if (mean && mean->bounds) mean->bounds->upper = (std::min)(mean->bounds->upper, most);
    return mean;
  }
};

}  // namespace detail

/// Mean entropy of the best scores of a request, as shares of their sum, in nats: ln K where they
/// are all alike, 0 where one has all. It needs no labels. Empty until a request has come.
inline constexpr definition<best_scores, detail::top_score_entropy_formula> top_score_entropy{
    "top_score_entropy",
    direction::neutral,
    loss_range,
    "Shannon 1948, doi:10.1002/j.1538-7305.1948.tb01338.x",
    {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple score_entropy_metrics{top_score_entropy};

}  // namespace telltale::inline TELLTALE_ABI::metric
