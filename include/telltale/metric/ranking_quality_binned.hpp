// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/ranking_quality.hpp>
#include <telltale/metric/score_bin.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>

// What metric/ranking_quality.hpp reads from the rows, from score histograms, beside the area
// itself: in bounded memory, with bounds that hold what the rows give.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

struct gini_binned_formula {
  static constexpr bool is_noexcept = true;

  template <class Histogram>
  [[nodiscard]] std::optional<estimate> operator()(const Histogram& s,
                                                   const confidence_level& level) const noexcept {
    const auto auc = binned_auc_formula{}(s, level);
    if (!auc) return std::nullopt;
    const auto [low, high] = ends(*auc->bounds);
    return estimate{2 * auc->value - 1, interval{low, high, coverage::certified}, auc->n};
  }

private:
  // Rounded outwards where the difference is not exact: below 1/4, but for 0.
  static std::pair<double, double> ends(const interval& area) noexcept {
    double low = 2 * area.lower - 1, high = 2 * area.upper - 1;
    if (area.lower < 0.25) low = (std::max)(-1.0, std::nextafter(low, -2));
    if (area.upper < 0.25 && area.upper > 0) high = std::nextafter(high, 0);
    return {low, high};
  }
};

struct class_ks_binned_formula {
  static constexpr bool is_noexcept = true;

  template <class Histogram>
  [[nodiscard]] std::optional<estimate> operator()(const Histogram& s,
                                                   const confidence_level&) const noexcept {
    const class_sizes all = class_sizes::of(s);
    if (!all.both()) return std::nullopt;
    const auto gap = [&](double tp, double fp) { return tp / all.positives - fp / all.negatives; };
    double known = 0, hidden = 0;
    for_each_bin_down(s, [&](const score_bin& bin) {
      const double tp = bin.tp + bin.positives;
      known = (std::max)(known, gap(tp, bin.fp + bin.negatives));
      // All positives of the bin ahead of its negatives.
      if (!bin.single) hidden = (std::max)(hidden, gap(tp, bin.fp));
    });
    return estimate{known, interval{known, (std::max)(known, hidden), coverage::certified},
                    static_cast<std::uint64_t>(all.positives + all.negatives)};
  }
};

}  // namespace detail

/// 2 AUC - 1 from score histograms: as `roc_auc_binned`, its value and its certified bounds.
inline constexpr definition<score_counts, detail::gini_binned_formula> gini_binned{
    "gini_binned", direction::higher_is_better, {-1, 1}, "Somers 1962, doi:10.2307/2090408", {}};

/// Largest gap between the two classes' distribution functions, from score histograms. The value is
/// that of the best border of a bin, which is a threshold of the rows as well; what the rows
/// themselves give is between the bounds, whatever they were: `coverage::certified`. Empty until
/// both classes have been seen. O(bins), up to 2^53 rows a class.
inline constexpr definition<score_counts, detail::class_ks_binned_formula> class_ks_binned{
    "class_ks_binned",
    direction::higher_is_better,
    {0, 1},
    "Massart 1990, doi:10.1214/aop/1176990746",
    {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple ranking_quality_binned_metrics{gini_binned, class_ks_binned};

}  // namespace telltale::inline TELLTALE_ABI::metric
