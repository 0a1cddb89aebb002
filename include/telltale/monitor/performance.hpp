// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/calibration.hpp>
#include <telltale/state/confusion.hpp>
#include <telltale/state/error_histogram.hpp>
#include <telltale/state/proper_loss.hpp>
#include <telltale/state/relative_errors.hpp>
#include <telltale/state/residuals.hpp>
#include <telltale/state/score_histogram.hpp>

#include <cstddef>

// What a monitor keeps of predictions and truths in bounded memory: the states from which every
// metric of its task is read, but those that need the rows themselves.

namespace telltale::inline TELLTALE_ABI {

using binary_performance = state::bundle<state::confusion<2>, state::proper_loss,
                                         state::calibration<>, state::score_histogram<>>;

template <std::size_t K>
using multiclass_performance = state::bundle<state::confusion<K>>;

using regression_performance =
    state::bundle<state::residuals, state::relative_errors, state::error_histogram<>>;

}  // namespace telltale::inline TELLTALE_ABI
