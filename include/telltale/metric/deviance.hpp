// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/mean_loss.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/state/deviance.hpp>

#include <limits>
#include <optional>
#include <tuple>

// How good a regression is where the truth spreads the more the larger it is: counts (Poisson),
// durations and amounts (gamma).

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

struct mean_deviance_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    if (!in_domain(s)) return std::nullopt;
    return mean_loss(s.losses(), level);
  }
};

struct explained_deviance_formula {
  static constexpr bool is_noexcept = true;

  template <state::family Family, bool Weighted>
  [[nodiscard]] std::optional<estimate> operator()(const state::deviance<Family, Weighted>& s,
                                                   const confidence_level&) const noexcept {
    const state::loss_tally& losses = s.losses();
    if (!in_domain(s) || !(losses.weight() > 0)) return std::nullopt;
    // Of equal truths, what is left about their mean is its rounding.
    const double unit = Family == state::family::poisson ? s.actual() : losses.weight();
    constexpr double rounding = 8 * std::numeric_limits<double>::epsilon();
    if (!(s.about_mean() > rounding * rounding * unit)) return std::nullopt;
    const double n = counts{0, losses.weight(), losses.weight_squares()}.effective();
    return estimate{1 - losses.sum() / s.about_mean(), std::nullopt, rounded(n)};
  }
};

inline constexpr interval explained_range{-std::numeric_limits<double>::infinity(), 1};

}  // namespace detail

/// Mean of 2 (y ln(y / p) - y + p), in [0, inf); for counts y >= 0, and p > 0. Empty until a row
/// has come, and while a row with another y or p is in the state. Student's interval. Source:
/// McCullagh & Nelder 1989, Generalized Linear Models, 2nd ed., section 2.3.
inline constexpr definition<deviance_sums<state::family::poisson>, detail::mean_deviance_formula>
    mean_poisson_deviance{"mean_poisson_deviance",
                          direction::lower_is_better,
                          loss_range,
                          "McCullagh & Nelder 1989, Generalized Linear Models, section 2.3",
                          {}};

/// Mean of 2 (ln(p / y) + y / p - 1), in [0, inf): of no unit, so that an error counts in
/// proportion; for y > 0 and p > 0. Empty as `mean_poisson_deviance`. Student's interval.
/// Source: as there.
inline constexpr definition<deviance_sums<state::family::gamma>, detail::mean_deviance_formula>
    mean_gamma_deviance{"mean_gamma_deviance",
                        direction::lower_is_better,
                        loss_range,
                        "McCullagh & Nelder 1989, Generalized Linear Models, section 2.3",
                        {}};

/// Share of the Poisson deviance about the mean of the truths that the predictions explain, in
/// (-inf, 1]: 1 - deviance / deviance of that mean; what R^2 is for squared errors. Empty as
/// `mean_poisson_deviance`, and while all truths are equal. No interval.
/// Source: Cameron & Windmeijer 1997, doi:10.1016/S0304-4076(96)01818-0.
inline constexpr definition<deviance_sums<state::family::poisson>,
                            detail::explained_deviance_formula>
    d2_poisson{"d2_poisson",
               direction::higher_is_better,
               detail::explained_range,
               "Cameron & Windmeijer 1997, doi:10.1016/S0304-4076(96)01818-0",
               {}};

/// The same of the gamma deviance.
inline constexpr definition<deviance_sums<state::family::gamma>, detail::explained_deviance_formula>
    d2_gamma{"d2_gamma",
             direction::higher_is_better,
             detail::explained_range,
             "Cameron & Windmeijer 1997, doi:10.1016/S0304-4076(96)01818-0",
             {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple deviance_metrics{mean_poisson_deviance, mean_gamma_deviance, d2_poisson,
                                             d2_gamma};

}  // namespace telltale::inline TELLTALE_ABI::metric
