// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/core/signal.hpp>
#include <telltale/metric/class_cells.hpp>
#include <telltale/metric/class_ratio.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/delta_method.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/label_counts.hpp>
#include <telltale/metric/row_mean.hpp>
#include <telltale/metric/share.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <tuple>

// Precision, recall, F and Jaccard's share averaged over K classes, or over the labels of a row.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

inline constexpr std::string_view sokolova_classes =
    "Sokolova & Lapalme 2009, doi:10.1016/j.ipm.2009.03.002, table 3";

enum class average : std::uint8_t { macro, weighted };

/// The mean of a ratio over the classes that occur, in truth or in prediction, or over all labels.
/// As in scikit-learn, a class for which it is unknown counts 0.
struct average_formula {
  static constexpr bool is_noexcept = true;
  class_ratio ratio;
  average how;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto m = margins_of(s);
    const counts all{0, m.total, m.squares};
    double sum = 0, weights = 0;
    for (const class_cells& c : m.of_class) {
      const double weight = weight_of<S>(c);
      if (const auto value = ratio.value(c)) sum += weight * *value;
      weights += weight;
    }
    if (!all.usable() || !(weights > 0)) return std::nullopt;
    const double value = (std::min)(sum / weights, 1.0);
    if constexpr (label_counts::matches<S>)
      return estimate{value, of_labels<S>(m, value, weights, level), rounded(all.effective())};
    else
      return estimate{value, wilson(value, size(s, m), level.z), rounded(all.effective())};
  }

private:
  template <class S>
  double weight_of(const class_cells& c) const noexcept {
    if (how == average::weighted) return c.actual;
    return label_counts::matches<S> || c.actual > 0 || c.predicted > 0 ? 1 : 0;
  }

  // How the labels of a row go together is not known: as if all rose and fell as one, which is the
  // worst. Then the bounds average as the values do.
  template <class S, std::size_t K>
  interval of_labels(const class_margins<K>& m, double value, double weights,
                     const confidence_level& level) const noexcept {
    interval sum{0, 0};
    for (const class_cells& c : m.of_class) {
      if (const auto one = ratio.of(c, level)) {
        sum.lower += weight_of<S>(c) * one->bounds->lower;
        sum.upper += weight_of<S>(c) * one->bounds->upper;
      }
    }
    return {(std::min)(sum.lower / weights, value), std::clamp(sum.upper / weights, value, 1.0)};
  }

  // The number of rows of which a share would vary as much as the average does by the delta method.
  template <class S, std::size_t K>
  double size(const S& s, const class_margins<K>& m) const noexcept {
    const smoothed<S> near{s, m};
    const auto n = class_margins<K>::of(near);
    const double w = n.total;
    struct term {
      double value = 0, slope = 0, weight = 0;
    };
    std::array<term, K> of_class{};
    double mean = 0, weights = 0;
    for (std::size_t k = 0; k < K; ++k) {
      const class_cells& c = n.of_class[k];
      if (!(m.of_class[k].actual > 0 || m.of_class[k].predicted > 0)) continue;
      const double whole = ratio.whole(c);
      of_class[k] = {ratio.gain() * c.hits / whole, 1 / (whole / w),
                     how == average::macro ? 1 : c.actual / w};
      mean += of_class[k].weight * of_class[k].value;
      weights += of_class[k].weight;
    }
    mean /= weights;
    for (term& c : of_class) c.slope *= c.weight / weights;
    const double error = delta_error(near, w, [&](std::size_t i, std::size_t j) {
      const term &t = of_class[i], &p = of_class[j];
      double moved = -ratio.by_actual * t.slope * t.value - ratio.by_predicted * p.slope * p.value;
      if (i == j) moved += (ratio.gain() + ratio.by_hits * t.value) * t.slope;
      if (how == average::weighted && t.weight > 0) moved += (t.value - mean) / weights;
      return moved;
    });
    // Less the two rows that were added.
    return rows_of_share(mean, error) * (m.total / w);
  }
};

/// Of the counts summed over the classes. With one class a row each miss is a false alarm of
/// another class, so that precision, recall and F are all the accuracy.
struct pooled_formula {
  static constexpr bool is_noexcept = true;
  class_ratio ratio;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    if constexpr (label_counts::matches<S>) {
      return pooled_ratio(ratio).of(s, level);
    } else {
      const auto right = share_of(class_margins<S::classes>::of(s).correct(), level);
      if (!right || ratio.by_hits == 0) return right;
      const auto overlap = [](double share) { return share / (2 - share); };
      return estimate{overlap(right->value),
                      interval{overlap(right->bounds->lower), overlap(right->bounds->upper)},
                      right->n};
    }
  }
};

