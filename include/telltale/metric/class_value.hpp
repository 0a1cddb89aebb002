// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/class_cells.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/delta_method.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/state/bundle.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string_view>

namespace telltale::inline TELLTALE_ABI::metric {

/// What a row of each cell is worth, in the user's money: row the actual class, column the
/// predicted.
template <std::size_t K>
using value_matrix = std::array<std::array<double, K>, K>;

/// The confusion counts of as many classes as a matrix has, weighted or not.
template <std::size_t K>
struct counts_of_classes {
  template <class S>
  static constexpr bool matches = detail::classes_of<S> == K;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<counts_of_classes, S>;
    static_assert(found != 0,
                  "this metric reads the confusion counts of as many classes as its matrix has: "
                  "add state::confusion<K> or state::weighted_confusion<K> to the bundle");
    static_assert(found < 2,
                  "this metric reads confusion counts, and the bundle holds two such states: pass "
                  "the one you mean");
  }
};

namespace detail {

template <std::size_t K>
struct class_value_formula {
  static constexpr bool is_noexcept = true;
  value_matrix<K> values;
  bool total;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto m = class_margins<K>::of(s);
    if (!counts{0, m.total, m.squares}.usable()) return std::nullopt;
    const interval range = range_of(values);
    const double value = std::clamp(mean(s, m.total), range.lower, range.upper);
    const smoothed<S> near{s, m};
    double weight = 0;
    for (std::size_t i = 0; i < K; ++i)
      for (std::size_t j = 0; j < K; ++j) weight += near.count(i, j);
    const double error =
        delta_error(near, weight, [&](std::size_t i, std::size_t j) { return values[i][j]; });
    const auto got = delta_estimate(m, value, mean(near, weight), error, range, level);
    if (!got || !total) return got;
    return scaled(*got, m.total);
  }

  static constexpr interval range_of(const value_matrix<K>& v) noexcept {
    interval range{v[0][0], v[0][0]};
    for (const auto& of_actual : v) {
      for (const double x : of_actual) {
        range.lower = (std::min)(range.lower, x);
        range.upper = (std::max)(range.upper, x);
      }
    }
    return range;
  }

private:
  template <class S>
  double mean(const S& s, double weight) const noexcept {
    double sum = 0;
    for (std::size_t i = 0; i < K; ++i)
      for (std::size_t j = 0; j < K; ++j)
        sum += values[i][j] * (static_cast<double>(s.count(i, j)) / weight);
    return sum;
  }

  // Of so many rows. Empty when a double does not hold it.
  static std::optional<estimate> scaled(const estimate& mean, double rows) noexcept {
    const double value = mean.value * rows;
    if (!(std::fabs(value) <= (std::numeric_limits<double>::max)())) return std::nullopt;
    std::optional<interval> bounds;
    if (mean.bounds) bounds = interval{mean.bounds->lower * rows, mean.bounds->upper * rows};
    return estimate{value, bounds, mean.n};
  }
};

inline constexpr std::string_view elkan =
    "Elkan 2001, The foundations of cost-sensitive learning, IJCAI, section 1";

}  // namespace detail

/// Mean value of a row of K classes when each cell is worth what the matrix says, in its unit of
/// money. Empty until a row has come. Interval by the normal approximation.
///
///     constexpr metric::value_matrix<3> euros{{{1, -5, -20}, {-2, 3, -4}, {-50, -10, 90}}};
///     constexpr auto value = metric::mean_value(euros);
///
/// Requires: finite values.
template <std::size_t K>
[[nodiscard]] constexpr definition<counts_of_classes<K>, detail::class_value_formula<K>> mean_value(
    const value_matrix<K>& values, std::string_view name = "mean_value") noexcept {
  return {name,
          direction::higher_is_better,
          detail::class_value_formula<K>::range_of(values),
          detail::elkan,
          {values, false}};
}

/// The value of all rows together, of as many rows as came (of the weight that came): the mean and
/// its interval times that. Requires: finite values.
template <std::size_t K>
[[nodiscard]] constexpr definition<counts_of_classes<K>, detail::class_value_formula<K>>
total_value(const value_matrix<K>& values, std::string_view name = "total_value") noexcept {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  return {name, direction::higher_is_better, {-infinity, infinity}, detail::elkan, {values, true}};
}

}  // namespace telltale::inline TELLTALE_ABI::metric
