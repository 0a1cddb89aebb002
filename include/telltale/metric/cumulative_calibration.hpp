// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/math/compensated.hpp>
#include <telltale/metric/calibration_test.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/scored_rows.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <optional>
#include <vector>

// Calibration without bins: the sum of y - p over the rows in ascending order of p is, for a
// calibrated model, a walk without drift whose variance is the sum of p (1 - p).

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

/// Highest and lowest place of the walk, from 0, in standard deviations of where it ends.
struct calibration_walk {
  double highest = 0;
  double lowest = 0;
};

/// Equal scores are one step, so that their order does not matter.
template <class Score>
[[nodiscard]] std::optional<calibration_walk> walk_of(const binary_batch<Score>& rows) {
  struct row {
    double score, step, variance;
  };
  std::vector<row> ordered;
  ordered.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto r = rows[i];
    if (!usable_score(r.score) || r.actual > 1 || !usable_weight(r.weight)) continue;
    const auto p = static_cast<double>(r.score);
    ordered.push_back(
        {p, r.weight * (r.actual == 1 ? 1 - p : -p), r.weight * r.weight * (p * (1 - p))});
  }
  std::sort(ordered.begin(), ordered.end(),
            [](const row& a, const row& b) { return a.score < b.score; });
  math::compensated_sum place, variance;
  calibration_walk walk;
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    place.add(ordered[i].step);
    variance.add(ordered[i].variance);
    if (i + 1 < ordered.size() && ordered[i + 1].score == ordered[i].score) continue;
    walk.highest = (std::max)(walk.highest, place.value());
    walk.lowest = (std::min)(walk.lowest, place.value());
  }
  constexpr double most = (std::numeric_limits<double>::max)();
  if (!(variance.value() > 0 && variance.value() <= most)) return std::nullopt;
  const double deviation = std::sqrt(variance.value());
  walk.highest /= deviation;
  walk.lowest /= deviation;
  return walk;
}
template <class Score>
[[nodiscard]] std::optional<calibration_walk> walk_of(const state::scored_rows<Score>& rows) {
  if (!rows.complete()) return std::nullopt;
  return walk_of(binary_batch<Score>{rows.scores(), rows.actual()});
}

/// Probability that the largest |B(t)| of a Brownian motion on [0, 1] exceeds x, and that its range
/// does; each by the series that is short there.
/// Source: Feller 1951, doi:10.1214/aoms/1177729589.
[[nodiscard]] inline double largest_exceeds(double x) noexcept {
  double sum = 0, sign = 1;
  if (x < 1) {
    for (int k = 1; k <= 9; k += 2, sign = -sign) {
      const double rate = k * std::numbers::pi / x;
      sum += sign * std::exp(-rate * rate / 8) / k;
    }
    return 1 - 4 * std::numbers::inv_pi * sum;
  }
  for (int k = 1; k <= 15; k += 2, sign = -sign)
    sum += sign * std::erfc(k * x / std::numbers::sqrt2);
  return (std::min)(2 * sum, 1.0);
}
[[nodiscard]] inline double range_exceeds(double r) noexcept {
  double sum = 0, sign = 1;
  if (r < 0.1) return 1;
  if (r < 2) {
    for (int k = 1; k <= 9; k += 2) {
      const double rate = k * std::numbers::pi / r;
      sum += (8 / (r * r) + 8 / (k * std::numbers::pi * k * std::numbers::pi)) *
             std::exp(-rate * rate / 2);
    }
    return 1 - sum;
  }
  for (int k = 1; k <= 12; ++k, sign = -sign)
    sum += sign * k * std::erfc(k * r / std::numbers::sqrt2);
  return (std::min)(4 * sum, 1.0);
}

}  // namespace detail

/// Largest distance of the walk from 0, in standard deviations of its end, and the probability that
/// a Brownian motion goes as far. Of kept rows, a batch, or a bundle with them; rows that cannot be
/// used are left out. Empty where rows were dropped, and while every score is 0 or 1. Asymptotic: a
/// little conservative, the more so for few rows or many ties. Cost: sorts the rows, takes memory.
/// Source: Arrieta-Ibarra et al. 2022, Metrics of calibration for probabilistic predictions, JMLR
/// 23(351), ECCE-MAD.
template <class S>
[[nodiscard]] std::optional<calibration_test> calibration_kolmogorov_smirnov(const S& rows) {
  kept_scores::check<S>();
  const auto walk = detail::walk_of(state::pick<kept_scores>(rows));
  if (!walk) return std::nullopt;
  const double largest = (std::max)(walk->highest, -walk->lowest);
  return calibration_test{largest, detail::largest_exceeds(largest)};
}

/// Highest less lowest place of the walk, which sees a stretch of scores that are off wherever it
/// lies; otherwise as `calibration_kolmogorov_smirnov`.
/// Source: as there, ECCE-R.
template <class S>
[[nodiscard]] std::optional<calibration_test> calibration_kuiper(const S& rows) {
  kept_scores::check<S>();
  const auto walk = detail::walk_of(state::pick<kept_scores>(rows));
  if (!walk) return std::nullopt;
  const double range = walk->highest - walk->lowest;
  return calibration_test{range, detail::range_exceeds(range)};
}

}  // namespace telltale::inline TELLTALE_ABI::metric
