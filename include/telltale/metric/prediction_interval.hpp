// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/mean_loss.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/prediction_intervals.hpp>

#include <optional>
#include <tuple>
#include <type_traits>

// Whether predicted intervals hold the truth as often as they are to, and how wide they are. All
// are empty until a row has come.

namespace telltale::inline TELLTALE_ABI::metric {

/// Predicted intervals of one confidence.
struct interval_sums {
  template <class S>
  static constexpr bool matches = std::is_same_v<S, state::prediction_intervals>;
  template <class S>
  static constexpr void check() {
    static_assert(state::count_of<interval_sums, S> != 0,
                  "this metric reads predicted intervals: add state::prediction_intervals to the "
                  "bundle");
  }
};

namespace detail {

enum class interval_side : unsigned char { inside, below, above };

template <interval_side Side>
struct interval_share_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] std::optional<estimate> operator()(const state::prediction_intervals& s,
                                                   const confidence_level& level) const noexcept {
    const double part = Side == interval_side::inside  ? s.inside()
                        : Side == interval_side::below ? s.below()
                                                       : s.above();
    return share_of({part, s.widths().weight(), s.widths().weight_squares()}, level);
  }
};

struct interval_width_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] std::optional<estimate> operator()(const state::prediction_intervals& s,
                                                   const confidence_level& level) const noexcept {
    return mean_loss(s.widths(), level);
  }
};

struct normalized_width_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] std::optional<estimate> operator()(const state::prediction_intervals& s,
                                                   const confidence_level& level) const noexcept {
    auto width = mean_loss(s.widths(), level);
    const auto range = s.range();
    if (!width || !range || !(*range > 0)) return std::nullopt;
    return estimate{width->value / *range, std::nullopt, width->n};
  }
};

struct winkler_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] std::optional<estimate> operator()(const state::prediction_intervals& s,
                                                   const confidence_level& level) const noexcept {
    return mean_loss(s.scores(), level);
  }
};

}  // namespace detail

/// Share of the rows whose truth is within the interval, its ends included: the stated confidence
/// is right. Wilson's interval.
inline constexpr definition<interval_sums,
                            detail::interval_share_formula<detail::interval_side::inside>>
    interval_coverage{"interval_coverage",
                      direction::neutral,
                      {0, 1},
                      "Khosravi et al. 2011, doi:10.1109/TNN.2010.2096824",
                      {}};

/// Share of the rows whose truth is below the interval, and above it: half of what the confidence
/// lacks of 1 is right for a central interval. Wilson's interval.
inline constexpr definition<interval_sums,
                            detail::interval_share_formula<detail::interval_side::below>>
    below_interval_rate{"below_interval_rate",
                        direction::neutral,
                        {0, 1},
                        "Christoffersen 1998, doi:10.2307/2527341",
                        {}};
inline constexpr definition<interval_sums,
                            detail::interval_share_formula<detail::interval_side::above>>
    above_interval_rate{"above_interval_rate",
                        direction::neutral,
                        {0, 1},
                        "Christoffersen 1998, doi:10.2307/2527341",
                        {}};

/// Mean of upper - lower, in units of the label. Student's interval.
inline constexpr definition<interval_sums, detail::interval_width_formula> mean_interval_width{
    "mean_interval_width",
    direction::lower_is_better,
    loss_range,
    "Gneiting, Balabdaoui & Raftery 2007, doi:10.1111/j.1467-9868.2007.00587.x",
    {}};

/// Mean width over the range of the truths that ever came (NMPIW). Empty also while all truths are
/// equal. No interval: the range grows with the number of rows.
inline constexpr definition<interval_sums, detail::normalized_width_formula>
    normalized_mean_interval_width{"normalized_mean_interval_width",
                                   direction::lower_is_better,
                                   loss_range,
                                   "Khosravi et al. 2011, doi:10.1109/TNN.2010.2096824",
                                   {}};

/// Mean of the width and 2 / (1 - confidence) times what the truth is outside, in units of the
/// label: least for the true central interval. Student's interval.
inline constexpr definition<interval_sums, detail::winkler_formula> winkler_score{
    "winkler_score",
    direction::lower_is_better,
    loss_range,
    "Winkler 1972, doi:10.1080/01621459.1972.10481224; Gneiting & Raftery 2007, "
    "doi:10.1198/016214506000001437, equation 43",
    {}};

/// What there is to measure of predicted intervals.
inline constexpr std::tuple prediction_interval_metrics{interval_coverage,
                                                        below_interval_rate,
                                                        above_interval_rate,
                                                        mean_interval_width,
                                                        normalized_mean_interval_width,
                                                        winkler_score};

}  // namespace telltale::inline TELLTALE_ABI::metric
