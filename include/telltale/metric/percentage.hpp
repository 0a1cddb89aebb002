// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/mean_loss.hpp>

#include <algorithm>
#include <optional>
#include <tuple>

// Errors of a predicted number as shares of the number.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

struct percentage_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    return mean_loss(s.of_actual(), level);
  }
};

struct symmetric_percentage_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    auto mean = mean_loss(s.symmetric(), level);
    if (mean && mean->bounds) mean->bounds->upper = (std::min)(mean->bounds->upper, 2.0);
    return mean;
  }
};

}  // namespace detail

/// Mean of |predicted - actual| / |actual| as a share, 0.1 being 10 %, over the rows whose actual
/// value is not zero (`state::relative_errors::zeros()` counts the others; scikit-learn divides by
/// 2.2e-16 there). Empty until such a row has come. Small actual values weigh most: prefer `wape`.
inline constexpr definition<relative_error_sums, detail::percentage_formula>
    mean_absolute_percentage_error{"mean_absolute_percentage_error",
                                   direction::lower_is_better,
                                   loss_range,
                                   "de Myttenaere et al. 2016, doi:10.1016/j.neucom.2015.12.114",
                                   {}};

/// Mean of 2 |predicted - actual| / (|actual| + |predicted|), in [0, 2]; a row where both are 0 has
/// no error. Empty until a row has come.
inline constexpr definition<relative_error_sums, detail::symmetric_percentage_formula>
    symmetric_mean_absolute_percentage_error{
        "symmetric_mean_absolute_percentage_error",
        direction::lower_is_better,
        {0, 2},
        "Makridakis 1993, doi:10.1016/0169-2070(93)90079-3; Hyndman & Koehler 2006, "
        "doi:10.1016/j.ijforecast.2006.03.001",
        {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple percentage_metrics{mean_absolute_percentage_error,
                                               symmetric_mean_absolute_percentage_error};

}  // namespace telltale::inline TELLTALE_ABI::metric
