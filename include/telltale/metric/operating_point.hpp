// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/score_curve.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string_view>
#include <tuple>

// What the best threshold would have given that keeps a promise: "recall at 0.1 % false positives".
// The thresholds are those that the rows tell apart, and nothing is interpolated between them.

namespace telltale::inline TELLTALE_ABI::metric {

/// A threshold chosen with hindsight, and what it gives. Calling nothing positive has an infinite
/// threshold, and no precision.
struct hindsight {
  double threshold = std::numeric_limits<double>::infinity();
  std::optional<double> precision;
  double recall = 0;
  double false_positive_rate = 0;

  friend bool operator==(const hindsight&, const hindsight&) = default;
};

namespace detail {

/// What is to be kept, and what is wanted of the thresholds that keep it.
enum class promise : std::uint8_t {
  recall_at_fpr,
  recall_at_precision,
  precision_at_recall,
  specificity_at_sensitivity,
};

/// What a cut gives, of so many rows of each class.
[[nodiscard]] inline hindsight at(const score_cut& cut, double positives,
                                  double negatives) noexcept {
  return {cut.threshold, cut.tp / (cut.tp + cut.fp), cut.tp / positives, cut.fp / negatives};
}

[[nodiscard]] inline bool keeps(const hindsight& h, promise what, double limit) noexcept {
  switch (what) {
    case promise::recall_at_fpr: return h.false_positive_rate <= limit;
    case promise::recall_at_precision: return h.precision.value_or(1) >= limit;
    case promise::precision_at_recall:
    case promise::specificity_at_sensitivity: break;
  }
  return h.recall >= limit;
}

[[nodiscard]] inline double wanted(const hindsight& h, promise what) noexcept {
  switch (what) {
    case promise::recall_at_fpr:
    case promise::recall_at_precision: return h.recall;
    case promise::precision_at_recall: return h.precision.value_or(1);
    case promise::specificity_at_sensitivity: break;
  }
  return 1 - h.false_positive_rate;
}

/// The best of the thresholds that keep the promise, the first of equal ones: the highest, where
/// they come in descending order. There always is one: calling nothing positive, or everything.
class best_threshold {
public:
  best_threshold(promise what, double limit) noexcept
      : what_(what), limit_(limit), found_(keeps(chosen_, what, limit)) {}

  void consider(const hindsight& now) noexcept { consider(now, limit_); }
  /// With a limit of its own.
  void consider(const hindsight& now, double limit) noexcept {
    if (!keeps(now, what_, limit)) return;
    if (found_ && wanted(now, what_) <= wanted(chosen_, what_)) return;
    chosen_ = now;
    found_ = true;
  }

  [[nodiscard]] const hindsight& chosen() const noexcept { return chosen_; }
  [[nodiscard]] bool found() const noexcept { return found_; }

private:
  promise what_;
  double limit_;
  hindsight chosen_;
  bool found_;
};

/// Requires: `curve.both()`.
[[nodiscard]] inline hindsight best(const score_curve& curve, promise what, double limit) noexcept {
  best_threshold all{what, limit};
  for (const score_cut& cut : curve.cuts())
    all.consider(at(cut, curve.positives(), curve.negatives()));
  return all.chosen();
}

struct operating_point_formula {
  static constexpr bool is_noexcept = false;  // takes memory to sort the rows
  promise what;
  double limit;

