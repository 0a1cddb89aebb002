// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/calibration.hpp>
#include <telltale/state/confusion.hpp>
#include <telltale/state/cross_entropy.hpp>
#include <telltale/state/deviance.hpp>
#include <telltale/state/error_histogram.hpp>
#include <telltale/state/log_errors.hpp>
#include <telltale/state/mass_histogram.hpp>
#include <telltale/state/proper_loss.hpp>
#include <telltale/state/relative_errors.hpp>
#include <telltale/state/reliability_moments.hpp>
#include <telltale/state/residuals.hpp>
#include <telltale/state/score_histogram.hpp>
#include <telltale/state/scored_rows.hpp>
#include <telltale/state/weighted_calibration.hpp>
#include <telltale/state/weighted_confusion.hpp>
#include <telltale/state/weighted_cross_entropy.hpp>
#include <telltale/state/weighted_error_histogram.hpp>
#include <telltale/state/weighted_proper_loss.hpp>
#include <telltale/state/weighted_relative_errors.hpp>
#include <telltale/state/weighted_residuals.hpp>

#include <cstddef>
#include <type_traits>

// A metric takes any summary that holds the state it needs: the state itself, or a bundle with it.
// A kind says which states will do, and refuses a summary without one, or with two, by a sentence.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {
template <class S>
inline constexpr std::size_t classes_of = 0;
template <std::size_t K>
inline constexpr std::size_t classes_of<state::confusion<K>> = K;
template <std::size_t K>
inline constexpr std::size_t classes_of<state::weighted_confusion<K>> = K;

template <class S>
inline constexpr bool is_cross_entropy = false;
template <std::size_t K>
inline constexpr bool is_cross_entropy<state::cross_entropy<K>> = true;
template <std::size_t K>
inline constexpr bool is_cross_entropy<state::weighted_cross_entropy<K>> = true;

template <class S>
inline constexpr bool is_calibration = false;
template <std::size_t B>
inline constexpr bool is_calibration<state::calibration<B>> = true;
template <std::size_t B>
inline constexpr bool is_calibration<state::weighted_calibration<B>> = true;
template <std::size_t B>
inline constexpr bool is_calibration<state::reliability_moments<B>> = true;

template <class S>
inline constexpr bool is_score_histogram = false;
template <std::size_t B, class Count>
inline constexpr bool is_score_histogram<state::score_histogram<B, Count>> = true;
template <std::size_t B, class Count>
inline constexpr bool is_score_histogram<state::mass_histogram<B, Count>> = true;

template <class S>
inline constexpr bool is_scored_rows = false;
template <class Score>
inline constexpr bool is_scored_rows<state::scored_rows<Score>> = true;
template <class Score>
inline constexpr bool is_scored_rows<binary_batch<Score>> = true;

template <class S>
inline constexpr bool is_regression_batch = false;
template <class Value>
inline constexpr bool is_regression_batch<regression_batch<Value>> = true;

template <class S>
inline constexpr bool is_error_histogram = false;
template <int Lowest, int Highest, int MantissaBits>
inline constexpr bool is_error_histogram<state::error_histogram<Lowest, Highest, MantissaBits>> =
    true;
template <int Lowest, int Highest, int MantissaBits>
inline constexpr bool
    is_error_histogram<state::weighted_error_histogram<Lowest, Highest, MantissaBits>> = true;
}  // namespace detail

/// The confusion counts of two classes, weighted or not.
struct binary_counts {
  template <class S>
  static constexpr bool matches = detail::classes_of<S> == 2;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<binary_counts, S>;
    static_assert(found != 0,
                  "this metric reads binary confusion counts: add state::confusion<2> or "
                  "state::weighted_confusion<2> to the bundle");
    static_assert(found < 2,
                  "this metric reads binary confusion counts, and the bundle holds two such "
                  "states: pass the one you mean");
  }
};

/// The confusion counts of any number of classes, weighted or not.
struct class_counts {
  template <class S>
  static constexpr bool matches = (detail::classes_of<S> >= 2);
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<class_counts, S>;
    static_assert(found != 0,
                  "this metric reads confusion counts: add state::confusion<K> or "
                  "state::weighted_confusion<K> to the bundle");
    static_assert(found < 2,
                  "this metric reads confusion counts, and the bundle holds two such states: pass "
                  "the one you mean");
  }
};

/// The sums of the proper losses of a binary score.
struct loss_sums {
  template <class S>
  static constexpr bool matches =
      std::is_same_v<S, state::proper_loss> || std::is_same_v<S, state::weighted_proper_loss>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<loss_sums, S>;
    static_assert(found != 0,
                  "this metric reads the sums of proper losses: add state::proper_loss to the "
                  "bundle, or state::weighted_proper_loss");
    static_assert(found < 2,
                  "this metric reads the sums of proper losses, and the bundle holds two such "
                  "states: pass the one you mean");
  }
};

