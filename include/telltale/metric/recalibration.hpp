// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/metric/calibration_bins.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/logistic_fit.hpp>
#include <telltale/metric/share.hpp>

#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <tuple>
#include <vector>

// How far the scores' logits are from the truth's: logit P(y = 1) = intercept + slope logit(p). A
// slope below 1 means scores too far from the base rate, as an overfitted model gives; an intercept
// above 0, scores too low.
//
// Of rows these are exact. Bins take the mean score of each for all of its rows: exact where those
// are alike. In 15 bins of equal width, with scores spread over them, the slope is off by less than
// 1 % on average; rare events, whose scores fall into one or two such bins, need the rows, or
// `recalibration` of a `state::edged_calibration`, whose 30 bins of equal mass are off by 1 %.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

/// ln(p / (1 - p)) of a score or of a mean of scores, clipped to [1e-12, 1 - 1e-12].
[[nodiscard]] inline double logit(double p) noexcept {
  constexpr double least = 1e-12;
  if (!(p > least)) return std::log(least);
  if (!(p < 1 - least)) return -std::log(least);
  return std::log(p) - std::log1p(-p);
}

/// Every row, or every bin in place of its rows, as a group of the same logit.
template <class S, class Visit>
void for_each_logit(const S& s, const Visit& visit) noexcept {
  if constexpr (requires { s[std::size_t{0}].weight; }) {  // a batch
    for (std::size_t i = 0; i < s.size(); ++i) {
      const auto row = s[i];
      if (!usable_score(row.score) || row.actual > 1 || !usable_weight(row.weight)) continue;
      const double weight = row.weight;
      if (weight > 0)
        visit(logit_group{logit(static_cast<double>(row.score)), weight, weight * weight,
                          row.actual == 1 ? weight : 0});
    }
  } else if constexpr (requires { s.actual(); }) {  // kept rows
    for (std::size_t i = 0; i < s.scores().size(); ++i)
      visit(logit_group{logit(static_cast<double>(s.scores()[i])), 1, 1,
                        static_cast<double>(s.actual()[i])});
  } else {
    for (std::size_t i = 0; i < bins_in(s); ++i) {
      const bin_sums bin = bin_of(s, i);
      if (bin.weight > 0)
        visit(logit_group{logit(bin.scores / bin.weight), bin.weight, bin.squares, bin.positives});
    }
  }
}

/// Calls `fit` with what hands over the groups, as often as it likes. Those of rows are collected
/// first: their logarithms cost more than all the rest of a pass.
template <class S, class Fit>
[[nodiscard]] auto with_logits(const S& s, const Fit& fit) {
  if constexpr (
      requires { s[std::size_t{0}].weight; } || requires { s.actual(); }) {
    std::vector<logit_group> groups;
    for_each_logit(s, [&](const logit_group& g) { groups.push_back(g); });
    return fit([&](const auto& visit) {
      for (const logit_group& g : groups) visit(g);
    });
  } else {
    return fit([&](const auto& visit) { for_each_logit(s, visit); });
  }
}

/// Wald's interval; none where the weights are so far apart that their squares leave no number.
[[nodiscard]] inline std::optional<interval> wald(double value, double error,
                                                  const confidence_level& level) noexcept {
  const double half = level.z * error;
  if (!(half <= (std::numeric_limits<double>::max)())) return std::nullopt;
  return interval{value - half, value + half};
}

template <class S>
[[nodiscard]] bool has_all_rows(const S& s) noexcept {
  if constexpr (requires { s.complete(); })
    return s.complete();
  else
    return true;
}

struct slope_formula {
  static constexpr bool is_noexcept = false;  // takes memory

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const {
    if (!has_all_rows(s)) return std::nullopt;
    const auto fit = with_logits(s, [](const auto& each) { return fit_slope(each); });
    if (!fit) return std::nullopt;
    return estimate{fit->slope, wald(fit->slope, fit->slope_error, level),
                    rounded(fit->rows.effective())};
  }
};

struct intercept_formula {
  static constexpr bool is_noexcept = false;  // takes memory

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const {
    if (!has_all_rows(s)) return std::nullopt;
    const auto fit = with_logits(s, [](const auto& each) { return fit_intercept(each); });
    if (!fit) return std::nullopt;
    return estimate{fit->intercept, wald(fit->intercept, fit->intercept_error, level),
                    rounded(fit->rows.effective())};
  }
};

inline constexpr interval any_number{-std::numeric_limits<double>::infinity(),
                                     std::numeric_limits<double>::infinity()};

}  // namespace detail

/// The whole logistic recalibration of rows or of reliability bins, whichever state has them:
/// intercept and slope together, with their errors. Empty where `calibration_slope` is.
/// Source: Cox 1958, doi:10.1093/biomet/45.3-4.562.
template <class S>
[[nodiscard]] std::optional<logistic_fit> recalibration(const S& s) {
  if (!detail::has_all_rows(s)) return std::nullopt;
  return detail::with_logits(s, [](const auto& each) { return detail::fit_slope(each); });
}

/// What the logits of the scores are to be multiplied by, from the rows: 1 is right. Empty while
/// there is one class alone, or one score alone, or a threshold that tells the classes apart.
/// Wald's interval; with weights, of their sandwich. Cost: some 8 passes over the rows, and memory
/// for 32 bytes a row.
inline constexpr definition<kept_scores, detail::slope_formula> calibration_slope{
    "calibration_slope",
    direction::neutral,
    detail::any_number,
    "Cox 1958, doi:10.1093/biomet/45.3-4.562; Van Calster et al. 2016, "
    "doi:10.1016/j.jclinepi.2015.12.005",
    {}};

/// What is to be added to the logits of the scores, as they are, so that as many come true as
/// promised: 0 is right. From the rows. Empty while there is one class alone. Wald's interval; with
/// weights, of their sandwich. Cost: some 5 passes over the rows, and memory.
inline constexpr definition<kept_scores, detail::intercept_formula> calibration_intercept{
    "calibration_intercept",
    direction::neutral,
    detail::any_number,
    "Cox 1958, doi:10.1093/biomet/45.3-4.562; Van Calster et al. 2016, "
    "doi:10.1016/j.jclinepi.2015.12.005",
    {}};

/// `calibration_slope` from reliability bins, in bounded memory. Empty as that, and while all rows
/// are in one bin.
inline constexpr definition<reliability, detail::slope_formula> calibration_slope_binned{
    "calibration_slope_binned",
    direction::neutral,
    detail::any_number,
    "Cox 1958, doi:10.1093/biomet/45.3-4.562; Van Calster et al. 2016, "
    "doi:10.1016/j.jclinepi.2015.12.005",
    {}};

/// `calibration_intercept` from reliability bins, in bounded memory.
inline constexpr definition<reliability, detail::intercept_formula> calibration_intercept_binned{
    "calibration_intercept_binned",
    direction::neutral,
    detail::any_number,
    "Cox 1958, doi:10.1093/biomet/45.3-4.562; Van Calster et al. 2016, "
    "doi:10.1016/j.jclinepi.2015.12.005",
    {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple recalibration_metrics{calibration_slope, calibration_intercept,
                                                  calibration_slope_binned,
                                                  calibration_intercept_binned};

}  // namespace telltale::inline TELLTALE_ABI::metric
