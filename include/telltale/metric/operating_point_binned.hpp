// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/operating_point.hpp>
#include <telltale/metric/score_bin.hpp>
#include <telltale/metric/score_curve.hpp>
#include <telltale/state/bundle.hpp>

#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>

// The operating points of metric/operating_point.hpp from score histograms, in bounded memory: the
// best threshold on the borders of the bins, and how much better one within a bin can be.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

/// The best threshold on a border, and, as `most`, the best that any order of the rows within the
/// bins may hide: all positives of a bin ahead of its negatives.
struct binned_threshold {
  hindsight chosen;
  double least = 0;
  double most = 0;

  /// Requires: `all.both()`.
  template <class Histogram>
  [[nodiscard]] static binned_threshold of(const Histogram& s, const class_sizes& all, promise what,
                                           double limit) noexcept {
    best_threshold known{what, limit}, hidden{what, limit};
    for_each_bin_down(s, [&](const score_bin& bin) {
      const auto here = [&](double tp, double fp) {
        return at({bin.threshold, tp, fp}, all.positives, all.negatives);
      };
      const double tp = bin.tp + bin.positives;
      if (!bin.single && bin.positives > 0) hidden.consider(here(tp, bin.fp));
      const hindsight border = here(tp, bin.fp + bin.negatives);
      known.consider(border);
      hidden.consider(border);
    });
    return {known.chosen(), wanted(known.chosen(), what), wanted(hidden.chosen(), what)};
  }
};

struct operating_point_binned_formula {
  static constexpr bool is_noexcept = true;
  promise what;
  double limit;

  template <class Histogram>
  [[nodiscard]] std::optional<estimate> operator()(const Histogram& s,
                                                   const confidence_level&) const noexcept {
    const class_sizes all = class_sizes::of(s);
    if (!all.both()) return std::nullopt;
    const auto best = binned_threshold::of(s, all, what, limit);
    return estimate{best.least, interval{best.least, best.most, coverage::certified},
                    static_cast<std::uint64_t>(all.positives + all.negatives)};
  }
};

constexpr auto operating_point_binned(std::string_view name, promise what, double limit) noexcept {
  return at_limit<score_counts, operating_point_binned_formula>(name, what, limit);
}

template <class S>
[[nodiscard]] std::optional<hindsight> binned_hindsight_of(const S& summary, promise what,
                                                           double limit) noexcept {
  score_counts::check<S>();
  const auto& s = state::pick<score_counts>(summary);
  const class_sizes all = class_sizes::of(s);
  if (!all.both()) return std::nullopt;
  return binned_threshold::of(s, all, what, limit).chosen;
}

}  // namespace detail

// Each at any limit in [0, 1], of a score histogram or of a bundle with one: the best of the
// thresholds on the borders of its bins, with exactly what it gives. Empty until both classes have
// been seen. O(bins), up to 2^53 rows a class.

/// As `recall_at_fpr`.
template <class S>
[[nodiscard]] std::optional<hindsight> recall_at_fpr_binned(const S& summary, double fpr) noexcept {
  return detail::binned_hindsight_of(summary, detail::promise::recall_at_fpr, fpr);
}
/// As `recall_at_precision`.
template <class S>
[[nodiscard]] std::optional<hindsight> recall_at_precision_binned(const S& summary,
                                                                  double least) noexcept {
  return detail::binned_hindsight_of(summary, detail::promise::recall_at_precision, least);
}
/// As `precision_at_recall`.
template <class S>
[[nodiscard]] std::optional<hindsight> precision_at_recall_binned(const S& summary,
                                                                  double least) noexcept {
  return detail::binned_hindsight_of(summary, detail::promise::precision_at_recall, least);
}
/// As `specificity_at_sensitivity`.
template <class S>
[[nodiscard]] std::optional<hindsight> specificity_at_sensitivity_binned(
    const S& summary, double sensitivity) noexcept {
  return detail::binned_hindsight_of(summary, detail::promise::specificity_at_sensitivity,
                                     sensitivity);
}

// The usual ones as metrics. The value is that of the best border; what the rows themselves give is
// between the bounds, whatever they were: `coverage::certified`.

/// Recall at a false positive rate of at most 0.1 %, 1 %, and 5 %.
inline constexpr auto recall_at_fpr_0001_binned = detail::operating_point_binned(
    "recall_at_fpr_0.001_binned", detail::promise::recall_at_fpr, 0.001);
inline constexpr auto recall_at_fpr_001_binned = detail::operating_point_binned(
    "recall_at_fpr_0.01_binned", detail::promise::recall_at_fpr, 0.01);
inline constexpr auto recall_at_fpr_005_binned = detail::operating_point_binned(
    "recall_at_fpr_0.05_binned", detail::promise::recall_at_fpr, 0.05);
/// Recall at a precision of at least 90 %.
inline constexpr auto recall_at_precision_09_binned = detail::operating_point_binned(
    "recall_at_precision_0.9_binned", detail::promise::recall_at_precision, 0.9);
/// Precision at a recall of at least 90 %.
inline constexpr auto precision_at_recall_09_binned = detail::operating_point_binned(
    "precision_at_recall_0.9_binned", detail::promise::precision_at_recall, 0.9);
/// Specificity at a sensitivity of at least 90 %.
inline constexpr auto specificity_at_sensitivity_09_binned = detail::operating_point_binned(
    "specificity_at_sensitivity_0.9_binned", detail::promise::specificity_at_sensitivity, 0.9);

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple operating_point_binned_metrics{
    recall_at_fpr_0001_binned,     recall_at_fpr_001_binned,
    recall_at_fpr_005_binned,      recall_at_precision_09_binned,
    precision_at_recall_09_binned, specificity_at_sensitivity_09_binned};

}  // namespace telltale::inline TELLTALE_ABI::metric
