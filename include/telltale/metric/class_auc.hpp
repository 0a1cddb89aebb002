// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/metric/average_precision.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/mean_of_areas.hpp>
#include <telltale/state/bundle.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <vector>

// How well the probabilities of K classes rank the rows: each class against the rest (ovr), or each
// pair of classes among the rows of the two (ovo), averaged.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {
template <class S>
inline constexpr bool is_scored_class_batch = false;
template <class Score>
inline constexpr bool is_scored_class_batch<scored_class_batch<Score>> = true;
}  // namespace detail

/// The probabilities of K classes themselves with the truths: columns that the caller keeps.
struct kept_class_scores {
  template <class S>
  static constexpr bool matches = detail::is_scored_class_batch<S>;
  template <class S>
  static constexpr void check() {
    static_assert(state::count_of<kept_class_scores, S> != 0,
                  "this metric reads the probabilities themselves: pass a scored_class_batch");
  }
};

namespace detail {

/// The mean of the area over each class against the rest.
struct auc_against_rest {
  static constexpr bool is_noexcept = false;
  class_average how;

  template <class Score>
  [[nodiscard]] std::optional<estimate> operator()(const scored_class_batch<Score>& batch,
                                                   const confidence_level& level) const {
    class_rows<Score> rows{batch};
    mean_of_areas<Score> mean{rows, how};
    const std::vector<std::size_t> all = rows.all();
    for (std::size_t k = 0; k < rows.classes(); ++k) mean.add(k, all, std::span{all}.subspan(k, 1));
    return mean.value(level);
  }
};

/// The mean of the area over all pairs of classes, each the mean of its two directions.
struct auc_against_one {
  static constexpr bool is_noexcept = false;
  class_average how;

  template <class Score>
  [[nodiscard]] std::optional<estimate> operator()(const scored_class_batch<Score>& batch,
                                                   const confidence_level& level) const {
    class_rows<Score> rows{batch};
    mean_of_areas<Score> mean{rows, how};
    for (std::size_t a = 0; a < rows.classes(); ++a) {
      for (std::size_t b = 0; b < rows.classes(); ++b) {
        if (a == b) continue;
        const std::array both{a, b};
        mean.add(a, both, both);
      }
    }
    return mean.value(level);
  }
};

/// The mean of the average precision over each class against the rest.
struct precision_against_rest {
  static constexpr bool is_noexcept = false;
  class_average how;

  template <class Score>
  [[nodiscard]] std::optional<estimate> operator()(const scored_class_batch<Score>& batch,
                                                   const confidence_level& level) const {
    class_rows<Score> rows{batch};
    const std::vector<std::size_t> all = rows.all();
    double sum = 0, weights = 0;
    for (std::size_t k = 0; k < rows.classes(); ++k) {
      const auto value = average_precision_formula{}(rows.curve_of_class(k, all), level);
      if (!value) continue;
      const double weight = how == class_average::macro ? 1 : rows.share(k).whole;
      sum += weight * value->value;
      weights += weight;
    }
    if (!(weights > 0)) return std::nullopt;
    return estimate{(std::min)(sum / weights, 1.0), std::nullopt, rows.n()};
  }
};

template <class Formula>
constexpr definition<kept_class_scores, Formula> of_class_scores(std::string_view name,
                                                                 std::string_view source,
                                                                 class_average how) noexcept {
  return {name, direction::higher_is_better, {0, 1}, source, {how}};
}

inline constexpr std::string_view provost =
    "Provost & Domingos 2000, CeDER Working Paper IS-00-04, section 3.2";
inline constexpr std::string_view hand_till = "Hand & Till 2001, doi:10.1023/A:1010920819831";

}  // namespace detail

// All read a `scored_class_batch`, take memory for a column, and sort it once a class: O(n K log
// n), and so are those of pairs. A class that does not occur is left out of the mean
// (scikit-learn refuses it), and so is a row with an unusable label, weight, or score of any class.
// Empty until two classes have been seen. Intervals of areas are DeLong's for a mean of several, on
// the logit scale, and cover 93 to 98 % at 95 %, 88 % where the area is above 0.99; average
// precision has none.

/// Mean over the classes of the area under the ROC curve of the class against the rest, each class
/// counting the same, or by its rows.
inline constexpr auto roc_auc_ovr_macro = detail::of_class_scores<detail::auc_against_rest>(
    "roc_auc_ovr_macro", detail::provost, detail::class_average::macro);
inline constexpr auto roc_auc_ovr_weighted = detail::of_class_scores<detail::auc_against_rest>(
    "roc_auc_ovr_weighted", detail::provost, detail::class_average::weighted);

/// Mean over the pairs of classes of the area among the rows of the two, each pair counting the
/// same, or by its rows: what it is does not depend on how frequent the classes are (macro).
inline constexpr auto roc_auc_ovo_macro = detail::of_class_scores<detail::auc_against_one>(
    "roc_auc_ovo_macro", detail::hand_till, detail::class_average::macro);
inline constexpr auto roc_auc_ovo_weighted = detail::of_class_scores<detail::auc_against_one>(
    "roc_auc_ovo_weighted", detail::hand_till, detail::class_average::weighted);

/// Mean over the classes of the average precision of the class against the rest.
inline constexpr auto average_precision_macro =
    detail::of_class_scores<detail::precision_against_rest>(
        "average_precision_macro", "Buckley & Voorhees 2000, doi:10.1145/345508.345543",
        detail::class_average::macro);
inline constexpr auto average_precision_weighted =
    detail::of_class_scores<detail::precision_against_rest>(
        "average_precision_weighted", "Buckley & Voorhees 2000, doi:10.1145/345508.345543",
        detail::class_average::weighted);

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple class_auc_metrics{roc_auc_ovr_macro,       roc_auc_ovr_weighted,
                                              roc_auc_ovo_macro,       roc_auc_ovo_weighted,
                                              average_precision_macro, average_precision_weighted};

}  // namespace telltale::inline TELLTALE_ABI::metric
