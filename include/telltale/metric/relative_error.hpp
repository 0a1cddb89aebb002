// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/mean_loss.hpp>
#include <telltale/metric/ratio_of_means.hpp>
#include <telltale/metric/regression.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <tuple>

// Squared errors beside the size and the spread of the truth.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

struct relative_squared_error_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    return unexplained(s.moments(), s.moments().mean_x(), rows_of(s), level);
  }
};

struct rmse_over_deviation_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    auto ratio = relative_squared_error_formula{}(s, level);
    if (!ratio) return std::nullopt;
    ratio->value = std::sqrt(ratio->value);
    if (ratio->bounds)
      ratio->bounds = interval{std::sqrt(ratio->bounds->lower), std::sqrt(ratio->bounds->upper)};
    return ratio;
  }
};

struct rmse_over_mean_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto error = root_squared_error_formula{}(s, level);
    if (!error) return std::nullopt;
    const double value = error->value / std::fabs(s.moments().mean_y());
    if (!(value <= (std::numeric_limits<double>::max)())) return std::nullopt;
    return estimate{value, std::nullopt, error->n};
  }
};

}  // namespace detail

/// Mean e^2 / variance of the actual values: 1 - r2, of which it has the interval. Empty as `r2`.
inline constexpr definition<residual_sums, detail::relative_squared_error_formula>
    relative_squared_error{"relative_squared_error",
                           direction::lower_is_better,
                           loss_range,
                           "Kvalseth 1985, doi:10.1080/00031305.1985.10479448, equation 1",
                           {}};

/// Root mean squared error over the standard deviation of the actual values (over n): the root of
/// `relative_squared_error`, with the roots of its interval's ends.
inline constexpr definition<residual_sums, detail::rmse_over_deviation_formula> nrmse_by_std{
    "nrmse_by_std",
    direction::lower_is_better,
    loss_range,
    "Moriasi et al. 2007, doi:10.13031/2013.23153",
    {}};

/// Root mean squared error over |mean of the actual values|. Empty until a row has come, and where
/// that mean is 0. No interval.
inline constexpr definition<residual_sums, detail::rmse_over_mean_formula> nrmse_by_mean{
    "nrmse_by_mean",
    direction::lower_is_better,
    loss_range,
    "Botchkarev 2019, doi:10.28945/4184",
    {}};

/// R^2 less what `features` that tell nothing would have added to it in the training of a linear
/// model: 1 - (1 - r2) (n - 1) / (n - features - 1), n being the effective size. Its interval is
/// that of `r2`, moved along. Empty as `r2`, and for n <= features + 1. Source: Theil 1961,
/// Economic Forecasts and Policy, 2nd ed.
template <class S>
[[nodiscard]] std::optional<estimate> adjusted_r2(const S& summary, std::size_t features,
                                                  const confidence_level& level = {}) noexcept {
  const auto ratio = relative_squared_error(summary, level);
  if (!ratio) return std::nullopt;
  const double n = detail::rows_of(state::pick<residual_sums>(summary)).effective();
  const double left = n - static_cast<double>(features) - 1;
  if (!(left > 0)) return std::nullopt;
  const double factor = (n - 1) / left;
  estimate adjusted{ratio->value * factor, std::nullopt, ratio->n};
  if (ratio->bounds)
    adjusted.bounds = interval{ratio->bounds->lower * factor, ratio->bounds->upper * factor};
  return detail::one_minus(adjusted);
}

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple relative_error_metrics{relative_squared_error, nrmse_by_std,
                                                   nrmse_by_mean};

}  // namespace telltale::inline TELLTALE_ABI::metric
