// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/share.hpp>

namespace telltale::inline TELLTALE_ABI::metric {

/// The four cells of a binary confusion, weighted or not, and their squared weights: the one view
/// through which the threshold metrics of two classes read. Counts are exact up to 2^53.
struct binary_cells {
  double tn = 0, fp = 0, fn = 0, tp = 0;
  double tn_squares = 0, fp_squares = 0, fn_squares = 0, tp_squares = 0;

  /// Of a `state::confusion<2>` or `state::weighted_confusion<2>`.
  template <class S>
  [[nodiscard]] static constexpr binary_cells of(const S& s) noexcept {
    binary_cells c{static_cast<double>(s.count(0, 0)), static_cast<double>(s.count(0, 1)),
                   static_cast<double>(s.count(1, 0)), static_cast<double>(s.count(1, 1))};
    if constexpr (requires { s.squares(0, 0); }) {
      c.tn_squares = s.squares(0, 0), c.fp_squares = s.squares(0, 1);
      c.fn_squares = s.squares(1, 0), c.tp_squares = s.squares(1, 1);
    } else {
      c.tn_squares = c.tn, c.fp_squares = c.fp, c.fn_squares = c.fn, c.tp_squares = c.tp;
    }
    return c;
  }

  [[nodiscard]] constexpr double total() const noexcept { return tn + fp + fn + tp; }
  [[nodiscard]] constexpr double squares() const noexcept {
    return tn_squares + fp_squares + fn_squares + tp_squares;
  }

  // Of the positives: those found, those missed.
  [[nodiscard]] constexpr counts found() const noexcept { return of_positives(tp); }
  [[nodiscard]] constexpr counts missed() const noexcept { return of_positives(fn); }
  // Of the negatives: those passed, those called positive.
  [[nodiscard]] constexpr counts passed() const noexcept { return of_negatives(tn); }
  [[nodiscard]] constexpr counts false_alarms() const noexcept { return of_negatives(fp); }
  // Of the predictions of one class: those that were right.
  [[nodiscard]] constexpr counts right_alarms() const noexcept {
    return {tp, tp + fp, tp_squares + fp_squares};
  }
  [[nodiscard]] constexpr counts right_passes() const noexcept {
    return {tn, tn + fn, tn_squares + fn_squares};
  }
  // And those that were wrong.
  [[nodiscard]] constexpr counts wrong_alarms() const noexcept {
    return {fp, tp + fp, tp_squares + fp_squares};
  }
  [[nodiscard]] constexpr counts wrong_passes() const noexcept {
    return {fn, tn + fn, tn_squares + fn_squares};
  }
  // Of all rows: the positives, those called positive, those predicted right.
  [[nodiscard]] constexpr counts positives() const noexcept {
    return {tp + fn, total(), squares()};
  }
  [[nodiscard]] constexpr counts correct() const noexcept { return {tp + tn, total(), squares()}; }
  [[nodiscard]] constexpr counts called() const noexcept { return {tp + fp, total(), squares()}; }
  // Of the rows that are positive or called so: those that are both.
  [[nodiscard]] constexpr counts overlap() const noexcept {
    return {tp, tp + fp + fn, tp_squares + fp_squares + fn_squares};
  }

private:
  [[nodiscard]] constexpr counts of_positives(double part) const noexcept {
    return {part, tp + fn, tp_squares + fn_squares};
  }
  [[nodiscard]] constexpr counts of_negatives(double part) const noexcept {
    return {part, tn + fp, tn_squares + fp_squares};
  }
};

}  // namespace telltale::inline TELLTALE_ABI::metric
