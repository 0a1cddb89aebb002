// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/monitor/binary_task.hpp>
#include <telltale/monitor/monitor.hpp>

namespace telltale::inline TELLTALE_ABI {

/// Watches a binary classifier: a score in [0, 1], a label that is 0 or 1.
template <class Value = float>
using basic_binary_monitor = basic_monitor<binary_task<Value>>;

/// That of a service whose scores and features are float.
using binary_monitor = basic_binary_monitor<float>;

}  // namespace telltale::inline TELLTALE_ABI
