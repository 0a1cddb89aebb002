// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/calibration.hpp>
#include <telltale/state/confusion.hpp>
#include <telltale/state/cross_entropy.hpp>
#include <telltale/state/error_histogram.hpp>
#include <telltale/state/proper_loss.hpp>
#include <telltale/state/relative_errors.hpp>
#include <telltale/state/residuals.hpp>
#include <telltale/state/score_histogram.hpp>
#include <telltale/state/truth_ranks.hpp>
#include <telltale/state/weighted_calibration.hpp>
#include <telltale/state/weighted_confusion.hpp>
#include <telltale/state/weighted_cross_entropy.hpp>
#include <telltale/state/weighted_error_histogram.hpp>
#include <telltale/state/weighted_proper_loss.hpp>
#include <telltale/state/weighted_relative_errors.hpp>
#include <telltale/state/weighted_residuals.hpp>

#include <cstddef>

// What a monitor keeps of predictions and truths in bounded memory: the states from which every
// metric of its task is read, but those that need the rows themselves.

namespace telltale::inline TELLTALE_ABI {

using binary_performance = state::bundle<state::confusion<2>, state::proper_loss,
                                         state::calibration<>, state::score_histogram<>>;

/// Rows that count by their weight. The rank metrics have no weighted state of bounded memory: they
/// need the rows.
using weighted_binary_performance =
    state::bundle<state::weighted_confusion<2>, state::weighted_proper_loss,
                  state::weighted_calibration<>>;

namespace detail {
template <std::size_t K, bool Scored, bool Weighted>
struct multiclass_states;
template <std::size_t K>
struct multiclass_states<K, false, false> {
  using type = state::bundle<state::confusion<K>>;
};
template <std::size_t K>
struct multiclass_states<K, true, false> {
  using type = state::bundle<state::confusion<K>, state::cross_entropy<K>, state::truth_ranks>;
};
template <std::size_t K>
struct multiclass_states<K, false, true> {
  using type = state::bundle<state::weighted_confusion<K>>;
};
template <std::size_t K>
struct multiclass_states<K, true, true> {
  using type = state::bundle<state::weighted_confusion<K>, state::weighted_cross_entropy<K>,
                             state::weighted_truth_ranks>;
};
}  // namespace detail

/// `Scored`: with the probability of each class.
template <std::size_t K, bool Scored = false, bool Weighted = false>
using multiclass_performance = typename detail::multiclass_states<K, Scored, Weighted>::type;

using regression_performance =
    state::bundle<state::residuals, state::relative_errors, state::error_histogram<>>;

using weighted_regression_performance =
    state::bundle<state::weighted_residuals, state::weighted_relative_errors,
                  state::weighted_error_histogram<>>;

}  // namespace telltale::inline TELLTALE_ABI
