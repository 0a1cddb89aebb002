// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/monitor/monitor.hpp>
#include <telltale/monitor/multiclass_task.hpp>

#include <cstddef>

namespace telltale::inline TELLTALE_ABI {

/// Watches a classifier with room for `K` classes: the predicted one and the true one, numbers from
/// 0. `monitor_settings::classes` says how many are in use, where it is fewer. Features are of type
/// `Value`.
///
/// Size  8 K^2 bytes a window
template <std::size_t K, class Value = float>
using multiclass_monitor = basic_monitor<multiclass_task<K, Value>>;

/// The same for one that gives a probability to each class in use, class 0 first:
/// `observe(probabilities, features, actual)`. The first of the most probable is the predicted one,
/// or the one that is named: `observe({probabilities, predicted}, ...)`.
///
/// Rejects  a row with another number of probabilities, or one outside [0, 1] or NaN
/// Size     K more values a row that is kept
template <std::size_t K, class Value = float>
using scored_multiclass_monitor = basic_monitor<multiclass_task<K, Value, true>>;

}  // namespace telltale::inline TELLTALE_ABI
