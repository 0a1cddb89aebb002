// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/ratio.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/kind.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>

// How good the score is as a probability: the proper losses, and whether as many came true as it
// promised.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

inline constexpr interval positive_range{0, std::numeric_limits<double>::infinity()};

/// Mean log loss in nats.
template <class S>
[[nodiscard]] std::optional<double> mean_log_loss(const S& s) noexcept {
  return ratio(s.log_loss(), static_cast<double>(s.count()));
}

struct log_loss_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const std::optional<double> mean = mean_log_loss(s);
    if (!mean) return std::nullopt;
    const auto n = static_cast<double>(s.count());
    const auto variance = sample_variance(n, s.rough_log_loss(), s.rough_log_loss_squares());
    return estimate{*mean, mean_interval(*mean, variance, n, level, positive_range), s.count()};
  }
};

struct brier_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto n = static_cast<double>(s.count());
    const std::optional<double> mean = ratio(s.squared_error(), n);
    if (!mean) return std::nullopt;
    const auto variance = sample_variance(n, s.squared_error(), s.squared_error_squares());
    return estimate{*mean, mean_interval(*mean, variance, n, level, {0, 1}), s.count()};
  }
};

struct normalized_entropy_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level&) const noexcept {
    const std::optional<double> mean = mean_log_loss(s);
    const std::uint64_t negatives = s.count() - s.positives();
    if (!mean || s.positives() == 0 || negatives == 0) return std::nullopt;
    const double p = *ratio(s.positives(), s.count()), q = *ratio(negatives, s.count());
    return estimate{*mean / -(p * std::log(p) + q * std::log(q)), std::nullopt, s.count()};
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
    std::optional<interval> bounds;
    if (s.score_variance() > 0) {
      // The number of positives varies by sum p (1 - p) where sum p are expected, and in proportion
      // where `actual` came.
      const double error = std::sqrt(s.score_variance() / (s.scores() * actual));
      const double factor = std::exp(level.z * error);
      bounds = interval{*value / factor, *value * factor};
    }
    return estimate{*value, bounds, s.count()};
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
/// that rate. Empty while only one class has been seen. No interval.
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

}  // namespace telltale::inline TELLTALE_ABI::metric
