// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/mean_loss.hpp>

#include <cmath>
#include <optional>
#include <tuple>

// Errors in proportion rather than in units: between 1 and 2 as large as between 1000 and 2000.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

struct squared_log_error_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    if (!in_domain(s)) return std::nullopt;
    return mean_loss(s.losses(), level);
  }
};

struct root_squared_log_error_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto square = squared_log_error_formula{}(s, level);
    if (!square) return std::nullopt;
    estimate root{std::sqrt(square->value), std::nullopt, square->n};
    if (square->bounds)
      root.bounds = interval{std::sqrt(square->bounds->lower), std::sqrt(square->bounds->upper)};
    return root;
  }
};

}  // namespace detail

/// Mean of (ln(1 + predicted) - ln(1 + actual))^2, in [0, inf); squared nats. Empty until a row has
/// come, and while a truth or a prediction of -1 or less is in the state: from then on the mean
/// would be of chosen rows. (scikit-learn refuses all numbers below 0, where the formula still has
/// an answer.) Student's interval.
/// Source: as scikit-learn 1.2, sklearn.metrics.mean_squared_log_error.
inline constexpr definition<log_error_sums, detail::squared_log_error_formula>
    mean_squared_log_error{"mean_squared_log_error",
                           direction::lower_is_better,
                           loss_range,
                           "scikit-learn 1.2, sklearn.metrics.mean_squared_log_error",
                           {}};

/// Its square root, nats: 0.1 is a typical factor of 1.1 between prediction and truth. Empty as the
/// mean. Its interval is that of the mean, rooted.
inline constexpr definition<log_error_sums, detail::root_squared_log_error_formula>
    root_mean_squared_log_error{"root_mean_squared_log_error",
                                direction::lower_is_better,
                                loss_range,
                                "scikit-learn 1.2, sklearn.metrics.mean_squared_log_error",
                                {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple log_error_metrics{mean_squared_log_error, root_mean_squared_log_error};

}  // namespace telltale::inline TELLTALE_ABI::metric
