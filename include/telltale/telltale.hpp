// SPDX-License-Identifier: Apache-2.0
#pragma once

// What an inference loop needs: states, windows, monitors and `observe`. It opens neither
// Boost.Math nor Eigen, so it costs little to compile. What closes a window (p-values, intervals,
// the report, the policy) is in <telltale/evaluate.hpp>, for one cold translation unit.

#include <telltale/config.hpp>
#include <telltale/core/concepts.hpp>
#include <telltale/core/event_clock.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/core/ratio.hpp>
#include <telltale/core/result.hpp>
#include <telltale/core/task.hpp>
#include <telltale/core/time.hpp>
#include <telltale/io/reference.hpp>
#include <telltale/monitor/binary.hpp>
#include <telltale/monitor/multiclass.hpp>
#include <telltale/monitor/reference.hpp>
#include <telltale/monitor/regression.hpp>
#include <telltale/monitor/report.hpp>
#include <telltale/monitor/schema.hpp>
#include <telltale/monitor/settings.hpp>
#include <telltale/state/binning.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/calibration.hpp>
#include <telltale/state/categories.hpp>
#include <telltale/state/completeness.hpp>
#include <telltale/state/confusion.hpp>
#include <telltale/state/counters.hpp>
#include <telltale/state/cross_entropy.hpp>
#include <telltale/state/deviance.hpp>
#include <telltale/state/error_histogram.hpp>
#include <telltale/state/histogram.hpp>
#include <telltale/state/log_errors.hpp>
#include <telltale/state/moments.hpp>
#include <telltale/state/proper_loss.hpp>
#include <telltale/state/relative_errors.hpp>
#include <telltale/state/residuals.hpp>
#include <telltale/state/score_histogram.hpp>
#include <telltale/state/scored_rows.hpp>
#include <telltale/state/weighted_confusion.hpp>
#include <telltale/version.hpp>
#include <telltale/window/all_time.hpp>
#include <telltale/window/decayed.hpp>
#include <telltale/window/decayed_by_time.hpp>
#include <telltale/window/sliding.hpp>
#include <telltale/window/timed.hpp>
#include <telltale/window/tumbling.hpp>
