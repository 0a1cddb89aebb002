// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <telltale/config.hpp>
#include <telltale/metric/class_cells.hpp>
#include <telltale/metric/kind.hpp>
#include <telltale/state/bundle.hpp>
#include <telltale/state/multilabel_confusion.hpp>
#include <telltale/state/weighted_multilabel_confusion.hpp>

#include <cstddef>

// The kinds of the metrics of classifiers that give a row any number of labels, and of those that
// mean the same there as over K classes.

namespace telltale::inline TELLTALE_ABI::metric {

namespace detail {
template <class S>
inline constexpr std::size_t labels_of = 0;
template <std::size_t L>
inline constexpr std::size_t labels_of<state::multilabel_confusion<L>> = L;
template <std::size_t L>
inline constexpr std::size_t labels_of<state::weighted_multilabel_confusion<L>> = L;

/// The sum of the squared weights of the rows; without weights, their number.
template <class S>
[[nodiscard]] constexpr double row_squares(const S& s) noexcept {
  if constexpr (requires { s.row_squares(); })
    return s.row_squares();
  else
    return static_cast<double>(s.rows());
}
}  // namespace detail

/// The counts of several labels a row, weighted or not.
struct label_counts {
  template <class S>
  static constexpr bool matches = (detail::labels_of<S> >= 1);
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<label_counts, S>;
    static_assert(found != 0,
                  "this metric reads the counts of several labels a row: add "
                  "state::multilabel_confusion<L> or state::weighted_multilabel_confusion<L> to "
                  "the bundle");
    static_assert(found < 2,
                  "this metric reads the counts of several labels a row, and the bundle holds two "
                  "such states: pass the one you mean");
  }
};

/// The counts of each class against the rest: of one class a row, or of several labels.
struct class_or_label_counts {
  template <class S>
  static constexpr bool matches = class_counts::matches<S> || label_counts::matches<S>;
  template <class S>
  static constexpr void check() {
    constexpr std::size_t found = state::count_of<class_or_label_counts, S>;
    static_assert(found != 0,
                  "this metric reads confusion counts: add state::confusion<K> or "
                  "state::weighted_confusion<K> (one class a row), or "
                  "state::multilabel_confusion<L> (several labels a row) to the bundle");
    static_assert(found < 2,
                  "this metric reads confusion counts, and the bundle holds two such states: pass "
                  "the one you mean");
  }
};

/// Each class or label against the rest.
template <class S>
[[nodiscard]] constexpr auto margins_of(const S& s) noexcept {
  if constexpr (label_counts::matches<S>) {
    class_margins<S::labels> m;
    for (std::size_t k = 0; k < S::labels; ++k) {
      class_cells& c = m.of_class[k];
      c.hits = static_cast<double>(s.hits(k));
      c.actual = static_cast<double>(s.actual(k));
      c.predicted = static_cast<double>(s.predicted(k));
      if constexpr (requires { s.hits_squares(k); }) {
        c.hits_squares = s.hits_squares(k);
        c.actual_squares = s.actual_squares(k);
        c.predicted_squares = s.predicted_squares(k);
      } else {
        c.hits_squares = c.hits, c.actual_squares = c.actual, c.predicted_squares = c.predicted;
      }
    }
    m.total = static_cast<double>(s.rows());
    m.squares = detail::row_squares(s);
    return m;
  } else {
    return class_margins<S::classes>::of(s);
  }
}

}  // namespace telltale::inline TELLTALE_ABI::metric
