// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/binary_cells.hpp>
#include <telltale/metric/class_ratio.hpp>
#include <telltale/metric/definition.hpp>
#include <telltale/metric/interval.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/metric/share.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <optional>
#include <string_view>
#include <tuple>

// Single numbers that weigh the two errors of a binary classifier against each other.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {

struct f1_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    return f1_of(binary_cells::of(s).overlap(), level);
  }
};

struct fbeta_formula {
  static constexpr bool is_noexcept = true;
  double beta;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const binary_cells c = binary_cells::of(s);
    return fbeta_ratio(beta).of({c.tp, c.tp + c.fn, c.tp + c.fp, c.tp_squares,
                                 c.tp_squares + c.fn_squares, c.tp_squares + c.fp_squares},
                                level);
  }
};

struct youden_formula {
  static constexpr bool is_noexcept = true;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const binary_cells c = binary_cells::of(s);
    const auto recall = share_of(c.found(), level), specificity = share_of(c.passed(), level);
    if (!recall || !specificity) return std::nullopt;
    mover sum;
    sum.add(1, recall->value, *recall->bounds);
    sum.add(1, specificity->value, *specificity->bounds);
    return estimate{sum.value() - 1, sum.bounds(-1, {-1, 1}),
                    rounded(counts{0, c.total(), c.squares()}.effective())};
  }
};

}  // namespace detail

/// Harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN). Empty while no row is positive
/// or called so (scikit-learn: 0). Interval from Wilson's of Jaccard's share, of which F1 is a
/// monotone function.
inline constexpr definition<binary_counts, detail::f1_formula> f1{
    "f1",
    direction::higher_is_better,
    {0, 1},
    "van Rijsbergen 1979, Information Retrieval, 2nd ed., chapter 7",
    {}};

/// Weighted harmonic mean of precision and recall in which recall counts beta times as much:
/// (1 + beta^2) TP / ((1 + beta^2) TP + beta^2 FN + FP). Empty while no row is positive or called
/// so. Interval: Wilson's, at the size that the delta method implies. Requires: beta > 0.
[[nodiscard]] constexpr definition<binary_counts, detail::fbeta_formula> fbeta(
    std::string_view name, double beta) noexcept {
  return {name,
          direction::higher_is_better,
          {0, 1},
          "van Rijsbergen 1979, Information Retrieval, 2nd ed., chapter 7",
          {beta}};
}

/// Precision counts twice as much as recall: false alarms are the dear error.
inline constexpr auto fbeta_half = fbeta("fbeta_0.5", 0.5);

/// Recall counts twice as much as precision: misses are the dear error.
inline constexpr auto fbeta_2 = fbeta("fbeta_2", 2);

/// Recall + specificity - 1: 0 is chance. Empty until both classes have been seen.
inline constexpr definition<binary_counts, detail::youden_formula> youden_j{
    "youden_j",
    direction::higher_is_better,
    {-1, 1},
    "Youden 1950, doi:10.1002/1097-0142(1950)3:1<32::AID-CNCR2820030106>3.0.CO;2-3",
    {}};

/// What a row of each cell is worth, in the user's money: an alarm that is right brings in `tp`, a
/// needless one costs `-fp`.
struct cell_values {
  double tp = 0, fp = 0, fn = 0, tn = 0;
};

namespace detail {

struct value_formula {
  static constexpr bool is_noexcept = true;
  cell_values values;

  template <class S>
  [[nodiscard]] std::optional<estimate> operator()(const S& s,
                                                   const confidence_level& level) const noexcept {
    const binary_cells c = binary_cells::of(s);
    const counts all{0, c.total(), c.squares()};
    if (!all.usable()) return std::nullopt;
    const double value =
        (values.tp * c.tp + values.fp * c.fp + values.fn * c.fn + values.tn * c.tn) / all.whole;
    if (!(std::fabs(value) <= (std::numeric_limits<double>::max)())) return std::nullopt;
    const interval range = range_of(values);
    // As in `detail::smoothed`: the interval is read with two average rows more, half a row a cell.
    const double row = all.whole / all.effective();
    const double half = row / 2, total = all.whole + 2 * row;
    const std::array money{values.tp, values.fp, values.fn, values.tn};
    const std::array weights{c.tp, c.fp, c.fn, c.tn};
    const std::array squares{c.tp_squares, c.fp_squares, c.fn_squares, c.tn_squares};
    double mean = 0, variance = 0;
    for (std::size_t i = 0; i < 4; ++i) mean += money[i] * ((weights[i] + half) / total);
    for (std::size_t i = 0; i < 4; ++i) {
      const double gap = (money[i] - mean) / total;
      variance += (squares[i] + half * row) * gap * gap;
    }
    const double clamped = std::clamp(value, range.lower, range.upper);
    const interval near = around(mean, level.z * std::sqrt(variance), range);
    return estimate{clamped,
                    interval{(std::min)(near.lower, clamped), (std::max)(near.upper, clamped)},
                    rounded(all.effective())};
  }

  static constexpr interval range_of(const cell_values& v) noexcept {
    const auto [least, most] = std::minmax({v.tp, v.fp, v.fn, v.tn});
    return {least, most};
  }
};

}  // namespace detail

/// Mean value of a row when each cell is worth what `values` says: the business value, in its unit
/// of money. Empty until a row has come. Interval by the normal approximation.
///
///     constexpr auto profit = value_of({.tp = 120, .fp = -5, .fn = -80, .tn = 0}, "profit");
///
/// Requires: finite values.
/// Source: Elkan 2001, The foundations of cost-sensitive learning, IJCAI, section 1.
[[nodiscard]] constexpr definition<binary_counts, detail::value_formula> value_of(
    const cell_values& values, std::string_view name = "business_value") noexcept {
  return {name,
          direction::higher_is_better,
          detail::value_formula::range_of(values),
          "Elkan 2001, The foundations of cost-sensitive learning, IJCAI, section 1",
          {values}};
}

/// What this header adds to the vocabulary (metric/all.hpp).
inline constexpr std::tuple trade_off_metrics{f1, fbeta_half, fbeta_2, youden_j};

}  // namespace telltale::inline TELLTALE_ABI::metric
