// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/monitor/monitor.hpp>
#include <telltale/monitor/regression_task.hpp>

namespace telltale::inline TELLTALE_ABI {

/// Watches a regression: a predicted number and the true one. The naive forecast that `skill`
/// compares it with says what was true last.
template <class Value = float>
using basic_regression_monitor = basic_monitor<regression_task<Value>>;

/// That of a service whose predictions and features are float.
using regression_monitor = basic_regression_monitor<float>;

}  // namespace telltale::inline TELLTALE_ABI
