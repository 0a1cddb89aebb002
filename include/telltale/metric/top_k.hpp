// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/truth_ranks.hpp>

#include <cstddef>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::metric {

/// The place of the true class in a classifier's ranking, weighted or not.
struct truth_places {
  template <class S>
  static constexpr bool matches =
      std::is_same_v<S, state::truth_ranks> || std::is_same_v<S, state::weighted_truth_ranks>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<truth_places, S>;
    static_assert(found != 0,
                  "this metric reads the place of the true class: add state::truth_ranks or "
                  "state::weighted_truth_ranks to the bundle");
    static_assert(found < 2,
                  "this metric reads the place of the true class, and the bundle holds two such "
                  "states: pass the one you mean");
  }
};

namespace detail {

struct top_k_formula {
  static constexpr bool is_noexcept = true;
  std::size_t k;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    return share_of({static_cast<double>(s.within(k)), static_cast<double>(s.total()), s.squares()},
                    level);
  }
};

constexpr definition<truth_places, top_k_formula> top_k(std::string_view name,
                                                        std::size_t k) noexcept {
  return {name,
          direction::higher_is_better,
          {0, 1},
          "Russakovsky et al. 2015, "
          "doi:10.1007/s11263-015-0816-y, section 4",
          {k}};
}

}  // namespace detail

/// Share of the rows whose true class is among the k that were given the highest probabilities.
/// Empty until a row has come. Wilson's interval.
inline constexpr auto top_2_accuracy = detail::top_k("top_2_accuracy", 2);
inline constexpr auto top_3_accuracy = detail::top_k("top_3_accuracy", 3);
inline constexpr auto top_5_accuracy = detail::top_k("top_5_accuracy", 5);

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple top_k_metrics{top_2_accuracy, top_3_accuracy, top_5_accuracy};

}  // namespace telltale::inline TELLTALE_ABI::metric
