// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/agreement.hpp>
#include <telltale/metric/calibration_error.hpp>
#include <telltale/metric/classification.hpp>
#include <telltale/metric/deviance.hpp>
#include <telltale/metric/error_quantiles.hpp>
#include <telltale/metric/log_error.hpp>
#include <telltale/metric/multiclass.hpp>
#include <telltale/metric/operating_table.hpp>
#include <telltale/metric/percentage.hpp>
#include <telltale/metric/probability.hpp>
#include <telltale/metric/ranking_quality.hpp>
#include <telltale/metric/regression.hpp>
#include <telltale/metric/trade_off.hpp>

#include <tuple>

// The vocabulary: what monitors measure, the parser of conditions knows and the documentation
// lists, in that order.

namespace telltale::inline TELLTALE_ABI::metric {

/// Every metric of a binary classifier that is one number.
inline constexpr std::tuple binary{accuracy,
                                   balanced_accuracy,
                                   precision,
                                   recall,
                                   specificity,
                                   negative_predictive_value,
                                   false_positive_rate,
                                   false_negative_rate,
                                   f1,
                                   fbeta_half,
                                   fbeta_2,
                                   matthews_correlation,
                                   cohen_kappa,
                                   jaccard,
                                   youden_j,
                                   base_rate,
                                   positive_rate,
                                   log_loss,
                                   brier_score,
                                   normalized_entropy,
                                   expected_calibration_error,
                                   predicted_over_actual,
                                   roc_auc,
                                   roc_auc_binned,
                                   gini,
                                   class_ks};

/// Every metric of a classifier over K classes that is one number, but those of a single class.
inline constexpr std::tuple multiclass{accuracy,        balanced_accuracy,  matthews_correlation,
                                       cohen_kappa,     log_loss,           precision_macro,
                                       precision_micro, precision_weighted, recall_macro,
                                       recall_micro,    recall_weighted,    f1_macro,
                                       f1_micro,        f1_weighted};

/// Every metric of a regression that is one number.
inline constexpr std::tuple regression{mean_absolute_error,
                                       mean_squared_error,
                                       root_mean_squared_error,
                                       mean_error,
                                       mean_absolute_percentage_error,
                                       symmetric_mean_absolute_percentage_error,
                                       wape,
                                       r2,
                                       explained_variance,
                                       max_error,
                                       median_absolute_error,
                                       absolute_error_p90,
                                       absolute_error_p99,
                                       error_p05,
                                       error_p50,
                                       error_p95,
                                       median_absolute_error_binned,
                                       absolute_error_p90_binned,
                                       absolute_error_p99_binned,
                                       error_p05_binned,
                                       error_p50_binned,
                                       error_p95_binned,
                                       over_estimation_rate,
                                       under_estimation_rate,
                                       mean_over_estimation,
                                       mean_under_estimation,
                                       naive_mean_absolute_error,
                                       skill,
                                       mean_squared_log_error,
                                       root_mean_squared_log_error,
                                       mean_poisson_deviance,
                                       mean_gamma_deviance,
                                       d2_poisson,
                                       d2_gamma};

/// Calls `visit(metric)` for each metric of a vocabulary, in its order. With
/// `metric.template reads<S>` one passes over those for which a summary lacks the state.
template <class... Metrics, class Visit>
constexpr void for_each(const std::tuple<Metrics...>& metrics, Visit&& visit) {
  std::apply([&](const Metrics&... each) { (visit(each), ...); }, metrics);
}

}  // namespace telltale::inline TELLTALE_ABI::metric