/// The sum of log losses, of two classes or of more.
struct log_losses {
  template <class S>
  static constexpr bool matches = loss_sums::matches<S> || detail::is_cross_entropy<S>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<log_losses, S>;
    static_assert(found != 0,
                  "this metric reads the sum of log losses: add state::proper_loss (two classes), "
                  "its weighted one, or state::cross_entropy<K> to the bundle");
    static_assert(found < 2,
                  "this metric reads the sum of log losses, and the bundle holds two such states: "
                  "pass the one you mean");
  }
};

/// The reliability bins.
struct reliability {
  template <class S>
  static constexpr bool matches = detail::is_calibration<S>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<reliability, S>;
    static_assert(found != 0,
                  "this metric reads reliability bins: add state::calibration<> to the bundle, "
                  "or its weighted one");
    static_assert(found < 2,
                  "this metric reads reliability bins, and the bundle holds two such states: pass "
                  "the one you mean");
  }
};

/// The score histogram of each class.
struct score_counts {
  template <class S>
  static constexpr bool matches = detail::is_score_histogram<S>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<score_counts, S>;
    static_assert(found != 0,
                  "this metric reads score histograms: add state::score_histogram<> to the bundle");
    static_assert(found < 2,
                  "this metric reads score histograms, and the bundle holds two such states: pass "
                  "the one you mean");
  }
};

/// The scores themselves with their labels: kept rows, or columns that the caller keeps.
struct kept_scores {
  template <class S>
  static constexpr bool matches = detail::is_scored_rows<S>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<kept_scores, S>;
    static_assert(found != 0,
                  "this metric reads the rows themselves: add state::scored_rows<> to the bundle, "
                  "or take the binned metric");
    static_assert(found < 2,
                  "this metric reads the rows themselves, and the bundle holds two such states: "
                  "pass the one you mean");
  }
};

/// The predictions and truths of a regression themselves: columns that the caller keeps.
struct kept_errors {
  template <class S>
  static constexpr bool matches = detail::is_regression_batch<S>;
  template <class S>
  static constexpr void check() {
    static_assert(state::count_of<kept_errors, S> != 0,
                  "this metric reads the rows themselves: pass a regression_batch, or take the "
                  "binned metric");
  }
};

/// The histogram of the errors of a regression.
struct error_counts {
  template <class S>
  static constexpr bool matches = detail::is_error_histogram<S>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<error_counts, S>;
    static_assert(found != 0,
                  "this metric reads a histogram of errors: add state::error_histogram<> or "
                  "state::weighted_error_histogram<> to the bundle");
    static_assert(found < 2,
                  "this metric reads a histogram of errors, and the bundle holds two such states: "
                  "pass the one you mean");
  }
};

/// The squared differences of logarithms.
struct log_error_sums {
  template <class S>
  static constexpr bool matches =
      std::is_same_v<S, state::log_errors> || std::is_same_v<S, state::weighted_log_errors>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<log_error_sums, S>;
    static_assert(found != 0,
                  "this metric reads the errors of logarithms: add state::log_errors or "
                  "state::weighted_log_errors to the bundle");
    static_assert(found < 2,
                  "this metric reads the errors of logarithms, and the bundle holds two such "
                  "states: pass the one you mean");
  }
};

/// The deviances of one family.
template <state::family Family>
struct deviance_sums {
  template <class S>
  static constexpr bool matches = std::is_same_v<S, state::deviance<Family, false>> ||
                                  std::is_same_v<S, state::deviance<Family, true>>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<deviance_sums, S>;
    static_assert(found != 0,
                  "this metric reads the deviances of its family: add state::poisson_deviance or "
                  "state::gamma_deviance, or its weighted one, to the bundle");
    static_assert(found < 2,
                  "this metric reads the deviances of its family, and the bundle holds two such "
                  "states: pass the one you mean");
  }
};

/// The errors of a predicted number.
struct residual_sums {
  template <class S>
  static constexpr bool matches =
      std::is_same_v<S, state::residuals> || std::is_same_v<S, state::weighted_residuals>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<residual_sums, S>;
    static_assert(found != 0,
                  "this metric reads the errors of a predicted number: add state::residuals or "
                  "state::weighted_residuals to the bundle");
    static_assert(found < 2,
                  "this metric reads the errors of a predicted number, and the bundle holds two "
                  "such states: pass the one you mean");
  }
};

/// The errors of a predicted number as shares of it.
struct relative_error_sums {
  template <class S>
  static constexpr bool matches = std::is_same_v<S, state::relative_errors> ||
                                  std::is_same_v<S, state::weighted_relative_errors>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<relative_error_sums, S>;
    static_assert(found != 0,
                  "this metric reads errors as shares of the number: add state::relative_errors or "
                  "state::weighted_relative_errors to the bundle");
    static_assert(found < 2,
                  "this metric reads errors as shares of the number, and the bundle holds two such "
                  "states: pass the one you mean");
  }
};

}  // namespace telltale::inline TELLTALE_ABI::metric
