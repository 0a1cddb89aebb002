// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/math/compensated.hpp>
#include <telltale/math/harmonic.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/score_bin.hpp>
#include <telltale/metric/score_curve.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

struct average_precision_formula {
  static constexpr bool is_noexcept = false;  // takes memory to sort the rows

  template <class Rows>
  [[nodiscard]] std::optional<estimate> operator()(const Rows& rows,
                                                   const confidence_level& level) const {
    const auto curve = curve_of(rows);
    if (!curve || !curve->both()) return std::nullopt;
    math::compensated_sum sum;
    double before = 0;
    for (const score_cut& cut : curve->cuts()) {
      sum.add((cut.tp - before) * (cut.tp / (cut.tp + cut.fp)));
      before = cut.tp;
    }
    const double value = (std::min)(sum.value() / curve->positives(), 1.0);
    return estimate{value, bounds(value, curve->effective_positives(), level), curve->n()};
  }

private:
  // On the logit scale, as if the precision at each positive were a draw of its own.
  static std::optional<interval> bounds(double value, double positives,
                                        const confidence_level& level) noexcept {
    if (!(value > 0 && value < 1)) return std::nullopt;
    const double spread = level.z / std::sqrt(positives * value * (1 - value));
    const auto moved = [&](double by) {
      const double odds = value / (1 - value) * std::exp(by);
      return odds < (std::numeric_limits<double>::max)() ? odds / (1 + odds) : 1.0;
    };
    return interval{(std::min)(moved(-spread), value), (std::max)(moved(spread), value)};
  }
};

struct binned_average_precision_formula {
  static constexpr bool is_noexcept = true;

  template <class Histogram>
  [[nodiscard]] std::optional<estimate> operator()(const Histogram& s,
                                                   const confidence_level&) const noexcept {
    const class_sizes all = class_sizes::of(s);
    if (!all.both()) return std::nullopt;
    math::compensated_sum tied, least, most;
    double doubt = 0;
    for_each_bin_down(s, [&](const score_bin& bin) {
      const double p = bin.positives, tp = bin.tp + p, ahead = bin.fp + bin.negatives;
      const double as_one = p * (tp / (tp + ahead));
      tied.add(as_one);
      if (bin.single) {
        least.add(as_one);
        most.add(as_one);
        return;
      }
      // Its negatives first, then each positive at a score of its own; or all positives at one.
      least.add(negatives_first(bin.tp, p, ahead, doubt));
      if (p > 0) most.add(p * (tp / (tp + bin.fp)));
    });
    const double value = (std::min)(tied.value() / all.positives, 1.0);
    const interval bounds{
        std::clamp((least.value() - doubt) / all.positives * (1 - rounding), 0.0, value),
        std::clamp(most.value() / all.positives * (1 + rounding), value, 1.0), coverage::certified};
    return estimate{value, bounds, static_cast<std::uint64_t>(all.positives + all.negatives)};
  }

private:
  static constexpr double epsilon = std::numeric_limits<double>::epsilon();
  // Of a quotient, of a sum of them, and of the last quotient; as much again for the exact metric.
  static constexpr double rounding = 8 * epsilon;

  // The sum of (tp + j) / (tp + j + ahead) over j from 1 to p; adds what it may be off to `doubt`.
  static double negatives_first(double tp, double p, double ahead, double& doubt) noexcept {
    if (ahead == 0) return p;
    if (p <= 32) {
      double sum = 0;
      for (double j = 1; j <= p; ++j) sum += (tp + j) / (tp + j + ahead);
      doubt += 32 * epsilon * sum;
      return sum;
    }
    const double lost = ahead * math::harmonic_difference(tp + ahead, tp + ahead + p);
    doubt += 16 * epsilon * lost;
    return p - lost;
  }
};

}  // namespace detail

/// Mean over the positives of the precision at their own score, equal scores together: the area
/// under the precision-recall curve as steps, nothing interpolated. That of chance is the base
/// rate: read the two side by side. Empty until both classes have been seen (scikit-learn: 0 or 1),
/// and when rows were dropped. Interval on the logit scale from the number of positives, which
/// covers 94 to 99 % at 95 % from ten positives on; none at 0 and at 1. Sorts: O(n), and takes
/// memory. Source: Buckley & Voorhees 2000, doi:10.1145/345508.345543; interval Boyd, Eng & Page
/// 2013, doi:10.1007/978-3-642-40994-3_29, section 3.
inline constexpr definition<ranked_scores, detail::average_precision_formula> average_precision{
    "average_precision",
    direction::higher_is_better,
    {0, 1},
    "Buckley & Voorhees 2000, doi:10.1145/345508.345543",
    {}};

/// Average precision from score histograms, in bounded memory. That of the rows is between the
/// bounds, whatever they were, ties included: `coverage::certified`. The value is that of the bins,
/// the scores of each as if equal. Empty until both classes have been seen. O(bins). Up to 2^53
/// rows a class. Source: the worst and the best that a bin can hide. Its negatives ahead of its
/// positives, each of which has a score of its own; and its positives all at one score, ahead of
/// the negatives, which is better than any order of theirs without ties.
inline constexpr definition<score_counts, detail::binned_average_precision_formula>
    average_precision_binned{"average_precision_binned",
                             direction::higher_is_better,
                             {0, 1},
                             "Buckley & Voorhees 2000, doi:10.1145/345508.345543",
                             {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple average_precision_metrics{average_precision, average_precision_binned};

}  // namespace telltale::inline TELLTALE_ABI::metric