constexpr definition<class_or_label_counts, average_formula> averaged(std::string_view name,
                                                                      const class_ratio& ratio,
                                                                      average how) noexcept {
  return {name, direction::higher_is_better, {0, 1}, sokolova_classes, {ratio, how}};
}
constexpr definition<class_or_label_counts, pooled_formula> pooled(
    std::string_view name, const class_ratio& ratio) noexcept {
  return {name, direction::higher_is_better, {0, 1}, sokolova_classes, {ratio}};
}

}  // namespace detail

// The averages equal scikit-learn's, in which a class without an answer counts 0. All are empty
// until a row has come, and `weighted` ones until a row has a label. Their intervals are Wilson's:
// at the size that the delta method implies (near 95 % where each class has ten rows, less of
// rarer ones); of labels, of which a row may have several, from the rows (micro), or as if all
// labels rose and fell as one (macro, weighted), which is too long if they do not.

/// Mean over the classes that occur (over all labels), each counting the same.
inline constexpr auto precision_macro =
    detail::averaged("precision_macro", detail::precision_ratio, detail::average::macro);
inline constexpr auto recall_macro =
    detail::averaged("recall_macro", detail::recall_ratio, detail::average::macro);
inline constexpr auto f1_macro =
    detail::averaged("f1_macro", detail::f1_ratio, detail::average::macro);
inline constexpr auto fbeta_half_macro =
    detail::averaged("fbeta_0.5_macro", detail::fbeta_ratio(0.5), detail::average::macro);
inline constexpr auto fbeta_2_macro =
    detail::averaged("fbeta_2_macro", detail::fbeta_ratio(2), detail::average::macro);
inline constexpr auto jaccard_macro =
    detail::averaged("jaccard_macro", detail::jaccard_ratio, detail::average::macro);

/// Mean over the classes, each counting by its rows.
inline constexpr auto precision_weighted =
    detail::averaged("precision_weighted", detail::precision_ratio, detail::average::weighted);
inline constexpr auto recall_weighted =
    detail::averaged("recall_weighted", detail::recall_ratio, detail::average::weighted);
inline constexpr auto f1_weighted =
    detail::averaged("f1_weighted", detail::f1_ratio, detail::average::weighted);
inline constexpr auto fbeta_half_weighted =
    detail::averaged("fbeta_0.5_weighted", detail::fbeta_ratio(0.5), detail::average::weighted);
inline constexpr auto fbeta_2_weighted =
    detail::averaged("fbeta_2_weighted", detail::fbeta_ratio(2), detail::average::weighted);
inline constexpr auto jaccard_weighted =
    detail::averaged("jaccard_weighted", detail::jaccard_ratio, detail::average::weighted);

/// Of the counts summed over the classes: with one class a row all but Jaccard's are the accuracy.
inline constexpr auto precision_micro = detail::pooled("precision_micro", detail::precision_ratio);
inline constexpr auto recall_micro = detail::pooled("recall_micro", detail::recall_ratio);
inline constexpr auto f1_micro = detail::pooled("f1_micro", detail::f1_ratio);
inline constexpr auto fbeta_half_micro =
    detail::pooled("fbeta_0.5_micro", detail::fbeta_ratio(0.5));
inline constexpr auto fbeta_2_micro = detail::pooled("fbeta_2_micro", detail::fbeta_ratio(2));
inline constexpr auto jaccard_micro = detail::pooled("jaccard_micro", detail::jaccard_ratio);

/// Such an average of F for any beta > 0: `fbeta_macro("fbeta_3_macro", 3)`.
[[nodiscard]] constexpr auto fbeta_macro(std::string_view name, double beta) noexcept {
  return detail::averaged(name, detail::fbeta_ratio(beta), detail::average::macro);
}
[[nodiscard]] constexpr auto fbeta_weighted(std::string_view name, double beta) noexcept {
  return detail::averaged(name, detail::fbeta_ratio(beta), detail::average::weighted);
}
[[nodiscard]] constexpr auto fbeta_micro(std::string_view name, double beta) noexcept {
  return detail::pooled(name, detail::fbeta_ratio(beta));
}

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple class_average_metrics{
    precision_macro, precision_micro,  precision_weighted, recall_macro,
    recall_micro,    recall_weighted,  f1_macro,           f1_micro,
    f1_weighted,     fbeta_half_macro, fbeta_half_micro,   fbeta_half_weighted,
    fbeta_2_macro,   fbeta_2_micro,    fbeta_2_weighted,   jaccard_macro,
    jaccard_micro,   jaccard_weighted};

}  // namespace telltale::inline TELLTALE_ABI::metric
