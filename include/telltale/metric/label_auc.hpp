// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/outcome.hpp>
#include <telltale/metric/average_precision.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/ranking_quality.hpp>
#include <telltale/metric/score_curve.hpp>
#include <telltale/state/bundle.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <tuple>
#include <vector>

// How well the scores of a classifier that gives a row any number of labels rank: for each label
// the rows, or all pairs of a row and a label.

namespace telltale::inline TELLTALE_ABI::metric {

/// Whether each label is true of each row, and the score it was given: both in row-major order,
/// `labels` a row. Without `weights` each row weighs 1.
template <class Score = float>
struct scored_label_batch {
  using score_type = Score;

  std::span<const std::uint8_t> actual;
  std::span<const Score> scores;
  std::size_t labels = 0;
  std::span<const double> weights = {};

  /// Rows. Requires: `actual.size()` and `scores.size()` are `size() * labels`.
  [[nodiscard]] constexpr std::size_t size() const noexcept {
    return labels == 0 ? 0 : actual.size() / labels;
  }
};

namespace detail {
template <class S>
inline constexpr bool is_scored_label_batch = false;
template <class Score>
inline constexpr bool is_scored_label_batch<scored_label_batch<Score>> = true;
}  // namespace detail

/// The scores of all labels themselves with the truths: columns that the caller keeps.
struct kept_label_scores {
  template <class S>
  static constexpr bool matches = detail::is_scored_label_batch<S>;
  template <class S>
  static constexpr void check() {
    static_assert(state::count_of<kept_label_scores, S> != 0,
                  "this metric reads the scores of all labels: pass a scored_label_batch");
  }
};

namespace detail {

enum class label_average : std::uint8_t { macro, micro, weighted };

/// A metric of two classes over labels: of each and averaged, or of all pairs of row and label.
template <class Formula>
struct over_labels {
  static constexpr bool is_noexcept = false;
  label_average how;

  template <class Score>
  [[nodiscard]] std::optional<estimate> operator()(const scored_label_batch<Score>& rows,
                                                   const confidence_level& level) const {
    if (how == label_average::micro) {
      const auto all = Formula{}(curve_of_labels(rows, 0, rows.labels), level);
      if (!all) return std::nullopt;
      return estimate{all->value, std::nullopt, rows.size()};
    }
    double sum = 0, weights = 0;
    for (std::size_t k = 0; k < rows.labels; ++k) {
      const score_curve curve = curve_of_labels(rows, k, k + 1);
      const auto value = Formula{}(curve, level);
      if (!value) continue;
      const double weight = how == label_average::macro ? 1 : curve.positives();
      sum += weight * value->value;
      weights += weight;
    }
    if (!(weights > 0)) return std::nullopt;
    return estimate{(std::min)(sum / weights, 1.0), std::nullopt, rows.size()};
  }

private:
  // Of the labels from `first` to before `last`, one after the other.
  template <class Score>
  [[nodiscard]] static score_curve curve_of_labels(const scored_label_batch<Score>& rows,
                                                   std::size_t first, std::size_t last) {
    std::vector<Score> scores;
    std::vector<std::uint8_t> actual;
    std::vector<double> weights;
    scores.reserve(rows.size() * (last - first));
    actual.reserve(scores.capacity());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      for (std::size_t k = first; k < last; ++k) {
        scores.push_back(rows.scores[i * rows.labels + k]);
        actual.push_back(rows.actual[i * rows.labels + k]);
        if (!rows.weights.empty()) weights.push_back(rows.weights[i]);
      }
    }
    return *score_curve::of(binary_batch<Score>{scores, actual, Score(0.5), weights});
  }
};

template <class Formula>
constexpr definition<kept_label_scores, over_labels<Formula>> of_labels(
    std::string_view name, std::string_view source, label_average how) noexcept {
  return {name, direction::higher_is_better, {0, 1}, source, {how}};
}

template <class Formula>
constexpr auto area_of_labels(std::string_view name, label_average how) noexcept {
  return of_labels<Formula>(name, "Tsoumakas, Katakis & Vlahavas 2010, Mining Multi-label Data",
                            how);
}

}  // namespace detail

// All read a `scored_label_batch`, take memory for a column, and sort it. A score outside [0, 1] or
// a label that is neither 0 nor 1 is left out, and a row of unusable weight. A label that is true
// of all rows, or of none, is left out of the mean (scikit-learn refuses it). `n` counts rows. No
// interval: the labels of one row go together. Empty where no label tells rows apart.

/// Area under the ROC curve: the mean over the labels, each counting the same (macro) or by its
/// positives (weighted), or that of all pairs of a row and a label (micro).
inline constexpr auto label_roc_auc_macro =
    detail::area_of_labels<detail::auc_formula>("roc_auc_macro", detail::label_average::macro);
inline constexpr auto label_roc_auc_micro =
    detail::area_of_labels<detail::auc_formula>("roc_auc_micro", detail::label_average::micro);
inline constexpr auto label_roc_auc_weighted = detail::area_of_labels<detail::auc_formula>(
    "roc_auc_weighted", detail::label_average::weighted);

/// Average precision in the same three ways.
inline constexpr auto label_average_precision_macro =
    detail::area_of_labels<detail::average_precision_formula>("average_precision_macro",
                                                              detail::label_average::macro);
inline constexpr auto label_average_precision_micro =
    detail::area_of_labels<detail::average_precision_formula>("average_precision_micro",
                                                              detail::label_average::micro);
inline constexpr auto label_average_precision_weighted =
    detail::area_of_labels<detail::average_precision_formula>("average_precision_weighted",
                                                              detail::label_average::weighted);

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple label_auc_metrics{
    label_roc_auc_macro,           label_roc_auc_micro,           label_roc_auc_weighted,
    label_average_precision_macro, label_average_precision_micro, label_average_precision_weighted};

}  // namespace telltale::inline TELLTALE_ABI::metric
