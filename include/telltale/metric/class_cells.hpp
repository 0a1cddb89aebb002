// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/share.hpp>

#include <array>
#include <cstddef>

namespace telltale::inline TELLTALE_ABI::metric {

/// One class against the rest.
struct class_cells {
  double hits = 0;       ///< of the class, and predicted so
  double actual = 0;     ///< of the class
  double predicted = 0;  ///< predicted so
  double hits_squares = 0, actual_squares = 0, predicted_squares = 0;

  [[nodiscard]] constexpr counts recall() const noexcept { return {hits, actual, actual_squares}; }
  [[nodiscard]] constexpr counts precision() const noexcept {
    return {hits, predicted, predicted_squares};
  }
  /// Of the rows that are of the class or predicted so: those that are both.
  [[nodiscard]] constexpr counts overlap() const noexcept {
    return {hits, actual + predicted - hits, actual_squares + predicted_squares - hits_squares};
  }
};

/// The rest against the class, of rows of weight `total` with the sum of squares `squares`.
[[nodiscard]] constexpr class_cells rest_of(const class_cells& c, double total,
                                            double squares) noexcept {
  return {total - c.actual - (c.predicted - c.hits),
          total - c.actual,
          total - c.predicted,
          squares - c.actual_squares - (c.predicted_squares - c.hits_squares),
          squares - c.actual_squares,
          squares - c.predicted_squares};
}

/// The margins of a confusion over K classes, weighted or not. Counts are exact up to 2^53.
template <std::size_t K>
struct class_margins {
  std::array<class_cells, K> of_class{};
  double total = 0;
  double squares = 0;

  /// Of a `state::confusion<K>` or `state::weighted_confusion<K>`, or of what looks like one.
  template <class S>
  [[nodiscard]] static constexpr class_margins of(const S& s) noexcept {
    class_margins m;
    for (std::size_t i = 0; i < K; ++i) {
      for (std::size_t j = 0; j < K; ++j) {
        const auto cell = static_cast<double>(s.count(i, j));
        double square = cell;
        if constexpr (requires { s.squares(i, j); }) square = s.squares(i, j);
        m.of_class[i].actual += cell;
        m.of_class[j].predicted += cell;
        m.of_class[i].actual_squares += square;
        m.of_class[j].predicted_squares += square;
        if (i == j) m.of_class[i].hits = cell, m.of_class[i].hits_squares = square;
        m.total += cell;
        m.squares += square;
      }
    }
    return m;
  }

  [[nodiscard]] constexpr counts correct() const noexcept {
    double hits = 0;
    for (const class_cells& c : of_class) hits += c.hits;
    return {hits, total, squares};
  }
  /// Of the rows, those of another class than predicted: summed, so that few are not lost among
  /// many.
  [[nodiscard]] constexpr counts wrong() const noexcept {
    double missed = 0;
    for (const class_cells& c : of_class) missed += c.actual - c.hits;
    return {missed, total, squares};
  }
};

}  // namespace telltale::inline TELLTALE_ABI::metric
