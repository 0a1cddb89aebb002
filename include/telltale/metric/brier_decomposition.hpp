// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/calibration_bins.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/probability.hpp>
#include <telltale/metric/ratio_of_means.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/reliability_moments.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <tuple>

// What the Brier score consists of:
//
//   Brier score = reliability - resolution + uncertainty
//                 + variance of the scores within the bins - twice their covariance with the labels
//
// exactly, over the bins of one state. The last two are 0 where the scores of a bin are all alike.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {
template <class S>
inline constexpr bool has_deviations = false;
template <std::size_t B>
inline constexpr bool has_deviations<state::reliability_moments<B>> = true;
}  // namespace detail

/// Reliability bins with their scores' deviations.
struct reliability_deviations {
  template <class S>
  static constexpr bool matches = detail::has_deviations<S>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<reliability_deviations, S>;
    static_assert(found != 0,
                  "this metric reads how scores vary within reliability bins: add "
                  "state::reliability_moments<> to the bundle");
    static_assert(found < 2,
                  "this metric reads how scores vary within reliability bins, and the bundle holds "
                  "two such states: pass the one you mean");
  }
};

namespace detail {

/// Mean over the rows of the squared distance in their bin.
template <class Distance>
struct over_bins_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level&) const noexcept {
    const bin_sums all = all_bins(s);
    if (!all.rows().usable()) return std::nullopt;
    double sum = 0;
    for (std::size_t i = 0; i < bins_in(s); ++i) {
      const bin_sums bin = bin_of(s, i);
      if (!(bin.weight > 0)) continue;
      const double distance = Distance::of(bin, all);
      sum += bin.weight / all.weight * (distance * distance);
    }
    return estimate{sum, std::nullopt, rounded(all.rows().effective())};
  }
};

struct from_promise {
  static double of(const bin_sums& bin, const bin_sums&) noexcept {
    return (bin.scores - bin.positives) / bin.weight;
  }
};
struct from_base_rate {
  static double of(const bin_sums& bin, const bin_sums& all) noexcept {
    return bin.positives / bin.weight - all.positives / all.weight;
  }
};

struct uncertainty_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto rate = share_of(all_bins(s).rows(), level);
    if (!rate) return std::nullopt;
    const auto of = [](double share) { return share * (1 - share); };
    const double a = of(rate->bounds->lower), b = of(rate->bounds->upper);
    const bool half = rate->bounds->lower <= 0.5 && rate->bounds->upper >= 0.5;
    return estimate{of(rate->value), interval{(std::min)(a, b), half ? 0.25 : (std::max)(a, b)},
                    rate->n};
  }
};

struct within_variance_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level&) const noexcept {
    const counts all = all_bins(s).rows();
    if (!all.usable()) return std::nullopt;
    double sum = 0;
    for (std::size_t i = 0; i < bins_in(s); ++i) sum += s.score_deviation(i) / all.whole;
    return estimate{sum, std::nullopt, rounded(all.effective())};
  }
};
struct within_covariance_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level&) const noexcept {
    const counts all = all_bins(s).rows();
    if (!all.usable()) return std::nullopt;
    double sum = 0;
    for (std::size_t i = 0; i < bins_in(s); ++i) sum += 2 * (s.codeviation(i) / all.whole);
    return estimate{sum, std::nullopt, rounded(all.effective())};
  }
};

struct brier_skill_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const counts rows = rows_in(s);
    if (!rows.usable()) return std::nullopt;
    const double p = static_cast<double>(s.positives()) / rows.whole,
                 q = negatives_of(s) / rows.whole;
    const double uncertainty = p * q;
    if (!(uncertainty > 0)) return std::nullopt;
    const double value = s.squared_error() / rows.whole / uncertainty;
    if constexpr (requires { s.squared_error(0); })
      return one_minus(over_base_rate(value, {uncertainty, q - p}, {q, p},
                                      {s.squared_error(0), s.squared_error(1)},
                                      s.squared_error_squares(), rows, level));
    else
      return estimate{1 - value, std::nullopt, rounded(rows.effective())};
  }
};

}  // namespace detail

/// Mean over the rows of the squared gap between promise and truth in their bin: the calibration
/// part of the Brier score. Biased upwards where there are few rows
/// (`debiased_squared_calibration_error` is not). Empty until a row has come. No interval.
inline constexpr definition<reliability, detail::over_bins_formula<detail::from_promise>>
    brier_reliability{"brier_reliability",
                      direction::lower_is_better,
                      {0, 1},
                      "Murphy 1973, doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2",
                      {}};

/// Mean over the rows of the squared distance of their bin's share of positives from the base rate:
/// how well the scores tell rows apart. Biased upwards where there are few rows. Empty until a row
/// has come. No interval.
inline constexpr definition<reliability, detail::over_bins_formula<detail::from_base_rate>>
    brier_resolution{"brier_resolution",
                     direction::higher_is_better,
                     {0, 0.25},
                     "Murphy 1973, doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2",
                     {}};

/// Base rate times its rest: the Brier score of always saying the base rate. Empty until a row has
/// come. Interval from Wilson's of the base rate.
inline constexpr definition<reliability, detail::uncertainty_formula> brier_uncertainty{
    "brier_uncertainty",
    direction::neutral,
    {0, 0.25},
    "Murphy 1973, doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2",
    {}};

/// Variance of the scores within their bins, mean over the rows: what bins as wide as these hide of
/// the Brier score. Empty until a row has come. No interval.
inline constexpr definition<reliability_deviations, detail::within_variance_formula>
    brier_within_bin_variance{"brier_within_bin_variance",
                              direction::neutral,
                              {0, 0.25},
                              "Stephenson, Coelho & Jolliffe 2008, doi:10.1175/2007WAF2006116.1",
                              {}};

/// Twice the covariance of the scores with the labels within their bins, mean over the rows: what
/// the model tells apart inside a bin. Empty until a row has come. No interval.
inline constexpr definition<reliability_deviations, detail::within_covariance_formula>
    brier_within_bin_covariance{"brier_within_bin_covariance",
                                direction::higher_is_better,
                                {-0.5, 0.5},
                                "Stephenson, Coelho & Jolliffe 2008, doi:10.1175/2007WAF2006116.1",
                                {}};

/// 1 - Brier score / uncertainty: 0 is no better than always saying the base rate of the same rows.
/// Empty while only one class has been seen. From `state::weighted_proper_loss`, which keeps the
/// losses of each class apart, with an interval by the delta method on the logarithm of the ratio.
inline constexpr definition<loss_sums, detail::brier_skill_formula> brier_skill{
    "brier_skill",
    direction::higher_is_better,
    {-std::numeric_limits<double>::infinity(), 1},
    "Murphy 1973, doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2",
    {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple brier_metrics{
    brier_skill,       brier_reliability,         brier_resolution,
    brier_uncertainty, brier_within_bin_variance, brier_within_bin_covariance};

}  // namespace telltale::inline TELLTALE_ABI::metric
