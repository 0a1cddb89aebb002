// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/calibration.hpp>
#include <telltale/state/confusion.hpp>
#include <telltale/state/proper_loss.hpp>
#include <telltale/state/score_histogram.hpp>

namespace telltale::inline TELLTALE_ABI {

/// What a binary monitor keeps of (score, truth) pairs in bounded memory: the states from which
/// every metric but the exact rank ones is read.
using binary_performance = state::bundle<state::confusion<2>, state::proper_loss,
                                         state::calibration<>, state::score_histogram<>>;

}  // namespace telltale::inline TELLTALE_ABI
