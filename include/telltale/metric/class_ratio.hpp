// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/class_cells.hpp>
#include <telltale/metric/delta_method.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/share.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace telltale::inline TELLTALE_ABI::metric {

/// What precision, recall, F and Jaccard's share have in common: the hits of a class over a whole
/// that mixes the rows of the class (actual) with those predicted so, scaled to reach 1.
struct class_ratio {
  double by_actual = 0;
  double by_predicted = 0;
  double by_hits = 0;  ///< taken away, for what is in both

  [[nodiscard]] constexpr double gain() const noexcept {
    return by_actual + by_predicted - by_hits;
  }
  [[nodiscard]] constexpr double whole(const class_cells& c) const noexcept {
    return by_actual * c.actual + by_predicted * c.predicted - by_hits * c.hits;
  }
  /// Empty when there is no whole, or none that a double holds.
  [[nodiscard]] constexpr std::optional<double> value(const class_cells& c) const noexcept {
    const double all = whole(c);
    if (!(all > 0 && all <= (std::numeric_limits<double>::max)())) return std::nullopt;
    return (std::min)(gain() * c.hits / all, 1.0);
  }

  /// With its interval: Wilson's of a share (of F1: of Jaccard's share, of which it is a function);
  /// of F in general at the size that the delta method implies.
  [[nodiscard]] std::optional<estimate> of(const class_cells& c,
                                           const confidence_level& level) const noexcept {
    if (gain() == 1) {
      const double squares = by_actual * c.actual_squares + by_predicted * c.predicted_squares -
                             by_hits * c.hits_squares;
      return share_of({c.hits, whole(c), squares}, level);
    }
    if (by_actual == by_predicted) return f1_of(c.overlap(), level);
    const std::optional<double> share = value(c);
    if (!share || !c.overlap().usable()) return std::nullopt;
    return estimate{*share, wilson(*share, size(c), level.z), rounded(c.overlap().effective())};
  }

private:
  // Read from cells with half an average row more, so that it does not vanish at 0 and 1.
  [[nodiscard]] double size(const class_cells& c) const noexcept {
    const double row = c.overlap().whole / c.overlap().effective(), half = row / 2;
    const class_cells near{c.hits + half, c.actual + row, c.predicted + row, {}, {}, {}};
    const double all = whole(near), f = gain() * near.hits / all;
    // Slopes by hits, false alarms and misses.
    const double by_hit = gain() * (1 - f) / all, by_alarm = by_predicted * f / all,
                 by_miss = by_actual * f / all;
    const double squares = half * row;
    const double variance = (c.hits_squares + squares) * by_hit * by_hit +
                            (c.predicted_squares - c.hits_squares + squares) * by_alarm * by_alarm +
                            (c.actual_squares - c.hits_squares + squares) * by_miss * by_miss;
    return detail::rows_of_share(f, std::sqrt(variance));
  }
};

namespace detail {
/// F of `beta`; as it grows, recall; as it vanishes, precision.
[[nodiscard]] constexpr class_ratio fbeta_ratio(double beta) noexcept {
  return {beta * beta, 1, 0};
}
inline constexpr class_ratio precision_ratio{0, 1, 0}, recall_ratio{1, 0, 0}, f1_ratio{1, 1, 0},
    jaccard_ratio{1, 1, 1};
}  // namespace detail

}  // namespace telltale::inline TELLTALE_ABI::metric
