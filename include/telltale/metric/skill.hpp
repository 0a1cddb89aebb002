// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/mean_loss.hpp>
#include <telltale/metric/ratio_of_means.hpp>
#include <telltale/metric/share.hpp>

#include <limits>
#include <optional>
#include <tuple>

// A model beside a forecast that needs none.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

struct naive_error_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    return mean_loss(s.naive().naive, level);
  }
};

struct skill_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto both = s.naive();
    const counts rows = rows_of(both.naive);
    const double below = both.naive.sum();
    if (!rows.usable() || !(below > 0)) return std::nullopt;
    const double value = both.model.sum() / below;
    const double errors = both.model.squares(), mixed = value * both.product.value();
    const double last = value * (value * both.naive.squares());
    const double squares = beyond_rounding(errors - 2 * mixed + last, errors + 2 * mixed + last);
    return one_minus(ratio_of_means(value, below, squares, rows, level));
  }
};

}  // namespace detail

/// Mean of |naive - actual| over the rows with a naive forecast: how hard the world is. Empty while
/// there are none. Student's interval.
inline constexpr definition<residual_sums, detail::naive_error_formula> naive_mean_absolute_error{
    "naive_mean_absolute_error",
    direction::neutral,
    loss_range,
    "Hyndman & Koehler 2006, doi:10.1016/j.ijforecast.2006.03.001",
    {}};

/// 1 - mean |e| / mean |naive - actual| over the rows with a naive forecast: 0 is no better than
/// that forecast. It tells a model that got worse from a world that got harder. Empty while there
/// are none, or while the naive forecast is always right. Interval by the delta method, on the
/// logarithm of the ratio.
inline constexpr definition<residual_sums, detail::skill_formula> skill{
    "skill",
    direction::higher_is_better,
    {-std::numeric_limits<double>::infinity(), 1},
    "Murphy 1988, doi:10.1175/1520-0493(1988)116<2417:SSBOTM>2.0.CO;2",
    {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple skill_metrics{naive_mean_absolute_error, skill};

}  // namespace telltale::inline TELLTALE_ABI::metric
