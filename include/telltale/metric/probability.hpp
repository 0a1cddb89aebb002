// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/ratio.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/ratio_of_means.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/state/loss_tally.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <tuple>

// How good the score is as a probability: the proper losses, and whether as many came true as it
// promised.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

inline constexpr interval positive_range{0, std::numeric_limits<double>::infinity()};

/// All rows, each counting 1 or by its weight.
template <class S>
[[nodiscard]] counts rows_in(const S& s) noexcept {
  if constexpr (requires { s.weight_squares(); }) {
    return {0, s.weight(), s.weight_squares()};
  } else {
    const auto n = static_cast<double>(s.count());
    return {0, n, n};
  }
}

template <class S>
[[nodiscard]] double negatives_of(const S& s) noexcept {
  if constexpr (requires { s.negatives(); })
    return s.negatives();
  else
    return static_cast<double>(s.count() - s.positives());
}

/// A mean with Student's interval at the effective size, from sums that may be a little rough.
[[nodiscard]] inline estimate mean_over(const counts& rows, double mean, double sum, double squares,
                                        const interval& range,
                                        const confidence_level& level) noexcept {
  const double n = rows.effective(), row = n / rows.whole;
  const auto variance = sample_variance(n, sum * row, squares * row);
  return {mean, mean_interval(mean, variance, n, level, range), rounded(n)};
}

/// ln of a share, by the rest where that is small.
[[nodiscard]] inline double log_share(double share, double rest) noexcept {
  return rest < 0.5 ? std::log1p(-rest) : std::log(share);
}

/// What only the base rate decides, and its derivative by it.
struct of_base_rate {
  double value = 0;
  double slope = 0;
};

/// The mean of a loss over a function of the base rate of the same rows, with its interval by the
/// delta method on the logarithm. By class: its share of the rows and the sum of its losses;
/// `squares` are those of all losses.
[[nodiscard]] inline estimate over_base_rate(double value, const of_base_rate& below,
                                             const std::array<double, 2>& share,
                                             const std::array<double, 2>& sum, double squares,
                                             const counts& rows,
                                             const confidence_level& level) noexcept {
  // Influence of a row: (loss - base of its class) / below.
  double left = squares;
  for (const std::size_t y : {std::size_t{0}, std::size_t{1}}) {
    const double off = y == 1 ? share[0] : -share[1];
    const double base = value * (below.value + below.slope * off);
    left -= base * (2 * sum[y] - base * (share[y] * rows.whole));
  }
  auto variance = variance_of(beyond_rounding(left, squares), rows);
  if (variance) variance = *variance / below.value / below.value;
  return in_logarithm(value, variance, rows, level);
}

struct log_loss_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const counts rows = rows_in(s);
    if (!rows.usable()) return std::nullopt;
    const double sum = s.log_loss(), mean = sum / rows.whole;
    if constexpr (requires { s.log_loss_squares(); })
      return mean_over(rows, mean, sum, s.log_loss_squares(), positive_range, level);
    else
      return mean_over(rows, mean, s.rough_log_loss(), s.rough_log_loss_squares(), positive_range,
                       level);
  }
};

struct brier_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const counts rows = rows_in(s);
    if (!rows.usable()) return std::nullopt;
    const double sum = s.squared_error();
    return mean_over(rows, (std::min)(sum / rows.whole, 1.0), sum, s.squared_error_squares(),
                     {0, 1}, level);
  }
};

struct normalized_entropy_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const counts rows = rows_in(s);
    const auto positives = static_cast<double>(s.positives());
    const double negatives = negatives_of(s);
    if (!rows.usable() || !(positives > 0) || !(negatives > 0)) return std::nullopt;
    const double p = positives / rows.whole, q = negatives / rows.whole;
    const double entropy = -(p * log_share(p, q) + q * log_share(q, p));
    if (!(entropy > 0)) return std::nullopt;
    const double value = s.log_loss() / rows.whole / entropy;
    if constexpr (requires { s.losses(0); }) {
      const state::loss_tally &negative = s.losses(0), &positive = s.losses(1);
      return over_base_rate(value, {entropy, std::log(q / p)}, {q, p},
                            {negative.sum(), positive.sum()}, s.log_loss_squares(), rows, level);
    } else {
      return estimate{value, std::nullopt, rounded(rows.effective())};
    }
  }
};

struct predicted_over_actual_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto actual = static_cast<double>(s.positives());
    const std::optional<double> value = ratio(s.scores(), actual);
    if (!value) return std::nullopt;
    const double n = rows_in(s).effective();
    std::optional<interval> bounds;
    if (s.score_variance() > 0) {
      // The number of positives varies by sum p (1 - p) where sum p are expected, and in proportion
      // where `actual` came.
      const double error = std::sqrt(s.score_variance() / (s.scores() * actual));
      const double factor = std::exp(level.z * error);
      const double upper = *value * factor;
      if (upper <= (std::numeric_limits<double>::max)()) bounds = interval{*value / factor, upper};
    }
    return estimate{*value, bounds, rounded(n)};
  }
};

}  // namespace detail

/// Mean of -ln of the probability given to what came true, clipped to [eps, 1 - eps] of the score's
/// type; nats. Of two classes, or of K with `state::cross_entropy<K>`. Empty until a row has come.
/// One wrong certain prediction in double costs 36: for decisions prefer the Brier score.
inline constexpr definition<log_losses, detail::log_loss_formula> log_loss{
    "log_loss",
    direction::lower_is_better,
    detail::positive_range,
    "Good 1952, doi:10.1111/j.2517-6161.1952.tb00104.x",
    {}};

/// Mean squared error of the probability: mean (p - y)^2. Empty until a row has come.
inline constexpr definition<loss_sums, detail::brier_formula> brier_score{
    "brier_score",
    direction::lower_is_better,
    {0, 1},
    "Brier 1950, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2",
    {}};

/// Log loss over the entropy of the base rate of the same rows: 1 is no better than always saying
/// that rate. Empty while only one class has been seen. From `state::weighted_proper_loss`, which
/// keeps the losses of each class apart, with an interval by the delta method on the logarithm; it
/// counts what the base rate itself may be off.
inline constexpr definition<loss_sums, detail::normalized_entropy_formula> normalized_entropy{
    "normalized_entropy",
    direction::lower_is_better,
    detail::positive_range,
    "He et al. 2014, doi:10.1145/2648584.2648589, section 2",
    {}};

/// Positives that the scores promised over those that came, sum p / sum y: calibration in the
/// large. 1 is right; above, the model promises too much. Empty until a positive has been seen.
/// Interval on the logarithmic scale, from the variance sum p (1 - p) of the number of positives.
inline constexpr definition<loss_sums, detail::predicted_over_actual_formula> predicted_over_actual{
    "predicted_over_actual",
    direction::neutral,
    detail::positive_range,
    "Van Calster et al. 2016, doi:10.1016/j.jclinepi.2015.12.005",
    {}};

/// What this header adds to the vocabulary (metric/all.hpp). Of two classes.
inline constexpr std::tuple probability_metrics{log_loss, brier_score, normalized_entropy,
                                                predicted_over_actual};
/// Of any number of classes.
inline constexpr std::tuple class_probability_metrics{log_loss};

}  // namespace telltale::inline TELLTALE_ABI::metric
