// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/math/special.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>

// How far groups of rows are apart in a metric, whichever it is.

namespace telltale::inline TELLTALE_ABI::metric {

/// How far the groups are from each other in one thing, and the two between which it is most.
struct group_gap {
  estimate value;
  std::size_t highest = 0;
  std::size_t lowest = 0;

  friend bool operator==(const group_gap&, const group_gap&) = default;
};

/// Below these a group is not compared: its rate would be noise. By weights, effective sizes.
struct group_minimum {
  double rows = 30;
  double of_rate = 10;  ///< rows that a rate is a share of: the positives of a recall
};

namespace detail {

enum class gap_kind : std::uint8_t { difference, ratio };

// Of two independent estimates, from their own intervals.
[[nodiscard]] inline interval joined_difference(const estimate& a, const estimate& b) noexcept {
  const interval &x = *a.bounds, &y = *b.bounds;
  const double value = a.value - b.value;
  return {value - std::hypot(a.value - x.lower, y.upper - b.value),
          value + std::hypot(x.upper - a.value, b.value - y.lower)};
}
// The same of their logarithms. Requires: values above 0, bounds not below.
[[nodiscard]] inline interval joined_ratio(const estimate& a, const estimate& b) noexcept {
  const auto logarithm = [](const estimate& e) {
    return estimate{std::log(e.value),
                    interval{std::log(e.bounds->lower), std::log(e.bounds->upper)}, e.n};
  };
  const interval of = joined_difference(logarithm(a), logarithm(b));
  return {std::exp(of.lower), std::exp(of.upper)};
}

// `of(i, level)` is the estimate of group i, or none. Each pair has its share of the error, so that
// all intervals hold at once; the gap then lies where the extremes of the pairs' intervals are.
template <class Of>
[[nodiscard]] std::optional<group_gap> gap_between(std::size_t groups, const Of& of, gap_kind kind,
                                                   const confidence_level& level,
                                                   const group_minimum& least) {
  const bool is_ratio = kind == gap_kind::ratio;
  const auto at = [&](std::size_t i, const confidence_level& wanted) {
    std::optional<estimate> e = of(i, wanted);
    const bool good = e && e->bounds && static_cast<double>(e->n) >= least.rows &&
                      (!is_ratio || (e->value > 0 && e->bounds->lower >= 0));
    return good ? e : std::nullopt;
  };
  std::size_t size = 0;
  group_gap gap{{0, std::nullopt, 0}, 0, 0};
  double highest = 0, lowest = 0;
  for (std::size_t i = 0; i < groups; ++i) {
    const auto e = at(i, level);
    if (!e) continue;
    if (size == 0 || e->value > highest) highest = e->value, gap.highest = i;
    if (size == 0 || e->value < lowest) lowest = e->value, gap.lowest = i;
    gap.value.n += e->n;
    ++size;
  }
  if (size < 2) return std::nullopt;
  const double pairs = static_cast<double>(size) * static_cast<double>(size - 1) / 2;
  const auto each = math::confidence(1 - (1 - level.probability) / pairs);
  if (!each) return std::nullopt;
  const double none = is_ratio ? 1 : 0;
  interval bounds{none, none};
  for (std::size_t i = 0; i < groups; ++i) {
    const auto a = at(i, *each);
    if (!a) continue;
    for (std::size_t j = 0; j < groups; ++j) {
      const auto b = i == j ? std::nullopt : at(j, *each);
      if (!b) continue;
      const interval pair = is_ratio ? joined_ratio(*a, *b) : joined_difference(*a, *b);
      bounds = is_ratio ? interval{(std::min)(bounds.lower, pair.lower),
                                   (std::min)(bounds.upper, pair.upper)}
                        : interval{(std::max)(bounds.lower, pair.lower),
                                   (std::max)(bounds.upper, pair.upper)};
    }
  }
  gap.value.value = is_ratio ? lowest / highest : highest - lowest;
  // Simultaneous bounds may lie beside the value, but do not mean to exclude it.
  gap.value.bounds = interval{(std::min)(bounds.lower, gap.value.value),
                              (std::max)(bounds.upper, gap.value.value)};
  return gap;
}

}  // namespace detail

/// The largest difference of any metric between two of the groups, 0 where all are alike, and which
/// two they are. A group of fewer rows than `least.rows`, without an answer or without an interval
/// is left out; empty while fewer than two are left.
///
/// The interval holds for the gap over all groups, however many: that of each pair is joined from
/// its two, each pair with its share of the error. With more groups the gap is drawn away from 0 by
/// chance: ask whether the near end is beyond what is tolerated.
///
/// Source  Zou & Donner 2008, Statistics in Medicine 27, 1693-1702, doi:10.1002/sim.3095 (the
///         joined interval)
/// Cost    O(groups^2) calls of the metric
template <class Metric, class State>
[[nodiscard]] std::optional<group_gap> largest_difference(const Metric& metric,
                                                          std::span<const State> groups,
                                                          const confidence_level& level = {},
                                                          const group_minimum& least = {}) {
  return detail::gap_between(
      groups.size(),
      [&](std::size_t i, const confidence_level& wanted) { return metric(groups[i], wanted); },
      detail::gap_kind::difference, level, least);
}

/// The smallest ratio of any metric between two of the groups, 1 where all are alike: the same on
/// the logarithm. Groups in which the metric is not above 0 are left out.
template <class Metric, class State>
[[nodiscard]] std::optional<group_gap> smallest_ratio(const Metric& metric,
                                                      std::span<const State> groups,
                                                      const confidence_level& level = {},
                                                      const group_minimum& least = {}) {
  return detail::gap_between(
      groups.size(),
      [&](std::size_t i, const confidence_level& wanted) { return metric(groups[i], wanted); },
      detail::gap_kind::ratio, level, least);
}

}  // namespace telltale::inline TELLTALE_ABI::metric
