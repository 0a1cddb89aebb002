// SPDX-License-Identifier: Apache-2.0
#pragma once

// The cold path: fits a reference, closes a window into a report, decides. It opens Boost.Math,
// which costs seconds to compile: include it in one translation unit. The metrics that no monitor
// measures by itself are in <telltale/metrics.hpp>.

#include <telltale/core/condition.hpp>
#include <telltale/core/number.hpp>
#include <telltale/core/signal.hpp>
#include <telltale/drift/chi_squared.hpp>
#include <telltale/drift/divergence.hpp>
#include <telltale/drift/kolmogorov_smirnov.hpp>
#include <telltale/drift/multiplicity.hpp>
#include <telltale/drift/wasserstein.hpp>
#include <telltale/math/special.hpp>
#include <telltale/metric/all.hpp>
#include <telltale/metric/fairness.hpp>
#include <telltale/metric/group_calibration.hpp>
#include <telltale/monitor/close_window.hpp>
#include <telltale/monitor/reference_builder.hpp>
#include <telltale/monitor/signals.hpp>
#include <telltale/monitor/suggested_limits.hpp>
#include <telltale/policy/action.hpp>
#include <telltale/policy/decision.hpp>
#include <telltale/policy/defaults.hpp>
#include <telltale/policy/policy.hpp>
#include <telltale/policy/rule.hpp>
#include <telltale/policy/signals.hpp>
#include <telltale/telltale.hpp>