  template <class Rows>
  [[nodiscard]] std::optional<estimate> operator()(const Rows& rows,
                                                   const confidence_level& level) const {
    const auto curve = curve_of(rows);
    if (!curve || !curve->both()) return std::nullopt;
    const double value = wanted(best(*curve, what, limit), what);
    return estimate{value, bounds(*curve, value, level), curve->n()};
  }

private:
  // The threshold that keeps the promise in truth may be one that keeps, among these rows, a
  // stricter one or a laxer one, by so much as the kept rate varies; and what is wanted varies
  // there. Both at once, each by so much that the two together are as unlikely as either alone:
  // points on a quarter of a circle. Where the curve is straight, that is the root of the sum of
  // their squares; where it jumps, because scores are tied, the point behind the jump counts in
  // full.
  [[nodiscard]] interval bounds(const score_curve& curve, double value,
                                const confidence_level& level) const noexcept {
    constexpr std::array<double, 7> shifts{-1,  -0.86602540378443865, -0.5, 0,
                                           0.5, 0.86602540378443865,  1};
    const double wide = spread(curve, level);
    const auto laxer_by = [&](double lax) { return best_threshold{what, laxer(lax * wide)}; };
    std::array all{laxer_by(shifts[0]), laxer_by(shifts[1]), laxer_by(shifts[2]),
                   laxer_by(shifts[3]), laxer_by(shifts[4]), laxer_by(shifts[5]),
                   laxer_by(shifts[6])};
    for (const score_cut& cut : curve.cuts()) {
      const hindsight now = at(cut, curve.positives(), curve.negatives());
      if (what == promise::recall_at_precision) {
        const double by = spread_of(called(curve, now), level);
        for (std::size_t i = 0; i < all.size(); ++i) all[i].consider(now, laxer(shifts[i] * by));
      } else {
        for (best_threshold& one : all) one.consider(now);
      }
    }
    interval found{value, value};
    for (std::size_t i = 0; i < all.size(); ++i) {
      const interval there = at_shift(curve, all[i], shifts[i], level);
      if (shifts[i] <= 0) found.lower = (std::min)(found.lower, there.lower);
      if (shifts[i] >= 0) found.upper = (std::max)(found.upper, there.upper);
    }
    return found;
  }

  // Of the best threshold at a limit so much laxer, in units of what it may be off by.
  [[nodiscard]] interval at_shift(const score_curve& curve, const best_threshold& all, double lax,
                                  const confidence_level& level) const noexcept {
    // Only calling nothing positive keeps a rate below 0. Nothing keeps a recall above 1; calling
    // everything positive keeps the true one, whatever it is.
    const bool of_recall =
        what == promise::precision_at_recall || what == promise::specificity_at_sensitivity;
    const hindsight chosen = all.found() || !of_recall
                                 ? all.chosen()
                                 : at(curve.cuts().back(), curve.positives(), curve.negatives());
    const double rate = wanted(chosen, what);
    const interval rows = wilson(rate, size(curve, chosen), level.z);
    const double rest = std::sqrt((std::max)(0.0, 1 - lax * lax));
    return {rate - rest * (rate - rows.lower), rate + rest * (rows.upper - rate)};
  }

