// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/monitor/monitor.hpp>
#include <telltale/monitor/task_traits.hpp>

#include <cstddef>

namespace telltale::inline TELLTALE_ABI {

/// Watches a classifier with room for `K` classes: the predicted one and the true one, numbers from
/// 0. `monitor_settings::classes` says how many are in use, where it is fewer. Features are of type
/// `Value`.
///
/// Size  8 K^2 bytes a window
template <std::size_t K, class Value = float>
using multiclass_monitor = basic_monitor<multiclass_task<K, Value>>;

}  // namespace telltale::inline TELLTALE_ABI
