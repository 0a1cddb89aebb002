// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/agreement.hpp>
#include <telltale/metric/association.hpp>
#include <telltale/metric/average_precision.hpp>
#include <telltale/metric/baseline.hpp>
#include <telltale/metric/brier_decomposition.hpp>
#include <telltale/metric/calibration_error.hpp>
#include <telltale/metric/class_auc.hpp>
#include <telltale/metric/class_average.hpp>
#include <telltale/metric/class_skill.hpp>
#include <telltale/metric/classification.hpp>
#include <telltale/metric/correlation.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/deviance.hpp>
#include <telltale/metric/diagnostic.hpp>
#include <telltale/metric/equal_error_rate.hpp>
#include <telltale/metric/error_quantiles.hpp>
#include <telltale/metric/label_auc.hpp>
#include <telltale/metric/log_error.hpp>
#include <telltale/metric/multiclass.hpp>
#include <telltale/metric/multilabel.hpp>
#include <telltale/metric/operating_point.hpp>
#include <telltale/metric/operating_point_binned.hpp>
#include <telltale/metric/operating_table.hpp>
#include <telltale/metric/ordinal.hpp>
#include <telltale/metric/over_under.hpp>
#include <telltale/metric/partial_auc.hpp>
#include <telltale/metric/partial_auc_binned.hpp>
#include <telltale/metric/percentage.hpp>
#include <telltale/metric/probability.hpp>
#include <telltale/metric/rank_correlation.hpp>
#include <telltale/metric/ranking_quality.hpp>
#include <telltale/metric/ranking_quality_binned.hpp>
#include <telltale/metric/recalibration.hpp>
#include <telltale/metric/regression.hpp>
#include <telltale/metric/relative_error.hpp>
#include <telltale/metric/row_errors.hpp>
#include <telltale/metric/row_ratios.hpp>
#include <telltale/metric/skill.hpp>
#include <telltale/metric/top_k.hpp>
#include <telltale/metric/top_share.hpp>
#include <telltale/metric/trade_off.hpp>

#include <tuple>

// The vocabulary: what monitors measure, the parser of conditions knows and the documentation
// lists, in that order.

namespace telltale::inline TELLTALE_ABI::metric {

/// Every metric of a binary classifier that is one number.
inline constexpr auto binary = std::tuple_cat(
    classification_metrics, agreement_metrics, trade_off_metrics, diagnostic_metrics,
    class_skill_metrics, association_metrics, baseline_metrics, probability_metrics,
    calibration_metrics, brier_metrics, recalibration_metrics, ranking_quality_metrics,
    ranking_quality_binned_metrics, average_precision_metrics, operating_point_metrics,
    operating_point_binned_metrics, partial_auc_metrics, partial_auc_binned_metrics,
    equal_error_rate_metrics, top_share_metrics);

/// Every metric of a classifier over K classes that is one number, but those of a single class.
inline constexpr auto multiclass =
    std::tuple_cat(class_accuracy_metrics, agreement_metrics, class_skill_metrics, ordinal_metrics,
                   association_metrics, class_baseline_metrics, class_average_metrics,
                   class_probability_metrics, top_k_metrics, class_auc_metrics);

/// Every metric of a classifier that gives a row any number of labels.
inline constexpr auto multilabel =
    std::tuple_cat(multilabel_metrics, class_average_metrics, label_auc_metrics);

/// Every metric of a regression that is one number.
inline constexpr auto regression = std::tuple_cat(
    regression_metrics, percentage_metrics, error_quantile_metrics, over_under_metrics,
    skill_metrics, log_error_metrics, deviance_metrics, correlation_metrics, relative_error_metrics,
    row_error_metrics, row_ratio_metrics, rank_correlation_metrics);

/// Calls `visit(metric)` for each metric of a vocabulary, in its order. With
/// `metric.template reads<S>` one passes over those for which a summary lacks the state.
template <class... Metrics, class Visit>
constexpr void for_each(const std::tuple<Metrics...>& metrics, Visit&& visit) {
  std::apply([&](const Metrics&... each) { (visit(each), ...); }, metrics);
}

}  // namespace telltale::inline TELLTALE_ABI::metric
