// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/binary_cells.hpp>
#include <telltale/metric/class_cells.hpp>
#include <telltale/metric/classification.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/delta_method.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/share.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string_view>
#include <tuple>

// What a classifier without skill would have had on the same rows: the bar for the metric of the
// same name. It knows the truths' frequencies and nothing of the row. (Of balanced accuracy the bar
// is 1 / K, of AUC 0.5, of kappa, correlation, Youden's J and markedness 0, of precision and recall
// over K classes that of the accuracy.) All are empty until a row has come.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

inline constexpr std::string_view flach =
    "Flach & Kull 2015, Precision-recall-gain curves, NeurIPS, section 2";
inline constexpr std::string_view zero_rule = "Holte 1993, doi:10.1023/A:1022631118932";

/// A share's estimate through a function that rises up to 1/2 and falls from there.
template <class F>
[[nodiscard]] estimate through_half(const estimate& share, const F& f) noexcept {
  const interval b = *share.bounds;
  const double value = f(share.value), lower = f(b.lower), upper = f(b.upper);
  const bool top_inside = b.lower < 0.5 && b.upper > 0.5;
  return estimate{
      value,
      interval{(std::min)(lower, upper), top_inside ? f(0.5) : (std::max)({lower, upper, value})},
      share.n};
}

struct baseline_accuracy_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto m = class_margins<S::classes>::of(s);
    double most = 0;
    for (const class_cells& c : m.of_class) most = (std::max)(most, c.actual);
    auto share = share_of({most, m.total, m.squares}, level);
    if (!share) return std::nullopt;
    constexpr double least = 1 / static_cast<double>(S::classes);  // of the most frequent of K
    share->value = (std::max)(share->value, least);
    share->bounds->lower = (std::max)(share->bounds->lower, least);
    share->bounds->upper = (std::max)(share->bounds->upper, least);
    return share;
  }
};

struct baseline_log_loss_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    if constexpr (S::classes == 2) {
      const auto share = share_of(binary_cells::of(s).positives(), level);
      if (!share) return std::nullopt;
      return through_half(*share, [](double p) { return surprise(p) + surprise(1 - p); });
    } else {
      const auto m = class_margins<S::classes>::of(s);
      if (!counts{0, m.total, m.squares}.usable()) return std::nullopt;
      double value = 0, at = 0;
      for (const class_cells& c : m.of_class) value += surprise(c.actual / m.total);
      const smoothed<S> near{s, m};
      const auto n = class_margins<S::classes>::of(near);
      for (const class_cells& c : n.of_class) at += surprise(c.actual / n.total);
      const double error = delta_error(near, n.total, [&](std::size_t i, std::size_t) {
        return -std::log(n.of_class[i].actual / n.total);
      });
      const double most = std::log(static_cast<double>(S::classes));
      return delta_estimate(m, value, at, error, {0, most}, level);
    }
  }

private:
  static double surprise(double p) noexcept { return p > 0 ? -p * std::log(p) : 0; }
};

struct baseline_brier_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto share = share_of(binary_cells::of(s).positives(), level);
    if (!share) return std::nullopt;
    return through_half(*share, [](double p) { return p * (1 - p); });
  }
};

struct baseline_f1_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    return f1_of(binary_cells::of(s).positives(), level);
  }
};

}  // namespace detail

/// Accuracy of always saying the most frequent class, over any number of classes.
inline constexpr definition<class_counts, detail::baseline_accuracy_formula> baseline_accuracy{
    "baseline_accuracy", direction::neutral, {0, 1}, detail::zero_rule, {}};

/// Log loss of always giving each class its frequency: their entropy, nats. Of more than two
/// classes the interval is by the delta method, which near equal frequencies is too short.
inline constexpr definition<class_counts, detail::baseline_log_loss_formula> baseline_log_loss{
    "baseline_log_loss",
    direction::neutral,
    {0, std::numeric_limits<double>::infinity()},
    "Shannon 1948, doi:10.1002/j.1538-7305.1948.tb01338.x",
    {}};

/// Brier score of always giving the base rate.
inline constexpr definition<binary_counts, detail::baseline_brier_formula> baseline_brier_score{
    "baseline_brier_score",
    direction::neutral,
    {0, 0.25},
    "Murphy 1973, doi:10.1175/1520-0450(1973)012<0595:ANVPOT>2.0.CO;2",
    {}};

/// F1 of calling every row positive: the best that F1 has to give without skill.
inline constexpr definition<binary_counts, detail::baseline_f1_formula> baseline_f1{
    "baseline_f1", direction::neutral, {0, 1}, detail::flach, {}};

/// Precision of calling rows positive at random: the base rate.
inline constexpr auto baseline_precision = detail::share("baseline_precision", direction::neutral,
                                                         &binary_cells::positives, detail::flach);

/// Recall of calling as many rows positive as the classifier does, at random: its positive rate.
inline constexpr auto baseline_recall =
    detail::share("baseline_recall", direction::neutral, &binary_cells::called, detail::flach);

/// What this header adds to the vocabulary (metric/all.hpp). Of two classes.
inline constexpr std::tuple baseline_metrics{baseline_accuracy,    baseline_log_loss,
                                             baseline_brier_score, baseline_f1,
                                             baseline_precision,   baseline_recall};
/// Of any number of classes.
inline constexpr std::tuple class_baseline_metrics{baseline_accuracy, baseline_log_loss};

}  // namespace telltale::inline TELLTALE_ABI::metric
