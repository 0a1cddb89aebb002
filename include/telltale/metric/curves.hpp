// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/score_bin.hpp>
#include <telltale/metric/score_curve.hpp>
#include <telltale/state/bundle.hpp>

#include <limits>
#include <vector>

// The curves of a score as points to draw or to export. Of the rows (`state::scored_rows`, a
// `binary_batch`, a `score_curve`) they have every threshold that tells two rows apart; of score
// histograms, those on the borders of bins that hold rows, where they are as exact. All begin at
// calling nothing positive, an infinite threshold, and descend from the highest score to the
// lowest, where everything is. Empty until both classes have been seen, and where rows were
// dropped.

namespace telltale::inline TELLTALE_ABI::metric {

struct roc_point {
  double threshold = 0;
  double false_positive_rate = 0;
  double true_positive_rate = 0;

  friend bool operator==(const roc_point&, const roc_point&) = default;
};

struct precision_recall_point {
  double threshold = 0;
  double precision = 0;
  double recall = 0;

  friend bool operator==(const precision_recall_point&, const precision_recall_point&) = default;
};

struct error_point {
  double threshold = 0;
  double false_positive_rate = 0;
  double false_negative_rate = 0;

  friend bool operator==(const error_point&, const error_point&) = default;
};

namespace detail {

/// `make(cut, positives, negatives)` for each cut, the one that calls nothing positive first.
template <class Point, class S>
[[nodiscard]] std::vector<Point> points_of(const S& summary, auto&& make) {
  std::vector<Point> points;
  const score_cut nothing{std::numeric_limits<double>::infinity(), 0, 0};
  if constexpr (state::count_of<ranked_scores, S> != 0) {
    ranked_scores::check<S>();
    const auto curve = curve_of(state::pick<ranked_scores>(summary));
    if (!curve || !curve->both()) return points;
    points.reserve(curve->cuts().size() + 1);
    points.push_back(make(nothing, curve->positives(), curve->negatives()));
    for (const score_cut& cut : curve->cuts())
      points.push_back(make(cut, curve->positives(), curve->negatives()));
  } else {
    score_counts::check<S>();
    const auto& s = state::pick<score_counts>(summary);
    const class_sizes all = class_sizes::of(s);
    if (!all.both()) return points;
    points.push_back(make(nothing, all.positives, all.negatives));
    const auto add = [&](const score_bin& bin) {
      const score_cut cut{bin.threshold, bin.tp + bin.positives, bin.fp + bin.negatives};
      points.push_back(make(cut, all.positives, all.negatives));
    };
    for_each_bin_down(s, add);
  }
  return points;
}

}  // namespace detail

/// Both rates at each threshold, from (0, 0) to (1, 1): scikit-learn's `roc_curve` with
/// `drop_intermediate=False`.
/// Source: Fawcett 2006, doi:10.1016/j.patrec.2005.10.010.
template <class S>
[[nodiscard]] std::vector<roc_point> roc_curve(const S& summary) {
  return detail::points_of<roc_point>(summary, [](const score_cut& cut, double p, double n) {
    return roc_point{cut.threshold, cut.fp / n, cut.tp / p};
  });
}

/// Precision and recall at each threshold; at the infinite one, 1 and 0 by convention.
/// scikit-learn's `precision_recall_curve` in reverse, which gives that first point no threshold.
/// Source: Davis & Goadrich 2006, doi:10.1145/1143844.1143874.
template <class S>
[[nodiscard]] std::vector<precision_recall_point> precision_recall_curve(const S& summary) {
  return detail::points_of<precision_recall_point>(
      summary, [](const score_cut& cut, double p, double) {
        const double called = cut.tp + cut.fp;
        return precision_recall_point{cut.threshold, called > 0 ? cut.tp / called : 1, cut.tp / p};
      });
}

/// The two error rates at each threshold, the detection error trade-off, from (0, 1) to (1, 0).
/// scikit-learn's `det_curve` in reverse, which leaves out the points of its two flat ends.
/// Source: Martin et al. 1997, Proc. Eurospeech, 1895-1898.
template <class S>
[[nodiscard]] std::vector<error_point> det_curve(const S& summary) {
  return detail::points_of<error_point>(summary, [](const score_cut& cut, double p, double n) {
    return error_point{cut.threshold, cut.fp / n, (p - cut.tp) / p};
  });
}

}  // namespace telltale::inline TELLTALE_ABI::metric
