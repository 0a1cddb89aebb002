// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/rank_pairs.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/sliding_auc.hpp>

#include <cstddef>
#include <limits>
#include <optional>
#include <tuple>

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {
template <class S>
inline constexpr bool is_sliding_auc = false;
template <class Score>
inline constexpr bool is_sliding_auc<state::sliding_auc<Score>> = true;
}  // namespace detail

/// The last rows in order of score.
struct sliding_ranks {
  template <class S>
  static constexpr bool matches = detail::is_sliding_auc<S>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<sliding_ranks, S>;
    static_assert(found != 0,
                  "this metric reads the last rows in order of score: add state::sliding_auc<> to "
                  "the bundle, or take the exact metric of kept rows");
    static_assert(found < 2,
                  "this metric reads the last rows in order of score, and the bundle holds two "
                  "such states: pass the one you mean");
  }
};

/// Variance of an area under the ROC curve from nothing but its value and the two counts, as if the
/// scores of each class were exponential, in some monotone scale.
/// Requires: 0 <= auc <= 1, both counts > 0.
/// Source: Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747, equations 1 and 2.
[[nodiscard]] constexpr double hanley_mcneil_variance(double auc, double positives,
                                                      double negatives) noexcept {
  const double square = auc * auc;
  const double two_positives = auc / (2 - auc), two_negatives = 2 * square / (1 + auc);
  return (auc * (1 - auc) + (positives - 1) * (two_positives - square) +
          (negatives - 1) * (two_negatives - square)) /
         (positives * negatives);
}

namespace detail {

struct sliding_auc_formula {
  static constexpr bool is_noexcept = true;

  template <class Score>
  [[nodiscard]] std::optional<estimate> operator()(const state::sliding_auc<Score>& s,
                                                   const confidence_level& level) const noexcept {
    // How many of the pairs are ties is not known, and nothing here asks.
    const rank_pairs all{s.positives(), s.negatives(), 0, s.twice_won()};
    if (!all.any()) return std::nullopt;
    const double auc = all.auc();
    const area_variance variance{
        hanley_mcneil_variance(auc, static_cast<double>(all.positives),
                               static_cast<double>(all.negatives)),
        std::numeric_limits<double>::infinity()};  // no sample variance: the normal quantile
    return estimate{auc, auc_interval(all.disjoint(), variance, auc, auc, level), s.size()};
  }
};

}  // namespace detail

/// Area under the ROC curve of the last rows, as many as `state::sliding_auc` holds: exact, ties
/// counting half, read in O(1). Empty until both classes are among them. Hanley and McNeil's
/// interval on the logit scale: it covers more than it says, 96 to 99 % for 95 %, where the scores
/// of both classes spread alike, and less, 90 %, where those of the positives spread twice as far;
/// `roc_auc_sliding_interval` assumes nothing of the kind.
/// Source: Bamber 1975, doi:10.1016/0022-2496(75)90001-2 (the value); Hanley & McNeil 1982,
/// doi:10.1148/radiology.143.1.7063747 (its interval).
inline constexpr definition<sliding_ranks, detail::sliding_auc_formula> roc_auc_sliding{
    "roc_auc_sliding",
    direction::higher_is_better,
    {0, 1},
    "Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747",
    {}};

/// Where the true area lies, as `roc_auc` says it of kept rows: DeLong's interval. Reads every
/// distinct score of the window: O(rows), without sorting.
template <class S>
[[nodiscard]] std::optional<interval> roc_auc_sliding_interval(
    const S& summary, const confidence_level& level = {}) noexcept {
  sliding_ranks::check<S>();
  const auto& s = state::pick<sliding_ranks>(summary);
  math::class_pairs pairs;
  s.for_each([&](std::uint64_t positives, std::uint64_t negatives) {
    pairs.add_equal(positives, negatives);
  });
  if (pairs.positives == 0 || pairs.negatives == 0) return std::nullopt;
  const double auc = pairs.auc();
  const auto disjoint = static_cast<double>((std::min)(pairs.positives, pairs.negatives));
  return auc_interval(disjoint, delong_variance(pairs), auc, auc, level);
}

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple sliding_auc_metrics{roc_auc_sliding};

}  // namespace telltale::inline TELLTALE_ABI::metric
