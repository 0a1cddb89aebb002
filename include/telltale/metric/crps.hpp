// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/mean_loss.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/crps.hpp>

#include <optional>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::metric {

/// The scores of forecast distributions.
struct crps_sums {
  template <class S>
  static constexpr bool matches = std::is_same_v<S, state::crps>;
  template <class S>
  static constexpr void check() {
    static_assert(state::count_of<crps_sums, S> != 0,
                  "this metric reads the scores of forecast distributions: add state::crps to the "
                  "bundle");
  }
};

namespace detail {

struct crps_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] std::optional<estimate> operator()(const state::crps& s,
                                                   const confidence_level& level) const noexcept {
    return mean_loss(s.losses(), level);
  }
};

}  // namespace detail

/// Mean continuous ranked probability score, in units of the label: of certain forecasts the mean
/// absolute error, and less where a forecast says rightly how unsure it is. Empty until a row has
/// come. Student's interval.
inline constexpr definition<crps_sums, detail::crps_formula> mean_crps{
    "mean_crps",
    direction::lower_is_better,
    loss_range,
    "Matheson & Winkler 1976, doi:10.1287/mnsc.22.10.1087; Gneiting & Raftery 2007, "
    "doi:10.1198/016214506000001437, section 4.2",
    {}};

}  // namespace telltale::inline TELLTALE_ABI::metric
