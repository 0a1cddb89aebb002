// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/ratio.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/runs.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <tuple>
#include <type_traits>

// Whether a column is stuck: how long its runs of equal values are, and how long chance makes them.

namespace telltale::inline TELLTALE_ABI::metric {

/// The runs of equal values in a column.
struct run_lengths {
  template <class S>
  static constexpr bool matches = std::is_same_v<S, state::runs>;
  template <class S>
  static constexpr void check() {
    static_assert(state::count_of<run_lengths, S> != 0,
                  "this metric reads the runs of equal values: add state::runs to the bundle");
  }
};

namespace detail {

inline constexpr interval run_range{1, std::numeric_limits<double>::infinity()};

struct current_run_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] constexpr std::optional<estimate> operator()(
      const state::runs& s, const confidence_level&) const noexcept {
    if (s.count() == 0) return std::nullopt;
    return estimate{static_cast<double>(s.current()), std::nullopt, s.count()};
  }
};
struct longest_run_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] constexpr std::optional<estimate> operator()(
      const state::runs& s, const confidence_level&) const noexcept {
    if (s.count() == 0) return std::nullopt;
    return estimate{static_cast<double>(s.longest()), std::nullopt, s.count()};
  }
};
struct change_rate_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] constexpr std::optional<estimate> operator()(
      const state::runs& s, const confidence_level&) const noexcept {
    if (s.count() < 2) return std::nullopt;
    return estimate{*ratio(s.changes(), s.count() - 1), std::nullopt, s.count() - 1};
  }
};

// That a run of `length` is somewhere among n values, from the probability that it begins at one.
[[nodiscard]] inline double somewhere(std::uint64_t length, std::uint64_t n,
                                      double begins) noexcept {
  if (length > n) return 0;
  if (length < 2) return 1;
  return (std::min)(1.0, static_cast<double>(n - length + 1) * begins);
}

}  // namespace detail

/// How many values in succession have been the latest one. Empty until a value has come.
inline constexpr definition<run_lengths, detail::current_run_formula> current_run{
    "current_run",
    direction::lower_is_better,
    detail::run_range,
    "Feller 1968, An Introduction to Probability Theory, volume 1, section XIII.7",
    {}};

/// The longest run of equal values. Empty until a value has come.
inline constexpr definition<run_lengths, detail::longest_run_formula> longest_run{
    "longest_run",
    direction::lower_is_better,
    detail::run_range,
    "Gordon, Schilling & Waterman 1986, doi:10.1007/BF00699107",
    {}};

/// How often a value differs from the one before it, as a share of the pairs of neighbours. Empty
/// until two values have come. No interval: neighbouring pairs share a value.
inline constexpr definition<run_lengths, detail::change_rate_formula> change_rate{
    "change_rate",
    direction::neutral,
    {0, 1},
    "Wald & Wolfowitz 1940, doi:10.1214/aoms/1177731909",
    {}};

/// How probable it is that two values drawn from these counts are equal, in [0, 1], without bias:
/// sum c (c - 1) / (n (n - 1)). Counts of bins overstate it, so that what follows from it stays on
/// the safe side. Empty below two values.
[[nodiscard]] inline std::optional<double> collision_rate(
    std::span<const std::uint64_t> counts) noexcept {
  double n = 0, pairs = 0;
  for (const std::uint64_t count : counts) {
    const auto c = static_cast<double>(count);
    n += c;
    pairs += c * (c - 1);
  }
  return ratio(pairs, n * (n - 1));
}

/// How probable a run of `length` or more is somewhere among n independent values of which two are
/// equal with probability `collision`: an upper bound, (n - length + 1) collision^(length / 2), cut
/// at 1. A run that is less probable than alpha is evidence at that level that the column is stuck.
/// For the latest values alone, without a search for the longest run, n is `length`.
/// Requires: `0 <= collision` and `collision <= 1`.
/// Source: union bound; sum p^r <= (sum p^2)^(r/2), Hardy, Littlewood & Polya 1934, Inequalities,
/// theorem 19.
[[nodiscard]] inline double run_probability(std::uint64_t length, std::uint64_t n,
                                            double collision) noexcept {
  TELLTALE_EXPECTS(collision >= 0 && collision <= 1);
  return detail::somewhere(length, n, std::pow(collision, static_cast<double>(length) / 2));
}

/// The same from the shares of the values, which sum to 1: (n - length + 1) sum p^length, a bound
/// that is never larger. Exact where n is `length`.
[[nodiscard]] inline double run_probability(std::uint64_t length, std::uint64_t n,
                                            std::span<const double> shares) noexcept {
  double begins = 0;
  for (const double p : shares) begins += std::pow(p, static_cast<double>(length));
  return detail::somewhere(length, n, begins);
}

/// How long the longest run among n independent values is on average, in [1, n], where each of the
/// values is as common as the others: about ln(n) / ln(1 / collision). Within 0.2 from n = 100 for
/// collisions up to 0.5, and too low where changes are rarer than one in n. Empty for n = 0.
/// Requires: `0 <= collision` and `collision <= 1`.
/// Source: Gordon, Schilling & Waterman 1986, doi:10.1007/BF00699107.
[[nodiscard]] inline std::optional<double> expected_longest_run(std::uint64_t n,
                                                                double collision) noexcept {
  TELLTALE_EXPECTS(collision >= 0 && collision <= 1);
  if (n == 0) return std::nullopt;
  const auto size = static_cast<double>(n);
  if (!(collision < 1)) return size;
  if (n == 1 || !(collision > 0)) return 1;
  constexpr double euler = 0.577215664901532860607;
  // A run of r equal values is one of r - 1 heads in n - 1 tosses.
  const double heads = std::log((size - 1) * (1 - collision));
  const double unbroken = size * std::pow(collision, size - 1);  // all of them equal, at least
  return std::clamp(0.5 + (heads + euler) / -std::log(collision), (std::max)(1.0, unbroken), size);
}

/// Whether a column is stuck: all of state::runs.
inline constexpr std::tuple run_length_metrics{current_run, longest_run, change_rate};

}  // namespace telltale::inline TELLTALE_ABI::metric
