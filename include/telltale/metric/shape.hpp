// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/higher_moments.hpp>
#include <telltale/state/worst.hpp>

#include <cstddef>
#include <limits>
#include <optional>
#include <string_view>
#include <tuple>
#include <type_traits>

// The shape of a column of numbers, and the weight of its tail.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {
template <class S>
inline constexpr bool is_worst = false;
template <class Id>
inline constexpr bool is_worst<state::worst<Id>> = true;
}  // namespace detail

/// The central sums of a column up to the fourth power.
struct shape_sums {
  template <class S>
  static constexpr bool matches = std::is_same_v<S, state::higher_moments>;
  template <class S>
  static constexpr void check() {
    static_assert(state::count_of<shape_sums, S> != 0,
                  "this metric reads the higher moments of a column: add state::higher_moments to "
                  "the bundle");
  }
};

/// The largest losses.
struct largest_losses {
  template <class S>
  static constexpr bool matches = detail::is_worst<S>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<largest_losses, S>;
    static_assert(found != 0,
                  "this metric reads the largest losses: add state::worst<> to the bundle");
    static_assert(found < 2,
                  "this metric reads the largest losses, and the bundle holds two such states: "
                  "pass the one you mean");
  }
};

namespace detail {

inline constexpr double no_end = std::numeric_limits<double>::infinity();

struct skewness_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] std::optional<estimate> operator()(const state::higher_moments& s,
                                                   const confidence_level&) const noexcept {
    const auto value = s.skewness();
    if (!value) return std::nullopt;
    return estimate{*value, std::nullopt, s.count()};
  }
};
struct kurtosis_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] constexpr std::optional<estimate> operator()(
      const state::higher_moments& s, const confidence_level&) const noexcept {
    const auto value = s.kurtosis();
    if (!value) return std::nullopt;
    return estimate{*value, std::nullopt, s.count()};
  }
};
struct tail_mean_formula {
  static constexpr bool is_noexcept = false;  // it sorts a copy of the rows
  double share;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s, const confidence_level&) const {
    const auto value = s.tail_mean(share);
    if (!value) return std::nullopt;
    return estimate{*value, std::nullopt, s.count()};
  }
};

}  // namespace detail

/// Mean cubed deviation in standard deviations: 0 where both sides are alike (SciPy's `skew`).
/// Empty while all values are the same. No interval: an honest one would need the sixth moment.
inline constexpr definition<shape_sums, detail::skewness_formula> skewness{
    "skewness",
    direction::neutral,
    {-detail::no_end, detail::no_end},
    "Joanes & Gill 1998, doi:10.1111/1467-9884.00122, g1",
    {}};

/// Mean fourth power of the deviation in standard deviations, less the 3 of a normal distribution
/// (SciPy's `kurtosis`). Empty while all values are the same. No interval: it would need the
/// eighth moment.
inline constexpr definition<shape_sums, detail::kurtosis_formula> kurtosis{
    "kurtosis",
    direction::neutral,
    {-2, detail::no_end},
    "Joanes & Gill 1998, doi:10.1111/1467-9884.00122, g2",
    {}};

/// Mean of the worst `share` of the losses (expected shortfall, CVaR): `tail_mean("tail_mean_0.05",
/// 0.05)`. Empty until a row has come, and where the state keeps fewer rows than that. No interval.
/// `name` lives as long as the metric: a literal. Requires: `0 < share` and `share <= 1`.
[[nodiscard]] constexpr definition<largest_losses, detail::tail_mean_formula> tail_mean(
    std::string_view name, double share) noexcept {
  TELLTALE_EXPECTS(share > 0 && share <= 1);
  return {name,
          direction::lower_is_better,
          {-detail::no_end, detail::no_end},
          "Rockafellar & Uryasev 2000, doi:10.21314/JOR.2000.038",
          {share}};
}

/// The shape of a column: all of state::higher_moments.
inline constexpr std::tuple shape_metrics{skewness, kurtosis};

}  // namespace telltale::inline TELLTALE_ABI::metric
