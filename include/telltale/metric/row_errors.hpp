// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/mean_loss.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/state/deviance.hpp>
#include <telltale/state/loss_tally.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <tuple>

// Mean losses of the rows of a regression that no state keeps: O(rows), without memory. Rows with
// an unusable number or weight are left out; where there are weights, rows count by them.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

/// Calls `visit(actual, predicted, row)` for each usable row that weighs anything.
template <class Value, class Visit>
void for_each_usable(const regression_batch<Value>& rows, Visit&& visit) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto row = rows[i];
    if (usable_value(row.actual) && usable_value(row.predicted) && usable_weight(row.weight) &&
        row.weight > 0)
      visit(static_cast<double>(row.actual), static_cast<double>(row.predicted), row);
  }
}

/// Mean of `loss(actual, predicted)`. Empty where it is beyond the range of a double.
template <class Value, class Loss>
[[nodiscard]] std::optional<estimate> mean_of_rows(const regression_batch<Value>& rows,
                                                   const confidence_level& level, Loss&& loss) {
  state::loss_tally losses;
  for_each_usable(rows, [&](double actual, double predicted, const auto& row) {
    losses.add(loss(actual, predicted), row.weight);
  });
  if (!(std::fabs(losses.sum()) <= (std::numeric_limits<double>::max)())) return std::nullopt;
  return mean_loss(losses, level);
}

/// ln cosh x, without loss of digits near 0 and without overflow.
[[nodiscard]] inline double log_cosh(double x) noexcept {
  const double size = std::fabs(x);
  constexpr double ln2 = 0.69314718055994530942;
  if (size > 20) return size - ln2;  // the rest is below half a unit in the last place
  const double s = std::sinh(size / 2);
  return std::log1p(2 * s * s);
}

struct log_cosh_formula {
  static constexpr bool is_noexcept = true;

  template <class Value>
  [[nodiscard]] std::optional<estimate> operator()(const regression_batch<Value>& rows,
                                                   const confidence_level& level) const noexcept {
    return mean_of_rows(rows, level, [](double y, double p) { return log_cosh(p - y); });
  }
};

struct directional_accuracy_formula {
  static constexpr bool is_noexcept = true;

  template <class Value>
  [[nodiscard]] std::optional<estimate> operator()(const regression_batch<Value>& rows,
                                                   const confidence_level& level) const noexcept {
    const auto sign = [](double x) { return int{x > 0} - int{x < 0}; };
    counts agree;
    for_each_usable(rows, [&](double actual, double predicted, const auto& row) {
      if (!usable_value(row.naive)) return;
      const auto before = static_cast<double>(row.naive);
      agree.whole += row.weight;
      agree.squares += row.weight * row.weight;
      if (sign(actual - before) == sign(predicted - before)) agree.part += row.weight;
    });
    return share_of(agree, level);
  }
};

}  // namespace detail

/// Mean of e^2 / 2 up to |e| = `delta`, and from there on of the line that goes on from it: squares
/// for the many, magnitudes for the few. Units of the label, squared. Empty until a row has come.
/// Student's interval. Requires: delta > 0.
/// Source: Huber 1964, doi:10.1214/aoms/1177703732.
template <class Value>
[[nodiscard]] std::optional<estimate> huber_loss(const regression_batch<Value>& rows, double delta,
                                                 const confidence_level& level = {}) noexcept {
  TELLTALE_EXPECTS(delta > 0);
  return detail::mean_of_rows(rows, level, [delta](double y, double p) {
    const double size = std::fabs(p - y);
    return size <= delta ? size * size / 2 : delta * (size - delta / 2);
  });
}

/// Mean of ln cosh e: e^2 / 2 near 0, |e| - ln 2 far from it; e in units of the label. Empty until
/// a row has come. Student's interval.
inline constexpr definition<kept_errors, detail::log_cosh_formula> log_cosh_error{
    "log_cosh_error",
    direction::lower_is_better,
    loss_range,
    "Green 1990, doi:10.1109/42.52985",
    {}};

/// Share of the rows whose prediction is on the same side of the naive forecast (the last truth
/// known) as the truth: above, below, or on it. Empty until a row with such a forecast has come.
/// Wilson's interval.
inline constexpr definition<kept_errors, detail::directional_accuracy_formula> directional_accuracy{
    "directional_accuracy",
    direction::higher_is_better,
    {0, 1},
    "Pesaran & Timmermann 1992, doi:10.1080/07350015.1992.10509922",
    {}};

/// Mean Tweedie deviance of a power: 0 squares, 1 Poisson, 2 gamma, 3 inverse Gaussian, between 1
/// and 2 amounts that are often 0. Empty without a row, for powers between 0 and 1, and where the
/// family cannot have produced a row: a prediction of 0 or less (but for power 0), a truth below 0
/// (for power 1 and above), or of 0 (from 2 on). Student's interval. Its error is the rounding of
/// its terms, y^(2 - power). Source: Jorgensen 1987, J. R. Statist. Soc. B 49, 127-145; as
/// scikit-learn 1.2.
template <class Value>
[[nodiscard]] std::optional<estimate> mean_tweedie_deviance(
    const regression_batch<Value>& rows, double power,
    const confidence_level& level = {}) noexcept {
  if (!(power <= 0 || power >= 1)) return std::nullopt;
  bool produced = true;
  const auto mean = detail::mean_of_rows(rows, level, [&](double y, double p) {
    if (power == 0) return (y - p) * (y - p);
    const bool possible = p >= 1e-60 && (power < 0 || y >= 1e-60 || (y == 0 && power < 2));
    produced = produced && possible;
    if (!possible) return 0.0;
    if (power == 1) return state::unit_deviance<state::family::poisson>(y, p);
    if (power == 2) return state::unit_deviance<state::family::gamma>(y, p);
    const double one = 1 - power, two = 2 - power;
    const double own = y > 0 ? std::pow(y, two) / (one * two) : 0;
    const double deviance = 2 * (own - y * std::pow(p, one) / one + std::pow(p, two) / two);
    return deviance < 0 ? 0.0 : deviance;
  });
  return produced ? mean : std::nullopt;
}

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple row_error_metrics{log_cosh_error, directional_accuracy};

}  // namespace telltale::inline TELLTALE_ABI::metric
