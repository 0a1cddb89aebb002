// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/binary_cells.hpp>
#include <telltale/metric/class_cells.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/share.hpp>

#include <optional>
#include <string_view>
#include <tuple>

// Shares of the confusion counts of a classifier at its threshold, with Wilson's interval. What is
// more than one share is in <telltale/metric/agreement.hpp>.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

inline constexpr std::string_view sokolova =
    "Sokolova & Lapalme 2009, doi:10.1016/j.ipm.2009.03.002, table 2";

/// A share of binary cells.
struct share_formula {
  static constexpr bool is_noexcept = true;
  counts (binary_cells::*pick)() const noexcept;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    return share_of((binary_cells::of(s).*pick)(), level);
  }
};

constexpr definition<binary_counts, share_formula> share(
    std::string_view name, direction better, counts (binary_cells::*pick)() const noexcept,
    std::string_view source = sokolova) noexcept {
  return {name, better, {0, 1}, source, share_formula{pick}};
}

struct accuracy_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    return share_of(class_margins<S::classes>::of(s).correct(), level);
  }
};

struct zero_one_loss_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    return share_of(class_margins<S::classes>::of(s).wrong(), level);
  }
};

}  // namespace detail

/// Share of all rows that were predicted right, over any number of classes. Empty until a row has
/// come.
inline constexpr definition<class_counts, detail::accuracy_formula> accuracy{
    "accuracy", direction::higher_is_better, {0, 1}, detail::sokolova, {}};

/// Share of all rows that were predicted wrong, over any number of classes. Empty until a row has
/// come.
inline constexpr definition<class_counts, detail::zero_one_loss_formula> zero_one_loss{
    "zero_one_loss", direction::lower_is_better, {0, 1}, detail::sokolova, {}};

/// Share of the alarms that were right: TP / (TP + FP). Empty until class 1 has been predicted
/// (scikit-learn: 0).
inline constexpr auto precision =
    detail::share("precision", direction::higher_is_better, &binary_cells::right_alarms);

/// Share of the positives that were found: TP / (TP + FN). Empty until a positive has been seen
/// (scikit-learn: 0).
inline constexpr auto recall =
    detail::share("recall", direction::higher_is_better, &binary_cells::found);

/// Share of the negatives that were passed: TN / (TN + FP). Empty until a negative has been seen.
inline constexpr auto specificity =
    detail::share("specificity", direction::higher_is_better, &binary_cells::passed);

/// Share of the rows called negative that are: TN / (TN + FN). Empty until class 0 has been
/// predicted.
inline constexpr auto negative_predictive_value =
    detail::share("negative_predictive_value", direction::higher_is_better,
                  &binary_cells::right_passes, "Altman & Bland 1994, doi:10.1136/bmj.309.6947.102");

/// Share of the alarms that were wrong: FP / (TP + FP). Empty until class 1 has been predicted.
inline constexpr auto false_discovery_rate =
    detail::share("false_discovery_rate", direction::lower_is_better, &binary_cells::wrong_alarms,
                  "Fawcett 2006, doi:10.1016/j.patrec.2005.10.010");

/// Share of the rows called negative that are positive: FN / (TN + FN). Empty until class 0 has
/// been predicted.
inline constexpr auto false_omission_rate =
    detail::share("false_omission_rate", direction::lower_is_better, &binary_cells::wrong_passes,
                  "Powers 2011, Journal of Machine Learning Technologies 2(1), 37-63");

/// Share of the negatives that were called positive: FP / (TN + FP). Empty until a negative has
/// been seen.
inline constexpr auto false_positive_rate =
    detail::share("false_positive_rate", direction::lower_is_better, &binary_cells::false_alarms,
                  "Fawcett 2006, doi:10.1016/j.patrec.2005.10.010, figure 1");

/// Share of the positives that were missed: FN / (TP + FN). Empty until a positive has been seen.
inline constexpr auto false_negative_rate =
    detail::share("false_negative_rate", direction::lower_is_better, &binary_cells::missed,
                  "Fawcett 2006, doi:10.1016/j.patrec.2005.10.010, figure 1");

/// Of the rows that are positive or called so, the share that are both: TP / (TP + FP + FN). Empty
/// while there is no such row.
inline constexpr auto jaccard =
    detail::share("jaccard", direction::higher_is_better, &binary_cells::overlap,
                  "Jaccard 1912, doi:10.1111/j.1469-8137.1912.tb05611.x");

/// Share of all rows that are positive: the prior of class 1. Neither way is better; it is watched
/// for moving. Empty until a row has come.
inline constexpr auto base_rate =
    detail::share("base_rate", direction::neutral, &binary_cells::positives,
                  "Fawcett 2006, doi:10.1016/j.patrec.2005.10.010, section 2");

/// Share of all rows that were called positive. Neither way is better; it is watched for moving.
/// Empty until a row has come.
inline constexpr auto positive_rate =
    detail::share("positive_rate", direction::neutral, &binary_cells::called,
                  "Fawcett 2006, doi:10.1016/j.patrec.2005.10.010, section 2");

/// What this header adds to the vocabulary (metric/all.hpp). Of two classes.
inline constexpr std::tuple classification_metrics{accuracy,
                                                   zero_one_loss,
                                                   precision,
                                                   recall,
                                                   specificity,
                                                   negative_predictive_value,
                                                   false_positive_rate,
                                                   false_negative_rate,
                                                   false_discovery_rate,
                                                   false_omission_rate,
                                                   jaccard,
                                                   base_rate,
                                                   positive_rate};
/// Of any number of classes.
inline constexpr std::tuple class_accuracy_metrics{accuracy, zero_one_loss};

}  // namespace telltale::inline TELLTALE_ABI::metric
