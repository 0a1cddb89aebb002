// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/score_curve.hpp>
#include <telltale/state/bundle.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <tuple>
#include <vector>

// What the rows with the highest scores give, as many as there is capacity for: the top 1 % called
// positive. Where equal scores straddle the border, each of them is in with the same probability.

namespace telltale::inline TELLTALE_ABI::metric {

/// The top of the ranking, down to a share of all rows.
struct top_rows {
  double share = 0;                 ///< of all rows, or of their weight
  double threshold = 0;             ///< the score at the border
  std::optional<double> precision;  ///< positives among them; empty for none
  double recall = 0;                ///< of all positives: the cumulative gain
  std::optional<double> lift;       ///< precision over the base rate; empty for none

  friend bool operator==(const top_rows&, const top_rows&) = default;
};

namespace detail {

/// The top of a curve. Requires: there are rows, and 0 <= share <= 1.
[[nodiscard]] inline top_rows top_of(const score_curve& curve, double share) noexcept {
  const double wanted = share * (curve.positives() + curve.negatives());
  score_cut above;
  top_rows top{share, std::numeric_limits<double>::infinity(), {}, 0, {}};
  if (!(wanted > 0)) return top;
  double found = 0;
  for (const score_cut& cut : curve.cuts()) {
    const double before = above.tp + above.fp, all = cut.tp + cut.fp;
    const double part = (std::min)(1.0, (wanted - before) / (all - before));
    found = above.tp + part * (cut.tp - above.tp);
    top.threshold = cut.threshold;
    if (all >= wanted) break;
    above = cut;
  }
  if (curve.positives() > 0) top.recall = (std::min)(1.0, found / curve.positives());
  top.precision = (std::min)(1.0, found / wanted);
  top.lift = top.recall / share;
  return top;
}

enum class of_top : std::uint8_t { precision, recall, lift };

struct top_formula {
  static constexpr bool is_noexcept = false;  // takes memory to sort the rows
  of_top what;
  double share;

  template <class Rows>
  [[nodiscard]] std::optional<estimate> operator()(const Rows& rows,
                                                   const confidence_level& level) const {
    const auto curve = curve_of(rows);
    if (!curve || !(curve->positives() > 0)) return std::nullopt;
    if (!curve->both()) return one_class(*curve);
    const top_rows top = top_of(*curve, share);
    const bool precision = what == of_top::precision;
    const double value = precision ? *top.precision : top.recall;
    const interval bounds = wilson(value, size(*curve, top, level), level.z);
    const double scale = what == of_top::lift ? 1 / share : 1;
    return estimate{scale * value, interval{scale * bounds.lower, scale * bounds.upper},
                    curve->n()};
  }

private:
  // Rows of a share that would vary as much: the border moves with the rows, and takes in or leaves
  // out rows of which `local` are positives, as there are between borders as far apart as it may be
  // off.
  [[nodiscard]] double size(const score_curve& curve, const top_rows& top,
                            const confidence_level& level) const noexcept {
    const double n = static_cast<double>(curve.n()), q = share;
    const double base = curve.positives() / (curve.positives() + curve.negatives());
    const double spread = level.z * std::sqrt(q * (1 - q) / n);
    const double from = (std::max)(0.0, q - spread), to = (std::min)(1.0, q + spread);
    const double found = top_of(curve, to).recall - top_of(curve, from).recall;
    const double local = to > from ? base * found / (to - from) : 0;
    const double p = *top.precision, r = top.recall;
    double value = p, variance = 0, least = (std::max)(1.0, q * n);
    if (what == of_top::precision) {
      variance =
          (p * (1 - local) * (1 - local) + (1 - p) * local * local) / q - (p - local) * (p - local);
    } else {
      const double in = 1 - r - (1 - q) * local, out = q * local - r;
      variance = (r * base * in * in + (q - r * base) * (1 - q) * (1 - q) * local * local +
                  base * (1 - r) * out * out + (1 - q - base * (1 - r)) * q * q * local * local) /
                 (base * base);
      value = r, least = curve.effective_positives();
    }
    // Where all or none are positive, nothing is seen to vary.
    if (!(value > 0 && value < 1 && variance > 0)) return least;
    return (std::max)(1.0, n * value * (1 - value) / variance);
  }

  // All rows are positives: so are those at the top.
  [[nodiscard]] std::optional<estimate> one_class(const score_curve& curve) const noexcept {
    return estimate{what == of_top::recall ? share : 1.0, std::nullopt, curve.n()};
  }
};

constexpr definition<ranked_scores, top_formula> top(std::string_view name, of_top what,
                                                     double share, double most) noexcept {
  return {name,
          direction::higher_is_better,
          {0, most},
          "Berry & Linoff 2004, Data Mining Techniques, 2nd ed., chapter 3",
          {what, share}};
}

}  // namespace detail

/// The top of the ranking down to a share of the rows in [0, 1]: of `state::scored_rows`, a
/// `binary_batch`, a `score_curve`, or a bundle. Empty until a positive has been seen, when rows
/// were dropped, and for a share that is none. Sorts: O(n), and takes memory.
template <class S>
[[nodiscard]] std::optional<top_rows> top_share(const S& summary, double share) {
  ranked_scores::check<S>();
  if (!(share >= 0 && share <= 1)) return std::nullopt;
  const auto curve = detail::curve_of(state::pick<ranked_scores>(summary));
  if (!curve || !(curve->positives() > 0)) return std::nullopt;
  return detail::top_of(*curve, share);
}

/// The table of gain and lift: the top 1 / parts of the rows, 2 / parts, and so on to all of them.
/// Empty where `top_share` has no answer.
template <class S>
[[nodiscard]] std::vector<top_rows> gain_table(const S& summary, std::size_t parts = 10) {
  ranked_scores::check<S>();
  std::vector<top_rows> table;
  const auto curve = detail::curve_of(state::pick<ranked_scores>(summary));
  if (!curve || !(curve->positives() > 0)) return table;
  table.reserve(parts);
  for (std::size_t i = 1; i <= parts; ++i)
    table.push_back(detail::top_of(*curve, static_cast<double>(i) / static_cast<double>(parts)));
  return table;
}

// The usual ones as metrics. Empty until a positive has been seen, and when rows were dropped. The
// interval is Wilson's at the size that goes with their variance, to which the border adds that it
// moves with the rows; none while all are positive. It covers 91 to 98 % at 95 %, but for a top of
// a single row (78 %).

/// Positives among the 1 % of rows with the highest scores.
inline constexpr auto precision_at_top_001 =
    detail::top("precision_at_top_0.01", detail::of_top::precision, 0.01, 1);
/// Share of the positives that are among the 1 %, and 10 %, with the highest scores.
inline constexpr auto recall_at_top_001 =
    detail::top("recall_at_top_0.01", detail::of_top::recall, 0.01, 1);
inline constexpr auto recall_at_top_01 =
    detail::top("recall_at_top_0.1", detail::of_top::recall, 0.1, 1);
/// How many times as many positives are among the 10 % with the highest scores as among all rows.
inline constexpr auto lift_01 = detail::top("lift_0.1", detail::of_top::lift, 0.1, 10);

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple top_share_metrics{precision_at_top_001, recall_at_top_001,
                                              recall_at_top_01, lift_01};

}  // namespace telltale::inline TELLTALE_ABI::metric
