// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/exponential_mean.hpp>

#include <cmath>
#include <limits>
#include <optional>
#include <tuple>
#include <type_traits>

namespace telltale::inline TELLTALE_ABI::metric {

/// A column over an exponential past.
struct recent_values {
  template <class S>
  static constexpr bool matches = std::is_same_v<S, state::exponential_mean>;
  template <class S>
  static constexpr void check() {
    static_assert(state::count_of<recent_values, S> != 0,
                  "this metric reads the recent values of a column: add state::exponential_mean to "
                  "the bundle");
  }
};

namespace detail {

struct recent_mean_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] std::optional<estimate> operator()(const state::exponential_mean& s,
                                                   const confidence_level& level) const noexcept {
    const auto mean = s.mean();
    if (!mean) return std::nullopt;
    constexpr double end = std::numeric_limits<double>::infinity();
    const double n = *s.effective_size();
    const auto variance = n >= 2 ? s.variance() : std::nullopt;
    return estimate{*mean, mean_interval(*mean, variance, n, level, {-end, end}), rounded(n)};
  }
};
struct recent_deviation_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] std::optional<estimate> operator()(const state::exponential_mean& s,
                                                   const confidence_level&) const noexcept {
    const auto variance = s.variance();
    if (!variance) return std::nullopt;
    return estimate{std::sqrt(*variance), std::nullopt, rounded(*s.effective_size())};
  }
};

}  // namespace detail

/// Mean of the recent values, in units of the column, with Student's interval at the effective
/// sample size: for independent values, of which it covers the mean at 95 % confidence in 97 % of
/// the cases for a half-life of 3 and in 95.5 % for one of 20. Empty until a value has come; no
/// interval below an effective size of 2, and where all values are alike.
inline constexpr definition<recent_values, detail::recent_mean_formula> recent_mean{
    "recent_mean",
    direction::neutral,
    {-std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()},
    "Roberts 1959, doi:10.1080/00401706.1959.10489860",
    {}};

/// Standard deviation of the recent values, in units of the column. Empty until two values have
/// come. No interval.
inline constexpr definition<recent_values, detail::recent_deviation_formula>
    recent_standard_deviation{"recent_standard_deviation",
                              direction::neutral,
                              {0, std::numeric_limits<double>::infinity()},
                              "MacGregor & Harris 1993, doi:10.1080/00224065.1993.11979433",
                              {}};

/// The recent values of a column: all of state::exponential_mean.
inline constexpr std::tuple recent_metrics{recent_mean, recent_standard_deviation};

}  // namespace telltale::inline TELLTALE_ABI::metric