  [[nodiscard]] double laxer(double by) const noexcept {
    return what == promise::recall_at_fpr ? limit + by : limit - by;
  }
  // How far the kept rate may be off by chance, as a share of `n` rows.
  [[nodiscard]] double spread_of(double n, const confidence_level& level) const noexcept {
    return level.z * std::sqrt((std::max)(0.0, limit * (1 - limit)) / n);
  }
  [[nodiscard]] double spread(const score_curve& curve,
                              const confidence_level& level) const noexcept {
    switch (what) {
      case promise::recall_at_fpr: return spread_of(curve.effective_negatives(), level);
      case promise::precision_at_recall:
      case promise::specificity_at_sensitivity:
        return spread_of(curve.effective_positives(), level);
      case promise::recall_at_precision: break;
    }
    return 0;  // each threshold has its own
  }
  // Rows called positive.
  [[nodiscard]] static double called(const score_curve& curve, const hindsight& h) noexcept {
    const double all = h.recall * curve.positives() + h.false_positive_rate * curve.negatives();
    return (std::max)(1.0, all * curve.effective_share());
  }
  // Rows that the wanted rate is a share of.
  [[nodiscard]] double size(const score_curve& curve, const hindsight& h) const noexcept {
    switch (what) {
      case promise::recall_at_fpr:
      case promise::recall_at_precision: return curve.effective_positives();
      case promise::specificity_at_sensitivity: return curve.effective_negatives();
      case promise::precision_at_recall: break;
    }
    return called(curve, h);
  }
};

template <class Kind, class Formula>
constexpr definition<Kind, Formula> at_limit(std::string_view name, promise what,
                                             double limit) noexcept {
  return {name,
          direction::higher_is_better,
          {0, 1},
          "Fawcett 2006, doi:10.1016/j.patrec.2005.10.010, section 4",
          {what, limit}};
}

constexpr auto operating_point(std::string_view name, promise what, double limit) noexcept {
  return at_limit<ranked_scores, operating_point_formula>(name, what, limit);
}

template <class Rows>
[[nodiscard]] std::optional<hindsight> hindsight_of(const Rows& summary, promise what,
                                                    double limit) {
  ranked_scores::check<Rows>();
  const auto curve = curve_of(state::pick<ranked_scores>(summary));
  if (!curve || !curve->both()) return std::nullopt;
  return best(*curve, what, limit);
}

}  // namespace detail

// Each of the four at any limit in [0, 1], with the threshold that gives it: of
// `state::scored_rows`, a `binary_batch`, or a bundle. Empty until both classes have been seen, and
// when rows were dropped. They sort: O(n), and take memory.

/// The largest recall of the thresholds whose false positive rate is at most `fpr`.
template <class S>
[[nodiscard]] std::optional<hindsight> recall_at_fpr(const S& summary, double fpr) {
  return detail::hindsight_of(summary, detail::promise::recall_at_fpr, fpr);
}
/// The largest recall of the thresholds whose precision is at `least`; that of calling
/// nothing positive, 0, where no other has it.
template <class S>
[[nodiscard]] std::optional<hindsight> recall_at_precision(const S& summary, double least) {
  return detail::hindsight_of(summary, detail::promise::recall_at_precision, least);
}
/// The largest precision of the thresholds whose recall is at `least`.
template <class S>
[[nodiscard]] std::optional<hindsight> precision_at_recall(const S& summary, double least) {
  return detail::hindsight_of(summary, detail::promise::precision_at_recall, least);
}
/// The largest specificity of the thresholds whose sensitivity (recall) is at least `sensitivity`.
template <class S>
[[nodiscard]] std::optional<hindsight> specificity_at_sensitivity(const S& summary,
                                                                  double sensitivity) {
  return detail::hindsight_of(summary, detail::promise::specificity_at_sensitivity, sensitivity);
}

// The usual ones as metrics. The interval is about the rate at the threshold that keeps the promise
// in truth, which the rows only estimate: it joins Wilson's at the chosen threshold with what the
// thresholds give that keep a promise as much stricter, or laxer, as the kept rate may be off by
// chance. It covers 93 to 99 % at 95 %, more where the promise is kept by fewer than four rows.
// Source: Zhou & Qin 2005, doi:10.1002/sim.1563 (what varies); joined as Zou & Donner 2008,
// doi:10.1002/sim.3095.

/// Recall at a false positive rate of at most 0.1 %, 1 %, and 5 %.
inline constexpr auto recall_at_fpr_0001 =
    detail::operating_point("recall_at_fpr_0.001", detail::promise::recall_at_fpr, 0.001);
inline constexpr auto recall_at_fpr_001 =
    detail::operating_point("recall_at_fpr_0.01", detail::promise::recall_at_fpr, 0.01);
inline constexpr auto recall_at_fpr_005 =
    detail::operating_point("recall_at_fpr_0.05", detail::promise::recall_at_fpr, 0.05);
/// Recall at a precision of at least 90 %.
inline constexpr auto recall_at_precision_09 =
    detail::operating_point("recall_at_precision_0.9", detail::promise::recall_at_precision, 0.9);
/// Precision at a recall of at least 90 %.
inline constexpr auto precision_at_recall_09 =
    detail::operating_point("precision_at_recall_0.9", detail::promise::precision_at_recall, 0.9);
/// Specificity at a sensitivity of at least 90 %.
inline constexpr auto specificity_at_sensitivity_09 = detail::operating_point(
    "specificity_at_sensitivity_0.9", detail::promise::specificity_at_sensitivity, 0.9);

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple operating_point_metrics{
    recall_at_fpr_0001,     recall_at_fpr_001,      recall_at_fpr_005,
    recall_at_precision_09, precision_at_recall_09, specificity_at_sensitivity_09};

}  // namespace telltale::inline TELLTALE_ABI::metric
