// SPDX-License-Identifier: Apache-2.0
#pragma once

// Every metric, over every state: for a cold translation unit that reads states of its own. It
// opens Boost.Math. What a monitor measures is in <telltale/evaluate.hpp> already.

#include <telltale/estimate/isotonic.hpp>
#include <telltale/metric/all.hpp>
#include <telltale/metric/calibration_test.hpp>
#include <telltale/metric/class_value.hpp>
#include <telltale/metric/classification_report.hpp>
#include <telltale/metric/click_through.hpp>
#include <telltale/metric/crps.hpp>
#include <telltale/metric/cumulative_calibration.hpp>
#include <telltale/metric/curves.hpp>
#include <telltale/metric/distribution.hpp>
#include <telltale/metric/diversity.hpp>
#include <telltale/metric/equal_mass_calibration.hpp>
#include <telltale/metric/error_groups.hpp>
#include <telltale/metric/event_rate.hpp>
#include <telltale/metric/fairness.hpp>
#include <telltale/metric/fleiss_kappa.hpp>
#include <telltale/metric/group_calibration.hpp>
#include <telltale/metric/group_gap.hpp>
#include <telltale/metric/grouped_auc.hpp>
#include <telltale/metric/hosmer_lemeshow.hpp>
#include <telltale/metric/label_ranking.hpp>
#include <telltale/metric/mix.hpp>
#include <telltale/metric/normalized_entropy.hpp>
#include <telltale/metric/pit_uniformity.hpp>
#include <telltale/metric/popularity.hpp>
#include <telltale/metric/prediction_interval.hpp>
#include <telltale/metric/quality.hpp>
#include <telltale/metric/quantile_loss.hpp>
#include <telltale/metric/recent_mean.hpp>
#include <telltale/metric/recommendation.hpp>
#include <telltale/metric/rejection.hpp>
#include <telltale/metric/row_quality.hpp>
#include <telltale/metric/run_length.hpp>
#include <telltale/metric/score_distribution.hpp>
#include <telltale/metric/score_entropy.hpp>
#include <telltale/metric/serving_skew.hpp>
#include <telltale/metric/shape.hpp>
#include <telltale/metric/sliding_auc.hpp>
#include <telltale/metric/value_share.hpp>
#include <telltale/telltale.hpp>
