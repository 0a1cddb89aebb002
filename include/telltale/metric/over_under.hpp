// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/mean_loss.hpp>
#include <telltale/metric/ratio_of_means.hpp>
#include <telltale/metric/share.hpp>

#include <optional>
#include <tuple>

// Predictions that are too high and those that are too low, told apart.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

/// Which rows a metric of one side is of.
enum class side : bool { over, under };

template <side Side, class S>
[[nodiscard]] auto errors_on(const S& s) noexcept {
  return Side == side::over ? s.over() : s.under();
}

template <side Side>
struct estimation_rate_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    return share_of(rows_of(s, errors_on<Side>(s).weight()), level);
  }
};

template <side Side>
struct mean_estimation_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    return mean_loss(errors_on<Side>(s), level);
  }
};

}  // namespace detail

/// Share of the rows whose prediction is above the truth, and of those below it; equal ones are in
/// neither. Empty until a row has come. Wilson's interval.
inline constexpr definition<residual_sums, detail::estimation_rate_formula<detail::side::over>>
    over_estimation_rate{"over_estimation_rate",
                         direction::neutral,
                         {0, 1},
                         "Wilson 1927, doi:10.1080/01621459.1927.10502953",
                         {}};
inline constexpr definition<residual_sums, detail::estimation_rate_formula<detail::side::under>>
    under_estimation_rate{"under_estimation_rate",
                          direction::neutral,
                          {0, 1},
                          "Wilson 1927, doi:10.1080/01621459.1927.10502953",
                          {}};

/// Mean of |e| over the rows whose prediction is above the truth, and over those below it. Empty
/// while there are none. Student's interval, none where the errors differ by less than 1e-7 of
/// their size.
inline constexpr definition<residual_sums, detail::mean_estimation_formula<detail::side::over>>
    mean_over_estimation{"mean_over_estimation",
                         direction::lower_is_better,
                         loss_range,
                         "Willmott & Matsuura 2005, doi:10.3354/cr030079",
                         {}};
inline constexpr definition<residual_sums, detail::mean_estimation_formula<detail::side::under>>
    mean_under_estimation{"mean_under_estimation",
                          direction::lower_is_better,
                          loss_range,
                          "Willmott & Matsuura 2005, doi:10.3354/cr030079",
                          {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple over_under_metrics{over_estimation_rate, under_estimation_rate,
                                               mean_over_estimation, mean_under_estimation};

}  // namespace telltale::inline TELLTALE_ABI::metric
