// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/mean_loss.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/label_ranking.hpp>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <tuple>
#include <type_traits>

// How well scores rank the labels of rows that may have several.

namespace telltale::inline TELLTALE_ABI::metric {

/// The ranks of the labels of rows.
struct label_rank_sums {
  template <class S>
  static constexpr bool matches = std::is_same_v<S, state::label_ranking>;
  template <class S>
  static constexpr void check() {
    static_assert(state::count_of<label_rank_sums, S> != 0,
                  "this metric reads the ranks of labels: add state::label_ranking to the bundle");
  }
};

namespace detail {

enum class label_rank : std::uint8_t { coverage, average_precision, loss };

template <label_rank Which>
struct label_rank_formula {
  static constexpr bool is_noexcept = true;

  [[nodiscard]] std::optional<estimate> operator()(const state::label_ranking& s,
                                                   const confidence_level& level) const noexcept {
    if constexpr (Which == label_rank::coverage) return mean_loss(s.coverage(), level);
    auto mean = mean_loss(Which == label_rank::loss ? s.loss() : s.average_precision(), level);
    if (mean && mean->bounds) mean->bounds->upper = (std::min)(mean->bounds->upper, 1.0);
    return mean;
  }
};

}  // namespace detail

/// How many of the best scores one has to take, on average, to have all true labels of a row: from
/// the mean number of true labels to the number of labels. Empty until a row has come. Student's
/// interval, as all here.
inline constexpr definition<label_rank_sums,
                            detail::label_rank_formula<detail::label_rank::coverage>>
    coverage_error{"coverage_error",
                   direction::lower_is_better,
                   loss_range,
                   "Tsoumakas et al. 2010, doi:10.1007/978-0-387-09823-4_34, section 7.2",
                   {}};

/// Mean over rows, and over the true labels of each, of the share of true ones among the labels
/// scored as high or higher. Empty until a row has come.
inline constexpr definition<label_rank_sums,
                            detail::label_rank_formula<detail::label_rank::average_precision>>
    label_ranking_average_precision{"label_ranking_average_precision",
                                    direction::higher_is_better,
                                    {0, 1},
                                    "Tsoumakas et al. 2010, doi:10.1007/978-0-387-09823-4_34, "
                                    "section 7.2",
                                    {}};

/// Mean share of the pairs of a true and a false label whose scores are equal or in the wrong
/// order. Empty until a row has come.
inline constexpr definition<label_rank_sums, detail::label_rank_formula<detail::label_rank::loss>>
    label_ranking_loss{"label_ranking_loss",
                       direction::lower_is_better,
                       {0, 1},
                       "Tsoumakas et al. 2010, doi:10.1007/978-0-387-09823-4_34, section 7.2",
                       {}};

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple label_ranking_metrics{coverage_error, label_ranking_average_precision,
                                                  label_ranking_loss};

}  // namespace telltale::inline TELLTALE_ABI::metric
