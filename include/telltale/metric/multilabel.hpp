// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/core/evidence.hpp>
#include <telltale/metric/class_cells.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/label_counts.hpp>
#include <telltale/metric/row_mean.hpp>
#include <telltale/metric/share.hpp>
#include <telltale/state/multilabel_confusion.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string_view>
#include <tuple>

// Of rows as a whole, where a row may have several labels. The averages over labels are in
// <telltale/metric/class_average.hpp>, each label's own in <telltale/metric/multiclass.hpp>.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

inline constexpr std::string_view zhang_zhou = "Zhang & Zhou 2014, doi:10.1109/TKDE.2013.39, 2.3";

struct exact_match_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    return share_of({static_cast<double>(s.exact()), static_cast<double>(s.rows()), row_squares(s)},
                    level);
  }
};

struct hamming_loss_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const auto m = margins_of(s);
    const counts rows{0, m.total, m.squares};
    if (!rows.usable()) return std::nullopt;
    if constexpr (label_counts::matches<S>) {
      constexpr auto labels = static_cast<double>(S::labels);
      double wrong = 0, wrong_once = 0;
      for (const class_cells& c : m.of_class) {
        wrong += c.actual - c.hits + (c.predicted - c.hits);
        wrong_once += c.actual_squares + c.predicted_squares - 2 * c.hits_squares;
      }
      // Of a row: actual + predicted - 2 hits.
      const auto product = [&](std::size_t i, std::size_t j) {
        return static_cast<double>(s.product(i, j));
      };
      const double wrong_twice = 4 * (product(0, 0) - product(0, 1) - product(0, 2)) +
                                 product(1, 1) + 2 * product(1, 2) + product(2, 2);
      const double value = (std::max)(wrong / labels / m.total, 0.0);
      return of_clusters(value,
                         spread(wrong_once / labels, wrong_twice / labels / labels, value, rows),
                         rows, level);
    } else {
      return share_of(m.wrong(), level);
    }
  }
};

/// The mean over the rows of one quality of a row.
struct row_quality_formula {
  static constexpr bool is_noexcept = true;
  state::row_quality quality;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const counts rows{0, static_cast<double>(s.rows()), row_squares(s)};
    if (!rows.usable()) return std::nullopt;
    const double sum = s.sum(quality), value = sum / rows.whole;
    double once = sum;
    if constexpr (requires { s.sum_cross(quality); }) once = s.sum_cross(quality);
    return of_clusters(value, spread(once, s.sum_squares(quality), value, rows), rows, level);
  }
};

constexpr definition<label_counts, row_quality_formula> of_rows(
    std::string_view name, state::row_quality quality) noexcept {
  return {name, direction::higher_is_better, {0, 1}, zhang_zhou, {quality}};
}

}  // namespace detail

/// Share of the rows of which every label is right: subset accuracy (scikit-learn: `accuracy_score`
/// of several labels). Empty until a row has come. Wilson's interval.
inline constexpr definition<label_counts, detail::exact_match_formula> exact_match{
    "exact_match", direction::higher_is_better, {0, 1}, detail::zhang_zhou, {}};

/// Share of all labels of all rows that are wrong; with one class a row, of the rows. Empty until a
/// row has come. Wilson's interval; of several labels at the size that the rows imply.
inline constexpr definition<class_or_label_counts, detail::hamming_loss_formula> hamming_loss{
    "hamming_loss", direction::lower_is_better, {0, 1}, detail::zhang_zhou, {}};

/// Of the labels predicted of a row the share that it has, averaged over the rows: a row without
/// counts 0 (scikit-learn's "samples"). Empty until a row has come. Wilson's interval at the size
/// that the rows imply, and so for those that follow.
inline constexpr auto precision_samples =
    detail::of_rows("precision_samples", state::row_quality::precision);
/// Of the labels that a row has, the share that was predicted.
inline constexpr auto recall_samples =
    detail::of_rows("recall_samples", state::row_quality::recall);
/// The harmonic mean of the two, of each row.
inline constexpr auto f1_samples = detail::of_rows("f1_samples", state::row_quality::f1);
/// Of the labels that a row has or was predicted to, the share of those that are both.
inline constexpr auto jaccard_samples =
    detail::of_rows("jaccard_samples", state::row_quality::jaccard);

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple multilabel_metrics{exact_match,    hamming_loss, precision_samples,
                                               recall_samples, f1_samples,   jaccard_samples};

}  // namespace telltale::inline TELLTALE_ABI::metric
